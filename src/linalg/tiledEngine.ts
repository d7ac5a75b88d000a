// The engine: jobs on tiled matrices, given to threads. Which tile kernel the threads use is the only difference between engines.

import { AuditError } from '../base/errors.ts';
import type { RunOptions } from '../base/progress.ts';
import type { Engine, TileFinish } from './engine.ts';
import { inverseFactor } from './inverseFactor.ts';
import type { JobName } from './jobs/kinds.ts';
import { type Matrix, matrix } from './matrix.ts';
import { type Job, ThreadPool } from './threads/pool.ts';
import type { TileKernelSpec } from './tileKernel/createTileKernel.ts';
import { allocateTiled, inSharedMemory, sharedArray, type TiledLower, tileCount, tiledBytes } from './tiles.ts';

/** Below this many multiplications a job is done in the calling thread: waking others would cost more. */
const FEW_OPERATIONS = 2e8;

/** The same for tasks of the caller, which are meant to take milliseconds. */
const FEW_TASKS = 8;

/** Multiplications that take as long as reading one element of a large matrix from memory. */
const READ_OPERATIONS = 16;

/** Multiplications that finishing one element may be worth. */
const FINISH_OPERATIONS = 100;

const isSmallProduct = (rows: number, cols: number, depth: number): boolean =>
  rows * cols * (depth + FINISH_OPERATIONS) < FEW_OPERATIONS;

export interface TiledEngineOptions {
  readonly name: Engine['name'];
  readonly detail: string;
  readonly threads: number;
  readonly kernel: TileKernelSpec;
}

export function createTiledEngine({ name, detail, threads, kernel }: TiledEngineOptions): Engine {
  const pool = new ThreadPool(threads, kernel);
  const { tileSize, capacity } = kernel;
  let bytes = 0;
  let peak = 0;
  const hold = (a: TiledLower): TiledLower => {
    bytes += tiledBytes(a.size, tileSize);
    peak = Math.max(peak, bytes);
    return a;
  };
  const runJob = <Name extends JobName>(job: Job<Name>, operations: number, run: RunOptions): Promise<void> =>
    operations < FEW_OPERATIONS ? pool.runHere(job, run) : pool.run(job, run);

  /** A job on products of rows of X and Z, done here where it is small or its last step cannot cross threads. */
  async function runProduct<Name extends 'symmetricProduct' | 'product'>(
    jobOf: (x: Matrix, z: Matrix) => Pick<Job<Name>, 'name' | 'spec'>,
    x: Matrix,
    z: Matrix,
    { local, portable }: TileFinish,
    run: RunOptions,
  ): Promise<void> {
    const stage = { name: 'kernel', before: 0, share: 1 };
    if (isSmallProduct(x.rows, z.rows, x.cols) || portable === undefined) {
      await pool.runHere({ ...jobOf(x, z), stage, part: { local, portable: undefined } }, run);
      return;
    }
    const sharedX = inSharedMemory(x);
    const sharedZ = z === x ? sharedX : inSharedMemory(z);
    await pool.run({ ...jobOf(sharedX, sharedZ), stage, part: { local, portable: portable(sharedX, sharedZ) } }, run);
  }

  return {
    name,
    threads,
    tileSize,
    detail,
    get peakBytes() {
      return peak;
    },
    warmUp(rows, cols, modules) {
      if (!isSmallProduct(rows, rows, cols)) pool.warmUp(modules);
    },
    async symmetricProduct(x, finish, run = {}) {
      const out = hold(allocateTiled(x.rows, tileSize));
      const group = capacity / tileSize;
      await runProduct((shared) => ({ name: 'symmetricProduct', spec: { x: shared, out, group } }), x, x, finish, run);
      return out;
    },
    async product(x, z, finish, run = {}) {
      const out = matrix(x.rows, z.rows, sharedArray(x.rows * z.rows));
      await runProduct(
        (sharedX, sharedZ) => ({ name: 'product', spec: { x: sharedX, z: sharedZ, out, side: tileSize } }),
        x,
        z,
        finish,
        run,
      );
      return out;
    },
    async transposedProduct(b, x, run = {}) {
      assertSameRows(b, x);
      const out = matrix(b.cols, x.cols, sharedArray(b.cols * x.cols));
      const spec = { b: inSharedMemory(b), x: inSharedMemory(x), out, side: tileSize };
      const stage = { name: 'products', before: 0, share: 1 };
      await runJob({ name: 'transposedProduct', spec, stage }, b.rows * b.cols * x.cols, run);
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
      const belowDiagonal = sharedArray(padded);
      const failure = new Int32Array(new SharedArrayBuffer(4));
      const operations = k.size ** 3;
      const name = 'factorization';
      const spec = { matrix: k, shift, inverses, variances, failure };
      await runJob({ name: 'cholesky', spec, stage: { name, before: 0, share: 0.5 } }, operations, run);
      if (failure[0]) throw notPositiveDefinite(failure[0] - 1, (variances[failure[0] - 1] as number) + shift, k.size);
      const stage = { name, before: 0.5, share: 0.5 };
      await runJob({ name: 'invertLower', spec: { matrix: k, inverses }, stage }, operations, run);
      const squares = { name: 'columnSquares', spec: { w: k, sums: belowDiagonal } } as const;
      await runJob(squares, READ_OPERATIONS * k.size ** 2, { signal: run.signal });
      return inverseFactor({
        w: k,
        shift,
        conditionalVariances: variances.subarray(0, k.size),
        belowDiagonal: belowDiagonal.subarray(0, k.size),
        apply: (spec, options) => {
          const job = { name: 'applyInverse', spec, stage: { name: 'queries', before: 0, share: 1 } } as const;
          return runJob(job, k.size ** 2 * Math.max(READ_OPERATIONS, spec.b.cols), options);
        },
      });
    },
    async forEachTask(taskCount, part, stageName, run = {}) {
      const stage = { name: stageName, before: 0, share: 1 };
      const start = taskCount < FEW_TASKS ? pool.runHere.bind(pool) : pool.run.bind(pool);
      await start({ name: 'ownTasks', spec: { taskCount }, stage, part }, run);
    },
    close: () => pool.close(),
  };
}

function assertSameRows(b: Matrix, x: Matrix): void {
  if (b.rows === x.rows) return;
  throw new AuditError('SHAPE_MISMATCH', {
    expected: `as many rows in both factors (${b.rows})`,
    got: `${x.rows}`,
    try: 'one row of weights for each record',
  });
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
