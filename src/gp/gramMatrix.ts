// How does a kernel become an n×n matrix? One product X·Xᵀ in the engine, each tile turned into kernel values while it is in the cache.

import type { RunOptions } from '../base/progress.ts';
import type { Kernel } from '../kernels/kernel.ts';
import { productsToSquaredDistances } from '../kernels/squaredDistances.ts';
import type { Engine, FinishTile } from '../linalg/engine.ts';
import { type Matrix, matrix, rowSquaredNorms } from '../linalg/matrix.ts';
import type { TiledLower } from '../linalg/tiles.ts';

/**
 * Gram matrix k(x_i, x_j) of the inputs, lower triangle. n²d flops and n² kernel evaluations over two.
 *
 * @param inputs [n, d]; for a precomputed kernel the Gram matrix itself, [n, n]
 * @throws AuditError as the kernel's diagonal does: SHAPE_MISMATCH, and for a precomputed Gram matrix NOT_FINITE, RECORDS_INVALID
 */
export function gramMatrix(engine: Engine, kernel: Kernel, inputs: Matrix, run?: RunOptions): Promise<TiledLower> {
  const { pairwise } = kernel;
  const diagonal = kernel.diagonal(inputs);
  if (pairwise === undefined) return engine.symmetricProduct(matrix(inputs.rows, 0), copyFrom(inputs), run);
  const norms = rowSquaredNorms(inputs);
  const rowsOf = (start: number, count: number) =>
    matrix(count, inputs.cols, inputs.data.subarray(start * inputs.cols, (start + count) * inputs.cols));
  const finish: FinishTile = (tile, rowStart, colStart, rows, cols) => {
    const rowNorms = norms.subarray(rowStart, rowStart + rows);
    const colNorms = norms.subarray(colStart, colStart + cols);
    if (pairwise.statistic === 'squaredDistance') {
      productsToSquaredDistances(tile, rowsOf(rowStart, rows), rowsOf(colStart, cols), rowNorms, colNorms);
    }
    pairwise.apply(tile, rowNorms, colNorms);
    // The diagonal comes from the kernel's own formula, not through a rounded inner product.
    if (rowStart === colStart) for (let r = 0; r < rows; r++) tile[r * (cols + 1)] = diagonal[rowStart + r] as number;
  };
  return engine.symmetricProduct(inputs, finish, run);
}

/** Mean of the entry and its mirror image: the matrix was checked to be symmetric but for rounding. */
function copyFrom({ data, cols: n }: Matrix): FinishTile {
  return (tile, rowStart, colStart, rows, cols) => {
    for (let i = rowStart, at = 0; i < rowStart + rows; i++) {
      for (let j = colStart; j < colStart + cols; j++, at++) {
        tile[at] = ((data[i * n + j] as number) + (data[j * n + i] as number)) / 2;
      }
    }
  };
}
