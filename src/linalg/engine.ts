// Which n×n operations does an audit need? This narrow interface, behind which engines can be swapped (createEngine.ts chooses).
// All n×n matrices are tiled (tiles.ts) and owned by the engine that made them; everything else is an ordinary Matrix.

import type { RunOptions } from '../base/progress.ts';
import type { DoTask } from './jobs/ownTasks.ts';
import type { FinishTile } from './jobs/symmetricProduct.ts';
import type { Matrix } from './matrix.ts';
import type { PortableFunction } from './threads/worker.ts';
import type { TiledLower } from './tiles.ts';

export type { DoTask, FinishTile, PortableFunction };

/** Last step of building a tile of X·Xᵀ or X·Zᵀ: turns inner products into whatever the caller needs, in place. */
export interface TileFinish {
  /** In the calling thread. */
  readonly local: FinishTile;
  /** The same for other threads, given the factors in shared memory. Without it all the work is done in the calling thread. */
  readonly portable?: ((x: Matrix, z: Matrix) => PortableFunction) | undefined;
}

/** Tasks that share what they write through shared memory. */
export interface TaskWork {
  readonly local: DoTask;
  readonly portable: PortableFunction;
}

export interface Engine {
  readonly name: 'wasm' | 'lapack';
  readonly threads: number;
  /** Rows and columns of the tiles that its matrices consist of. */
  readonly tileSize: number;
  /** One line for people and for the manifest. */
  readonly detail: string;
  /** Largest number of bytes of n×n storage held at once since the engine was made. */
  readonly peakBytes: number;
  /**
   * Starts the threads, and has them load modules that portable functions will name, while the caller does something else; nothing where a
   * product of [rows, cols] with itself would be done without them.
   */
  warmUp(rows: number, cols: number, modules: readonly string[]): void;
  /** Lower triangle of X·Xᵀ, each tile passed through `finish`. n²d flops. */
  symmetricProduct(x: Matrix, finish: TileFinish, run?: RunOptions): Promise<TiledLower>;
  /** X·Zᵀ [m, n] for X [m, d] and Z [n, d], each tile passed through `finish`. 2mnd flops. */
  product(x: Matrix, z: Matrix, finish: TileFinish, run?: RunOptions): Promise<Matrix>;
  /** Bᵀ·X [m, d] for B [n, m] and X [n, d]. 2nmd flops. @throws AuditError SHAPE_MISMATCH, CANCELLED */
  transposedProduct(b: Matrix, x: Matrix, run?: RunOptions): Promise<Matrix>;
  /** A copy of `a`, counted in peakBytes. */
  copy(a: TiledLower): TiledLower;
  /** Gives storage back to the count; the caller must not use `a` again. */
  release(a: TiledLower): void;
  /**
   * Factors A = K + shift·I = L Lᵀ and inverts L, both in the storage of `k`, which belongs to the factor afterwards. 2n³/3 flops.
   * The shift is added to each pivot only when it is formed, so that the conditional variances (pivots less shift) keep their digits
   * also where the shift is far larger than K.
   *
   * @throws AuditError NOT_POSITIVE_DEFINITE with `pivot` and `value`; CANCELLED
   */
  factor(k: TiledLower, shift: number, run?: RunOptions): Promise<InverseFactor>;
  /** Does independent tasks 0 … taskCount − 1 on the engine's threads, with progress under the name of the stage. */
  forEachTask(taskCount: number, work: TaskWork, stage: string, run?: RunOptions): Promise<void>;
  /** Ends the engine's threads; factors made by it stay usable. */
  close(): Promise<void>;
}

/**
 * W = L⁻¹ where A = K + shift·I = L Lᵀ, so that A⁻¹ = WᵀW. The inverse factor is kept rather than L because leave-one-out identities need
 * diag(A⁻¹) and columns of A⁻¹, which W gives without another n³; products with W are as accurate here as solves with L
 * (both lose a factor of the condition number of A, at most (‖K‖ + σ²)/σ²).
 * Products run on the engine's threads, as progress of the stage `queries`, and throw AuditError CANCELLED.
 */
export interface InverseFactor {
  readonly size: number;
  /** ln |A|, a natural logarithm. */
  readonly logDet: number;
  /** L_ii² − shift: the posterior variance of the function at input i given noisy observations at the inputs before it. */
  readonly conditionalVariances: Float64Array;
  /** Σ_{i>j} W_ij² for each column j: the part of diag(A⁻¹) below the diagonal of W. */
  readonly belowDiagonal: Float64Array;
  /** diag(A⁻¹) = column sums of squares of W. */
  inverseDiagonal(): Float64Array;
  /** W·B for B [n, m], so that (W·B)ᵀ(W·B) = Bᵀ A⁻¹ B; n²m flops. */
  applyLower(b: Matrix, run?: RunOptions): Promise<Matrix>;
  /** Wᵀ·B for B [n, m], so that applyTransposed(applyLower(B)) = A⁻¹·B; n²m flops. */
  applyTransposed(b: Matrix, run?: RunOptions): Promise<Matrix>;
  /** A⁻¹·B for B [n, m]; 2n²m flops. */
  solve(b: Matrix, run?: RunOptions): Promise<Matrix>;
  /** Columns S of A⁻¹, [n, |S|]; n²|S| flops. */
  inverseColumns(indices: ArrayLike<number>, run?: RunOptions): Promise<Matrix>;
}
