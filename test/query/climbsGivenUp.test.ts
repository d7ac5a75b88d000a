// Climbs that would not reach the best of their group are given up, at the first iteration that says so; no others are.

import { describe, expect, test } from '@jest/globals';
import { type ClimbPlan, climbTogether, type FinishedClimb } from '../../src/query/climbTogether.ts';
import { bowl, EVERYWHERE, type Hill, rosenbrock } from './optimizers/support.ts';

const MOST = 100;

const climb = (some: readonly ClimbPlan[], over: readonly Hill[], giveUp: boolean, maxIterations = MOST, capacity = 64) =>
  climbTogether(some, async (asked) => asked.map(({ climb: i, point }) => (over[i] as Hill)(point)), {
    optimizer: 'lbfgs',
    maxIterations,
    capacity,
    giveUp,
  });

/** Rosenbrock’s ridge, of about 37 iterations, with its top at this height. */
const ridge =
  (height: number): Hill =>
  (point) => ({ ...rosenbrock(point), value: rosenbrock(point).value + height });

/** Three iterations to a top of height 0, and a ridge. */
const plans = [
  [2, 1],
  [-1.2, 1],
].map((start): ClimbPlan => ({ group: 0, start: Float64Array.from(start), domain: EVERYWHERE }));

/** The first iteration from the twelfth on whose rate, over five iterations, leads less high than 0 in those left. */
function hopelessFrom(trace: readonly number[], most: number): number {
  return trace.findIndex((value, i) => i >= 12 && value + ((value - (trace[i - 5] as number)) / 5) * (most - i) < -1e-6);
}

describe('a climb is given up', () => {
  test.each([-20, -3, -1, -0.5])(
    'when its rate does not lead to the best of its group: a top of height %p below it',
    async (height) => {
      const hills = [bowl([0, 0]), ridge(height)];
      const [best, given] = (await climb(plans, hills, true)) as [FinishedClimb, FinishedClimb];
      const [sameBest, whole] = (await climb(plans, hills, false)) as [FinishedClimb, FinishedClimb];
      expect(best).toEqual(sameBest);
      expect([best.status, whole.status, given.status]).toEqual(['converged', 'converged', 'hopeless']);
      expect(best.iterations).toBeLessThan(5);
      const last = hopelessFrom(whole.trace, MOST);
      expect(last).toBeGreaterThanOrEqual(12);
      expect(given.trace).toEqual(whole.trace.slice(0, last + 1));
      expect(given.value).toBe(given.trace.at(-1));
      expect(given.evaluations).toBeLessThan(whole.evaluations);
    },
  );

  test.each([-1e-7, 0, 1])('never where it comes to as much: a top of height %p', async (height) => {
    const both = await climb(plans, [bowl([0, 0]), ridge(height)], true);
    expect(both.map(({ status }) => status)).toEqual(['converged', 'converged']);
    expect(hopelessFrom(both[1]?.trace ?? [], MOST)).toBe(-1);
  });

  test.each([14, 20])('the sooner the fewer iterations are left, but not before the twelfth: of %d', async (most) => {
    const hills = [bowl([0, 0]), ridge(0)];
    const few = (await climb(plans, hills, true, most))[1] as FinishedClimb;
    const whole = (await climb(plans, hills, false, most))[1] as FinishedClimb;
    expect(few.status).toBe('hopeless');
    expect(few.iterations).toBe(hopelessFrom(whole.trace, most));
  });

  test('not when it is over anyway', async () => {
    const [, last] = await climb(plans, [bowl([0, 0]), ridge(-3)], true, 12);
    expect([last?.status, last?.iterations]).toEqual(['iteration-limit', 12]);
  });

  test('not for what another group has found, and only where that is asked for', async () => {
    const hills = [bowl([0, 0]), ridge(-3)];
    const apart = plans.map((plan, i) => ({ ...plan, group: 1 - i }));
    const kept = await climb(plans, hills, false);
    expect(kept.map(({ status }) => status)).toEqual(['converged', 'converged']);
    expect(await climb(apart, hills, true)).toEqual(kept);
  });

  test('also for a best that was found before it began', async () => {
    const hills = [bowl([0, 0]), ridge(-3)];
    const inTurn = await climb(plans, hills, true, MOST, 1);
    expect(inTurn).toEqual(await climb(plans, hills, true));
  });
});
