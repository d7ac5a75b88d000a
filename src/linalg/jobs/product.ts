// X·Zᵀ for any two sets of rows. One task finishes the rows of X of one tile against those of Z of another, handed to a finisher while they
// are in the cache. 2mnd flops.

import type { Matrix } from '../matrix.ts';
import type { JobKind } from './job.ts';
import type { FinishTile } from './symmetricProduct.ts';
import { rowsAsBlock } from './triangle.ts';

export interface ProductSpec {
  /** X, [m, d]. */
  readonly x: Matrix;
  /** Z, [n, d]. */
  readonly z: Matrix;
  /** Receives the product, [m, n]. All three lie in shared memory. */
  readonly out: Matrix;
  /** Rows of X, and of Z, that a task takes. */
  readonly side: number;
}

const strips = (rows: number, side: number): number => Math.ceil(rows / side);

export const product = (finish: FinishTile | undefined): JobKind<ProductSpec> => ({
  taskCount: ({ x, z, side }) => strips(x.rows, side) * strips(z.rows, side),
  costs: ({ x, z, side }) => new Float64Array(strips(x.rows, side) * strips(z.rows, side)).fill(1),
  prepare({ x, z, out, side }, kernel) {
    const across = strips(z.rows, side);
    const spare = new Float64Array(side * side);
    return (task) => {
      const rowStart = Math.floor(task / across) * side;
      const colStart = (task % across) * side;
      const [left, right] = [rowsAsBlock(x, rowStart, side), rowsAsBlock(z, colStart, side)];
      const tile = spare.subarray(0, left.rows * right.rows);
      kernel.forget();
      kernel.clear(left.rows, right.rows);
      kernel.addProduct(1, left, right, 'transposed');
      kernel.store({ data: tile, offset: 0, stride: right.rows, rows: left.rows, cols: right.rows });
      finish?.(tile, rowStart, colStart, left.rows, right.rows);
      for (let r = 0; r < left.rows; r++) {
        out.data.set(tile.subarray(r * right.rows, (r + 1) * right.rows), (rowStart + r) * z.rows + colStart);
      }
    };
  },
});
