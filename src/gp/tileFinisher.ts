// How does a tile of inner products become kernel values, in whichever thread it lies? Loaded by the engine's threads under the name that
// gramMatrix.ts gives them; the kernel crosses over as its spec.

import { createKernel } from '../kernels/createKernel.ts';
import type { Kernel, KernelSpec } from '../kernels/kernel.ts';
import { productsToSquaredDistances } from '../kernels/squaredDistances.ts';
import type { FinishTile } from '../linalg/engine.ts';
import { type Matrix, matrix } from '../linalg/matrix.ts';

export interface TileFinisherOptions {
  readonly spec: KernelSpec;
  /** X, [n, d]. */
  readonly inputs: Matrix;
  /** ‖x_i‖². */
  readonly norms: Float64Array;
  /** k(x_i, x_i) by the kernel's own formula. */
  readonly diagonal: Float64Array;
}

export function createForThread({ spec, ...rest }: TileFinisherOptions): FinishTile {
  return tileFinisher({ kernel: createKernel(spec, rest.inputs.cols), ...rest });
}

export interface TileFinisherParts extends Omit<TileFinisherOptions, 'spec'> {
  readonly kernel: Kernel;
}

/** For kernels that are functions of an inner product or squared distance. */
export function tileFinisher({ kernel, inputs, norms, diagonal }: TileFinisherParts): FinishTile {
  const { pairwise } = kernel;
  const rowsOf = (start: number, count: number) =>
    matrix(count, inputs.cols, inputs.data.subarray(start * inputs.cols, (start + count) * inputs.cols));
  return (tile, rowStart, colStart, rows, cols) => {
    const rowNorms = norms.subarray(rowStart, rowStart + rows);
    const colNorms = norms.subarray(colStart, colStart + cols);
    if (pairwise?.statistic === 'squaredDistance') {
      productsToSquaredDistances(tile, rowsOf(rowStart, rows), rowsOf(colStart, cols), rowNorms, colNorms);
    }
    pairwise?.apply(tile, rowNorms, colNorms);
    // The diagonal comes from the kernel's own formula, not through a rounded inner product.
    if (rowStart === colStart) for (let r = 0; r < rows; r++) tile[r * (cols + 1)] = diagonal[rowStart + r] as number;
  };
}
