// Climbs around what is excluded: on functions whose best allowed point is known, on both sides of a record, and away from the boundary.

import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createRandom } from '../../../src/base/random.ts';
import { createBoundary } from '../../../src/query/constraints/boundary.ts';
import { createDomain, type QueryValues } from '../../../src/query/constraints/domain.ts';
import type { ExcludedShape } from '../../../src/query/constraints/exclusion.ts';
import { boundaryFirst } from '../../../src/query/optimizers/boundaryFirst.ts';
import { cube, FEASIBLE, inner, norm, normals, plus, seeds } from '../constraints/support.ts';
import { bowl, distance, type Hill, isRising, NOWHERE, run, towards } from './support.ts';

/** Points on boundaries lie outside by 4e-9 (1 + r) of the record. */
const MARGIN = 1e-8;

function around(shape: ExcludedShape, record: Float64Array, radius: number, values: QueryValues = 'any', width = 2) {
  const domain = createDomain(cube(record.length, width), { values, exclude: { shape, radius, records: [record] } });
  const boundary = createBoundary(shape, record, radius);
  const climb = (hill: Hill, start: ArrayLike<number>, maxIterations = 200) =>
    run((one, options) => boundaryFirst(one, options, boundary), hill, start, { domain, maxIterations });
  return { domain, climb };
}

describe('around a ball', () => {
  test('the nearest point to a top inside is found, in a few questions', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const random = createRandom(seed);
        const d = 2 + random.integer(5);
        const [record, offset] = [normals(d, random), normals(d, random)];
        const size = 0.3 * norm(record);
        const top = plus(record, offset, (0.5 * size) / norm(offset));
        const { domain, climb } = around('ball', record, 0.3);
        const { point, asked, end, trace } = climb(bowl([...top]), normals(d, random, 3));
        expect(end.status).toBe('converged');
        // Ends with a slope of 1e-7 along the boundary, whose curvature is about 1.
        expect(distance(point, plus(record, offset, size / norm(offset)))).toBeLessThan(1e-6 + MARGIN * norm(record));
        expect(domain.contains(point, 0)).toBe(true);
        expect(isRising(trace)).toBe(true);
        expect(asked.length).toBeLessThan(60);
      }),
      { numRuns: 50 },
    );
  });

  test('of two tops that face each other the higher is found from everywhere', () => {
    const record = Float64Array.of(1, 1, 1);
    const { climb } = around('ball', record, 0.5);
    // A ridge along the diagonal, from the record a little higher on the far side.
    const hill: Hill = (point) => {
      const gaps = point.map((value) => value - 1);
      const along = (gaps[0] as number) + (gaps[1] as number) + (gaps[2] as number);
      return {
        value: -inner(gaps, gaps) + 0.3 * along ** 2 + 0.01 * along,
        gradient: gaps.map((gap) => -2 * gap + 0.6 * along + 0.01),
      };
    };
    for (const start of [
      [-2, -1, -2],
      [3, 3, 2.5],
      [1, -2, 4],
      [0, 0, 0.1],
    ]) {
      const { point, trace, iterationsBefore } = climb(hill, start);
      expect(distance(point, [1.5, 1.5, 1.5])).toBeLessThan(1e-5);
      expect(trace.at(-1)).toBeCloseTo(hill(Float64Array.of(1.5, 1.5, 1.5)).value, 7);
      // From the lower side the trace is that of the way back, and what went before is counted.
      if (start[0] === -2) expect(iterationsBefore).toBeGreaterThan(3);
    }
  });

  test('a top elsewhere is gone to, and known to be one', () => {
    const { climb } = around('ball', Float64Array.of(1, 1, 1), 0.5);
    const { point, end, gradientNorm } = climb(bowl([-1, 2, 0.5]), [1.2, 1, 1]);
    expect([distance(point, [-1, 2, 0.5]) < 1e-7, end.status]).toEqual([true, 'converged']);
    expect(gradientNorm).toBeLessThan(1e-7);
  });

  test('queries about a record may start at it', () => {
    const record = Float64Array.of(1, 1, 1);
    const { domain, climb } = around('ball', record, 0.5);
    const { point, value } = climb(bowl([1.1, 1, 1]), record);
    expect(domain.contains(point, 0)).toBe(true);
    expect(value).toBeGreaterThan(-0.5 * (0.5 * Math.sqrt(3) - 0.1) ** 2 - 1e-6);
  });

  test('each of several queries leaves its own way', () => {
    const { point } = around('ball', Float64Array.of(1, 1), 0.5).climb(bowl([1.1, 1, 1, 1.3]), [3, 3, 3, 3]);
    const reach = 0.5 * Math.SQRT2;
    expect(distance(point, [1 + reach, 1, 1, 1 + reach])).toBeLessThan(1e-6);
  });
});

describe('around a cone', () => {
  test('the nearest direction to a top inside is found, and of a top elsewhere the top', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const random = createRandom(seed);
        const d = 3 + random.integer(4);
        const [record, other] = [normals(d, random), normals(d, random)];
        const across = plus(other, record, -inner(other, record) / inner(record, record));
        const axis = plus(record, across, (random.uniform() * norm(record)) / norm(across));
        const { domain, climb } = around('cone', record, 0.5);
        const { point, end } = climb(towards(axis), normals(d, random));
        expect(end.status).toBe('converged');
        expect(domain.contains(point, FEASIBLE)).toBe(true);
        const angle = Math.acos(Math.min(1, inner(axis, record) / norm(axis) / norm(record)));
        const least = Math.max(0, Math.PI / 6 - angle);
        const cosine = Math.abs(inner(point, axis)) / norm(point) / norm(axis);
        // A margin of 6e-9 of the angle changes the cosine by less.
        expect(Math.abs(cosine - Math.cos(least))).toBeLessThan(1e-8);
      }),
      { numRuns: 50 },
    );
  });
});

describe('around a ball that reaches out of the range', () => {
  const record = Float64Array.of(1.8, -0.9);
  const reach = 0.9 * norm(record);
  const { domain, climb } = around('ball', record, 0.9, 'range');
  // Within the range both ends of the arc are tops, at x = 2 and at y = −2.
  const [upper, lower] = [
    [2, -0.9 + Math.sqrt(reach ** 2 - 0.2 ** 2)],
    [1.8 - Math.sqrt(reach ** 2 - 1.1 ** 2), -2],
  ] as const;

  test('each start comes to a top on its own side, although the best of the whole boundary, out of the range, is one for all', () => {
    const hill = bowl([1.9, -0.9]);
    for (const [start, top] of [
      [[0, 1.5], upper],
      [[1, 1.9], upper],
      [[-1, -1.9], lower],
    ] as const) {
      const { point, asked, iterationsBefore } = climb(hill, start);
      expect(distance(point, top)).toBeLessThan(1e-6);
      expect(iterationsBefore).toBeGreaterThan(0);
      expect(domain.contains(point, FEASIBLE)).toBe(true);
      expect(asked.length).toBeLessThan(100);
    }
  });

  test('the top on the side that may be asked is taken where it is the better one', () => {
    // Highest at (3.6, −0.9), and a little lower on the other side, which is within the range.
    const hill: Hill = ([x = 0, y = 0]) => ({
      value: 0.1 * x + (x - 1.8) ** 2 - (y + 0.9) ** 2,
      gradient: Float64Array.of(0.1 + 2 * (x - 1.8), -2 * (y + 0.9)),
    });
    expect(distance(climb(hill, [1.9, 1.9]).point, [-2, -0.9])).toBeLessThan(1e-6);
    const falling: Hill = ([x = 0, y = 0]) => ({
      value: 0.1 * x - 0.3 * (x - 1.8) ** 2 - (y + 0.9) ** 2,
      gradient: Float64Array.of(0.1 - 0.6 * (x - 1.8), -2 * (y + 0.9)),
    });
    expect(distance(climb(falling, [1.9, 1.9]).point, [1.8 - reach, -0.9])).toBeLessThan(1e-6);
  });
});

describe('a climb tells', () => {
  test('of no more iterations than it may take, and of values that rise, wherever it goes', () => {
    const kinds = new Set<string>();
    fc.assert(
      fc.property(seeds, (seed) => {
        const random = createRandom(seed);
        const record = normals(3, random).map((value) => Math.max(-1.9, Math.min(1.9, value)));
        const radius = 0.1 + 0.8 * random.uniform();
        const maxIterations = random.integer(40);
        const { domain, climb } = around('ball', record, radius, random.uniform() < 0.7 ? 'range' : 'any');
        const top = [...normals(3, random, 2)];
        const hill = bowl(top, { weights: [1, 5, 20] });
        const { trace, iterationsBefore, value, point, end } = climb(hill, normals(3, random, 2), maxIterations);
        expect(iterationsBefore + trace.length - 1).toBeLessThanOrEqual(maxIterations);
        expect(isRising(trace)).toBe(true);
        expect(trace.at(-1)).toBe(value);
        expect(value).toBe(hill(point).value);
        expect(domain.contains(point, FEASIBLE)).toBe(true);
        kinds.add(end.status);
      }),
    );
    expect([...kinds].sort()).toEqual(['converged', 'iteration-limit']);
  });

  test('what it finds on the other side where nothing is known on that of its start', () => {
    const { climb } = around('ball', Float64Array.of(1, 1), 0.5);
    const half: Hill = (point) => ((point[0] as number) > 1 ? NOWHERE : bowl([0.9, 1])(point));
    expect(distance(climb(half, [3, 1.2]).point, [1 - 0.5 * Math.SQRT2, 1])).toBeLessThan(1e-6);
  });

  test('that it fails where nothing is known on either', () => {
    const { end, trace } = around('ball', Float64Array.of(1, 1), 0.5).climb(() => NOWHERE, [0, 0]);
    expect([end.status, trace]).toEqual(['failed', []]);
  });

  test('the same each time', () => {
    const { climb } = around('ball', Float64Array.of(1, 1, 1), 0.5, 'range');
    expect(climb(bowl([1.3, 4, 0]), [2, 2, 0])).toEqual(climb(bowl([1.3, 4, 0]), [2, 2, 0]));
  });
});
