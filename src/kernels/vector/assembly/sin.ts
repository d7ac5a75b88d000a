// A layer of φ(x) = sin x over a strip. Formulas of activations/sin.ts with s the sign of k:
//   F = −(s/2) g h,   D = g (1 + h/2),   g = exp(−½(√p − √q)² − (√(pq) − |k|)),   h = exp(−2|k|) − 1.

import { storePairDifferentiated, storeTangentDifferentiated } from './chain';
import { copyThreshold, magnitude } from './coincidence';
import { bias, storePair, storePairAndTangent, weight } from './dense';
import { exponential, exponentialLessOne } from './exponential';
import { PAIRS, STRIP_BYTES } from './strips';
import { VARIANCE_BY_NORM } from './terms';
import { add, entry, mul, sub } from './vectors';

/** 1, ½, −½, −2, and −0, which is the sign bit. */
const CONSTANTS_TABLE: usize = memory.data<f64>([1, 0.5, -0.5, -2, -0.0]);

const DECAY: usize = memory.data(STRIP_BYTES, 64);
const LESS_ONE: usize = memory.data(STRIP_BYTES, 64);

/** Term of rows and columns: √p. */
export function sin(
  isNtk: bool,
  isDifferentiated: bool,
  rows: i32,
  width: usize,
  rowTerms: usize,
  colTerms: usize,
): void {
  exponents(rows, width, rowTerms, colTerms);
  const bytes = width * rows;
  exponential(DECAY, bytes);
  exponentialLessOne(LESS_ONE, bytes);
  // One loop for each, in which nothing is left to decide.
  if (isDifferentiated) {
    if (isNtk) finish(true, true, rows, width, rowTerms);
    else finish(false, true, rows, width, rowTerms);
  } else {
    if (isNtk) finish(true, false, rows, width, rowTerms);
    else finish(false, false, rows, width, rowTerms);
  }
}

function exponents(rows: i32, width: usize, rowTerms: usize, colTerms: usize): void {
  const minusHalf = entry(CONSTANTS_TABLE, 2);
  const minusTwo = entry(CONSTANTS_TABLE, 3);
  const copies = copyThreshold();
  for (let i = 0, at: usize = 0; i < rows; i++) {
    const rowDeviation = entry(rowTerms, i);
    for (let j: usize = 0; j < width; j += 16, at += 16) {
      const colDeviation = v128.load(colTerms + j);
      const bound = mul(rowDeviation, colDeviation);
      const k = magnitude(v128.load(PAIRS + at), bound, copies);
      const difference = sub(rowDeviation, colDeviation);
      v128.store(DECAY + at, sub(mul(minusHalf, mul(difference, difference)), sub(bound, k)));
      v128.store(LESS_ONE + at, mul(minusTwo, k));
    }
  }
}

/** Differentiated with ∂F/∂p = −F/2, ∂D/∂k = F and ∂D/∂p = −D/2. */
// @ts-ignore: AssemblyScript decorator
@inline
function finish(isNtk: bool, isDifferentiated: bool, rows: i32, width: usize, rowTerms: usize): void {
  const one = entry(CONSTANTS_TABLE, 0);
  const half = entry(CONSTANTS_TABLE, 1);
  const minusHalf = entry(CONSTANTS_TABLE, 2);
  const sign = entry(CONSTANTS_TABLE, 4);
  const w = weight();
  const b = bias();
  for (let i = 0, at: usize = 0; i < rows; i++) {
    const byRowScale = mul(minusHalf, entry(rowTerms + VARIANCE_BY_NORM, i));
    for (let j: usize = 0; j < width; j += 16, at += 16) {
      const decay = v128.load(DECAY + at);
      const lessOne = v128.load(LESS_ONE + at);
      const size = mul(minusHalf, mul(decay, lessOne));
      const value = v128.xor(size, v128.and(v128.load(PAIRS + at), sign));
      const slope = mul(decay, add(one, mul(half, lessOne)));
      const byRow = mul(byRowScale, value);
      if (!isDifferentiated) {
        if (isNtk) storePairAndTangent(at, value, slope, w, b);
        else storePair(at, value, w, b);
      } else {
        if (isNtk) storeTangentDifferentiated(at, value, slope, byRow, value, mul(byRowScale, slope), w, b);
        else storePairDifferentiated(at, value, slope, byRow, w, b);
      }
    }
  }
}
