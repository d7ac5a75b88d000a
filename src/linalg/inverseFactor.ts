// What can be asked of W = L⁻¹ once A = L Lᵀ is factored? Products with it, and the diagonal and columns of A⁻¹ = WᵀW.

import { throwIfCancelled } from '../base/errors.ts';
import type { RunOptions } from '../base/progress.ts';
import type { InverseFactor } from './engine.ts';
import type { ApplySpec } from './jobs/applyInverse.ts';
import { type Matrix, matrix } from './matrix.ts';
import { elementAt, inSharedMemory, sharedArray, type TiledLower } from './tiles.ts';

export interface InverseFactorParts {
  readonly w: TiledLower;
  readonly shift: number;
  readonly conditionalVariances: Float64Array;
  readonly belowDiagonal: Float64Array;
  /** Does the job applyInverse on the engine's threads. */
  readonly apply: (spec: ApplySpec, run: RunOptions) => Promise<void>;
}

export function inverseFactor({ w, shift, conditionalVariances, belowDiagonal, apply }: InverseFactorParts): InverseFactor {
  async function product(b: Matrix, transposed: boolean, run: RunOptions = {}): Promise<Matrix> {
    throwIfCancelled(run.signal);
    const out = matrix(w.size, b.cols, sharedArray(w.size * b.cols));
    await apply({ w, b: inSharedMemory(b), out, transposed }, run);
    return out;
  }
  /** Both products, as two halves of one stage. */
  async function both(b: Matrix, { onProgress, signal }: RunOptions = {}): Promise<Matrix> {
    const half = (before: number): RunOptions => ({
      signal,
      onProgress:
        onProgress &&
        ((progress) => onProgress({ ...progress, done: before * progress.total + progress.done, total: 2 * progress.total })),
    });
    return product(await product(b, false, half(0)), true, half(1));
  }
  return {
    size: w.size,
    logDet: conditionalVariances.reduce((sum, variance) => sum + Math.log(variance + shift), 0),
    conditionalVariances,
    belowDiagonal,
    inverseDiagonal: () => belowDiagonal.map((rest, i) => rest + 1 / ((conditionalVariances[i] as number) + shift)),
    applyLower: (b, run) => product(b, false, run),
    applyTransposed: (b, run) => product(b, true, run),
    solve: both,
    // Columns of A⁻¹ = Wᵀ W, of which the right factor is there to be read.
    inverseColumns: (indices, run) => product(columnsOf(w, indices), true, run),
  };
}

/** Columns of a lower-triangular matrix, [n, |indices|]. */
function columnsOf(w: TiledLower, indices: ArrayLike<number>): Matrix {
  const out = matrix(w.size, indices.length, sharedArray(w.size * indices.length));
  for (let c = 0; c < indices.length; c++) {
    const column = indices[c] as number;
    for (let i = column; i < w.size; i++) out.data[i * indices.length + c] = elementAt(w, i, column);
  }
  return out;
}
