// Bᵀ·X for two matrices of as many rows. One task finishes one tile of the product, summing over the rows in order. 2nmd flops.

import type { Matrix } from '../matrix.ts';
import type { Block } from '../tileKernel/tileKernel.ts';
import type { JobKind } from './job.ts';

export interface TransposedProductSpec {
  /** B, [n, m]. */
  readonly b: Matrix;
  /** X, [n, d]. */
  readonly x: Matrix;
  /** Receives the product, [m, d]. All three lie in shared memory. */
  readonly out: Matrix;
  /** Rows and columns of a task's part, and rows of B and X that are multiplied at once; at most a tile's. */
  readonly side: number;
}

const taskCountOf = ({ out, side }: TransposedProductSpec): number => Math.ceil(out.rows / side) * Math.ceil(out.cols / side);

export const transposedProduct: JobKind<TransposedProductSpec> = {
  taskCount: taskCountOf,
  costs: (spec) => new Float64Array(taskCountOf(spec)).fill(1),
  prepare({ b, x, out, side }, kernel) {
    const across = Math.ceil(out.cols / side);
    return (task) => {
      const top = Math.floor(task / across) * side;
      const left = (task % across) * side;
      const target = part(out, top, left, side, side);
      kernel.clear(target.rows, target.cols);
      for (let row = 0; row < b.rows; row += side) {
        kernel.addTransposedProduct(part(b, row, top, side, target.rows), part(x, row, left, side, target.cols));
      }
      kernel.store(target);
    };
  },
};

/** Up to rows×cols of a matrix, from (top, left) on. */
function part({ data, rows: all, cols: stride }: Matrix, top: number, left: number, rows: number, cols: number): Block {
  return {
    data,
    offset: top * stride + left,
    stride,
    rows: Math.min(rows, all - top),
    cols: Math.min(cols, stride - left),
  };
}
