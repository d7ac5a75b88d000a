// Climbs with steps that shrink to nothing, kept for comparison: they come near tops, and tell of the best point on their way.

import { describe, expect, test } from '@jest/globals';
import { createDomain } from '../../../src/query/constraints/domain.ts';
import { adam } from '../../../src/query/optimizers/adam.ts';
import { cube, FEASIBLE } from '../constraints/support.ts';
import { bowl, cone, distance, type Hill, isRising, NOWHERE, run } from './support.ts';

const TOP = [1, -2, 0.5, 3, -1];
const START = [3, 3, -3, 0, 1];

describe('300 steps', () => {
  test.each([1e-6, 1, 1e6])('come near the top of a quadratic, whatever the unit: %p', (size) => {
    const { point, value, trace } = run(
      adam,
      bowl(TOP, { size, weights: [1, 2, 5, 8, 10] }),
      START.map((x) => x * size),
      { maxIterations: 300 },
    );
    expect(value).toBeGreaterThan(-1e-8);
    expect(
      distance(
        point,
        TOP.map((x) => x * size),
      ) / size,
    ).toBeLessThan(1e-4);
    expect(trace).toHaveLength(301);
  });

  test.each([1e-6, 1e6])('are the same for a function of any height: %p', (height) => {
    const [one, other] = [1, height].map((h) => run(adam, bowl(TOP, { height: h }), START, { maxIterations: 50 }));
    expect(distance(one?.point as Float64Array, other?.point as Float64Array)).toBeLessThan(1e-9);
  });

  test('come near a cusp', () => expect(run(adam, cone(TOP), START, { maxIterations: 300 }).value).toBeGreaterThan(-1e-2));

  test('begin with a tenth of the start’s root mean square in each value', () => {
    const { asked } = run(adam, bowl([9, -9]), [3, 4], { maxIterations: 1 });
    const step = 0.1 * Math.sqrt(12.5);
    expect(distance(asked[1] as Float64Array, [3 + step, 4 - step])).toBeLessThan(1e-6);
  });

  test('stay within bounds, and find the corner nearest to a top beyond it', () => {
    const domain = createDomain(cube(3), { values: 'range' });
    const { point, asked, gradientNorm } = run(adam, bowl([3, -4, 0.5]), [5, 0.2, -0.3], { domain, maxIterations: 300 });
    expect(distance(point, [1, -1, 0.5])).toBeLessThan(1e-4);
    expect(asked.every((x) => domain.contains(x, FEASIBLE))).toBe(true);
    expect(gradientNorm).toBeLessThan(1e-3);
  });
});

describe('the best point on the way', () => {
  const swinging = run(adam, bowl(TOP, { weights: [1, 2, 5, 8, 100] }), START, { maxIterations: 40 });

  test('is what a climb tells, which never falls', () => {
    expect(isRising(swinging.trace)).toBe(true);
    expect(swinging.trace).toHaveLength(41);
    const hill = bowl(TOP, { weights: [1, 2, 5, 8, 100] });
    const values = swinging.asked.map((point) => hill(point).value);
    expect(swinging.trace.some((value, i) => value > (values[i] as number))).toBe(true);
    expect(swinging.value).toBe(Math.max(...values));
    expect(hill(swinging.point).value).toBe(swinging.value);
    expect(swinging.end.status).toBe('iteration-limit');
  });

  test('is kept where later steps lead to where nothing is known', () => {
    const edge: Hill = (point) => ((point[0] as number) > 1 ? NOWHERE : bowl([5, 2])(point));
    const { value, trace, point } = run(adam, edge, [-3, -3], { maxIterations: 60 });
    expect(trace).toHaveLength(61);
    expect(point[0]).toBeLessThanOrEqual(1);
    expect(value).toBe(Math.max(...trace));
    expect(Number.isFinite(value)).toBe(true);
  });
});

test('a climb that starts where nothing is known fails with a reason', () => {
  const { end, trace, asked } = run(adam, () => NOWHERE, [1, 1]);
  expect(end).toEqual({ status: 'failed', reason: expect.stringContaining('not finite at the start') });
  expect([trace, asked.length]).toEqual([[], 1]);
});

test('a climb without a slope stays where it is', () => {
  const { point, trace, end } = run(adam, bowl(TOP), TOP, { maxIterations: 5 });
  expect([[...point], trace.length, end.status]).toEqual([TOP, 6, 'iteration-limit']);
});

test('no iterations are one question', () => {
  const { asked, trace, end } = run(adam, bowl(TOP), START, { maxIterations: 0 });
  expect([asked.length, trace.length, end.status]).toEqual([1, 1, 'iteration-limit']);
});

test('a start at the origin moves by a tenth', () => {
  const { asked } = run(adam, bowl([9, -9]), [0, 0], { maxIterations: 1 });
  expect(distance(asked[1] as Float64Array, [0.1, -0.1])).toBeLessThan(1e-9);
});
