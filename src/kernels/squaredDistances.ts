// How far apart are two inputs, when they are close? ‖x‖² + ‖z‖² − 2x·z is one matrix product but loses the digits of small
// distances; the pairs where that matters are recomputed from differences. Called by pairwiseKernel.ts and by the tiled Gram builder.

import { type Matrix, rowSquaredNorms } from '../linalg/matrix.ts';
import { innerProducts } from './innerProducts.ts';
import { vectorDistances } from './vector/distances.ts';

/**
 * Pairs with ‖x − z‖² below this share of ‖x‖² + ‖z‖² are recomputed. The expansion errs by about 2ε√d of ‖x‖² + ‖z‖², so above the
 * threshold t is right to 2ε√d/1e-4 relative: 2e-10 at d = 3,072 as a bound, 2e-11 as measured. A smaller threshold gives up digits, a
 * larger one costs O(d) for more pairs.
 */
const CLOSE = 1e-4;

/** ‖x_i − z_j‖², [n, m]: never negative, exactly 0 for equal rows, and exactly symmetric. O(n·m·d). */
export function squaredDistances(inputs: Matrix, others: Matrix): Matrix {
  const products = innerProducts(inputs, others);
  productsToSquaredDistances(products.data, inputs, others, rowSquaredNorms(inputs), rowSquaredNorms(others));
  return products;
}

/** A tile of inner products x·z → ‖x − z‖², in place and refined; shapes as in `refineSquaredDistances`. */
export function productsToSquaredDistances(
  tile: Float64Array,
  rows: Matrix,
  cols: Matrix,
  rowNorms: Float64Array,
  colNorms: Float64Array,
): void {
  const anyClose = vectorDistances(tile, rowNorms, colNorms, CLOSE);
  if (anyClose) refineSquaredDistances(tile, rows, cols, rowNorms, colNorms);
}

/**
 * Replaces, in place, those squared distances that cancellation has spoiled. `tile` holds ‖x‖² + ‖z‖² − 2x·z, row-major, for the inputs
 * `rows` [r, d] against `cols` [c, d], whose squared norms are given. O(r·c) plus O(d) for each close pair.
 */
export function refineSquaredDistances(
  tile: Float64Array,
  rows: Matrix,
  cols: Matrix,
  rowNorms: Float64Array,
  colNorms: Float64Array,
): void {
  const d = rows.cols;
  for (let i = 0, at = 0; i < rowNorms.length; i++) {
    const rowNorm = rowNorms[i] as number;
    for (let j = 0; j < colNorms.length; j++, at++) {
      if ((tile[at] as number) >= CLOSE * (rowNorm + (colNorms[j] as number))) continue;
      let sum = 0;
      for (let k = 0; k < d; k++) {
        const difference = (rows.data[i * d + k] as number) - (cols.data[j * d + k] as number);
        sum += difference * difference;
      }
      tile[at] = sum;
    }
  }
}
