import { describe, expect, test } from '@jest/globals';
import { CholeskyDecomposition, inverse, Matrix as MlMatrix } from 'ml-matrix';
import type { AuditError } from '../../src/base/errors.ts';
import { WASM_TILE } from '../../src/linalg/tileKernel/wasmTileKernel.ts';
import { createWasmEngine } from '../../src/linalg/createEngine.ts';
import { type Matrix, matrix, rowOf } from '../../src/linalg/matrix.ts';
import { elementAt, type TiledLower, tiledBytes } from '../../src/linalg/tiles.ts';
import { expectClose } from '../support/matchers.ts';
import { randomMatrix } from '../support/randomMatrices.ts';
import { ALGEBRA, EXACT } from '../support/tolerances.ts';

/** Sizes on both sides of every tile and strip edge. */
const SIZES = [1, 2, 3, 4, 5, WASM_TILE - 1, WASM_TILE, WASM_TILE + 1, 2 * WASM_TILE, 2 * WASM_TILE + 3];

function toMl(m: Matrix): MlMatrix {
  return new MlMatrix(Array.from({ length: m.rows }, (_, i) => Array.from(rowOf(m, i))));
}

/** X·Xᵀ in tiles, and X·Xᵀ + shift·I densely. */
async function shifted(x: Matrix, shift: number): Promise<{ a: TiledLower; dense: MlMatrix }> {
  const a = await createWasmEngine().symmetricProduct(x, { local: () => {} });
  const dense = toMl(x).mmul(toMl(x).transpose()).add(MlMatrix.eye(x.rows).mul(shift));
  return { a, dense };
}

describe.each(SIZES)('the portable engine at size %i', (n) => {
  const x = randomMatrix(n, 7, n);

  test('builds X·Xᵀ', async () => {
    const { a, dense } = await shifted(x, 0);
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
    const { a, dense } = await shifted(x, 0.5);
    const factor = await createWasmEngine().factor(a, 0.5);
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
    const b = randomMatrix(n, 3, n + 1);
    expectClose(factor.solve(b).data, inv.mmul(toMl(b)).to1DArray(), ALGEBRA);
    const w = factor.applyLower(b);
    expectClose(toMl(w).transpose().mmul(toMl(w)).to1DArray(), toMl(b).transpose().mmul(inv).mmul(toMl(b)).to1DArray(), ALGEBRA);
    const last = n - 1;
    expectClose(factor.inverseColumns([last, 0]).data, inv.subMatrixColumn([last, 0]).to1DArray(), ALGEBRA);
  });
});

test('factorization residual ratios stay at rounding level for graded and nearly singular matrices', async () => {
  // LAPACK's measure: ‖A·A⁻¹b − b‖ / (‖A‖ ‖A⁻¹b‖ n ε) is of order one for a backward stable method.
  const n = WASM_TILE + 17;
  for (const decades of [0, 3, 6]) {
    const x = randomMatrix(n, 20, 5);
    for (let i = 0; i < n * 20; i++) x.data[i] = (x.data[i] as number) * 10 ** ((-decades * Math.floor(i / 20)) / n);
    const { a, dense } = await shifted(x, 1e-7);
    const factor = await createWasmEngine().factor(a, 1e-7);
    const b = randomMatrix(n, 1, 6);
    const solution = factor.solve(b);
    const residual = dense.mmul(toMl(solution)).sub(toMl(b)).norm();
    const ratio = residual / (dense.norm() * toMl(solution).norm() * n * Number.EPSILON);
    expect(ratio).toBeLessThan(30);
  }
});

describe('refusals and bookkeeping', () => {
  test('a matrix that is not positive definite is named by pivot, with what to try', async () => {
    const x = matrix(3, 2, Float64Array.of(1, 0, 0, 1, 1, 1));
    const a = await createWasmEngine().symmetricProduct(x, { local: () => {} });
    const error = await createWasmEngine()
      .factor(a, 0)
      .catch((e: AuditError) => e);
    expect(error).toMatchObject({ code: 'NOT_POSITIVE_DEFINITE', kind: 'failure', details: { pivot: 2, size: 3 } });
    expect((error as AuditError).message).toMatch(/at position 2.*Try a larger --noise-variance/);
  });

  test('a kernel value that is not finite is named as such', async () => {
    const a = await createWasmEngine().symmetricProduct(matrix(1, 1, Float64Array.of(Number.NaN)), { local: () => {} });
    await expect(createWasmEngine().factor(a, 0)).rejects.toThrow(/not finite/);
  });

  test('cancelling stops the factorization', async () => {
    const { a } = await shifted(randomMatrix(2 * WASM_TILE, 4, 1), 1);
    const abort = new AbortController();
    abort.abort();
    await expect(createWasmEngine().factor(a, 1, { signal: abort.signal })).rejects.toMatchObject({ code: 'CANCELLED' });
  });

  test('peak storage counts matrices held together, at half of n² plus half a tile row', async () => {
    const engine = createWasmEngine();
    const n = 5 * WASM_TILE;
    const a = await engine.symmetricProduct(randomMatrix(n, 2, 1), { local: () => {} });
    expect(engine.peakBytes).toBe(tiledBytes(n, WASM_TILE));
    expect(tiledBytes(n, WASM_TILE)).toBe(((n * n) / 2 + (n * WASM_TILE) / 2) * 8);
    const b = engine.copy(a);
    expect(engine.peakBytes).toBe(2 * tiledBytes(n, WASM_TILE));
    engine.release(a);
    engine.release(b);
    engine.copy(b);
    expect(engine.peakBytes).toBe(2 * tiledBytes(n, WASM_TILE));
  });

  test('progress begins at zero and ends complete', async () => {
    const seen: { stage: string; done: number; total: number }[] = [];
    const engine = createWasmEngine();
    const a = await engine.symmetricProduct(randomMatrix(WASM_TILE + 1, 2, 1), { local: () => {} }, { onProgress: (p) => seen.push(p) });
    await engine.factor(a, 1, { onProgress: (p) => seen.push(p) });
    for (const stage of ['kernel', 'factorization']) {
      const steps = seen.filter((p) => p.stage === stage);
      expect(steps[0]?.done).toBe(0);
      expect(steps.at(-1)?.done).toBe(steps.at(-1)?.total);
      expect(steps.every((p, i) => i === 0 || p.done >= (steps[i - 1]?.done ?? 0))).toBe(true);
    }
  });
});

test('conditional variances keep their digits under a shift that dwarfs the matrix', async () => {
  // K = x xᵀ with x = (1, 1): the second variance is 1 − 1/(1 + shift) = shift/(1 + shift), far below one ulp of the pivot shift + 1.
  const shift = 1e14;
  const a = await createWasmEngine().symmetricProduct(matrix(2, 1, Float64Array.of(1, 1)), { local: () => {} });
  const factor = await createWasmEngine().factor(a, shift);
  expectClose(factor.conditionalVariances, [1, shift / (1 + shift)], EXACT);
});
