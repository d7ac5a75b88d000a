// Valid rows of tables with many columns, where single changes are hundreds: the best rows alone are climbed from, and slopes say what to try first.

import { describe, expect, test } from '@jest/globals';
import { createRandom } from '../../src/base/random.ts';
import { leaveOneOut } from '../../src/gp/leaveOneOut.ts';
import type { KernelSpec } from '../../src/kernels/kernel.ts';
import { matrix } from '../../src/linalg/matrix.ts';
import { isNarrow, worthClimbing } from '../../src/query/bestRows.ts';
import { createDiscreteDomain } from '../../src/query/constraints/discrete.ts';
import { createDomain, type DomainOptions } from '../../src/query/constraints/domain.ts';
import { type Question, queryEvaluator } from '../../src/query/evaluateQueries.ts';
import { type FinishedStart, type SearchOutcome, searchQueries } from '../../src/query/searchQueries.ts';
import { prepareTargets, type Target } from '../../src/query/target.ts';
import { climbValidRows } from '../../src/query/validRows.ts';
import { processOn, randomTargets } from '../gp/support.ts';
import { rangeOf } from './constraints/support.ts';

/** Forty whole numbers from 0 to 9. */
const D = 40;
const all = (value: number) => Array<number>(D).fill(value);
const range = rangeOf({ mean: all(4), scale: all(3), least: all(0), largest: all(9), whole: all(1) });
const RBF: KernelSpec = { type: 'rbf', gamma: 1, variance: 1 };
const LINEAR: KernelSpec = { type: 'linear', weightVariance: 2, biasVariance: 0 };

async function subject(spec: KernelSpec, options: Partial<DomainOptions> = {}) {
  const random = createRandom(7);
  const rows = Array.from({ length: 20 }, () => all(0).map(() => (random.integer(10) - 4) / 3));
  const gp = await processOn(spec, matrix(20, D, Float64Array.from(rows.flat())), randomTargets(20, 2, 3), 0.1);
  const targets = await prepareTargets(gp, leaveOneOut(gp), [[4]]);
  const [target] = targets.list as readonly [Target];
  const about: DomainOptions = { values: 'valid', ...options };
  const starts = Array.from({ length: 5 }, () => ({
    from: 'noise',
    point: Float64Array.from(all(0), () => (9 * random.uniform() - 4) / 3),
  }));
  const plan = { target, starts, domain: createDomain(range, about), discrete: createDiscreteDomain(range, about) };
  return { record: Float64Array.from(rows[4] as number[]), target, plan, evaluator: queryEvaluator(gp, targets) };
}

const bestOf = (outcome: SearchOutcome | undefined) => outcome?.starts[outcome.best] as FinishedStart;
const settings = { objective: 'kl', optimizer: 'lbfgs', maxIterations: 200 } as const;

describe('a wide table', () => {
  test('has the record as its best row, also where a kernel does not see the scale of the end of a climb', async () => {
    for (const spec of [RBF, LINEAR]) {
      const { record, plan, evaluator } = await subject(spec);
      // Any size: climbs of the linear kernel end at multiples of the record, some of them negative.
      const rescaled = async (ends: readonly Question[]) =>
        ends.map(({ queries }) => {
          const size = queries.reduce((sum, value, j) => sum + value * (record[j] as number), 0) > 0 ? 1 : -1;
          return queries.map((value) => (size * value * Math.hypot(...record)) / Math.hypot(...queries));
        });
      const [outcome] = await searchQueries(evaluator, [plan], { ...settings, ...(spec === LINEAR && { rescaled }) });
      const { point } = bestOf(outcome);
      expect(Array.from(point, (value) => Math.round(3 * value))).toEqual(Array.from(record, (value) => Math.round(3 * value)));
    }
  });

  test('has a best row that no single change improves, and valid rows at the ends of all climbs', async () => {
    const record = (await subject(RBF)).record;
    const { target, plan, evaluator } = await subject(RBF, { exclude: { shape: 'ball', radius: 0.6, records: [record] } });
    const [outcome] = await searchQueries(evaluator, [plan], settings);
    const { point, value } = bestOf(outcome);
    const neighbours = plan.discrete.neighbours(point);
    expect(neighbours.length).toBeGreaterThan(64);
    for (const other of await evaluator.values(
      'kl',
      neighbours.map((queries) => ({ target, queries })),
    )) {
      expect(other).toBeLessThanOrEqual(value + 1e-8);
    }
    for (const start of outcome?.starts ?? []) {
      expect(plan.discrete.roundToValid(start.point)).toEqual(start.point);
      expect(start.value).toBeLessThanOrEqual(value);
    }
  });

  test('takes less than half of the evaluations that trying every change in every round would', async () => {
    const record = (await subject(RBF)).record;
    const { target, plan, evaluator } = await subject(RBF, { exclude: { shape: 'ball', radius: 0.6, records: [record] } });
    let asked = 0;
    let rounds = 0;
    const counting = {
      ...evaluator,
      values: (...given: Parameters<typeof evaluator.values>) => {
        asked += given[1].length;
        return evaluator.values(...given);
      },
      gradients: (...given: Parameters<typeof evaluator.gradients>) => {
        rounds += given[1].length;
        return evaluator.gradients(...given);
      },
    };
    const from = plan.discrete.roundToValid(plan.starts[0]?.point as Float64Array);
    await climbValidRows(counting, 'kl', [{ target, discrete: plan.discrete, from }], {});
    expect(rounds).toBeGreaterThan(5);
    expect(asked).toBeLessThan((rounds * plan.discrete.neighbours(from).length) / 2);
  });

  test('is left at once by a row that tells as much as the record itself', async () => {
    const { record, target, plan, evaluator } = await subject(RBF);
    let asked = 0;
    const counting = {
      ...evaluator,
      values: (...given: Parameters<typeof evaluator.values>) => {
        asked += given[1].length;
        return evaluator.values(...given);
      },
    };
    const climb = { target, discrete: plan.discrete, from: record };
    const [row] = await climbValidRows(counting, 'kl', [climb], {});
    expect([asked, row?.point]).toEqual([1, plan.discrete.roundToValid(record)]);
    // The mean distance has no such bound.
    await climbValidRows(counting, 'mean-distance', [climb], {});
    expect(asked).toBeGreaterThan(30);
  });
});

describe('worthClimbing', () => {
  test('takes the two best rows of a wide table, and leaves the others as they are', async () => {
    const { record, target, plan, evaluator } = await subject(RBF);
    const near = (changes: number) => record.map((value, j) => (j < changes ? value + (value > 0 ? -1 : 1) : value));
    const starts = [6, 1, 9, 3].map((changes) => ({
      target,
      discrete: plan.discrete,
      from: plan.discrete.roundToValid(near(changes)),
    }));
    expect(isNarrow(plan, record)).toBe(false);
    const { climbed, others } = await worthClimbing(evaluator, 'kl', starts);
    expect(climbed).toEqual([starts[1], starts[3]]);
    expect(others.map(({ from, isBest }) => [from, isBest])).toEqual([
      [starts[0]?.from, false],
      [starts[2]?.from, false],
    ]);
    const values = await evaluator.values(
      'kl',
      others.map(({ from }) => ({ target, queries: from })),
    );
    expect(others.map(({ value }) => value)).toEqual(values);
  });

  test('takes all rows of a narrow table', async () => {
    const few: DomainOptions = { values: 'valid', vary: { places: [0, 1], row: new Float64Array(D) } };
    const { target, evaluator } = await subject(RBF);
    const discrete = createDiscreteDomain(range, few);
    const starts = [0, 1, 2, 3].map((step) => ({
      target,
      discrete,
      from: discrete.roundToValid(new Float64Array(D).fill(step / 3)),
    }));
    expect(await worthClimbing(evaluator, 'kl', starts)).toEqual({ climbed: starts, others: [] });
  });
});
