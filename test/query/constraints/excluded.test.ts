// Balls and cones around records: queries leave them for the nearest point outside, within the range of the data.

import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createRandom } from '../../../src/base/random.ts';
import { createDomain, type Exclude, type QueryValues, type Vary } from '../../../src/query/constraints/domain.ts';
import { expectAuditError } from '../../data/support.ts';
import {
  confined,
  cube,
  expectConfined,
  expectFeasible,
  expectNearest,
  FEASIBLE,
  inner,
  minus,
  norm,
  normals,
  plus,
  projected,
  rangeOf,
  seeds,
} from './support.ts';

const WIDTH = 2;
const range = (d: number) => cube(d, WIDTH);
const isWithin = (point: Float64Array, width = WIDTH) => point.every((value) => Math.abs(value) <= width);

const isOutsideBall = (record: Float64Array, radius: number) => (point: Float64Array) =>
  norm(minus(point, record)) >= radius * norm(record);
const isOutsideCone = (record: Float64Array, radius: number) => (point: Float64Array) =>
  inner(point, record) <= Math.sqrt(1 - radius ** 2) * norm(point) * norm(record);

const shapes = { ball: isOutsideBall, cone: isOutsideCone };

/** A record within the range, and a point near it, mostly inside of what is excluded. */
function draw(d: number, seed: number, mostRadius = 0.95, mostValue = WIDTH) {
  const random = createRandom(seed);
  const record = normals(d, random).map((value) => Math.max(-mostValue, Math.min(mostValue, value)));
  const radius = 0.05 + (mostRadius - 0.05) * random.uniform();
  const point = plus(record, normals(d, random, 0.5 * radius * norm(record) * random.uniform()));
  return { random, record, radius, point };
}

const domainOf = (values: QueryValues, d: number, exclude: Exclude, vary?: Vary) =>
  createDomain(range(d), { values, exclude, vary });

describe.each(['ball', 'cone'] as const)('an excluded %s', (shape) => {
  test.each([2, 3, 5])('is left for the nearest point outside, with %i values of any size', (d) => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const { record, radius, point } = draw(d, seed);
        const domain = domainOf('any', d, { shape, radius, records: [record] });
        expectNearest(domain, point, shapes[shape](record, radius), seed);
      }),
      { numRuns: 40 },
    );
  });

  test.each([2, 3, 5])('is left for the nearest point that is outside and within the range, with %i values', (d) => {
    let nearest = 0;
    fc.assert(
      fc.property(seeds, (seed) => {
        const { record, radius, point, random } = shape === 'ball' ? draw(d, seed) : draw(d, seed, 0.4, WIDTH / 2);
        if (random.uniform() < 0.5) point[0] = WIDTH + random.uniform();
        // Where the corner in the direction of the point lies inside as well, another point is taken.
        const corner = plus(record, minus(point, record), 1e6).map((value) => Math.max(-WIDTH, Math.min(WIDTH, value)));
        const isOutside = shapes[shape](record, radius);
        if (shape === 'ball' && !isOutside(corner)) return;
        nearest++;
        const domain = domainOf('range', d, { shape, radius, records: [record] });
        expectNearest(domain, point, (other) => isWithin(other) && isOutside(other), seed);
      }),
    );
    expect(nearest).toBeGreaterThan(60);
  });

  test.each([2, 3, 5])('is left for a point outside in any case, with %i values', (d) => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const { record, radius, point, random } = draw(d, seed);
        if (random.uniform() < 0.5) point[0] = WIDTH + random.uniform();
        expectFeasible(domainOf('range', d, { shape, radius, records: [record] }), point);
      }),
    );
  });
});

describe('queries leave', () => {
  test('a ball along the line from its centre, and a cone at a right angle to its boundary', () => {
    const ball = domainOf('any', 2, { shape: 'ball', radius: 0.5, records: [Float64Array.of(3, 4)] });
    const [x, y] = projected(ball, Float64Array.of(3, 4.5)) as unknown as [number, number];
    expect(x).toBeCloseTo(3, 7);
    expect(y).toBeCloseTo(6.5, 7);
    const cone = domainOf('any', 2, { shape: 'cone', radius: 0.6, records: [Float64Array.of(2, 0)] });
    // Its boundary is the ray (0.8, 0.6), on which the nearest point to (1, 0.1) is 0.86 of it.
    const [a, b] = projected(cone, Float64Array.of(1, 0.1)) as unknown as [number, number];
    expect(a).toBeCloseTo(0.86 * 0.8, 7);
    expect(b).toBeCloseTo(0.86 * 0.6, 7);
  });

  test.each(['ball', 'cone'] as const)('the record itself, which may not be asked: %s', (shape) => {
    for (const values of ['any', 'range'] as const) {
      const record = Float64Array.of(1, 0.5, -0.3);
      const domain = domainOf(values, 3, { shape, radius: 0.3, records: [record] });
      expect(domain.contains(record, 1e-6)).toBe(false);
      const found = expectFeasible(domain, record);
      expect(norm(minus(found, record))).toBeCloseTo(0.3 * norm(record), shape === 'ball' ? 7 : 1);
    }
  });

  test.each(['ball', 'cone'] as const)('every one of the records of a group, whether or not the regions touch: %s', (shape) => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const { record, point, random } = draw(4, seed);
        const records = [record, plus(record, normals(4, random, 0.4)), record.map((value) => -value)];
        const domain = domainOf('range', 4, { shape, radius: 0.3, records });
        for (const from of [point, record, records[1] as Float64Array]) {
          const found = expectFeasible(domain, from);
          for (const one of records) expect(shapes[shape](one, 0.3)(found)).toBe(true);
        }
      }),
    );
  });

  test('regions that enclose the record, with a jump', () => {
    const records = [Float64Array.of(2, 0), Float64Array.of(-1, 2), Float64Array.of(1, 1)];
    const domain = domainOf('range', 2, { shape: 'ball', radius: 0.9, records });
    expect([...expectFeasible(domain, records[2] as Float64Array)]).toEqual([-2, -2]);
  });

  test('each by itself, when several are asked together', () => {
    const record = Float64Array.of(1, 1);
    const exclude = { shape: 'ball', radius: 0.5, records: [record] } as const;
    const domain = domainOf('range', 2, exclude);
    const inside = Float64Array.of(1.1, 1);
    const outside = Float64Array.of(-1, 1);
    const both = projected(domain, Float64Array.of(...outside, ...inside));
    expect([...both]).toEqual([...outside, ...projected(domain, inside)]);
    expect(domain.contains(both, FEASIBLE)).toBe(true);
    expect(domain.contains(Float64Array.of(...outside, ...inside), 0.1)).toBe(false);
  });

  test('a corner that the range ends in, by another way', () => {
    // From the record in the corner, the point lies towards the corner: nothing but the other end of the range is outside.
    const record = Float64Array.of(1.9, 1.9);
    const domain = domainOf('range', 2, { shape: 'ball', radius: 1.3, records: [record] });
    expectFeasible(domain, Float64Array.of(2, 2));
    expectFeasible(domain, record);
  });
});

describe.each(['ball', 'cone'] as const)('at the boundary of a %s', (shape) => {
  test('and at ends of the range directions keep what leads along them', () => {
    let reached = 0;
    fc.assert(
      fc.property(seeds, (seed) => {
        const { record, radius, point, random } = draw(4, seed);
        if (random.uniform() < 0.5) point[0] = WIDTH + 0.1;
        const domain = domainOf('range', 4, { shape, radius, records: [record] });
        const at = projected(domain, point);
        const gradient = normals(4, random);
        if (norm(minus(confined(domain, at, gradient), gradient)) > 0) reached++;
        expectConfined(domain, at, gradient, seed);
      }),
    );
    expect(reached).toBeGreaterThan(20);
  });

  test('of two records directions do not cross either', () => {
    const [first, second] = [Float64Array.of(1, 0.2, 0), Float64Array.of(1, -0.2, 0)];
    const domain = domainOf('any', 3, { shape, radius: 0.4, records: [first, second] });
    const at = Float64Array.of(1.05, 0, 2);
    // Between the records, down to where both boundaries meet.
    for (let step = 1; step > 1e-12; step /= 2) {
      at[2] = (at[2] as number) - step;
      if (!domain.contains(at, 0)) at[2] = (at[2] as number) + step;
    }
    fc.assert(fc.property(seeds, (seed) => expectConfined(domain, at, normals(3, createRandom(seed)), seed)));
    expect(norm(confined(domain, at, Float64Array.of(0, 0, -1)))).toBeLessThan(shape === 'ball' ? 0.2 : 0.5);
  });
});

describe('what cannot be excluded is refused:', () => {
  const record = Float64Array.of(1, 0.5);
  const at = (shape: 'ball' | 'cone', radius: number, records = [record]) => domainOf('range', 2, { shape, radius, records });

  test.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY])('a ball of radius %p', (radius) =>
    expectAuditError(() => at('ball', radius), 'OPTION_INVALID', 'the radius of what is excluded', 'above 0', `Got ${radius}`),
  );
  test.each([0, 1, 1.5])('a cone of radius %p', (radius) =>
    expectAuditError(() => at('cone', radius), 'OPTION_INVALID', 'above 0 and below 1', `Got ${radius}`),
  );
  test('what is measured by a record of norm 0', () =>
    expectAuditError(() => at('ball', 0.1, [new Float64Array(2)]), 'OPTION_INVALID', 'differs from the mean', 'a norm of 0'));
  test('a ball that holds the whole range', () => {
    // Its farthest corner is (−2, −2), at a distance of √15.25 = 3.49 norms.
    expect(() => at('ball', 3.49)).not.toThrow();
    return expectAuditError(
      () => at('ball', 3.5),
      'OPTION_INVALID',
      'outside of the ball of radius 3.5',
      'Got none',
      'a smaller --exclude-radius',
    );
  });
  test('a cone that holds the whole range', () => {
    // Values from 0 to 1 make angles of up to 45° with the diagonal.
    const positive = rangeOf({ mean: [0, 0, 0], scale: [1, 1, 1], least: [0.5, 0, 0], largest: [0.5, 0.5, 0] });
    const cone = (radius: number) =>
      createDomain(positive, { values: 'range', exclude: { shape: 'cone', radius, records: [Float64Array.of(0.5, 0.25, 0)] } });
    // The angles of (1, 0) and (1, 1) with (2, 1) have the tangents 1/2 and 1/3.
    expect(() => cone(0.447)).not.toThrow();
    return expectAuditError(() => cone(0.448), 'OPTION_INVALID', 'outside of the cone of radius 0.448', 'Got none');
  });
  test('a cone that leaves nothing but its tip', () => {
    const positive = rangeOf({ mean: [0], scale: [1] });
    const exclude = { shape: 'cone', radius: 0.2, records: [Float64Array.of(0.5)] } as const;
    return expectAuditError(() => createDomain(positive, { values: 'range', exclude }), 'OPTION_INVALID', 'outside of the cone');
  });
  test('but not a cone that is left far away, where values are not bounded', () => {
    const vary = { places: [1], row: Float64Array.of(1000, 0) };
    const domain = domainOf('any', 2, { shape: 'cone', radius: 0.9, records: [Float64Array.of(1, 0)] }, vary);
    expectFeasible(domain, Float64Array.of(1000, 3));
  });
  test('balls that together leave nothing', () =>
    expectAuditError(
      () => at('ball', 2.5, [record, Float64Array.of(-1, -0.5)]),
      'OPTION_INVALID',
      'the balls of radius 2.5 around the records',
    ));
  test('a ball that leaves nothing of the features that vary', () =>
    expectAuditError(
      () =>
        createDomain(range(2), {
          values: 'range',
          vary: { places: [1], row: record },
          exclude: { shape: 'ball', radius: 2.3, records: [record] },
        }),
      'OPTION_INVALID',
      'Got none among those with only some features varied',
    ));
});
