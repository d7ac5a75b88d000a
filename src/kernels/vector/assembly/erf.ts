// A layer of φ(x) = erf(x) over a strip. Formulas of activations/erf.ts, with k, p and q doubled, so that R is the Δ of tilt.ts:
//   F = ±(2/π) ψ,   D = (4/π)/Δ.

import { storePairDifferentiated, storeTangentDifferentiated } from './chain';
import { bias, storePair, storePairAndTangent, weight } from './dense';
import { PAIRS, TERM } from './strips';
import { VARIANCE_BY_NORM } from './terms';
import { ANGLE, MAGNITUDE, ROOT, tilt } from './tilt';
import { add, entry, mul } from './vectors';

/** 2/π, 4/π, −0, which is the sign bit, 1, 2, −½. */
const CONSTANTS_TABLE: usize = memory.data<f64>([0.6366197723675814, 1.2732395447351628, -0.0, 1, 2, -0.5]);

/** Terms of rows and columns: √(2p), 2p. */
export function erf(
  isNtk: bool,
  isDifferentiated: bool,
  rows: i32,
  width: usize,
  rowTerms: usize,
  colTerms: usize,
): void {
  tilt(2, rows, width, rowTerms, colTerms);
  // One loop for each, in which nothing is left to decide.
  if (isDifferentiated) {
    if (isNtk) finish(true, true, rows, width, rowTerms, colTerms);
    else finish(false, true, rows, width, rowTerms, colTerms);
  } else {
    if (isNtk) finish(true, false, rows, width, rowTerms, colTerms);
    else finish(false, false, rows, width, rowTerms, colTerms);
  }
}

/** Differentiated with ∂F/∂p = −kD/(1 + 2p), ∂D/∂k = 4kD/R² and ∂D/∂p = −(1 + 2q)D/R². */
// @ts-ignore: AssemblyScript decorator
@inline
function finish(
  isNtk: bool,
  isDifferentiated: bool,
  rows: i32,
  width: usize,
  rowTerms: usize,
  colTerms: usize,
): void {
  const twoOverPi = entry(CONSTANTS_TABLE, 0);
  const fourOverPi = entry(CONSTANTS_TABLE, 1);
  const sign = entry(CONSTANTS_TABLE, 2);
  const one = entry(CONSTANTS_TABLE, 3);
  const two = entry(CONSTANTS_TABLE, 4);
  const minusHalf = entry(CONSTANTS_TABLE, 5);
  const w = weight();
  const b = bias();
  for (let i = 0, at: usize = 0; i < rows; i++) {
    const varianceByNorm = entry(rowTerms + VARIANCE_BY_NORM, i);
    const byRowScale = mul(minusHalf, f64x2.div(varianceByNorm, add(one, entry(rowTerms + TERM, i))));
    for (let j: usize = 0; j < width; j += 16, at += 16) {
      const negative = v128.and(v128.load(PAIRS + at), sign);
      const value = v128.xor(mul(twoOverPi, v128.load(ANGLE + at)), negative);
      if (!isNtk && !isDifferentiated) {
        storePair(at, value, w, b);
        continue;
      }
      const inverse = f64x2.div(one, v128.load(ROOT + at));
      const slope = mul(fourOverPi, inverse);
      if (!isDifferentiated) {
        storePairAndTangent(at, value, slope, w, b);
        continue;
      }
      const twiceK = v128.xor(v128.load(MAGNITUDE + at), negative);
      const byRow = mul(mul(byRowScale, twiceK), slope);
      if (isNtk) {
        const steepness = mul(slope, mul(inverse, inverse));
        const slopeByPair = mul(mul(two, twiceK), steepness);
        const slopeByRow = f64x2.neg(mul(mul(varianceByNorm, add(one, v128.load(colTerms + TERM + j))), steepness));
        storeTangentDifferentiated(at, value, slope, byRow, slopeByPair, slopeByRow, w, b);
      } else {
        storePairDifferentiated(at, value, slope, byRow, w, b);
      }
    }
  }
}
