// Many climbs in step: each gets its own answers, hopeless ones are given up where that is asked for, and the way is kept as told.

import { describe, expect, test } from '@jest/globals';
import type { Progress } from '../../src/base/progress.ts';
import { createRandom } from '../../src/base/random.ts';
import { type ClimbPlan, type ClimbTogetherOptions, climbTogether, type FinishedClimb } from '../../src/query/climbTogether.ts';
import { createBoundary } from '../../src/query/constraints/boundary.ts';
import { createDomain } from '../../src/query/constraints/domain.ts';
import { expectAuditError } from '../data/support.ts';
import { cube, normals } from './constraints/support.ts';
import { bowl, distance, EVERYWHERE, type Hill, isRising, NOWHERE, rosenbrock } from './optimizers/support.ts';

const options: ClimbTogetherOptions = { optimizer: 'lbfgs', maxIterations: 100, capacity: 64 };

/** Twelve climbs over hills of their own, of very different lengths, in three groups. */
const random = createRandom(3);
const plans: ClimbPlan[] = Array.from({ length: 12 }, (_, i) => ({
  group: i % 3,
  start: normals(2, random, 2),
  domain: EVERYWHERE,
}));
const hills = plans.map((_, i): Hill => (i % 4 === 3 ? rosenbrock : bowl([i, -i], { weights: [1, 1 + 10 * i] })));

const climb = (some: readonly ClimbPlan[], over: readonly Hill[], more: Partial<ClimbTogetherOptions> = {}) =>
  climbTogether(some, async (asked) => asked.map(({ climb: i, point }) => (over[i] as Hill)(point)), { ...options, ...more });

const alone = async (i: number, more?: Partial<ClimbTogetherOptions>): Promise<FinishedClimb> =>
  (await climb([plans[i] as ClimbPlan], [hills[i] as Hill], more))[0] as FinishedClimb;

describe('each climb', () => {
  test.each([
    ['lbfgs', 1],
    ['lbfgs', 5],
    ['lbfgs', 64],
    ['adam', 3],
  ] as const)('comes to what it comes to alone: %s, %d at once', async (optimizer, capacity) => {
    const more = { optimizer, capacity, maxIterations: 40, keepSteps: 'all' } as const;
    const together = await climb(plans, hills, more);
    for (const [i, one] of together.entries()) expect(one).toEqual(await alone(i, more));
    expect(new Set(together.map(({ value }) => value)).size).toBe(12);
  });

  test('is asked about in turn, no more of them at once than there is room for', async () => {
    const sizes: number[] = [];
    const order: number[] = [];
    await climbTogether(
      plans,
      async (asked) => {
        sizes.push(asked.length);
        for (const { climb: i } of asked) if (!order.includes(i)) order.push(i);
        return asked.map(({ climb: i, point }) => (hills[i] as Hill)(point));
      },
      { ...options, capacity: 5 },
    );
    expect(Math.max(...sizes)).toBe(5);
    expect(order).toEqual([...plans.keys()]);
    // Whoever is done makes room.
    expect(sizes.slice(0, 20).every((size) => size === 5)).toBe(true);
  });

  test('counts what it asked, and its iterations', async () => {
    const counts = plans.map(() => 0);
    const counting = hills.map(
      (hill, i): Hill =>
        (point) => {
          counts[i] = (counts[i] as number) + 1;
          return hill(point);
        },
    );
    for (const [i, one] of (await climb(plans, counting)).entries()) {
      expect(one.evaluations).toBe(counts[i]);
      expect(one.iterations).toBe(one.trace.length - 1);
      expect(one.value).toBe(one.trace.at(-1));
      expect((hills[i] as Hill)(one.point).value).toBe(one.value);
    }
  });

  test('leaves its start as it was', async () => {
    const start = Float64Array.of(5, 5);
    const domain = createDomain(cube(2), { values: 'range' });
    const [one] = await climb([{ group: 0, start, domain }], [bowl([0, 0])], { keepSteps: 'all' });
    expect([...start]).toEqual([5, 5]);
    expect([...(one?.steps[0]?.point ?? [])]).toEqual([5, 5]);
  });

  test('that fails says why, and the others go on', async () => {
    const [failed, other] = await climb(plans.slice(0, 2), [() => NOWHERE, bowl([1, 1])], { keepSteps: 'some' });
    expect(failed).toMatchObject({ status: 'failed', value: Number.NEGATIVE_INFINITY, iterations: 0, evaluations: 1, trace: [] });
    expect(failed?.reason).toContain('not finite at the start');
    expect(other?.status).toBe('converged');
    expect(other).not.toHaveProperty('reason');
  });
});

test('no climbs ask nothing', async () => expect(await climb([], [])).toEqual([]));

describe('steps', () => {
  const [plan, hill] = [{ ...(plans[3] as ClimbPlan), start: Float64Array.of(-1.2, 1) }, rosenbrock];

  test.each(['none', undefined] as const)('are not kept: %s', async (keepSteps) => {
    expect((await climb([plan], [hill], { keepSteps }))[0]?.steps).toEqual([]);
  });

  test('are kept all, the start first, each at the point of its iteration', async () => {
    const [one] = (await climb([plan], [hill], { keepSteps: 'all' })) as [FinishedClimb];
    expect(one.steps.map(({ iteration }) => iteration)).toEqual([...one.trace.keys()]);
    expect(one.steps.map(({ point }) => hill(point).value)).toEqual([...one.trace]);
    expect(one.steps.at(-1)?.point).toEqual(one.point);
  });

  test('are kept after 0, 1, 2, 4, … iterations', async () => {
    const [one] = (await climb([plan], [hill], { keepSteps: 'some' })) as [FinishedClimb];
    expect(one.iterations).toBeGreaterThan(32);
    expect(one.steps.map(({ iteration }) => iteration)).toEqual([0, 1, 2, 4, 8, 16, 32]);
    for (const { iteration, point } of one.steps) expect(hill(point).value).toBe(one.trace[iteration]);
  });

  test('around what is excluded are kept from where the boundary is left', async () => {
    const record = Float64Array.of(1.8, -0.9);
    const start = Float64Array.of(0, 1.5);
    const boundary = createBoundary('ball', record, 0.9);
    const top = bowl([1.9, -0.9], { weights: [1, 3] });
    const before = new Set<number>();
    for (const values of ['any', 'range'] as const) {
      const domain = createDomain(cube(2, 2), { values, exclude: { shape: 'ball', radius: 0.9, records: [record] } });
      const [one] = (await climb([{ group: 0, start, domain, boundary }], [top], { keepSteps: 'all' })) as [FinishedClimb];
      const ahead = one.iterations - one.trace.length + 1;
      before.add(ahead);
      expect(isRising(one.trace)).toBe(true);
      expect(one.steps[0]).toEqual({ iteration: 0, point: start });
      expect(one.steps.length).toBeGreaterThan(1);
      for (const { iteration, point } of one.steps.slice(1)) expect(top(point).value).toBe(one.trace[iteration - ahead]);
      expect(distance(one.steps.at(-1)?.point as Float64Array, one.point)).toBe(0);
    }
    expect(Math.max(...before)).toBeGreaterThan(0);
  });
});

describe('a run', () => {
  test('reports progress from none to all', async () => {
    const seen: Progress[] = [];
    await climbTogether(
      plans,
      async (asked) => {
        expect(seen.length).toBeGreaterThan(0);
        return asked.map(({ climb: i, point }) => (hills[i] as Hill)(point));
      },
      { ...options, capacity: 2 },
      { onProgress: (one) => seen.push(one) },
    );
    expect(seen[0]).toEqual({ stage: 'search', done: 0, total: 12 });
    expect(seen.at(-1)).toEqual({ stage: 'search', done: 12, total: 12 });
    expect(isRising(seen.map(({ done }) => done))).toBe(true);
    expect(new Set(seen.map(({ done }) => done)).size).toBeGreaterThan(6);
  });

  test('stops between two rounds when it is cancelled', async () => {
    const stop = new AbortController();
    let rounds = 0;
    const endless = climbTogether(
      plans,
      async (asked) => {
        if (++rounds === 3) stop.abort();
        return asked.map(({ climb: i, point }) => (hills[i] as Hill)(point));
      },
      options,
      { signal: stop.signal },
    );
    await expectAuditError(() => endless, 'CANCELLED');
    expect(rounds).toBe(3);
  });

  test('passes on what an evaluation throws', async () => {
    const failing = climbTogether(plans, () => Promise.reject(new Error('no answer')), options);
    await expect(failing).rejects.toThrow('no answer');
  });
});
