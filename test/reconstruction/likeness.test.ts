import { afterAll, describe, expect, test } from '@jest/globals';
import { createWasmEngine } from '../../src/linalg/createEngine.ts';
import { type Matrix, matrix, matrixFromRows, rowOf } from '../../src/linalg/matrix.ts';
import { dissimilarities, forEachDissimilarities, isTie, type Likeness, likenessOf } from '../../src/reconstruction/likeness.ts';
import { cosine } from '../../src/reconstruction/metrics.ts';
import { expectAuditError } from '../data/support.ts';
import { expectClose } from '../support/matchers.ts';
import { randomMatrix } from '../support/randomMatrices.ts';

const engine = createWasmEngine(2);
afterAll(() => engine.close());
const LIKENESSES = ['distance', 'cosine'] as const;
/** Sums over a few hundred values in another order. */
const SUMS = 1e-13;

/** Value by value, through other functions. */
function plainly(query: Float64Array, inputs: Matrix, likeness: Likeness): Float64Array {
  return Float64Array.from({ length: inputs.rows }, (_, j) => {
    const row = rowOf(inputs, j);
    return likeness === 'cosine' ? 1 - cosine(query, row) : Math.hypot(...query.map((x, c) => x - (row[c] as number))) ** 2;
  });
}

async function byEngine(queries: Matrix, inputs: Matrix, likeness: Likeness): Promise<Float64Array[]> {
  const rows: Float64Array[] = [];
  const use = (i: number, values: Float64Array): void => {
    expect(i).toBe(rows.length);
    rows.push(values.slice());
  };
  await forEachDissimilarities(engine, queries, inputs, likeness, use);
  return rows;
}

test('a kernel that sees no scale is asked for angles', () => {
  const fcn = { type: 'fcn', output: 'ntk', activation: 'relu', depth: 2, weightVariance: 2 } as const;
  expect(likenessOf({ ...fcn, biasVariance: 0 })).toBe('cosine');
  expect(likenessOf({ ...fcn, biasVariance: 0.1 })).toBe('distance');
  expect(likenessOf({ type: 'rbf', gamma: 1, variance: 1 })).toBe('distance');
});

describe.each(LIKENESSES)('by %s', (likeness) => {
  // Every remainder of the unrolled loops.
  test.each([1, 2, 3, 4, 5, 6, 7, 200])('in %d dimensions: one vector and many agree with the definition', async (d) => {
    const [queries, inputs] = [randomMatrix(3, d, d), randomMatrix(9, d, 100 + d)];
    const many = await byEngine(queries, inputs, likeness);
    for (let i = 0; i < 3; i++) {
      const expected = plainly(rowOf(queries, i), inputs, likeness);
      expectClose(dissimilarities(rowOf(queries, i), inputs, likeness), expected, SUMS);
      expectClose(many[i] as Float64Array, expected, SUMS);
    }
  });

  test('many vectors in several blocks, and on several threads', async () => {
    const [queries, inputs] = [randomMatrix(300, 300, 1), randomMatrix(2100, 300, 2)];
    const tall = randomMatrix(5, 1, 3);
    // More than half of what is done at once.
    const long = matrix(
      2 ** 21 + 1,
      1,
      Float64Array.from({ length: 2 ** 21 + 1 }, (_, i) => 1 + (i % 97)),
    );
    for (const [q, x] of [
      [queries, inputs],
      [tall, long],
    ] as const) {
      const many = await byEngine(q, x, likeness);
      expect(many).toHaveLength(q.rows);
      for (const i of [0, 1, q.rows - 1]) {
        expectClose(many[i] as Float64Array, dissimilarities(rowOf(q, i), x, likeness), SUMS);
      }
    }
  });

  test('refuses vectors of another length, and what is not finite', async () => {
    const inputs = matrixFromRows([
      [1, 2],
      [3, 4],
    ]);
    const wrong = matrix(1, 3);
    for (const work of [() => dissimilarities(wrong.data, inputs, likeness), () => byEngine(wrong, inputs, likeness)]) {
      await expectAuditError(work, 'SHAPE_MISMATCH', 'to have 2 columns (as the records)');
    }
    // Of the second the norm alone is beyond float64, not its products.
    for (const bad of [matrixFromRows([[NaN, 1]]), matrixFromRows([[1e200, 0]])]) {
      await expectAuditError(() => dissimilarities(bad.data, inputs, likeness), 'NUMERICAL_FAILURE', 'to be finite');
      await expectAuditError(() => dissimilarities(rowOf(inputs, 0), bad, likeness), 'NUMERICAL_FAILURE', 'to be finite');
      await expectAuditError(() => byEngine(bad, inputs, likeness), 'NUMERICAL_FAILURE', 'to be finite');
      await expectAuditError(() => byEngine(inputs, bad, likeness), 'NUMERICAL_FAILURE', 'to be finite');
    }
  });

  test('can be cancelled', () =>
    expectAuditError(
      () => forEachDissimilarities(engine, matrix(1, 2), matrix(3, 2), likeness, () => {}, { signal: AbortSignal.abort() }),
      'CANCELLED',
    ));
});

test('a zero vector is at a right angle to everything', async () => {
  const inputs = matrixFromRows([
    [1, 2],
    [0, 0],
  ]);
  for (const query of [Float64Array.of(0, 0), Float64Array.of(3, 4)]) {
    expect(dissimilarities(query, inputs, 'cosine')[1]).toBe(1);
    expect((await byEngine(matrix(1, 2, query), inputs, 'cosine'))[0]?.[1]).toBe(1);
  }
  expect(dissimilarities(Float64Array.of(0, 0), inputs, 'cosine')[0]).toBe(1);
});

test('by distance, close records keep their digits', async () => {
  const inputs = matrixFromRows([
    [1e6, 1],
    [1e6, 1 + 1e-6],
    [1e6, 1],
  ]);
  const query = Float64Array.of(1e6, 1);
  const step = inputs.data[3] as number;
  const expected = [0, (step - 1) ** 2, 0];
  expect(Array.from(dissimilarities(query, inputs, 'distance'))).toEqual(expected);
  expect(Array.from((await byEngine(matrix(1, 2, query), inputs, 'distance'))[0] as Float64Array)).toEqual(expected);
});

test('a tie is what rounding may have told apart', () => {
  expect(isTie(1, 1 + 1e-9, 'distance')).toBe(true);
  expect(isTie(1e12, 1e12 + 1e3, 'distance')).toBe(true);
  expect(isTie(1, 1 + 1e-8, 'distance')).toBe(false);
  expect(isTie(0, 1e-300, 'distance')).toBe(false);
  expect(isTie(0, 0, 'distance')).toBe(true);
  expect(isTie(0, 1e-12, 'cosine')).toBe(true);
  expect(isTie(0.5, 0.5 + 1e-11, 'cosine')).toBe(false);
});
