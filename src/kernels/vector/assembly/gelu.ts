// A layer of gelu, φ(x) = x Φ(x), over a strip. Formulas of activations/gelu.ts with s the sign of k:
//   F = k/4 + [k²/(PQΔ) + |k|ψ + pqΔ/(PQ)]/2π,   D = 1/4 + s[ψ + (|k|/Δ)(1/Δ² + 1/P + 1/Q)]/2π,   P = 1 + p, Q = 1 + q.

import { storePairDifferentiated, storeTangentDifferentiated } from './chain';
import { bias, storePair, storePairAndTangent, weight } from './dense';
import { PAIRS, TERM } from './strips';
import { VARIANCE_BY_NORM } from './terms';
import { ANGLE, MAGNITUDE, ROOT, tilt } from './tilt';
import { add, entry, mul, sub } from './vectors';

/** 1, 1/4, 1/2π, −0, which is the sign bit, ½, 3. */
const CONSTANTS_TABLE: usize = memory.data<f64>([1, 0.25, 0.15915494309189535, -0.0, 0.5, 3]);

/** Terms of rows and columns: √p, p, 1/P, p/P. */
export function gelu(
  isNtk: bool,
  isDifferentiated: bool,
  rows: i32,
  width: usize,
  rowTerms: usize,
  colTerms: usize,
): void {
  tilt(1, rows, width, rowTerms, colTerms);
  // One loop for each, in which nothing is left to decide.
  if (isDifferentiated) {
    if (isNtk) finish(true, true, rows, width, rowTerms, colTerms);
    else finish(false, true, rows, width, rowTerms, colTerms);
  } else {
    if (isNtk) finish(true, false, rows, width, rowTerms, colTerms);
    else finish(false, false, rows, width, rowTerms, colTerms);
  }
}

/**
 * Differentiated with ∂F/∂p = [(q + pq − k²)(1 + 1/P) − k²(1/P + 1/Δ²)]/(4πPΔ),   ∂D/∂k = [1 + (P + Q + 1 + 3k²/Δ²)/Δ²]/(2πΔ),
 * ∂D/∂p = −(k/4πΔ)[(1 + 2/P)/P + (Q/Δ²)(1/P + 1/Q + 3/Δ²)].
 */
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
  const one = entry(CONSTANTS_TABLE, 0);
  const quarter = entry(CONSTANTS_TABLE, 1);
  const inverseTwoPi = entry(CONSTANTS_TABLE, 2);
  const sign = entry(CONSTANTS_TABLE, 3);
  const half = entry(CONSTANTS_TABLE, 4);
  const three = entry(CONSTANTS_TABLE, 5);
  const w = weight();
  const b = bias();
  for (let i = 0, at: usize = 0; i < rows; i++) {
    const deviation = entry(rowTerms, i);
    const onePlusP = add(one, entry(rowTerms + TERM, i));
    const inverseP = entry(rowTerms + 2 * TERM, i);
    const shareP = entry(rowTerms + 3 * TERM, i);
    const rowScale = mul(mul(half, inverseTwoPi), entry(rowTerms + VARIANCE_BY_NORM, i));
    const byRowScale = mul(rowScale, inverseP);
    const onePlusInverseP = add(one, inverseP);
    const slopeByRowPart = mul(inverseP, add(onePlusInverseP, inverseP));
    for (let j: usize = 0; j < width; j += 16, at += 16) {
      const negative = v128.and(v128.load(PAIRS + at), sign);
      const k = v128.load(MAGNITUDE + at);
      const delta = v128.load(ROOT + at);
      const angle = v128.load(ANGLE + at);
      const q = v128.load(colTerms + TERM + j);
      const inverseQ = v128.load(colTerms + 2 * TERM + j);
      const inverseDelta = f64x2.div(one, delta);
      const inverseDelta2 = mul(inverseDelta, inverseDelta);
      const ratio = mul(k, inverseDelta);
      const share = mul(shareP, v128.load(colTerms + 3 * TERM + j));
      const bracket = add(mul(k, add(mul(ratio, mul(inverseP, inverseQ)), angle)), mul(share, delta));
      const value = add(v128.xor(mul(quarter, k), negative), mul(inverseTwoPi, bracket));
      if (!isNtk && !isDifferentiated) {
        storePair(at, value, w, b);
        continue;
      }
      const inverseSum = add(inverseP, inverseQ);
      const oddPart = mul(inverseTwoPi, add(angle, mul(ratio, add(inverseDelta2, inverseSum))));
      const slope = add(quarter, v128.xor(oddPart, negative));
      if (!isDifferentiated) {
        storePairAndTangent(at, value, slope, w, b);
        continue;
      }
      const bound = mul(deviation, v128.load(colTerms + j));
      const conditional = add(q, mul(sub(bound, k), add(bound, k)));
      const difference = sub(mul(conditional, onePlusInverseP), mul(mul(k, k), add(inverseP, inverseDelta2)));
      const byRow = mul(mul(byRowScale, inverseDelta), difference);
      if (isNtk) {
        const onePlusQ = add(one, q);
        const sum = add(add(onePlusP, one), add(onePlusQ, mul(three, mul(ratio, ratio))));
        const slopeByPair = mul(mul(inverseTwoPi, inverseDelta), add(one, mul(inverseDelta2, sum)));
        const part = add(inverseSum, mul(three, inverseDelta2));
        const size = mul(mul(rowScale, ratio), add(slopeByRowPart, mul(mul(onePlusQ, inverseDelta2), part)));
        const slopeByRow = f64x2.neg(v128.xor(size, negative));
        storeTangentDifferentiated(at, value, slope, byRow, slopeByPair, slopeByRow, w, b);
      } else {
        storePairDifferentiated(at, value, slope, byRow, w, b);
      }
    }
  }
}
