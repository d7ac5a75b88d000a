// How does a kernel become an n×n matrix? One product X·Xᵀ in the engine, each tile turned into kernel values while it is in the cache.

import type { RunOptions } from '../base/progress.ts';
import { finite } from '../kernels/finite.ts';
import type { Kernel } from '../kernels/kernel.ts';
import type { Engine, FinishTile } from '../linalg/engine.ts';
import { assertColumns, type Matrix, matrix, rowSquaredNorms } from '../linalg/matrix.ts';
import type { TiledLower } from '../linalg/tiles.ts';
import { kernelFinish } from './kernelFinish.ts';

/**
 * Gram matrix k(x_i, x_j) of the inputs, lower triangle. n²d flops and n² kernel evaluations over two.
 *
 * @param inputs [n, d]; for a precomputed kernel the Gram matrix itself, [n, n]
 * @throws AuditError as the kernel's diagonal does: SHAPE_MISMATCH, and for a precomputed Gram matrix NOT_FINITE, RECORDS_INVALID
 */
export async function gramMatrix(engine: Engine, kernel: Kernel, inputs: Matrix, run?: RunOptions): Promise<TiledLower> {
  if (kernel.pairwise === undefined) {
    // Asking for the diagonal has the matrix checked.
    kernel.diagonal(inputs);
    return engine.symmetricProduct(matrix(inputs.rows, 0), { local: copyFrom(inputs) }, run);
  }
  assertColumns('inputs', inputs, kernel.dimensions, 'the kernel was made for');
  const norms = rowSquaredNorms(inputs);
  const diagonal = finite('diagonal of the kernel', kernel.pairwise.diagonal(norms));
  const side = { inputs, norms };
  return engine.symmetricProduct(inputs, kernelFinish(kernel, side, side, diagonal), run);
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
