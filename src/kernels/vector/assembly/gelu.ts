// A layer of gelu, φ(x) = x Φ(x), over a strip. Formulas of activations/gelu.ts with s the sign of k:
//   F = k/4 + [k²/(PQΔ) + |k|ψ + pqΔ/(PQ)]/2π,   D = 1/4 + s[ψ + (|k|/Δ)(1/Δ² + 1/P + 1/Q)]/2π,   P = 1 + p, Q = 1 + q.

import { bias, storePair, storePairAndTangent, weight } from './dense';
import { PAIRS, TERM } from './strips';
import { ANGLE, MAGNITUDE, ROOT, tilt } from './tilt';
import { add, entry, mul } from './vectors';

/** 1, 1/4, 1/2π, and −0, which is the sign bit. */
const CONSTANTS_TABLE: usize = memory.data<f64>([1, 0.25, 0.15915494309189535, -0.0]);

/** Terms of rows and columns: √p, p, 1/P, p/P. */
export function gelu(isNtk: bool, rows: i32, width: usize, rowTerms: usize, colTerms: usize): void {
  tilt(1, rows, width, rowTerms, colTerms);
  // One loop for each, in which nothing is left to decide.
  if (isNtk) finish(true, rows, width, rowTerms, colTerms);
  else finish(false, rows, width, rowTerms, colTerms);
}

// @ts-ignore: AssemblyScript decorator
@inline
function finish(isNtk: bool, rows: i32, width: usize, rowTerms: usize, colTerms: usize): void {
  const one = entry(CONSTANTS_TABLE, 0);
  const quarter = entry(CONSTANTS_TABLE, 1);
  const inverseTwoPi = entry(CONSTANTS_TABLE, 2);
  const sign = entry(CONSTANTS_TABLE, 3);
  const w = weight();
  const b = bias();
  for (let i = 0, at: usize = 0; i < rows; i++) {
    const inverseP = entry(rowTerms + 2 * TERM, i);
    const shareP = entry(rowTerms + 3 * TERM, i);
    for (let j: usize = 0; j < width; j += 16, at += 16) {
      const negative = v128.and(v128.load(PAIRS + at), sign);
      const k = v128.load(MAGNITUDE + at);
      const delta = v128.load(ROOT + at);
      const angle = v128.load(ANGLE + at);
      const inverseQ = v128.load(colTerms + 2 * TERM + j);
      const inverseDelta = f64x2.div(one, delta);
      const ratio = mul(k, inverseDelta);
      const share = mul(shareP, v128.load(colTerms + 3 * TERM + j));
      const bracket = add(mul(k, add(mul(ratio, mul(inverseP, inverseQ)), angle)), mul(share, delta));
      const value = add(v128.xor(mul(quarter, k), negative), mul(inverseTwoPi, bracket));
      if (isNtk) {
        const sum = add(mul(inverseDelta, inverseDelta), add(inverseP, inverseQ));
        const oddPart = mul(inverseTwoPi, add(angle, mul(ratio, sum)));
        storePairAndTangent(at, value, add(quarter, v128.xor(oddPart, negative)), w, b);
      } else {
        storePair(at, value, w, b);
      }
    }
  }
}
