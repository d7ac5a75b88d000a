// From inner products to squared distances over a strip, as in kernels/squaredDistances.ts.

import { PAIRS } from './strips';
import { add, entry, mul, splat, sub } from './vectors';

/** 2 */
const TWO_TABLE: usize = memory.data<f64>([2]);

/**
 * x·z → ‖x‖² + ‖z‖² − 2x·z.
 *
 * @param closeShare of ‖x‖² + ‖z‖²
 * @returns whether any pair's result is not at least that share (a NaN is not)
 */
export function squaredDistances(closeShare: f64, rows: i32, cols: i32, rowNorms: usize, colNorms: usize): bool {
  const two = entry(TWO_TABLE, 0);
  const share = splat(closeShare);
  const width = (<usize>cols) << 3;
  let far = i64x2.splat(-1);
  for (let i = 0, at: usize = 0; i < rows; i++) {
    const rowNorm = entry(rowNorms, i);
    for (let j: usize = 0; j < width; j += 16, at += 16) {
      const norms = add(rowNorm, v128.load(colNorms + j));
      const t = sub(norms, mul(two, v128.load(PAIRS + at)));
      far = v128.and(far, f64x2.ge(t, mul(share, norms)));
      v128.store(PAIRS + at, t);
    }
  }
  return !i64x2.all_true(far);
}
