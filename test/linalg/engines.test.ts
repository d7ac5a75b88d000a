import { afterAll, describe, expect, test } from '@jest/globals';
import { CholeskyDecomposition, inverse } from 'ml-matrix';
import type { AuditError } from '../../src/base/errors.ts';
import { createEngine, createWasmEngine } from '../../src/linalg/createEngine.ts';
import { type Matrix, matrix } from '../../src/linalg/matrix.ts';
import { BLAS_TILE } from '../../src/linalg/tileKernel/blasTileKernel.ts';
import { WASM_TILE } from '../../src/linalg/tileKernel/wasmTileKernel.ts';
import { elementAt, tiledBytes } from '../../src/linalg/tiles.ts';
import { expectClose } from '../support/matchers.ts';
import { randomMatrix } from '../support/randomMatrices.ts';
import { ALGEBRA, EXACT } from '../support/tolerances.ts';
import { AS_IT_IS, engines, everything, shifted, toMl } from './support.ts';

/** Sizes on both sides of every edge: of strips of four, blocks of sixteen, tiles of either engine. */
const SIZES = [1, 2, 3, 4, 5, 15, 17, WASM_TILE - 1, WASM_TILE, WASM_TILE + 1, BLAS_TILE, BLAS_TILE + 3, 3 * WASM_TILE + 5];

const ENGINES = await engines();
afterAll(() => Promise.all(ENGINES.map(([, engine]) => engine.close())));

describe.each(ENGINES)('the %s engine', (_, engine) => {
  describe.each(SIZES)('at size %i', (n) => {
    const x = randomMatrix(n, 7, n);

    test('builds X·Xᵀ', async () => {
      const { a, dense } = await shifted(engine, x, 0);
      const actual: number[] = [];
      const expected: number[] = [];
      for (let i = 0; i < n; i++) {
        for (let j = 0; j <= i; j++) {
          actual.push(elementAt(a, i, j));
          expected.push(dense.get(i, j));
        }
      }
      expectClose(actual, expected, EXACT);
    });

    test('log-determinant, pivots, inverse diagonal, solves and columns agree with ml-matrix', async () => {
      const { a, dense } = await shifted(engine, x, 0.5);
      const factor = await engine.factor(a, 0.5);
      const lower = new CholeskyDecomposition(dense).lowerTriangularMatrix;
      const pivots = lower.diagonal().map((l) => l * l);
      expectClose(
        factor.conditionalVariances.map((v) => v + 0.5),
        pivots,
        ALGEBRA,
      );
      expectClose([factor.logDet], [pivots.reduce((s, p) => s + Math.log(p), 0)], ALGEBRA);
      const inv = inverse(dense);
      expectClose(factor.inverseDiagonal(), inv.diagonal(), ALGEBRA);
      for (const columns of [1, 3, 4, 130]) {
        const b = randomMatrix(n, columns, n + 1);
        expectClose((await factor.solve(b)).data, inv.mmul(toMl(b)).to1DArray(), ALGEBRA);
      }
      const b = randomMatrix(n, 3, n + 1);
      const w = await factor.applyLower(b);
      expectClose(
        toMl(w).transpose().mmul(toMl(w)).to1DArray(),
        toMl(b).transpose().mmul(inv).mmul(toMl(b)).to1DArray(),
        ALGEBRA,
      );
      const last = n - 1;
      expectClose((await factor.inverseColumns([last, 0])).data, inv.subMatrixColumn([last, 0]).to1DArray(), ALGEBRA);
    });
  });

  test.each([1, 3, 4, 255, 256, 257, 1000, 4099])('sums products over %i features, whatever the passes', async (d) => {
    const n = WASM_TILE + 6;
    const x = randomMatrix(n, d, d);
    const a = await engine.symmetricProduct(x, AS_IT_IS);
    const dense = toMl(x).mmul(toMl(x).transpose());
    const places = [0, 1, 5, WASM_TILE - 1, WASM_TILE, n - 1];
    const pairs = places.flatMap((i) => places.filter((j) => j <= i).map((j) => [i, j] as const));
    expectClose(
      pairs.map(([i, j]) => elementAt(a, i, j)),
      pairs.map(([i, j]) => dense.get(i, j)),
      EXACT,
    );
  });

  test.each([
    [1, 1],
    [3, 700],
    [64, 900],
    [BLAS_TILE + 3, 2 * BLAS_TILE],
  ])('builds X·Zᵀ of %i and %i rows, in one thread and in several', async (m, n) => {
    for (const d of [5, 3000]) {
      const [x, z] = [randomMatrix(m, d, 1), randomMatrix(n, d, 2)];
      const product = await engine.product(x, z, AS_IT_IS);
      expect([product.rows, product.cols]).toEqual([m, n]);
      const expected = toMl(x).mmul(toMl(z).transpose()).to1DArray();
      // Each is a sum of d products of order one.
      expectClose(product.data, expected, EXACT * d);
    }
  });

  test.each([
    ['in the calling thread', 300, 40],
    ['on several threads', 1200, 400],
  ])('keeps calls apart that are made at once, %s', async (_, n, d) => {
    const inputs = [1, 2, 3].map((seed) => randomMatrix(n, d, seed));
    const factored = async (x: Matrix) => engine.factor(await engine.symmetricProduct(x, AS_IT_IS), 1);
    const calls = [
      ...inputs.map((x) => async () => (await engine.product(x, x, AS_IT_IS)).data),
      ...inputs.map((x) => async () => (await (await factored(x)).solve(x)).data),
    ];
    const alone: Float64Array[] = [];
    for (const call of calls) alone.push(await call());
    const together = await Promise.all(calls.map((call) => call()));
    // Not toEqual, which would print a million differences.
    expect(together.map((values, i) => values.every((value, at) => value === alone[i]?.[at]))).toEqual(calls.map(() => true));
  });

  test.each([
    [1, 1, 1],
    [5, 3, 2],
    [WASM_TILE + 3, 64, 7],
    [BLAS_TILE + 1, WASM_TILE + 1, BLAS_TILE + 5],
    [3 * WASM_TILE, 65, 3000],
  ])('multiplies Bᵀ·X with %i rows, %i and %i columns', async (n, m, d) => {
    const [b, x] = [randomMatrix(n, m, n), randomMatrix(n, d, d)];
    const product = await engine.transposedProduct(b, x);
    expect([product.rows, product.cols]).toEqual([m, d]);
    // Each is a sum of n products of order one.
    expectClose(product.data, toMl(b).transpose().mmul(toMl(x)).to1DArray(), EXACT * n);
  });

  test('refuses factors of different heights', async () => {
    await expect(engine.transposedProduct(matrix(3, 1), matrix(2, 1))).rejects.toThrow(
      'Expected as many rows in both factors (3). Got 2. Try one row of weights for each record.',
    );
  });

  test('tells the finisher of a product where a tile stands', async () => {
    const [m, n] = [BLAS_TILE + 3, 700];
    const seen = new Float64Array(m * n);
    await engine
      .product(randomMatrix(m, 2, 1), randomMatrix(n, 2, 2), {
        local: (tile, rowStart, colStart, rows, cols) => {
          for (let i = 0; i < rows; i++) for (let j = 0; j < cols; j++) tile[i * cols + j] = (rowStart + i) * n + colStart + j;
        },
      })
      .then(({ data }) => seen.set(data));
    expect(seen).toEqual(Float64Array.from({ length: m * n }, (_, i) => i));
  });

  test('factorization residual ratios stay at rounding level for graded and nearly singular matrices', async () => {
    // LAPACK's measure: ‖A·A⁻¹b − b‖ / (‖A‖ ‖A⁻¹b‖ n ε) is of order one for a backward stable method.
    const n = BLAS_TILE + 17;
    for (const decades of [0, 3, 6]) {
      const x = randomMatrix(n, 20, 5);
      for (let i = 0; i < n * 20; i++) x.data[i] = (x.data[i] as number) * 10 ** ((-decades * Math.floor(i / 20)) / n);
      const { a, dense } = await shifted(engine, x, 1e-7);
      const factor = await engine.factor(a, 1e-7);
      const b = randomMatrix(n, 1, 6);
      const solution = await factor.solve(b);
      const residual = dense.mmul(toMl(solution)).sub(toMl(b)).norm();
      const ratio = residual / (dense.norm() * toMl(solution).norm() * n * Number.EPSILON);
      expect(ratio).toBeLessThan(30);
    }
  });

  test('conditional variances keep their digits under a shift that dwarfs the matrix', async () => {
    // K = x xᵀ with x = (1, 1): the second variance is 1 − 1/(1 + shift) = shift/(1 + shift), far below one ulp of the pivot shift + 1.
    const shift = 1e14;
    const a = await engine.symmetricProduct(matrix(2, 1, Float64Array.of(1, 1)), AS_IT_IS);
    const factor = await engine.factor(a, shift);
    expectClose(factor.conditionalVariances, [1, shift / (1 + shift)], EXACT);
  });

  test('a matrix that is not positive definite is named by pivot, with what to try, wherever the pivot lies', async () => {
    // Ones on the diagonal but for one record that repeats another: its pivot is exactly zero.
    for (const n of [3, 900]) {
      const repeated = n - 2;
      const x = matrix(n, n);
      for (let i = 0; i < n; i++) x.data[i * n + (i === repeated ? 0 : i)] = 1;
      const error = await engine.factor(await engine.symmetricProduct(x, AS_IT_IS), 0).catch((e: AuditError) => e);
      expect(error).toMatchObject({
        code: 'NOT_POSITIVE_DEFINITE',
        kind: 'failure',
        details: { pivot: repeated, value: 0, size: n },
      });
      expect((error as AuditError).message).toMatch(/Try a larger --noise-variance/);
    }
  });

  test('a kernel value that is not finite is named as such', async () => {
    const a = await engine.symmetricProduct(matrix(1, 1, Float64Array.of(Number.NaN)), AS_IT_IS);
    await expect(engine.factor(a, 0)).rejects.toThrow(/not finite/);
  });

  test('progress begins at zero, never falls and ends complete, in one thread and in several', async () => {
    for (const n of [WASM_TILE + 1, 800]) {
      const seen: { stage: string; done: number; total: number }[] = [];
      const run = { onProgress: (p: (typeof seen)[number]) => void seen.push(p) };
      await engine.factor(await engine.symmetricProduct(randomMatrix(n, 2, 1), AS_IT_IS, run), 1, run);
      for (const stage of ['kernel', 'factorization']) {
        const steps = seen.filter((p) => p.stage === stage);
        expect(steps[0]?.done).toBe(0);
        expect(steps.at(-1)?.done).toBe(steps.at(-1)?.total);
        expect(steps.every((p, i) => i === 0 || p.done >= (steps[i - 1]?.done ?? 0))).toBe(true);
      }
    }
  });

  test('cancelling stops the work within a task, in one thread and in several, and the engine can be used again', async () => {
    for (const n of [2 * WASM_TILE, 1500]) {
      const a = await engine.symmetricProduct(randomMatrix(n, 4, 1), AS_IT_IS);
      const abort = new AbortController();
      const run = { signal: abort.signal, onProgress: () => abort.abort() };
      await expect(engine.factor(a, 1, run)).rejects.toMatchObject({ code: 'CANCELLED' });
    }
    const again = await engine.factor(await engine.symmetricProduct(matrix(1, 1, Float64Array.of(2)), AS_IT_IS), 1);
    expect(again.logDet).toBeCloseTo(Math.log(5), 14);
  });

  test('cancelling leaves no thread at work', async () => {
    const a = await engine.symmetricProduct(randomMatrix(1500, 4, 1), AS_IT_IS);
    const abort = new AbortController();
    const cancelled = engine.factor(a, 1, { signal: abort.signal, onProgress: () => abort.abort() });
    await expect(cancelled).rejects.toMatchObject({ code: 'CANCELLED' });
    const before = process.cpuUsage();
    await new Promise((resolve) => setTimeout(resolve, 300));
    const { user, system } = process.cpuUsage(before);
    // Microseconds of all threads of this process; a factorization at work would use the whole time of at least one.
    expect(user + system).toBeLessThan(150_000);
  });

  test('a finisher that fails in another thread fails the call, and the engine can be used again', async () => {
    const module = 'data:text/javascript,export const createForThread = () => () => { throw new Error("no such kernel") }';
    const finish = { local: () => {}, portable: () => ({ module, options: null }) };
    const x = randomMatrix(1500, 8, 1);
    await expect(engine.symmetricProduct(x, finish)).rejects.toThrow(/no such kernel/);
    expect((await engine.symmetricProduct(x, AS_IT_IS)).size).toBe(1500);
  });
});

test('peak storage counts matrices held together, at half of n² plus half a tile row', async () => {
  const engine = createWasmEngine();
  const n = 5 * WASM_TILE;
  const a = await engine.symmetricProduct(randomMatrix(n, 2, 1), AS_IT_IS);
  expect(engine.peakBytes).toBe(tiledBytes(n, WASM_TILE));
  expect(tiledBytes(n, WASM_TILE)).toBe(((n * n) / 2 + (n * WASM_TILE) / 2) * 8);
  const b = engine.copy(a);
  expect(engine.peakBytes).toBe(2 * tiledBytes(n, WASM_TILE));
  engine.release(a);
  engine.release(b);
  engine.copy(b);
  expect(engine.peakBytes).toBe(2 * tiledBytes(n, WASM_TILE));
});

test('results are the same to the last bit for 1, 2 and 3 threads, and in the calling thread', async () => {
  const results: Float64Array[][] = [];
  for (const threads of [1, 2, 3]) {
    const engine = createWasmEngine(threads);
    results.push(await everything(engine, 1000, 300));
    await engine.close();
  }
  expect(results[1]).toEqual(results[0]);
  expect(results[2]).toEqual(results[0]);
  // Without a portable finisher the product is done in the calling thread.
  const engine = createWasmEngine(2);
  const here = await engine.symmetricProduct(randomMatrix(1000, 300, 3), { local: () => {} });
  expect([...here.tileRows]).toEqual(results[0]?.slice(0, here.tileRows.length));
});

test('the engines agree', async () => {
  const [first, ...others] = await Promise.all(ENGINES.map(([, engine]) => everythingDense(engine)));
  for (const other of others) for (const [i, values] of other.entries()) expectClose(values, first?.[i] as Float64Array, ALGEBRA);

  async function everythingDense(engine: (typeof ENGINES)[number][1]): Promise<Float64Array[]> {
    return (await everything(engine, 700, 40)).slice(-3);
  }
});

test('closing ends the threads; the pool starts new ones when the engine is used again', async () => {
  const engine = createWasmEngine(2);
  const x: Matrix = randomMatrix(1500, 8, 1);
  await engine.symmetricProduct(x, AS_IT_IS);
  await engine.close();
  expect((await engine.symmetricProduct(x, AS_IT_IS)).size).toBe(1500);
  await engine.close();
});

test('threads that were warmed up do their work, also when a module could not be loaded', async () => {
  const engine = createWasmEngine(2);
  engine.warmUp(1500, 800, ['data:text/javascript,export const a = 1', 'file:///nowhere/nothing.js']);
  expect((await engine.symmetricProduct(randomMatrix(1500, 8, 1), AS_IT_IS)).size).toBe(1500);
  engine.warmUp(1500, 800, []);
  engine.warmUp(2, 8, ['file:///nowhere/nothing.js']);
  await engine.close();
});

test('an engine or number of threads that cannot be is refused', async () => {
  await expect(createEngine('cuda')).rejects.toMatchObject({ code: 'NAME_UNKNOWN' });
  for (const threads of [0, -1, 1.5, Number.NaN]) {
    await expect(createEngine('wasm', threads)).rejects.toThrow('Expected at least one thread.');
  }
});
