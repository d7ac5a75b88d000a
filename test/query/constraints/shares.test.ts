// Columns of categories during a search over real numbers: shares that add up to 1.

import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Random } from '../../../src/base/random.ts';
import { createRandom } from '../../../src/base/random.ts';
import { createDomain } from '../../../src/query/constraints/domain.ts';
import type { ValueRange } from '../../../src/query/constraints/valueRange.ts';
import {
  confined,
  expectConfined,
  expectFeasible,
  expectNearest,
  minus,
  norm,
  normals,
  plus,
  projected,
  rangeOf,
  seeds,
} from './support.ts';

/** A number, a column of three categories, another number, and a column of two; means and scales of the places differ. */
function table(random: Random): ValueRange {
  const drawn = () => 0.1 + random.uniform();
  return rangeOf({
    mean: Array.from({ length: 7 }, drawn),
    scale: Array.from({ length: 7 }, drawn),
    categories: [
      { start: 1, length: 3 },
      { start: 5, length: 2 },
    ],
  });
}

const raw = ({ mean, scale }: ValueRange, point: Float64Array) =>
  point.map((x, j) => x * (scale[j] as number) + (mean[j] as number));
const standard = ({ mean, scale }: ValueRange, point: Float64Array) =>
  point.map((x, j) => (x - (mean[j] as number)) / (scale[j] as number));

/** A row of random shares, some of them 0. */
function drawShares(random: Random): Float64Array {
  const shares = (count: number) => {
    const parts = Array.from({ length: count }, (_, k) =>
      k > 0 && random.uniform() < 0.3 ? 0 : -Math.log(1 - random.uniform()),
    );
    const sum = parts.reduce((a, b) => a + b, 0);
    return parts.map((part) => part / sum);
  };
  return Float64Array.of(random.uniform(), ...shares(3), random.uniform(), ...shares(2));
}

describe('shares of categories', () => {
  test('are not negative and add up to 1', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const random = createRandom(seed);
        const range = table(random);
        const shares = raw(range, expectFeasible(createDomain(range, { values: 'valid' }), normals(7, random, 3)));
        for (const [start, end] of [
          [1, 4],
          [5, 7],
        ]) {
          const part = shares.subarray(start, end);
          expect(Math.min(...part)).toBeGreaterThan(-1e-14);
          expect(part.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 13);
        }
      }),
    );
  });

  test('are the nearest to a point, in standardized values', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const random = createRandom(seed);
        const range = table(random);
        const domain = createDomain(range, { values: 'valid' });
        const given = normals(7, random, 2);
        const found = projected(domain, given);
        let nearest = Number.POSITIVE_INFINITY;
        for (let i = 0; i < 1000; i++) {
          const other = standard(range, drawShares(random));
          // Also mixtures with the projection, which are allowed, and near it.
          const mixed = plus(found, minus(other, found), 8 ** -(i % 6));
          nearest = Math.min(nearest, norm(minus(mixed, given)));
        }
        expect(nearest).toBeGreaterThan(norm(minus(found, given)) - 1e-12);
      }),
    );
  });

  test('that are single categories stay as they are', () => {
    const range = table(createRandom(5));
    const vertex = standard(range, Float64Array.of(0.3, 0, 1, 0, 0.6, 1, 0));
    expect(norm(minus(projected(createDomain(range, { values: 'valid' }), vertex), vertex))).toBeLessThan(1e-14);
  });

  test('are contained up to a distance from the sum 1, and from 0', () => {
    const range = rangeOf({ mean: [0.5, 0.25, 0.25], scale: [0.5, 0.5, 0.5], categories: [{ start: 0, length: 3 }] });
    const domain = createDomain(range, { values: 'valid' });
    const distances = (shares: readonly number[], tolerance: number) =>
      domain.contains(standard(range, Float64Array.from(shares)), tolerance);
    expect(distances([0.2, 0.5, 0.3], 1e-12)).toBe(true);
    // The sum is off by 0.3, which are 0.6 standardized, and the plane is nearer by √3.
    expect([0.3, 0.4].map((tolerance) => distances([0.5, 0.5, 0.3], tolerance))).toEqual([false, true]);
    expect([0.1, 0.3].map((tolerance) => distances([-0.1, 0.6, 0.5], tolerance))).toEqual([false, true]);
  });

  test('find the only category that is left outside', () => {
    const range = rangeOf({ mean: [0, 0, 0], scale: [1, 0.5, 1], categories: [{ start: 0, length: 3 }] });
    const record = standard(range, Float64Array.of(1, 0, 0));
    // At distances of √5 for the second category and √2 for the third.
    const domainOf = (radius: number) =>
      createDomain(range, { values: 'valid', exclude: { shape: 'ball', radius, records: [record] } });
    const found = expectFeasible(domainOf(2.2), record);
    expect(raw(range, found)[1]).toBeGreaterThan(0.95);
    expect(() => domainOf(2.3)).toThrow('outside of the ball of radius 2.3');
  });

  test('of a single category do not vary', () => {
    const range = rangeOf({ mean: [0, 0], scale: [1, 1], least: [1, 0], categories: [{ start: 0, length: 1 }] });
    const vary = { places: [0], row: Float64Array.of(1, 0.5) };
    expect(() => createDomain(range, { values: 'valid', vary })).toThrow('at least one feature that varies');
  });

  test('move along their sum, and from 0 only upwards', () => {
    let absent = 0;
    fc.assert(
      fc.property(seeds, (seed) => {
        const random = createRandom(seed);
        const range = table(random);
        const point = drawShares(random);
        if (point[1] === 0 || point[2] === 0) absent++;
        expectConfined(createDomain(range, { values: 'valid' }), standard(range, point), normals(7, random), seed);
      }),
    );
    expect(absent).toBeGreaterThan(10);
  });

  test('leave what is excluded around a record for the nearest others', () => {
    let inside = 0;
    fc.assert(
      fc.property(seeds, (seed) => {
        const random = createRandom(seed);
        const range = table(random);
        const record = standard(range, Float64Array.of(0.5, 0, 1, 0, 0.5, 0, 1));
        const exclude = { shape: 'ball', radius: 0.2 + 0.3 * random.uniform(), records: [record] } as const;
        const [free, domain] = [createDomain(range, { values: 'valid' }), createDomain(range, { values: 'valid', exclude })];
        const given = plus(record, normals(7, random, 0.3));
        const found = expectFeasible(domain, given);
        const isAllowed = (row: Float64Array) => norm(minus(row, record)) >= exclude.radius * norm(record);
        expectConfined(domain, found, normals(7, random), seed);
        // No way out in this direction: another point is taken.
        if (!isAllowed(projected(free, plus(record, minus(given, record), 1e6)))) return;
        if (!isAllowed(projected(free, given))) inside++;
        let nearest = Number.POSITIVE_INFINITY;
        for (let i = 0; i < 500; i++) {
          const other = plus(i % 2 ? found : given, normals(7, random, 4 ** -(i % 8)));
          const row = projected(free, other);
          if (isAllowed(row)) nearest = Math.min(nearest, norm(minus(row, given)));
        }
        expect(nearest).toBeGreaterThan(norm(minus(found, given)) - 1e-8);
      }),
    );
    expect(inside).toBeGreaterThan(20);
  });

  test('are not asked for within the range alone, nor of fixed columns', () => {
    const range = table(createRandom(7));
    const point = standard(range, Float64Array.of(0.5, 1, 1, 1, 0.5, 0, 0));
    expect(
      [...projected(createDomain(range, { values: 'range' }), point)].every((x, j) => Math.abs(x - (point[j] as number)) < 1e-14),
    ).toBe(true);
    const row = standard(range, Float64Array.of(0.2, 0, 0, 1, 0.4, 1, 0));
    const domain = createDomain(range, { values: 'valid', vary: { places: [0, 5, 6], row } });
    const moved = projected(domain, point);
    expect([...moved.subarray(1, 5)]).toEqual([...row.subarray(1, 5)]);
    expect(raw(range, moved)[0]).toBeCloseTo(0.5, 12);
    expect([...confined(domain, moved, new Float64Array(7).fill(1))].slice(1, 5)).toEqual([0, 0, 0, 0]);
  });
});

test('nearest points of the range are found by the same comparison', () => {
  const range = rangeOf({ mean: [0.5, 0.2], scale: [0.3, 0.7] });
  const isAllowed = (point: Float64Array) =>
    point.every((x, j) => x >= (range.low[j] as number) && x <= (range.high[j] as number));
  fc.assert(
    fc.property(seeds, (seed) => {
      expectNearest(createDomain(range, { values: 'range' }), normals(2, createRandom(seed), 3), isAllowed, seed);
    }),
    { numRuns: 30 },
  );
});
