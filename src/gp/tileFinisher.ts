// How does a tile of inner products become kernel values, in whichever thread it lies? Loaded by the engine's threads under the name that
// kernelFinish.ts gives them; the kernel crosses over as its spec.

import { buildKernel } from '../kernels/buildKernel.ts';
import type { Kernel, KernelSpec } from '../kernels/kernel.ts';
import { productsToSquaredDistances } from '../kernels/squaredDistances.ts';
import type { FinishTile } from '../linalg/engine.ts';
import { type Matrix, matrix } from '../linalg/matrix.ts';

/** One side of the pairs. */
export interface PairSide {
  /** [n, d]. */
  readonly inputs: Matrix;
  /** ‖x_i‖². */
  readonly norms: Float64Array;
}

export interface TileFinisherOptions {
  readonly spec: KernelSpec;
  readonly rows: PairSide;
  readonly cols: PairSide;
  /** k(x_i, x_i) by the kernel's own formula, where rows and columns are the same inputs. */
  readonly diagonal?: Float64Array | undefined;
}

export function createForThread({ spec, ...rest }: TileFinisherOptions): FinishTile {
  return tileFinisher({ kernel: buildKernel(spec, rest.rows.inputs.cols), ...rest });
}

export interface TileFinisherParts extends Omit<TileFinisherOptions, 'spec'> {
  readonly kernel: Kernel;
}

/** For kernels that are functions of an inner product or squared distance. */
export function tileFinisher({ kernel, rows, cols, diagonal }: TileFinisherParts): FinishTile {
  const { pairwise } = kernel;
  return (tile, rowStart, colStart, rowCount, colCount) => {
    const rowNorms = rows.norms.subarray(rowStart, rowStart + rowCount);
    const colNorms = cols.norms.subarray(colStart, colStart + colCount);
    if (pairwise?.statistic === 'squaredDistance') {
      const [rowInputs, colInputs] = [slice(rows.inputs, rowStart, rowCount), slice(cols.inputs, colStart, colCount)];
      productsToSquaredDistances(tile, rowInputs, colInputs, rowNorms, colNorms);
    }
    pairwise?.apply(tile, rowNorms, colNorms);
    // The diagonal comes from the kernel's own formula, not through a rounded inner product.
    if (diagonal === undefined) return;
    const last = Math.min(rowStart + rowCount, colStart + colCount);
    for (let i = Math.max(rowStart, colStart); i < last; i++) {
      tile[(i - rowStart) * colCount + (i - colStart)] = diagonal[i] as number;
    }
  };
}

function slice({ data, cols }: Matrix, start: number, count: number): Matrix {
  return matrix(count, cols, data.subarray(start * cols, (start + count) * cols));
}
