import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type Matrix, matrix, rowOf } from '../../src/linalg/matrix.ts';
import { type Match, matchByAssignment } from '../../src/reconstruction/assignment.ts';
import { dissimilarities, type Likeness } from '../../src/reconstruction/likeness.ts';
import { expectAuditError } from '../data/support.ts';
import { randomMatrix } from '../support/randomMatrices.ts';

const LIKENESSES = ['distance', 'cosine'] as const;
const sum = (matches: readonly Match[]): number => matches.reduce((total, { dissimilarity }) => total + dissimilarity, 0);
const apart = (a: Matrix, i: number, b: Matrix, j: number, likeness: Likeness): number =>
  dissimilarities(rowOf(a, i), b, likeness)[j] as number;

/** Least sum over all one-to-one matches, by trying each of them: row i takes any free column, or none while more rows than columns are left. */
function leastSum(costs: readonly (readonly number[])[], free: readonly number[], from = 0): number {
  const rowsLeft = costs.length - from;
  if (rowsLeft === 0 || free.length === 0) return 0;
  const taken = free.map(
    (j) =>
      (costs[from]?.[j] as number) +
      leastSum(
        costs,
        free.filter((other) => other !== j),
        from + 1,
      ),
  );
  const skipped = rowsLeft > free.length ? [leastSum(costs, free, from + 1)] : [];
  return Math.min(...taken, ...skipped);
}

describe.each(LIKENESSES)('by %s', (likeness) => {
  test('has the least sum of all matches, with unequal counts too', () =>
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 5 }), fc.integer(), (r, g, seed) => {
        const [a, b] = [randomMatrix(r, 3, seed), randomMatrix(g, 3, seed + 1)];
        const matches = matchByAssignment(a, b, likeness);
        expect(matches).toHaveLength(Math.min(r, g));
        expect(new Set(matches.map(({ reconstruction }) => reconstruction)).size).toBe(matches.length);
        const places = matches.map(({ record }) => record);
        expect(places).toEqual([...new Set(places)].sort((x, y) => x - y));
        for (const { reconstruction, record, dissimilarity } of matches) {
          expect(dissimilarity).toBe(apart(a, reconstruction, b, record, likeness));
        }
        const costs = Array.from({ length: r }, (_, i) => Array.from(dissimilarities(rowOf(a, i), b, likeness)));
        const least = leastSum(
          costs,
          Array.from({ length: g }, (_, j) => j),
        );
        expect(Math.abs(sum(matches) - least)).toBeLessThanOrEqual(1e-12 * (1 + least));
      }),
    ));

  test('finds a permutation of the records again', () => {
    const records = randomMatrix(40, 6, 3);
    const order = Array.from({ length: 40 }, (_, i) => (7 * i + 3) % 40);
    const shuffled = matrix(40, 6);
    order.forEach((i, at) => {
      shuffled.data.set(rowOf(records, i), at * 6);
    });
    const matches = matchByAssignment(shuffled, records, likeness);
    expect(matches.map(({ record }) => record)).toEqual(Array.from({ length: 40 }, (_, i) => i));
    for (const { reconstruction, record } of matches) expect(order[reconstruction]).toBe(record);
    expect(sum(matches)).toBeLessThan(1e-12);
  });

  test('the nearest pair is given up where that is better on the whole', () => {
    // Angles of 0 and 50 degrees, 20 and −40: 20 + … greedy takes (0, 20) and then (50, −40).
    const at = (...angles: number[]) =>
      matrix(angles.length, 2, Float64Array.from(angles.flatMap((angle) => [Math.cos(angle), Math.sin(angle)])));
    const matches = matchByAssignment(at(0, 0.9), at(0.35, -0.7), likeness);
    expect(matches.map(({ reconstruction, record }) => [reconstruction, record])).toEqual([
      [1, 0],
      [0, 1],
    ]);
  });

  test('of nothing is nothing', () => {
    expect(matchByAssignment(matrix(0, 2), randomMatrix(2, 2, 1), likeness)).toEqual([]);
    expect(matchByAssignment(randomMatrix(2, 2, 1), matrix(0, 2), likeness)).toEqual([]);
  });

  test('refuses other lengths and values that are not finite', async () => {
    await expectAuditError(() => matchByAssignment(matrix(2, 3), matrix(2, 2), likeness), 'SHAPE_MISMATCH', 'to have 2 columns');
    const bad = matrix(1, 2, Float64Array.of(NaN, 1));
    await expectAuditError(() => matchByAssignment(bad, randomMatrix(2, 2, 1), likeness), 'NUMERICAL_FAILURE');
  });
});
