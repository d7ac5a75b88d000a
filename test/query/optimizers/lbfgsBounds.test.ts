// Climbs within bounds: quadratics over boxes against the exact solution, and tops that lie in corners.

import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createRandom } from '../../../src/base/random.ts';
import { createDomain } from '../../../src/query/constraints/domain.ts';
import { lbfgs } from '../../../src/query/optimizers/lbfgs.ts';
import { cube, FEASIBLE, normals, rangeOf, seeds } from '../constraints/support.ts';
import { bowl, boxTop, cone, distance, hillOf, isRising, randomQuadratic, run } from './support.ts';

const box = (d: number) => createDomain(cube(d), { values: 'range' });

describe('a quadratic within a box', () => {
  test.each([
    [1, 16],
    [30, 27],
    [1000, 35],
  ])('is climbed to its exact top, with curvatures that differ by a factor %d, in about %d questions', (spread, most) => {
    let [atEnds, questions] = [0, 0];
    fc.assert(
      fc.property(seeds, (seed) => {
        const random = createRandom(seed);
        const d = 2 + random.integer(4);
        const quadratic = randomQuadratic(d, spread, random);
        const top = boxTop(quadratic);
        const domain = box(d);
        const { value, point, trace, asked, end } = run(lbfgs, hillOf(quadratic), normals(d, random, 2), { domain });
        expect(end.status).toBe('converged');
        // The values' own rounding, some times over; ten iterations may gain less than 1e-8 together before the climb ends.
        expect(Math.abs(top.value - value)).toBeLessThan(1e-9 * (1 + Math.abs(top.value)));
        expect(isRising(trace)).toBe(true);
        expect(asked.every((x) => domain.contains(x, FEASIBLE))).toBe(true);
        expect(domain.contains(point, FEASIBLE)).toBe(true);
        questions += asked.length;
        atEnds += top.point.filter((x) => Math.abs(x) === 1).length / d;
      }),
      { numRuns: 60 },
    );
    expect(atEnds / 60).toBeGreaterThan(0.2);
    expect(questions / 60).toBeLessThan(most);
  });

  test('starts where the domain moves it', () => {
    const { asked, trace } = run(lbfgs, bowl([0, 0]), [5, -0.5], { domain: box(2) });
    expect([...(asked[0] as Float64Array)]).toEqual([1, -0.5]);
    expect(trace[0]).toBe(-0.625);
  });

  test('whose top lies beyond a corner ends in it, with no slope left but what leads outside', () => {
    const { point, gradientNorm, end, asked } = run(lbfgs, bowl([3, -4, 2]), [0.1, 0.2, -0.3], { domain: box(3) });
    expect([[...point], gradientNorm, end.status]).toEqual([[1, -1, 1], 0, 'converged']);
    expect(asked.length).toBeLessThan(12);
  });

  test('goes on from an end that is left again', () => {
    // From (1, −1) the slope leads up along the first end at first, and then away from it.
    const quadratic = { a: [Float64Array.of(1, 0.9), Float64Array.of(0.9, 1)], b: Float64Array.of(1.2, 0.9) };
    const { point, value } = run(lbfgs, hillOf(quadratic), [1, -1], { domain: box(2) });
    expect(value).toBeGreaterThan(boxTop(quadratic).value - 1e-9);
    expect(distance(point, boxTop(quadratic).point)).toBeLessThan(1e-4);
  });
});

test('a cusp on the end of a range is found', () => {
  const { point } = run(lbfgs, cone([1, 0.25, -0.5]), [-0.5, -0.5, 0.5], { domain: box(3) });
  expect(distance(point, [1, 0.25, -0.5])).toBeLessThan(1e-8);
});

test('shares of categories stay shares, and the best lies in the middle of an edge', () => {
  const range = rangeOf({ mean: [0, 0, 0], scale: [1, 1, 1], categories: [{ start: 0, length: 3 }] });
  const domain = createDomain(range, { values: 'valid' });
  const { point, asked } = run(lbfgs, bowl([0.7, 0.5, -2]), [0, 0, 1], { domain });
  // The nearest point to (0.7, 0.5) with x + y = 1.
  expect(distance(point, [0.6, 0.4, 0])).toBeLessThan(1e-7);
  expect(asked.every((x) => domain.contains(x, FEASIBLE))).toBe(true);
});
