// Valid rows of tables that are found: no change of a single column gains, numbers that need not be whole stand at their optimum, and where few rows
// can be asked, trying all of them finds nothing better.

import { describe, expect, test } from '@jest/globals';
import { createRandom } from '../../src/base/random.ts';
import { leaveOneOut } from '../../src/gp/leaveOneOut.ts';
import { matrix } from '../../src/linalg/matrix.ts';
import { createDiscreteDomain } from '../../src/query/constraints/discrete.ts';
import { createDomain, type DomainOptions } from '../../src/query/constraints/domain.ts';
import { queryEvaluator } from '../../src/query/evaluateQueries.ts';
import type { Objective } from '../../src/query/objective.ts';
import { type FinishedStart, searchQueries } from '../../src/query/searchQueries.ts';
import { prepareTargets } from '../../src/query/target.ts';
import { climbValidRows } from '../../src/query/validRows.ts';
import { processOn, randomTargets } from '../gp/support.ts';
import { expectClose } from '../support/matchers.ts';
import { EXACT } from '../support/tolerances.ts';
import { rangeOf } from './constraints/support.ts';

/** A whole number from 0 to 9, two numbers, and three categories. */
const range = rangeOf({
  mean: [4, 0, 0.2, 0.3, 0.4, 0.3],
  scale: [3, 1, 2, 0.45, 0.5, 0.45],
  least: [0, -2, -5, 0, 0, 0],
  largest: [9, 2, 5, 1, 1, 1],
  whole: [1, 0, 0, 0, 0, 0],
  categories: [{ start: 3, length: 3 }],
});
const D = 6;
const standard = (row: readonly number[]) => row.map((x, j) => (x - (range.mean[j] as number)) / (range.scale[j] as number) + 0);

async function subject(kernel: 'rbf' | 'linear') {
  const random = createRandom(5);
  const rows = Array.from({ length: 14 }, () => {
    const colour = random.integer(3);
    return standard([
      random.integer(10),
      random.normal() / 2,
      random.normal() * 2,
      ...[0, 1, 2].map((k) => (k === colour ? 1 : 0)),
    ]);
  });
  const spec =
    kernel === 'rbf'
      ? ({ type: 'rbf', gamma: 1, variance: 1 } as const)
      : ({ type: 'linear', weightVariance: 2, biasVariance: 0 } as const);
  const gp = await processOn(spec, matrix(14, D, Float64Array.from(rows.flat())), randomTargets(14, 2, 3), 0.1);
  const targets = await prepareTargets(gp, leaveOneOut(gp), [[2], [7]]);
  return { rows, targets, evaluator: queryEvaluator(gp, targets) };
}

async function search(kernel: 'rbf' | 'linear', objective: Objective, exclude?: number, m = 1) {
  const { rows, targets, evaluator } = await subject(kernel);
  const random = createRandom(1);
  const plans = targets.list.map((target) => {
    const records = target.records.map((s) => Float64Array.from(rows[s] as number[]));
    const shape = kernel === 'rbf' ? ('ball' as const) : ('cone' as const);
    const options: DomainOptions = {
      values: 'valid',
      ...(exclude !== undefined && { exclude: { shape, radius: exclude, records } }),
    };
    const starts = Array.from({ length: 6 }, () => ({
      from: 'noise',
      point: Float64Array.from({ length: m * D }, (_, i) => {
        const [low, high] = [range.low[i % D] as number, range.high[i % D] as number];
        return low + random.uniform() * (high - low);
      }),
    }));
    return { target, starts, domain: createDomain(range, options), discrete: createDiscreteDomain(range, options) };
  });
  const options = { objective, optimizer: 'lbfgs', maxIterations: 200 } as const;
  return { rows, evaluator, plans, outcomes: await searchQueries(evaluator, plans, options) };
}

describe('the best rows', () => {
  test.each<['rbf' | 'linear', Objective, number | undefined, number]>([
    ['rbf', 'kl', undefined, 1],
    ['rbf', 'kl', 0.6, 1],
    ['rbf', 'mean-distance', 0.4, 1],
    ['rbf', 'auc', 0.3, 2],
    ['linear', 'kl', 0.5, 1],
  ])('%s, %s, excluded %s, %d together: all starts end at valid rows that no single change improves', async (...about) => {
    const [kernel, objective, exclude, m] = about;
    const { evaluator, plans, outcomes } = await search(kernel, objective, exclude, m);
    for (const [i, { target, starts, best }] of outcomes.entries()) {
      const { discrete, domain } = plans[i] as (typeof plans)[number];
      for (const { status, point, value } of starts) {
        expect(status).not.toBe('hopeless');
        expectClose(discrete.roundToValid(point), point, EXACT);
        expect(domain.contains(point, 1e-9)).toBe(true);
        const others = discrete.neighbours(point).map((queries) => ({ target, queries }));
        const values = await evaluator.values(objective, others);
        for (const other of values) expect(other).toBeLessThanOrEqual(value + 1e-8);
      }
      const { point, value } = starts[best] as FinishedStart;
      expect(Math.max(...starts.map((start) => start.value))).toBe(value);
      const around = discrete.around(point);
      const [evaluation] = await evaluator.gradients(objective, [{ target, queries: point }]);
      const slope = evaluation?.gradient.slice() as Float64Array;
      around?.confine(point, slope);
      // Along a curved boundary climbs go on in small steps and end when ten of them gain less than 1e-8.
      expect(Math.hypot(...slope) * Math.hypot(...point)).toBeLessThan(exclude === undefined ? 1e-5 : 0.03);
    }
  });

  test('are the records themselves where these may be asked', async () => {
    const { rows, outcomes } = await search('rbf', 'kl');
    for (const { target, starts, best } of outcomes) {
      const record = rows[target.records[0] as number] as number[];
      record.forEach((value, j) => {
        expect(starts[best]?.point[j]).toBeCloseTo(value, 5);
      });
    }
  });

  test('are as good as the best of very many rows that may be asked', async () => {
    const { evaluator, plans, outcomes } = await search('rbf', 'kl', 0.6);
    for (const [i, { target, starts, best }] of outcomes.entries()) {
      const { domain } = plans[i] as (typeof plans)[number];
      const all: Float64Array[] = [];
      for (let age = 0; age <= 9; age++) {
        for (let a = -2; a <= 2; a += 0.25) {
          for (let b = -5; b <= 5; b += 0.5) {
            for (const colour of [0, 1, 2]) {
              const row = Float64Array.from(standard([age, a, b, ...[0, 1, 2].map((k) => (k === colour ? 1 : 0))]));
              if (domain.contains(row, 0)) all.push(row);
            }
          }
        }
      }
      const values = await evaluator.values(
        'kl',
        all.map((queries) => ({ target, queries })),
      );
      expect(starts[best]?.value).toBeGreaterThan(values.reduce((most, value) => Math.max(most, value)) - 0.02);
    }
  });

  test('of several climbs at once are those of each alone', async () => {
    const { evaluator, plans } = await search('rbf', 'kl', 0.6);
    const climbs = plans.flatMap(({ target, discrete, starts }) =>
      starts.map(({ point }) => ({ target, discrete, from: point })),
    );
    const together = await climbValidRows(evaluator, 'kl', climbs, {});
    for (const [i, climb] of climbs.entries()) {
      const [alone] = await climbValidRows(evaluator, 'kl', [climb], {});
      expect(alone?.point).toEqual(together[i]?.point);
    }
    expect(await climbValidRows(evaluator, 'kl', [], {})).toEqual([]);
  });
});
