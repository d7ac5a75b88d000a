import { describe, expect, test } from '@jest/globals';
import { findQueries } from '../../../src/audit/queries/findQueries.ts';
import { foundOf } from '../../../src/audit/queries/found.ts';
import type { FindQueriesOptions } from '../../../src/audit/queries/options.ts';
import type { Progress } from '../../../src/base/progress.ts';
import { rowOf } from '../../../src/linalg/matrix.ts';
import { type QueryEvaluator, queryEvaluator } from '../../../src/query/evaluateQueries.ts';
import type { FinishedStart } from '../../../src/query/searchQueries.ts';
import { prepareTargets, type Target } from '../../../src/query/target.ts';
import { expectAuditError } from '../../data/support.ts';
import { clouds, plannerOf, withFitted } from './support.ts';

const finished = (point: Float64Array, status: FinishedStart['status'] = 'converged'): FinishedStart => ({
  from: 'uniform',
  status,
  value: 0,
  point,
  gradientNorm: 1e-9,
  iterations: 3,
  evaluations: 4,
  trace: [-1, 0],
  steps: [],
});

/** What foundOf makes of searches about records 3 and 7 that ended at the records, with an evaluator that may be changed. */
function found(options: FindQueriesOptions, change: (evaluator: QueryEvaluator) => Partial<QueryEvaluator> = () => ({})) {
  return withFitted(clouds(), { kernel: 'rbf' }, async (fitted) => {
    const targets = await prepareTargets(fitted.gp, fitted.identities, [[3], [7]]);
    const evaluator = queryEvaluator(fitted.gp, targets);
    const outcomes = targets.list.map((target: Target) => ({
      target,
      starts: [finished(new Float64Array(3), 'failed'), finished(rowOf(fitted.gp.inputs, target.records[0] as number).slice())],
      best: 1,
    }));
    return foundOf(fitted, { ...evaluator, ...change(evaluator) }, await plannerOf(fitted, options), 'kl', outcomes);
  });
}

describe('foundOf', () => {
  test('says of each start what it tells, and of one that failed nothing', async () => {
    for (const { leakage, ownKl, starts, gradientNormAtRecord } of await found({})) {
      expect(leakage.kl).toBeCloseTo(ownKl, 10);
      expect(starts.map(({ kl, cosineToRecord }) => [kl, cosineToRecord])).toEqual([
        [null, null],
        [expect.closeTo(ownKl, 10), 1],
      ]);
      // The record is the maximum.
      expect(gradientNormAtRecord).toBeLessThan(1e-6);
    }
  });

  test('has no slope at the record where it may not be asked, is not as many queries, or tells nothing', async () => {
    const slopes = async (...given: Parameters<typeof found>) => (await found(...given)).map((one) => one.gradientNormAtRecord);
    expect(await slopes({ excludeRadius: 0.1 })).toEqual([null, null]);
    const silent = { value: Number.NEGATIVE_INFINITY, gradient: new Float64Array(3) };
    expect(await slopes({}, () => ({ gradients: async (_, questions) => questions.map(() => silent) }))).toEqual([null, null]);
  });

  test('asks about all searches together', async () => {
    const asked: number[] = [];
    await found({}, (evaluator) => ({
      leakages(questions) {
        asked.push(questions.length);
        return evaluator.leakages(questions);
      },
    }));
    expect(asked).toEqual([2, 2]);
  });

  test('fails with the rows of the records where rounding hides the best query', async () => {
    const hidden = () => found({}, () => ({ leakages: async (questions) => questions.map(() => undefined) }));
    await expectAuditError(hidden, 'NUMERICAL_FAILURE', 'the search about record 3 can go on', 'rounding hides');
  });
});

test('what does not fit the data is refused before the model is fitted', async () => {
  const stages: string[] = [];
  const onProgress = ({ stage }: Progress) => void stages.push(stage);
  for (const options of [{ records: [20] }, { init: 'unifrom' }, { pool: 'nowhere.npy' }, { vary: ['9'] }, { top: 21 }]) {
    const finding = () => findQueries(clouds(), { engine: 'wasm', threads: 1, onProgress, ...options });
    await expect(finding()).rejects.toMatchObject({ kind: 'input' });
  }
  expect(stages).toEqual([]);
  await findQueries(clouds(), { engine: 'wasm', threads: 1, onProgress, top: 1, starts: 1 });
  expect(stages).toContain('factorization');
});
