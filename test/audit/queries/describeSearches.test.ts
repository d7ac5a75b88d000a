import { describe, expect, test } from '@jest/globals';
import { describeSearches, describeSettings, missedWarning, studyOf } from '../../../src/audit/queries/describeSearches.ts';
import type { Found } from '../../../src/audit/queries/found.ts';
import { searchSettings } from '../../../src/audit/queries/options.ts';
import type { SearchResult, StartResult } from '../../../src/audit/queryResult.ts';
import { rowOf } from '../../../src/linalg/matrix.ts';
import { float64Npy, temporaryFolder } from '../../data/support.ts';
import { clouds, plannerOf, tableDataset, withFitted } from './support.ts';

const folder = temporaryFolder();

const start = (status: StartResult['status'], reached: boolean): StartResult => ({
  from: 'uniform',
  status,
  kl: status === 'failed' ? null : 1,
  iterations: 5,
  cosineToRecord: null,
  reached,
});
const search = (changes: Partial<SearchResult>): SearchResult => ({
  records: [0],
  classIndexes: [0],
  kl: 1,
  meanDistance: 0.1,
  auc: 0.7,
  klAtRecord: 1,
  meanDistanceAtRecord: 0.1,
  cosineToRecord: 1,
  nearestRecord: 0,
  iterations: 10,
  gradientNorm: 0,
  gradientNormAtRecord: null,
  best: 0,
  starts: [start('converged', true)],
  trace: [1],
  ...changes,
});

describe('studyOf', () => {
  test('counts searches and starts that attained the optimum, of those that were not given up or failed', () => {
    const starts = [start('hopeless', false), start('converged', true), start('iteration-limit', false), start('failed', false)];
    const study = studyOf([search({ starts, best: 1 }), search({ starts, best: 2 })]);
    expect(study).toMatchObject({ searches: 2, reached: 1, startsRun: 4, startsReached: 2 });
  });

  test('has gaps to the bound, gains of the mean distance and slopes, largest and median', () => {
    const study = studyOf([
      search({ kl: 3, klAtRecord: 4, meanDistance: 0.3, iterations: 7, gradientNormAtRecord: 1e-9 }),
      search({ kl: 1, klAtRecord: 4, meanDistance: 0.05, iterations: 8 }),
      search({ kl: 4, klAtRecord: 4, iterations: 30, gradientNormAtRecord: 1e-3 }),
    ]);
    expect(study).toMatchObject({ largestGap: 0.75, medianGap: 0.25, medianIterations: 8, largestGradientNormAtRecord: 1e-3 });
    expect(study.largestMeanDistanceGain).toBeCloseTo(3, 12);
    expect(studyOf([search({ kl: 3, klAtRecord: 4 }), search({})]).medianGap).toBe(0.125);
  });

  test('has none of these without leakage', () => {
    expect(studyOf([search({ kl: 0, klAtRecord: 0, meanDistance: 0, meanDistanceAtRecord: 0 })])).toMatchObject({
      largestGap: null,
      medianGap: null,
      largestMeanDistanceGain: null,
      largestGradientNormAtRecord: null,
    });
  });
});

describe('missedWarning', () => {
  const searches = [search({ kl: 0.98 }), search({ kl: 0.995 }), search({ kl: 0.01 }), search({ kl: 0, klAtRecord: 0 })];
  const about = (canReachRecord: boolean) => ({ canReachRecord }) as Parameters<typeof missedWarning>[1];

  test('counts the searches that ended well below the record, and names the starts that mostly find it', () => {
    const [warning, ...others] = missedWarning(searches, about(true));
    expect(others).toEqual([]);
    expect(warning?.code).toBe('RECORD_MISSED');
    expect(warning?.message).toMatch(
      /^2 of 4 searches ended at a question that tells less .*--init leakiest or dataset.*--starts/,
    );
    expect(missedWarning([search({ kl: 0.5 })], about(true))[0]?.message).toMatch(/^1 of 1 search ended/);
  });

  test('has nothing to say of searches that found the record, or could not', () => {
    expect(missedWarning(searches.slice(1, 2), about(true))).toEqual([]);
    expect(missedWarning(searches, about(false))).toEqual([]);
  });
});

describe('describeSearches', () => {
  const foundStart = (kl: number | null, value: number, status: StartResult['status'] = 'converged') => ({
    from: 'uniform',
    status,
    value,
    iterations: 2,
    evaluations: 3,
    kl,
    cosineToRecord: kl === null ? null : 1,
  });
  const found = (point: Float64Array, starts: Found['starts']): Found => ({
    positions: [3],
    point,
    leakage: { kl: 1, meanDistance: 0.1, auc: 0.7 },
    ownKl: 1,
    ownMeanDistance: 0.1,
    gradientNorm: 0,
    gradientNormAtRecord: 0,
    starts,
    best: 1,
    trace: [1],
    steps: [],
  });
  const starts = [
    foundStart(1 - 2e-6, -2e-6),
    foundStart(1 - 5e-7, 0),
    foundStart(1 - 1e-9, -5e-7, 'hopeless'),
    foundStart(null, Number.NEGATIVE_INFINITY, 'failed'),
  ];

  test('counts a start as there within 1e-6 of the record itself, where that can be reached, and never one that was given up', async () => {
    await withFitted(clouds(20), { limit: 15 }, async (fitted) => {
      const record = rowOf(fitted.gp.inputs, 3);
      const planner = await plannerOf(fitted, {});
      const [one] = await describeSearches(fitted, planner, 'kl', [found(record, starts)]);
      expect(one?.starts.map(({ reached }) => reached)).toEqual([false, true, false, false]);
      expect(one).toMatchObject({ records: [fitted.prepared.rows[3]], nearestRecord: fitted.prepared.rows[3], iterations: 2 });
    });
  });

  test('counts a start as there within 1e-6 of the best one, where the record cannot be reached or is not the optimum', async () => {
    await withFitted(clouds(), {}, async (fitted) => {
      const record = rowOf(fitted.gp.inputs, 3);
      const better = { ...found(record, starts), ownKl: 2 };
      const reached = async (options: object, objective: 'kl' | 'mean-distance') => {
        const [one] = await describeSearches(fitted, await plannerOf(fitted, options), objective, [better]);
        return one?.starts.map((own) => own.reached);
      };
      expect(await reached({ excludeRadius: 0.3 }, 'kl')).toEqual([false, true, false, false]);
      // By the objective, of which the values are logarithms.
      expect(await reached({ objective: 'mean-distance' }, 'mean-distance')).toEqual([false, true, true, false]);
    });
  });

  test('names the nearest record by angle where the kernel sees no scale, else by distance', async () => {
    const data = {
      x: [
        [1, 0],
        [10, 0.5],
        [0, 1],
        [-1, -1],
        [-10, -0.5],
      ],
      y: [0, 1, 0, 1, 0],
    };
    const nearest = (model: object) =>
      withFitted(data, { normalize: 'none', ...model }, async (fitted) => {
        const [one] = await describeSearches(fitted, await plannerOf(fitted, {}), 'kl', [found(Float64Array.of(2, 0.1), starts)]);
        return one?.nearestRecord;
      });
    expect(await nearest({ kernel: 'rbf' })).toBe(0);
    expect(await nearest({ kernel: 'fcn' })).toBe(1);
  });
});

test('describeSettings says what was asked: file names without folders, features by name, the pool in the place of an optimizer', async () => {
  const pool = folder.write(
    'public.npy',
    float64Npy(
      [4, 5],
      Array.from({ length: 20 }, (_, i) => i / 7),
    ),
  );
  await withFitted(tableDataset(), { kernel: 'rbf' }, async (fitted) => {
    const described = async (options: object) => describeSettings(searchSettings(options), await plannerOf(fitted, options));
    expect(await described({ vary: ['age,colour'], excludeRadius: 0.2, starts: 3 })).toEqual({
      objective: 'kl',
      queries: 1,
      starts: 3,
      init: 'uniform',
      optimizer: 'lbfgs',
      maxIterations: 200,
      values: 'valid',
      together: false,
      exclude: { radius: 0.2, shape: 'ball' },
      pool: null,
      vary: ['age', 'colour'],
    });
    expect(await described({ init: pool })).toMatchObject({ init: 'public.npy', starts: 4 });
    expect(await described({ pool, queries: 2 })).toMatchObject({
      optimizer: 'pool',
      queries: 2,
      pool: { name: 'public.npy', rows: 4 },
    });
  });
});
