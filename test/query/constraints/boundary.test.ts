// The boundary of what is excluded around a record, in coordinates: its points lie just outside, and slopes along it are derivatives.

import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createRandom } from '../../../src/base/random.ts';
import { createBoundary } from '../../../src/query/constraints/boundary.ts';
import { createDomain } from '../../../src/query/constraints/domain.ts';
import type { ExcludedShape } from '../../../src/query/constraints/exclusion.ts';
import { expectClose } from '../../support/matchers.ts';
import { ALGEBRA, EXACT, GRADIENT } from '../../support/tolerances.ts';
import { cube, inner, minus, norm, normals, plus, seeds } from './support.ts';

/** How far outside of the boundary asked for points lie, relative to the record: its margin of 4e-9 (1 + r), to a few digits. */
const OUTSIDE = { least: 3.9e-9, most: 4.1e-9 };
const ROUNDING = 1e-15;

function draw(seed: number, shape: ExcludedShape) {
  const random = createRandom(seed);
  const d = 2 + random.integer(5);
  const record = normals(d, random, 10 ** (4 * random.uniform() - 2));
  const radius = shape === 'cone' ? 0.02 + 0.95 * random.uniform() : 10 ** (3 * random.uniform() - 2);
  return { random, d, record, radius, boundary: createBoundary(shape, record, radius) };
}

/** The sine of the angle to the record, at acute angles. */
function sineTo(record: Float64Array, point: Float64Array): number {
  const along = inner(point, record) / norm(record) ** 2;
  expect(along).toBeGreaterThanOrEqual(0);
  return norm(plus(point, record, -along)) / norm(point);
}

describe.each(['ball', 'cone'] as const)('the boundary of a %s', (shape) => {
  test('has its points outside of it by a margin', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const { random, d, record, radius, boundary } = draw(seed, shape);
        const point = boundary.point(normals(d, random, 10 ** (6 * random.uniform() - 3)));
        const there = shape === 'ball' ? norm(minus(point, record)) / norm(record) : sineTo(record, point);
        const margin = there - radius;
        expect(margin).toBeGreaterThan(OUTSIDE.least * (1 + radius) - ROUNDING);
        expect(margin).toBeLessThan(OUTSIDE.most * (1 + radius) + ROUNDING);
        if (shape === 'cone') expectClose([norm(point)], [norm(record)], ALGEBRA);
        const domain = createDomain(cube(d), { values: 'any', exclude: { shape, radius, records: [record] } });
        expect(domain.contains(point, 0)).toBe(true);
      }),
    );
  });

  test('names the point in the direction of another from the record', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const { random, d, record, boundary } = draw(seed, shape);
        const point = normals(d, random, norm(record));
        const named = boundary.point(boundary.coordinates(point));
        // Away from the record, or from its axis.
        const away = (q: Float64Array) =>
          shape === 'ball' ? minus(q, record) : plus(q, record, -inner(q, record) / norm(record) ** 2);
        const [from, to] = [away(point), away(named)];
        expectClose([inner(from, to)], [norm(from) * norm(to)], ALGEBRA);
        // A point of the boundary names itself.
        expectClose(boundary.point(boundary.coordinates(named)), named, ALGEBRA);
      }),
    );
  });

  test('pulls slopes back as central differences do', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const { random, d, record, boundary } = draw(seed, shape);
        const slope = normals(2 * d, random);
        const coordinates = normals(2 * d, random, norm(record));
        // Of a function that is not linear: slope·q + ½‖q‖².
        const value = (v: Float64Array) => inner(slope, boundary.point(v)) + 0.5 * norm(boundary.point(v)) ** 2;
        const gradient = plus(slope, boundary.point(coordinates));
        const pulled = boundary.pullBack(coordinates, gradient);
        const h = 1e-5 * norm(record);
        const differences = coordinates.map((_, j) => {
          const [up, down] = [h, -h].map((step) => value(coordinates.map((x, i) => (i === j ? x + step : x)))) as [
            number,
            number,
          ];
          return (up - down) / (2 * h);
        });
        // What cancels in the slope, of the size of the gradient, leaves rounding in both.
        const floor = norm(gradient) * (norm(boundary.point(coordinates)) / norm(coordinates));
        expectClose([...pulled, floor], [...differences, floor], 10 * GRADIENT);
        // Along the coordinates nothing changes.
        expect(Math.abs(inner(pulled.subarray(0, d), coordinates.subarray(0, d)))).toBeLessThan(
          ALGEBRA * floor * norm(coordinates),
        );
      }),
    );
  });

  test('holds each of several queries', () => {
    const { random, d, boundary } = draw(7, shape);
    const [a, b] = [normals(d, random), normals(d, random)];
    const both = Float64Array.of(...a, ...b);
    for (const each of [boundary.point, boundary.coordinates]) expect([...each(both)]).toEqual([...each(a), ...each(b)]);
    const pulled = boundary.pullBack(both, Float64Array.of(...b, ...a));
    expect([...pulled]).toEqual([...boundary.pullBack(a, b), ...boundary.pullBack(b, a)]);
  });
});

describe('drawing in', () => {
  test('moves queries outside of a ball straight to its boundary, and leaves others', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const { random, d, record, radius, boundary } = draw(seed, 'ball');
        const away = normals(d, random);
        const far = plus(record, away, (10 * radius * norm(record)) / norm(away));
        const inside = plus(record, normals(d, random), (0.1 * radius * norm(record)) / Math.sqrt(d));
        const both = Float64Array.of(...far, ...inside);
        boundary.drawIn(both);
        expectClose(both.subarray(0, d), boundary.point(boundary.coordinates(far)), EXACT);
        if (norm(minus(inside, record)) < radius * norm(record)) expect([...both.subarray(d)]).toEqual([...inside]);
      }),
    );
  });

  test('stays within a range that holds the record, outside of the ball', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const random = createRandom(seed);
        const record = normals(4, random).map((value) => Math.max(-1, Math.min(1, value)));
        const radius = 0.05 + 0.9 * random.uniform();
        const domain = createDomain(cube(4), { values: 'range', exclude: { shape: 'ball', radius, records: [record] } });
        const point = normals(4, random, 2);
        domain.project(point);
        createBoundary('ball', record, radius).drawIn(point);
        expect(domain.contains(point, 0)).toBe(true);
        expect(norm(minus(point, record))).toBeLessThan(norm(record) * (radius + 4.1e-9 * (1 + radius)));
      }),
    );
  });

  test('leaves queries outside of a cone', () => {
    const point = Float64Array.of(3, -4);
    createBoundary('cone', Float64Array.of(1, 1), 0.3).drawIn(point);
    expect([...point]).toEqual([3, -4]);
  });
});

test('a cone as wide as a half-space has a boundary at right angles to the record', () => {
  const record = Float64Array.of(3, 4);
  const point = createBoundary('cone', record, 1 - 1e-10).point(Float64Array.of(1, 0));
  expect(Math.abs(inner(point, record))).toBeLessThan(1e-12);
  expectClose(point, [4, -3], EXACT);
});
