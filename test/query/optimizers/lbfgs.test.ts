// Climbs without constraints: to the top of quadratics, ridges and cones, at any scale, around places where nothing is known.

import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createRandom } from '../../../src/base/random.ts';
import { lbfgs } from '../../../src/query/optimizers/lbfgs.ts';
import { expectEachClose } from '../../support/matchers.ts';
import { EXACT } from '../../support/tolerances.ts';
import { normals, seeds } from '../constraints/support.ts';
import { bowl, cone, distance, type Hill, isRising, NOWHERE, rosenbrock, run } from './support.ts';

const TOP = [1, -2, 0.5, 3, -1];
const START = [3, 3, -3, 0, 1];
/** At which gains of ln(objective) count as rounding. */
const NO_GAIN = 1e-13;

describe('a quadratic', () => {
  test.each([1e-6, 1, 1e6])('of curvature 1 is climbed in two iterations, whatever the unit: %p', (size) => {
    const { point, value, trace, end, asked } = run(
      lbfgs,
      bowl(TOP, { size }),
      START.map((x) => x * size),
    );
    expect(end.status).toBe('converged');
    expect(trace.length - 1).toBeLessThanOrEqual(3);
    expect(asked.length).toBeLessThanOrEqual(6);
    expect(value).toBeGreaterThan(-NO_GAIN);
    // 1e-7 of slope is left at most, where the curvature is 1 in units of the size.
    expect(
      distance(
        point,
        TOP.map((x) => x * size),
      ) / size,
    ).toBeLessThan(1e-7);
  });

  test.each([
    [10, 18],
    [100, 28],
    [1e4, 45],
  ])('whose curvatures differ by a factor %d takes at most %d questions', (spread, most) => {
    for (const size of [1e-6, 1, 1e6]) {
      const weights = TOP.map((_, j) => spread ** (j / 4));
      const { value, end, asked } = run(
        lbfgs,
        bowl(TOP, { size, weights }),
        START.map((x) => x * size),
      );
      expect(end.status).toBe('converged');
      expect(value).toBeGreaterThan(-NO_GAIN);
      expect(asked.length).toBeLessThanOrEqual(most);
    }
  });

  test.each([1e-6, 1e-3, 1e3, 1e6])(
    'of height %p is climbed as far as slopes of 1e-7 or the digits of its values go',
    (height) => {
      const { value, gradientNorm } = run(lbfgs, bowl(TOP, { height, weights: [1, 2, 5, 8, 10] }), START);
      // ‖∇φ‖·‖x‖ ≤ 1e-7 at ‖x‖ ≈ 4 leaves (1e-7/4)²/(2·height) or, where that is less than rounding, a gain of 1e-13.
      expect(-value).toBeLessThan(Math.max(1e-15 / height, 10 * NO_GAIN));
      expect(gradientNorm).toBeLessThan(1e-7 * Math.max(1, 10 * Math.sqrt(height)));
    },
  );

  test('of many dimensions from anywhere is climbed to its top', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const random = createRandom(seed);
        const d = 1 + random.integer(20);
        const top = [...normals(d, random, 10 ** (4 * random.uniform() - 2))];
        const weights = top.map(() => 10 ** (2 * random.uniform()));
        const { value, end } = run(lbfgs, bowl(top, { weights }), normals(d, random));
        expect(end.status).toBe('converged');
        // Ten iterations that gain less than 1e-8 together end a climb, as does a slope of 1e-7/‖x‖.
        expect(-value).toBeLessThan(1e-8 + (1e-7 / Math.hypot(...top)) ** 2);
      }),
      { numRuns: 50 },
    );
  });
});

test('Rosenbrock’s ridge is followed around its bend', () => {
  const { point, trace, end } = run(lbfgs, rosenbrock, [-1.2, 1]);
  expect(end.status).toBe('converged');
  expect(trace.length).toBeLessThan(50);
  expect(distance(point, [1, 1])).toBeLessThan(1e-6);
});

describe('a top with a cusp', () => {
  test('is found to 1e-9 although the slope never falls', () => {
    const { point, gradientNorm, end } = run(lbfgs, cone(TOP), START);
    expect(end.status).toBe('converged');
    expect(distance(point, TOP)).toBeLessThan(1e-9);
    expect(gradientNorm).toBeGreaterThan(1);
  });

  test('is found where slopes differ by a factor 100 between directions', () => {
    for (const shift of [0, 1, 2, 3]) {
      const { value } = run(
        lbfgs,
        cone(TOP, [1, 3, 10, 30, 100]),
        START.map((x) => x + shift),
      );
      // Ten iterations that gain less than 1e-8 together end a climb.
      expect(value).toBeGreaterThan(-1e-8);
    }
  });

  test('is the end at once for a climb that starts there', () => {
    const { trace, asked, end } = run(lbfgs, cone(TOP), TOP);
    expect([end.status, trace, asked.length]).toEqual(['converged', [-0], 1]);
  });
});

describe('where nothing is known of the function', () => {
  const walled: Hill = (point) => (Math.abs((point[0] as number) - 100) > 1 ? NOWHERE : bowl([100.5, 2])(point));

  test('a step there is shortened', () => {
    const { point, asked, end } = run(lbfgs, walled, [99.1, -2]);
    expect(end.status).toBe('converged');
    expect(distance(point, [100.5, 2])).toBeLessThan(1e-6);
    expect(asked.some(([x = 0]) => Math.abs(x - 100) > 1)).toBe(true);
  });

  test('a top at its edge is approached', () => {
    const edge: Hill = (point) => ((point[0] as number) > 1 ? NOWHERE : bowl([5, 2])(point));
    const { value, trace } = run(lbfgs, edge, [-3, -3]);
    expect(isRising(trace)).toBe(true);
    // From −44.5, of −8 at the edge's own top: without a projection steps along the edge stay short.
    expect(value).toBeGreaterThan(-12);
  });

  test('a climb that starts there fails with a reason', () => {
    const { end, trace, value, asked } = run(lbfgs, walled, [2, 0]);
    expect(end).toEqual({ status: 'failed', reason: expect.stringContaining('not finite at the start') });
    expect([trace, value, asked.length]).toEqual([[], Number.NEGATIVE_INFINITY, 1]);
  });

  test('values that are no numbers count as none', () => {
    const holed: Hill = (point) => ({ ...walled(point), ...(walled(point) === NOWHERE && { value: Number.NaN }) });
    expect(run(lbfgs, holed, [99.1, -2])).toEqual(run(lbfgs, walled, [99.1, -2]));
  });
});

describe('a climb tells', () => {
  test('what it came to after each iteration, never less than before', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const random = createRandom(seed);
        const maxIterations = 1 + random.integer(30);
        const { trace, value, point, gradientNorm, end } = run(lbfgs, rosenbrock, normals(2, random, 2), { maxIterations });
        expect(isRising(trace)).toBe(true);
        expect(trace.at(-1)).toBe(value);
        expect(trace.length).toBeLessThanOrEqual(maxIterations + 1);
        const here = rosenbrock(point);
        expect(value).toBe(here.value);
        expectEachClose([gradientNorm], [Math.hypot(...here.gradient) * Math.hypot(...point)], EXACT);
        if (end.status === 'iteration-limit') expect(trace).toHaveLength(maxIterations + 1);
      }),
    );
  });

  test('that it stopped at the limit', () => {
    const { end, trace } = run(lbfgs, rosenbrock, [-1.2, 1], { maxIterations: 7 });
    expect([end.status, trace.length]).toEqual(['iteration-limit', 8]);
    const none = run(lbfgs, rosenbrock, [-1.2, 1], { maxIterations: 0 });
    expect([none.end.status, none.trace.length, none.asked.length]).toEqual(['iteration-limit', 1, 1]);
  });

  test('the same each time', () => expect(run(lbfgs, rosenbrock, [-1.2, 1])).toEqual(run(lbfgs, rosenbrock, [-1.2, 1])));

  test('that it has arrived where the slope is zero from the start', () => {
    const { end, trace, asked, gradientNorm } = run(lbfgs, bowl(TOP), TOP);
    expect([end.status, trace.length, asked.length, gradientNorm]).toEqual(['converged', 1, 1, 0]);
  });

  test('at a point of zero norm the slope by itself', () => {
    const { gradientNorm } = run(lbfgs, bowl([3, 4]), [0, 0], { maxIterations: 0 });
    expect(gradientNorm).toBe(5);
  });
});
