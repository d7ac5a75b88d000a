// A layer of φ(x) = erf(x) over a strip. Formulas of activations/erf.ts, with k, p and q doubled, so that R is the Δ of tilt.ts:
//   F = ±(2/π) ψ,   D = (4/π)/Δ.

import { bias, storePair, storePairAndTangent, weight } from './dense';
import { PAIRS } from './strips';
import { ANGLE, ROOT, tilt } from './tilt';
import { entry, mul } from './vectors';

/** 2/π, 4/π, and −0, which is the sign bit. */
const CONSTANTS_TABLE: usize = memory.data<f64>([0.6366197723675814, 1.2732395447351628, -0.0]);

/** Terms of rows and columns: √(2p), 2p. */
export function erf(isNtk: bool, rows: i32, width: usize, rowTerms: usize, colTerms: usize): void {
  tilt(2, rows, width, rowTerms, colTerms);
  // One loop for each, in which nothing is left to decide.
  if (isNtk) finish(true, width * rows);
  else finish(false, width * rows);
}

// @ts-ignore: AssemblyScript decorator
@inline
function finish(isNtk: bool, bytes: usize): void {
  const twoOverPi = entry(CONSTANTS_TABLE, 0);
  const fourOverPi = entry(CONSTANTS_TABLE, 1);
  const sign = entry(CONSTANTS_TABLE, 2);
  const w = weight();
  const b = bias();
  for (let at: usize = 0; at < bytes; at += 16) {
    const negative = v128.and(v128.load(PAIRS + at), sign);
    const value = v128.xor(mul(twoOverPi, v128.load(ANGLE + at)), negative);
    if (isNtk) storePairAndTangent(at, value, f64x2.div(fourOverPi, v128.load(ROOT + at)), w, b);
    else storePair(at, value, w, b);
  }
}
