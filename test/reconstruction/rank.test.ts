import { afterAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createWasmEngine } from '../../src/linalg/createEngine.ts';
import { type Matrix, matrix, matrixFromRows, rowOf } from '../../src/linalg/matrix.ts';
import { nearestRecord, nearestRecords, rankOfRecord, ranksOfRecords } from '../../src/reconstruction/rank.ts';
import { expectAuditError } from '../data/support.ts';
import { randomMatrix } from '../support/randomMatrices.ts';

const engine = createWasmEngine(2);
afterAll(() => engine.close());
const LIKENESSES = ['distance', 'cosine'] as const;

const records = fc
  .tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 6 }))
  // Few values, so that copies, multiples and ties abound.
  .chain(([n, d]) =>
    fc.array(fc.array(fc.integer({ min: -2, max: 2 }), { minLength: d, maxLength: d }), { minLength: n, maxLength: n }),
  )
  .map(matrixFromRows);

const nonZeroRow = (m: Matrix, i: number): boolean => rowOf(m, i).some((value) => value !== 0);
const times = (c: number, v: Float64Array): Float64Array => v.map((value) => c * value);

describe.each(LIKENESSES)('by %s', (likeness) => {
  test('a perfect copy has rank 1, also where the record has copies', () =>
    fc.assert(
      fc.property(records, (inputs) => {
        for (let i = 0; i < inputs.rows; i++) {
          if (likeness === 'distance' || nonZeroRow(inputs, i))
            expect(rankOfRecord(rowOf(inputs, i), inputs, i, likeness)).toBe(1);
        }
      }),
    ));

  test('one vector and many have the same ranks and nearest records, from 1 to n', () =>
    fc.assert(
      fc.asyncProperty(records, async (inputs) => {
        const queries = randomMatrix(inputs.rows, inputs.cols, inputs.data.length);
        const all = Array.from({ length: inputs.rows }, (_, i) => i);
        const ranks = all.map((i) => rankOfRecord(rowOf(queries, i), inputs, i, likeness));
        for (const rank of ranks) expect(all).toContain(rank - 1);
        expect(await ranksOfRecords(engine, queries, inputs, all, likeness)).toEqual(ranks);
        const nearest = all.map((i) => nearestRecord(rowOf(queries, i), inputs, likeness));
        expect(await nearestRecords(engine, queries, inputs, likeness)).toEqual(nearest);
        nearest.forEach((j, i) => {
          expect(rankOfRecord(rowOf(queries, i), inputs, j, likeness)).toBeLessThanOrEqual(1 + inputs.rows / 2);
        });
      }),
    ));

  test('the ranks of all records, none alike, are the places 1 to n', () => {
    const inputs = randomMatrix(40, 7, 1);
    const query = rowOf(randomMatrix(1, 7, 2), 0);
    const ranks = Array.from({ length: 40 }, (_, i) => rankOfRecord(query, inputs, i, likeness));
    expect([...ranks].sort((a, b) => a - b)).toEqual(Array.from({ length: 40 }, (_, i) => i + 1));
    expect(nearestRecord(query, inputs, likeness)).toBe(ranks.indexOf(1));
  });

  test('of records as near, the first is the nearest', () => {
    const inputs = matrixFromRows([
      [-5, 0],
      [1, 1],
      [1, -1],
      [1, 1],
    ]);
    expect(nearestRecord(Float64Array.of(1, 0), inputs, likeness)).toBe(1);
    expect(nearestRecord(Float64Array.of(1, -0.5), inputs, likeness)).toBe(2);
  });

  test('refuses records that are not there, and other numbers of them than reconstructions', async () => {
    const inputs = randomMatrix(3, 2, 1);
    for (const wrong of [-1, 3, 0.5, NaN]) {
      await expectAuditError(() => rankOfRecord(rowOf(inputs, 0), inputs, wrong, likeness), 'RECORDS_INVALID', `Got ${wrong}`);
      await expectAuditError(() => ranksOfRecords(engine, inputs, inputs, [0, wrong, 1], likeness), 'RECORDS_INVALID');
    }
    await expectAuditError(() => ranksOfRecords(engine, inputs, inputs, [0, 1], likeness), 'SHAPE_MISMATCH', '(3). Got 2');
    await expectAuditError(() => nearestRecord(rowOf(inputs, 0), matrix(0, 2), likeness), 'RECORDS_INVALID', 'Got none');
    await expectAuditError(() => nearestRecords(engine, inputs, matrix(0, 2), likeness), 'RECORDS_INVALID', 'Got none');
  });
});

describe('the place of a record', () => {
  const inputs = matrixFromRows([
    [4, 0],
    [0, 3],
    [3, 0],
    [0, -3],
    [-3, 0],
    [9, 0],
  ]);

  test('counts the records that are nearer', () => {
    expect(rankOfRecord(Float64Array.of(4.1, 0), inputs, 0, 'distance')).toBe(1);
    expect(rankOfRecord(Float64Array.of(3.4, 0), inputs, 0, 'distance')).toBe(2);
    expect(rankOfRecord(Float64Array.of(3.4, 0), inputs, 4, 'distance')).toBe(6);
  });

  test('counts half of those that are as near, rounded up', () => {
    // The four records at 3.
    expect(rankOfRecord(Float64Array.of(0, 0), inputs, 2, 'distance')).toBe(3);
    // The two at right angles beside it, after the three on the other side.
    expect(rankOfRecord(Float64Array.of(-1, 0), inputs, 1, 'cosine')).toBe(3);
    // Without a direction, all six and their middle.
    expect(rankOfRecord(Float64Array.of(0, 0), inputs, 4, 'cosine')).toBe(4);
  });

  test('does not count copies of the record, by cosine none of its multiples', () => {
    const twice = matrixFromRows([
      [1, 2],
      [1, 2],
      [3, 6],
      [2, 1],
    ]);
    const query = Float64Array.of(2, 1);
    expect(rankOfRecord(query, twice, 0, 'distance')).toBe(2);
    expect(rankOfRecord(query, twice, 0, 'cosine')).toBe(2);
    expect(rankOfRecord(query, twice, 2, 'distance')).toBe(4);
    expect(rankOfRecord(query, twice, 2, 'cosine')).toBe(2);
  });

  test('of a record that is zero counts those at an acute angle', () => {
    const withZero = matrixFromRows([
      [0, 0],
      [1, 0],
      [0, 1],
    ]);
    expect(rankOfRecord(Float64Array.of(1, -1), withZero, 0, 'cosine')).toBe(2);
    expect(rankOfRecord(Float64Array.of(-1, -1), withZero, 0, 'cosine')).toBe(1);
  });

  test('by cosine depends neither on the scale of the reconstruction nor on that of the records', () => {
    const many = randomMatrix(30, 5, 4);
    const scaled = matrix(
      30,
      5,
      many.data.map((value, at) => value * (1 + Math.floor(at / 5)) ** 2),
    );
    const query = rowOf(randomMatrix(1, 5, 5), 0);
    for (let i = 0; i < 30; i++) {
      const rank = rankOfRecord(query, many, i, 'cosine');
      expect(rankOfRecord(times(1e-3, query), many, i, 'cosine')).toBe(rank);
      expect(rankOfRecord(query, scaled, i, 'cosine')).toBe(rank);
    }
  });
});
