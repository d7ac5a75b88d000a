// How far is the correlation of each pair of a strip from ±1? As in activations/arcCosine.ts.

import { PAIRS, STRIP_BYTES } from './strips';
import { entry, mul, splat, sub } from './vectors';

/** 1 */
const ONE_TABLE: usize = memory.data<f64>([1]);

/** u */
export const DEFICIT: usize = memory.data(STRIP_BYTES, 64);

/**
 * u = 1 − |c|, read as 0 up to `tolerance`.
 *
 * @param rowInverses 1/√p of each row, or 0; likewise colInverses
 */
export function deficits(tolerance: f64, rows: i32, width: usize, rowInverses: usize, colInverses: usize): void {
  const one = entry(ONE_TABLE, 0);
  const limit = splat(tolerance);
  for (let i = 0, at: usize = 0; i < rows; i++) {
    const inverse = entry(rowInverses, i);
    for (let j: usize = 0; j < width; j += 16, at += 16) {
      const c = mul(mul(v128.load(PAIRS + at), inverse), v128.load(colInverses + j));
      const u = sub(one, f64x2.abs(c));
      v128.store(DEFICIT + at, v128.and(u, f64x2.gt(u, limit)));
    }
  }
}
