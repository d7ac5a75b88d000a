// The engine: jobs on tiled matrices, given to threads. Which tile kernel the threads use is the only difference between engines.

import { AuditError } from '../base/errors.ts';
import type { Engine, InverseFactor } from './engine.ts';
import { type Matrix, matrix } from './matrix.ts';
import { ThreadPool } from './threads/pool.ts';
import type { TileKernelSpec } from './tileKernel/createTileKernel.ts';
import { allocateTiled, sharedArray, type TiledLower, tileCount, tiledBytes } from './tiles.ts';

/** Below this many multiplications a job is done in the calling thread: waking others would cost more. */
const FEW_OPERATIONS = 2e8;

/** The same for tasks of the caller, which are meant to take milliseconds. */
const FEW_TASKS = 8;

export interface TiledEngineOptions {
  readonly name: Engine['name'];
  readonly detail: string;
  readonly threads: number;
  readonly kernel: TileKernelSpec;
}

export function createTiledEngine({ name, detail, threads, kernel }: TiledEngineOptions): Engine {
  const pool = new ThreadPool(threads, kernel);
  const { tileSize } = kernel;
  let bytes = 0;
  let peak = 0;
  const hold = (a: TiledLower): TiledLower => {
    bytes += tiledBytes(a.size, tileSize);
    peak = Math.max(peak, bytes);
    return a;
  };
  return {
    name,
    threads,
    tileSize,
    detail,
    get peakBytes() {
      return peak;
    },
    async symmetricProduct(x, finish, run = {}) {
      const out = hold(allocateTiled(x.rows, tileSize));
      const stage = { name: 'kernel', before: 0, share: 1 };
      if (x.rows ** 2 * (x.cols + 100) < FEW_OPERATIONS || finish.portable === undefined) {
        await pool.runHere(
          { name: 'symmetricProduct', spec: { x, out }, stage, part: { local: finish.local, portable: undefined } },
          run,
        );
      } else {
        const shared = { ...x, data: inSharedMemory(x.data) };
        const portable = finish.portable(shared);
        await pool.run(
          { name: 'symmetricProduct', spec: { x: shared, out }, stage, part: { local: finish.local, portable } },
          run,
        );
      }
      return out;
    },
    copy(a) {
      const to = hold(allocateTiled(a.size, tileSize));
      a.tileRows.forEach((row, i) => {
        (to.tileRows[i] as Float64Array).set(row);
      });
      return to;
    },
    release(a) {
      bytes -= tiledBytes(a.size, tileSize);
    },
    async factor(k, shift, run = {}) {
      const padded = tileCount(k.size, tileSize) * tileSize;
      const variances = sharedArray(padded);
      const inverses = sharedArray(padded * tileSize);
      const failure = new Int32Array(new SharedArrayBuffer(4));
      const start = k.size ** 3 < FEW_OPERATIONS ? pool.runHere.bind(pool) : pool.run.bind(pool);
      const name = 'factorization';
      const spec = { matrix: k, shift, inverses, variances, failure };
      await start({ name: 'cholesky', spec, stage: { name, before: 0, share: 0.5 } }, run);
      if (failure[0]) throw notPositiveDefinite(failure[0] - 1, (variances[failure[0] - 1] as number) + shift, k.size);
      await start({ name: 'invertLower', spec: { matrix: k, inverses }, stage: { name, before: 0.5, share: 0.5 } }, run);
      return inverseFactor(pool, k, shift, variances.subarray(0, k.size));
    },
    async forEachTask(taskCount, part, stageName, run = {}) {
      const stage = { name: stageName, before: 0, share: 1 };
      const start = taskCount < FEW_TASKS ? pool.runHere.bind(pool) : pool.run.bind(pool);
      await start({ name: 'ownTasks', spec: { taskCount }, stage, part }, run);
    },
    close: () => pool.close(),
  };
}

function inSharedMemory(data: Float64Array): Float64Array {
  if (data.buffer instanceof SharedArrayBuffer) return data;
  const shared = sharedArray(data.length);
  shared.set(data);
  return shared;
}

/** What can be asked of W = L⁻¹: products with it and the diagonal and columns of A⁻¹ = WᵀW, all O(n²) per right-hand side. */
function inverseFactor(pool: ThreadPool, w: TiledLower, shift: number, conditionalVariances: Float64Array): InverseFactor {
  const apply = (b: Matrix, transposed: boolean): Matrix => {
    const out = matrix(w.size, b.cols);
    pool.runNow('applyInverse', { w, b, out, transposed });
    return out;
  };
  const belowDiagonal = (): Float64Array => {
    const sums = new Float64Array(w.tileRows.length * w.tileSize);
    pool.runNow('columnSquares', { w, sums });
    return sums.subarray(0, w.size);
  };
  return {
    size: w.size,
    logDet: conditionalVariances.reduce((sum, variance) => sum + Math.log(variance + shift), 0),
    conditionalVariances,
    belowDiagonal,
    inverseDiagonal() {
      const out = belowDiagonal();
      for (let i = 0; i < w.size; i++) out[i] = (out[i] as number) + 1 / ((conditionalVariances[i] as number) + shift);
      return out;
    },
    solve: (b) => apply(apply(b, false), true),
    applyLower: (b) => apply(b, false),
    inverseColumns(indices) {
      const unit = matrix(w.size, indices.length);
      for (let c = 0; c < indices.length; c++) unit.data[(indices[c] as number) * indices.length + c] = 1;
      return apply(apply(unit, false), true);
    },
  };
}

function notPositiveDefinite(pivot: number, value: number, size: number): AuditError {
  const cause = Number.isFinite(value)
    ? 'the kernel matrix plus noise is not positive definite, most likely because the noise variance is too small for nearly equal records'
    : 'a kernel value is not finite';
  return new AuditError(
    'NOT_POSITIVE_DEFINITE',
    {
      expected: `a positive pivot in the Cholesky factorization of the ${size} × ${size} kernel matrix`,
      got: `${value} at position ${pivot}: ${cause}`,
      try: 'a larger --noise-variance, or --noise-variance auto',
    },
    { pivot, value, size },
  );
}
