// A layer of activations φ(x) = x for x > 0 and a·x below, over a strip. Formulas of activations/piecewiseLinear.ts:
//   F = o·k + e·|k| + e(2/π) √(pq) (sin θ − θ cos θ),   D = o + e(2/π) arcsin c,   o = (1+a)²/4, e = (1−a)²/4,
// with c = k/√(pq), u = 1 − |c| and θ = arccos|c|. Only k enters linearly, so copies (u = 0) get exactly (o+e)·k.

import { angle, segment } from './arcCosine';
import { storePairDifferentiated, storeTangentDifferentiated } from './chain';
import { DEFICIT, deficits } from './deficit';
import { bias, storePair, storePairAndTangent, weight } from './dense';
import { PAIRS, STRIP_BYTES, TERM } from './strips';
import { VARIANCE_BY_NORM } from './terms';
import { add, entry, mul, splat, sub } from './vectors';

/** 1, 2, 2/π, −0, which is the sign bit, and ½. */
const CONSTANTS_TABLE: usize = memory.data<f64>([1, 2, 0.6366197723675814, -0.0, 0.5]);

/** θ or sin θ − θ cos θ. */
const ARC: usize = memory.data(STRIP_BYTES, 64);

let odd: f64;
let even: f64;
let tolerance: f64;

/** @param newTolerance see coincidenceTolerance */
export function setPiecewiseLinear(newOdd: f64, newEven: f64, newTolerance: f64): void {
  odd = newOdd;
  even = newEven;
  tolerance = newTolerance;
}

/** Terms of rows and columns: √p, 1/√p. */
export function piecewiseLinear(
  isNtk: bool,
  isDifferentiated: bool,
  rows: i32,
  width: usize,
  rowTerms: usize,
  colTerms: usize,
): void {
  deficits(tolerance, rows, width, rowTerms + TERM, colTerms + TERM);
  if (isNtk || isDifferentiated) {
    angle(DEFICIT, ARC, width * rows);
    // One loop for each, in which nothing is left to decide.
    if (!isDifferentiated) valuesAndSlopes(true, false, rows, width, rowTerms, colTerms);
    else if (isNtk) valuesAndSlopes(true, true, rows, width, rowTerms, colTerms);
    else valuesAndSlopes(false, true, rows, width, rowTerms, colTerms);
  } else {
    segment(DEFICIT, ARC, width * rows);
    values(rows, width, rowTerms, colTerms);
  }
}

function values(rows: i32, width: usize, rowTerms: usize, colTerms: usize): void {
  const oddPart = splat(odd);
  const evenPart = splat(even);
  const factor = mul(evenPart, entry(CONSTANTS_TABLE, 2));
  const w = weight();
  const b = bias();
  for (let i = 0, at: usize = 0; i < rows; i++) {
    const scale = mul(factor, entry(rowTerms, i));
    for (let j: usize = 0; j < width; j += 16, at += 16) {
      const k = v128.load(PAIRS + at);
      const linear = add(mul(oddPart, k), mul(evenPart, f64x2.abs(k)));
      storePair(at, add(linear, mul(mul(scale, v128.load(colTerms + j)), v128.load(ARC + at))), w, b);
    }
  }
}

/** Differentiated with ∂F/∂p = (e/π) √(q/p) sin θ, ∂D/∂k = e(2/π)/(√(pq) sin θ), or 0 for copies, and ∂D/∂p = −(k/2p) ∂D/∂k. */
// @ts-ignore: AssemblyScript decorator
@inline
function valuesAndSlopes(
  isNtk: bool,
  isDifferentiated: bool,
  rows: i32,
  width: usize,
  rowTerms: usize,
  colTerms: usize,
): void {
  const one = entry(CONSTANTS_TABLE, 0);
  const two = entry(CONSTANTS_TABLE, 1);
  const twoOverPi = entry(CONSTANTS_TABLE, 2);
  const sign = entry(CONSTANTS_TABLE, 3);
  const half = entry(CONSTANTS_TABLE, 4);
  const oddPart = splat(odd);
  const evenPart = splat(even);
  const factor = mul(evenPart, twoOverPi);
  const w = weight();
  const b = bias();
  for (let i = 0, at: usize = 0; i < rows; i++) {
    const scale = mul(factor, entry(rowTerms, i));
    const inverse = entry(rowTerms + TERM, i);
    const steepness = mul(factor, inverse);
    // The derivative of √p.
    const deviationByNorm = mul(half, mul(inverse, entry(rowTerms + VARIANCE_BY_NORM, i)));
    const byRowScale = mul(factor, deviationByNorm);
    const slopeByRowScale = mul(inverse, deviationByNorm);
    for (let j: usize = 0; j < width; j += 16, at += 16) {
      const k = v128.load(PAIRS + at);
      const u = v128.load(DEFICIT + at);
      const theta = v128.load(ARC + at);
      const deviation = v128.load(colTerms + j);
      const sine = f64x2.sqrt(mul(u, sub(two, u)));
      const segmentArea = sub(sine, mul(theta, sub(one, u)));
      const linear = add(mul(oddPart, k), mul(evenPart, f64x2.abs(k)));
      const value = add(linear, mul(mul(scale, deviation), segmentArea));
      const arcsine = mul(evenPart, sub(one, mul(twoOverPi, theta)));
      const slope = add(oddPart, v128.xor(arcsine, v128.and(k, sign)));
      const byRow = mul(mul(byRowScale, deviation), sine);
      if (!isDifferentiated) {
        storePairAndTangent(at, value, slope, w, b);
      } else if (isNtk) {
        const quotient = f64x2.div(mul(steepness, v128.load(colTerms + TERM + j)), sine);
        const slopeByPair = v128.and(quotient, f64x2.gt(u, splat(0)));
        const slopeByRow = f64x2.neg(mul(mul(slopeByRowScale, k), slopeByPair));
        storeTangentDifferentiated(at, value, slope, byRow, slopeByPair, slopeByRow, w, b);
      } else {
        storePairDifferentiated(at, value, slope, byRow, w, b);
      }
    }
  }
}
