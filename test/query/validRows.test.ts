// The climb over valid rows itself, on functions that are written down: which changes are tried, and which one is taken.

import { describe, expect, test } from '@jest/globals';
import { leaveOneOut } from '../../src/gp/leaveOneOut.ts';
import { createDiscreteDomain, type DiscreteDomain } from '../../src/query/constraints/discrete.ts';
import { type QueryEvaluator, queryEvaluator } from '../../src/query/evaluateQueries.ts';
import type { Objective } from '../../src/query/objective.ts';
import { searchQueries } from '../../src/query/searchQueries.ts';
import { prepareTargets, type Target } from '../../src/query/target.ts';
import { climbValidRows } from '../../src/query/validRows.ts';
import { sampleProcess } from '../gp/support.ts';
import { rangeOf } from './constraints/support.ts';

const D = 40;
const all = (value: number) => Array<number>(D).fill(value);
/** Whole numbers from 0 to 9, standardized by nothing. */
const range = rangeOf({ mean: all(0), scale: all(1), least: all(0), largest: all(9), whole: all(1) });
const discrete = createDiscreteDomain(range, { values: 'valid' });
const gp = await sampleProcess({ type: 'rbf', gamma: 1, variance: 1 }, { d: 3 });
const targets = await prepareTargets(gp, leaveOneOut(gp), [[1]]);
const [target] = targets.list as readonly [Target];

/** Tells value(x) and a slope, and notes where slopes were asked for. */
function told(value: (x: Float64Array) => number, slope: (x: Float64Array) => Float64Array) {
  const at: Float64Array[] = [];
  let asked = 0;
  const evaluator = {
    dimensions: D,
    values: async (_: Objective, questions: readonly { queries: Float64Array }[]) => {
      asked += questions.length;
      return questions.map(({ queries }) => value(queries));
    },
    gradients: async (_: Objective, questions: readonly { queries: Float64Array }[]) =>
      questions.map(({ queries }) => {
        at.push(queries);
        return { value: value(queries), gradient: slope(queries) };
      }),
  } as unknown as QueryEvaluator;
  return { evaluator, at, asked: () => asked };
}

/** Below every bound: distance by columns of unlike weight from 3, 4, 5, 3, 4, 5, … */
const goal = (j: number) => 3 + (j % 3);
const value = (x: Float64Array) => -1e3 - x.reduce((sum, v, j) => sum + (j + 1) * Math.abs(v - goal(j)), 0);
const slope = (x: Float64Array) => x.map((v, j) => (j + 1) * Math.sign(goal(j) - v));
const from = new Float64Array(D);
const climb = (evaluator: QueryEvaluator, objective: Objective = 'kl') =>
  climbValidRows(evaluator, objective, [{ target, discrete, from }], {});

describe('climbValidRows', () => {
  test('takes the change that gains most in every round', async () => {
    const { evaluator, at } = told(value, slope);
    const [row] = await climb(evaluator);
    expect(Array.from(row?.point ?? [])).toEqual(all(0).map((_, j) => goal(j)));
    // One step of 4 towards 5 in column 38, whose units count 39 each.
    expect(at[1]?.findIndex((v, j) => v !== from[j])).toBe(38);
  });

  test('tries what slopes promise nothing of where nothing else gains', async () => {
    for (const misleading of [(x: Float64Array) => slope(x).map((v) => 0 - v), () => new Float64Array(D)]) {
      const { evaluator, at } = told(value, misleading);
      const [row] = await climb(evaluator);
      expect(Array.from(row?.point ?? [])).toEqual(all(0).map((_, j) => goal(j)));
      // Of the 32 that are tried first, those of the first columns where slopes are 0, again the one that gains most.
      if (!misleading(from).some(Boolean)) expect(at[1]?.findIndex((v, j) => v !== from[j])).toBe(8);
    }
  });

  test('leaves a row at the bound, unless the mean distance is sought, which has none', async () => {
    const high = told(() => 1e3, slope);
    const [row] = await climb(high.evaluator);
    expect([row?.point, high.asked()]).toEqual([from, 1]);
    await climb(high.evaluator, 'mean-distance');
    expect(high.asked()).toBeGreaterThan(40);
  });
});

describe('rows around climbs', () => {
  const rigid: DiscreteDomain = { roundToValid: (point) => point.slice(), neighbours: () => [], around: () => undefined };
  const settings = { objective: 'kl', optimizer: 'lbfgs', maxIterations: 5 } as const;
  const evaluator = queryEvaluator(gp, targets);
  const record = gp.inputs.data.slice(3, 6);
  const near = record.map((v) => 1.1 * v);
  const far = record.map((v) => v + 2);
  /** Where every climb ends at once. */
  const corner = (at: Float64Array) => ({
    project: (point: Float64Array) => void point.set(at),
    confine: (_: Float64Array, direction: Float64Array) => void direction.fill(0),
    contains: () => true,
  });

  test('are sought at the start too, which may be the better one', async () => {
    const starts = [near, far].map((point) => ({ from: 'noise', point }));
    const [outcome] = await searchQueries(evaluator, [{ target, starts, domain: corner(far), discrete: rigid }], settings);
    expect(outcome?.starts.map(({ point }) => point)).toEqual([near, far]);
    expect(outcome?.best).toBe(0);
  });

  test('are sought at the end with another size, where that is given', async () => {
    const starts = [{ from: 'noise', point: far }];
    const seen: Float64Array[] = [];
    const rescaled = async (ends: readonly { queries: Float64Array }[]) => {
      seen.push(...ends.map(({ queries }) => queries));
      return [near];
    };
    const plan = { target, starts, domain: corner(far), discrete: rigid };
    const [outcome] = await searchQueries(evaluator, [plan], { ...settings, rescaled });
    expect(seen).toEqual([far]);
    expect(outcome?.starts[0]?.point).toEqual(near);
    // Of no interest where queries need not be valid rows.
    const [free] = await searchQueries(evaluator, [{ target, starts, domain: corner(far) }], { ...settings, rescaled });
    expect(free?.starts[0]?.point).toEqual(far);
  });
});
