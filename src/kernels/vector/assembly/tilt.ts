// The angle that the duals of erf and gelu have in common: ψ = arctan(|k|/Δ) with Δ² = 1 + p + q + (pq − k²), over a strip.

import { arctangent } from './arctangent';
import { copyThreshold, magnitude } from './coincidence';
import { PAIRS, STRIP_BYTES, TERM } from './strips';
import { add, entry, mul, splat, sub } from './vectors';

/** 1 */
const ONE_TABLE: usize = memory.data<f64>([1]);

/** |k| */
export const MAGNITUDE: usize = memory.data(STRIP_BYTES, 64);
/** Δ */
export const ROOT: usize = memory.data(STRIP_BYTES, 64);
/** ψ */
export const ANGLE: usize = memory.data(STRIP_BYTES, 64);

/**
 * Fills the three strips.
 *
 * @param factor of the covariances in the strip, as the terms of rows and columns, √p and p, already have it
 */
export function tilt(factor: f64, rows: i32, width: usize, rowTerms: usize, colTerms: usize): void {
  const one = entry(ONE_TABLE, 0);
  const scale = splat(factor);
  const copies = copyThreshold();
  for (let i = 0, at: usize = 0; i < rows; i++) {
    const deviation = entry(rowTerms, i);
    const onePlusVariance = add(one, entry(rowTerms + TERM, i));
    for (let j: usize = 0; j < width; j += 16, at += 16) {
      const bound = mul(deviation, v128.load(colTerms + j));
      const k = magnitude(mul(scale, v128.load(PAIRS + at)), bound, copies);
      const determinant = mul(sub(bound, k), add(bound, k));
      v128.store(MAGNITUDE + at, k);
      v128.store(ROOT + at, f64x2.sqrt(add(add(onePlusVariance, v128.load(colTerms + TERM + j)), determinant)));
    }
  }
  arctangent(MAGNITUDE, ROOT, ANGLE, width * rows);
}
