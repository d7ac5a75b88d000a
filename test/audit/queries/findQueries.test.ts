// The main claims: what a query is said to tell is what fitting the model again without the record gives.

import { describe, expect, test } from '@jest/globals';
import { findQueries } from '../../../src/audit/queries/findQueries.ts';
import type { FindQueriesOptions } from '../../../src/audit/queries/options.ts';
import { queryResultSchema } from '../../../src/audit/queryResult.ts';
import { float64Npy, temporaryFolder } from '../../data/support.ts';
import { type Kernel, linear, matern, rbf, reluNetwork } from '../denseRefit.ts';
import { clouds, pictureDataset, refitAt, rowsOf, standardizing, tableDataset } from './support.ts';

const folder = temporaryFolder();
const one = { engine: 'wasm', threads: 1 } as const;

/** As in test/audit/refit.test.ts; two queries that nearly coincide lose some digits more. */
const REFIT = 1e-7;
/** The tangent kernel has a cusp, and the refit finds angles as arc cosines: those near 0 are known to half the digits. */
const CUSP = 1e-5;

describe('what a query tells is what refitting without the record gives', () => {
  const data = clouds(16);
  const kernels: readonly (readonly [string, FindQueriesOptions, Kernel])[] = [
    ['rbf', { kernel: 'rbf', gamma: 0.7 }, rbf(0.7, 1)],
    ['matern', { kernel: 'matern32', variance: 2 }, matern(1.5, 1, 2)],
    ['linear', { kernel: 'linear', biasVariance: 0.4 }, linear(2, 0.4)],
    ['a relu network', { depth: 2 }, reluNetwork('nngp', 2, 2, 0)],
    ['its tangent kernel', { kernel: 'ntk', depth: 2, biasVariance: 0.1 }, reluNetwork('ntk', 2, 2, 0.1)],
  ];
  const searches: readonly (readonly [string, FindQueriesOptions])[] = [
    ['single records', { records: [2, 9], starts: 2 }],
    ['two queries', { records: [2, 9], queries: 2, starts: 2, maxIterations: 4 }],
    ['a group', { records: [2, 9, 5], together: true, starts: 2, maxIterations: 4 }],
    ['the mean distance', { records: [2], objective: 'mean-distance', starts: 2 }],
    ['an excluded region', { records: [2], objective: 'auc', excludeRadius: 0.5, starts: 2 }],
    ['features that vary', { records: [2], vary: ['0', '2'], starts: 2, excludeRadius: 0.2 }],
  ];
  test.each(kernels.flatMap(([name, model, kernel]) => searches.map((search) => [name, ...search, model, kernel] as const)))(
    '%s, %s',
    async (_, __, options, model, kernel) => {
      const { result, queries } = await findQueries(data, { ...one, noiseVariance: 0.2, ...model, ...options });
      const toInputs = standardizing(data.x);
      const x = data.x.map(toInputs);
      const tolerance = model.kernel === 'ntk' ? CUSP : REFIT;
      expect(Array.from(queries.records)).toEqual(options.records);
      for (const [i, { kl, meanDistance, klAtRecord, records }] of result.searches.entries()) {
        const told = refitAt(kernel, x, data.y, 0.2, records, rowsOf(queries, i).map(toInputs));
        expect(Math.abs(kl / told.kl - 1)).toBeLessThan(tolerance);
        expect(Math.abs(meanDistance / told.meanDistance - 1)).toBeLessThan(tolerance);
        const own = refitAt(
          kernel,
          x,
          data.y,
          0.2,
          records,
          records.map((record) => x[record] as number[]),
        );
        expect(Math.abs(klAtRecord / own.kl - 1)).toBeLessThan(tolerance);
        expect(kl).toBeLessThanOrEqual(klAtRecord * (1 + 1e-9));
      }
    },
  );
});

describe('the result object passes its schema', () => {
  const pool = () =>
    folder.write(
      'rows.npy',
      float64Npy(
        [6, 6],
        Array.from({ length: 36 }, (_, i) => (i * 41) % 250),
      ),
    );
  test.each<[string, FindQueriesOptions]>([
    ['single records', { top: 2 }],
    ['groups', { records: [1, 4], together: true }],
    ['several queries from records', { records: [1], queries: 2, init: 'dataset' }],
    ['gelu', { records: [1], activation: 'gelu', init: 'leakiest' }],
    ['ntk by Adam', { records: [1], kernel: 'ntk', optimizer: 'adam', maxIterations: 5 }],
    [
      'rbf with everything',
      { random: 2, kernel: 'rbf', excludeRadius: 0.4, vary: ['0-3'], objective: 'auc', noiseVariance: 'auto' },
    ],
    ['a pool', { records: [1], pool: 'POOL' }],
  ])('%s', async (_, options) => {
    const given = options.pool === undefined ? options : { ...options, pool: pool() };
    const pictures = await findQueries(pictureDataset(), { ...one, starts: 2, ...given });
    expect(queryResultSchema.parse(JSON.parse(JSON.stringify(pictures.result)))).toEqual(pictures.result);
    expect(pictures.result).toMatchObject({ command: 'query', landscape: null, reconstruction: null });
    if (options.pool !== undefined || options.vary !== undefined) return;
    const { result } = await findQueries(tableDataset(), { ...one, starts: 2, ...options });
    expect(queryResultSchema.parse(JSON.parse(JSON.stringify(result)))).toEqual(result);
  });

  test('and says which settings changed nothing', async () => {
    const { result } = await findQueries(pictureDataset(), { ...one, records: [1], pool: pool(), starts: 3 });
    expect(result.warnings).toEqual([{ code: 'OPTION_UNUSED', message: expect.stringContaining('--starts') }]);
  });
});
