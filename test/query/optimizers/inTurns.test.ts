// Several queries: one on a cusp does not keep the others from their tops.

import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createRandom } from '../../../src/base/random.ts';
import { createDomain } from '../../../src/query/constraints/domain.ts';
import { inTurns } from '../../../src/query/optimizers/inTurns.ts';
import { lbfgs } from '../../../src/query/optimizers/lbfgs.ts';
import { cube, FEASIBLE, normals, seeds } from '../constraints/support.ts';
import { bowl, distance, type Hill, isRising, NOWHERE, rosenbrock, run } from './support.ts';

/** The first two values have a cusp at `top`, with a slope that the cusp outweighs; the others have a smooth top. */
const cusped =
  (top: readonly [number, number], others: readonly number[]): Hill =>
  (point) => {
    const [x, y] = [(point[0] as number) - top[0], (point[1] as number) - top[1]];
    const away = Math.hypot(x, y);
    const rest = bowl(others)(point.slice(2));
    return {
      value: -100 * away + 30 * x + rest.value,
      gradient: Float64Array.of(30 - (away > 0 ? (100 * x) / away : 0), away > 0 ? (-100 * y) / away : 0, ...rest.gradient),
    };
  };

const climb = (hill: Hill, start: ArrayLike<number>, queries = 2, options: Parameters<typeof run>[3] = {}) =>
  run((one, more) => inTurns(one, more, queries), hill, start, options);

describe('a query on a cusp', () => {
  test('does not keep the others from their tops', () => {
    const hill = cusped([1, 2], [-1, 3, 4, -5]);
    const start = [1, 2, 0, 0, 0, 0];
    // All at once, steps gain nothing.
    expect(run(lbfgs, hill, start).value).toBeLessThan(-1);
    const { point, trace, end } = climb(hill, start, 3);
    expect(end.status).toBe('converged');
    expect(distance(point, [1, 2, -1, 3, 4, -5])).toBeLessThan(1e-6);
    expect(isRising(trace)).toBe(true);
  });

  test('stays within bounds with the others', () => {
    const domain = createDomain(cube(2), { values: 'range' });
    const { point, asked } = climb(cusped([0.5, 0.2], [3, -0.4]), [0.5, 0.2, 0, 0], 2, { domain });
    expect(distance(point, [0.5, 0.2, 1, -0.4])).toBeLessThan(1e-6);
    expect(asked.every((one) => domain.contains(one, FEASIBLE))).toBe(true);
  });
});

describe('a smooth top', () => {
  test('costs a question more for each query, and one for the end', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const random = createRandom(seed);
        const [queries, top, start] = [1 + random.integer(4), normals(12, random), normals(12, random)];
        const together = run(lbfgs, bowl([...top]), start);
        const turns = climb(bowl([...top]), start, queries);
        expect(turns.asked).toHaveLength(together.asked.length + (queries > 1 ? queries + 1 : 0));
        expect({ ...turns, asked: 0 }).toEqual({ ...together, asked: 0 });
      }),
    );
  });
});

test('no more iterations are made than allowed, whoever’s turn it is', () => {
  // The first query stands on its cusp; the others have the 37 iterations of Rosenbrock’s ridge before them.
  const ridge: Hill = (point) => {
    const ridges = [rosenbrock(point.slice(2, 4)), rosenbrock(point.slice(4))];
    const own = cusped([1, 2], [])(point.slice(0, 2));
    return {
      value: own.value + ridges.reduce((sum, { value }) => sum + 0.1 * value, 0),
      gradient: Float64Array.of(...own.gradient, ...ridges.flatMap(({ gradient }) => [...gradient.map((slope) => 0.1 * slope)])),
    };
  };
  for (const most of [0, 1, 2, 5, 10, 20, 30, 100]) {
    const { trace, value, point, end } = climb(ridge, [1, 2, -1.2, 1, -1.2, 1], 3, { maxIterations: most });
    expect(trace.length).toBeLessThanOrEqual(most + 1);
    expect(isRising(trace)).toBe(true);
    expect(trace.at(-1)).toBe(value);
    expect(ridge(point).value).toBe(value);
    if (most === 100)
      expect([end.status, distance(point, [1, 2, 1, 1, 1, 1]) < 1e-5, trace.length > 30]).toEqual(['converged', true, true]);
  }
});

test('a climb that starts where nothing is known fails', () => {
  const { end, asked } = climb(() => NOWHERE, [0, 0, 1, 1]);
  expect([end.status, asked.length]).toEqual(['failed', 1]);
});
