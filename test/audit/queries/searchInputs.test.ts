import { describe, expect, test } from '@jest/globals';
import type { FittedSubject } from '../../../src/audit/fitSubject.ts';
import { type FindQueriesOptions, searchSettings } from '../../../src/audit/queries/options.ts';
import { isReasonable, readSearchInputs } from '../../../src/audit/queries/searchInputs.ts';
import { expectAuditError, float64Npy, temporaryFolder } from '../../data/support.ts';
import { clouds, tableDataset, withFitted } from './support.ts';

const folder = temporaryFolder();
const rows = (count: number, value = 0.5) => Array.from({ length: count }, (_, i) => value + i / 7);
const read = (fitted: FittedSubject, options: FindQueriesOptions) => readSearchInputs(fitted, options, searchSettings(options));

describe('readSearchInputs', () => {
  test('says how many queries and starts there are: by the options, the group, or the file', async () => {
    const single = folder.write('single.npy', float64Npy([4, 3], rows(12)));
    const double = folder.write('double.npy', float64Npy([5, 2, 3], rows(30)));
    await withFitted(clouds(), {}, async (fitted) => {
      const sizes = async (options: FindQueriesOptions) => {
        const { groupSize, queries, starts } = await read(fitted, options);
        return [groupSize, queries, starts];
      };
      expect(await sizes({})).toEqual([1, 1, 8]);
      expect(await sizes({ top: 4, together: true, starts: 3 })).toEqual([4, 4, 3]);
      expect(await sizes({ top: 4, together: true, queries: 2 })).toEqual([4, 2, 8]);
      expect(await sizes({ init: single })).toEqual([1, 1, 4]);
      expect(await sizes({ init: double })).toEqual([1, 2, 5]);
      expect(await sizes({ init: double, top: 2, together: true })).toEqual([2, 2, 5]);
    });
  });

  test('reads no starts beside a pool, which is asked row by row', async () => {
    const pool = folder.write('pool.npy', float64Npy([4, 3], rows(12)));
    await withFitted(clouds(), {}, async (fitted) => {
      const { given, warnings } = await read(fitted, { pool, init: 'nowhere.npy' });
      expect(given).toBeUndefined();
      expect(warnings[0]?.message).toContain('--init');
    });
  });

  test('an unknown word for --init, which could be a file, is answered with the words and the nearest of them', async () => {
    await withFitted(clouds(), {}, async (fitted) => {
      const says = '--init to be one of uniform, dataset, leakiest, or a .npy or .npz file of queries. Got ';
      await expectAuditError(() => read(fitted, { init: 'unifrom' }), 'NAME_UNKNOWN', says, '"unifrom"', 'Try --init uniform.');
      const path = folder.path('nowhere.npy');
      await expectAuditError(() => read(fitted, { init: path }), 'NAME_UNKNOWN', says, 'Try checking the path.');
    });
  });

  test('refuses starts of another number of queries', async () => {
    const double = folder.write('two.npy', float64Npy([5, 2, 3], rows(30)));
    const single = folder.write('one.npy', float64Npy([5, 3], rows(15)));
    await withFitted(clouds(), {}, async (fitted) => {
      const asOne = () => read(fitted, { init: double, queries: 1 });
      await expectAuditError(
        asOne,
        'SHAPE_MISMATCH',
        'starts of 1 query each',
        'Try --queries 2, or starts of shape [starts, values].',
      );
      const asThree = () => read(fitted, { init: single, queries: 3 });
      await expectAuditError(asThree, 'SHAPE_MISMATCH', 'Try --queries 1, or starts of shape [starts, 3, values].');
    });
  });

  test('refuses files of which nothing is of a size that kernels can take', async () => {
    const far = (name: string, values: readonly number[]) => folder.write(name, float64Npy([values.length / 3, 3], values));
    const some = far('some.npy', [...rows(3), ...rows(3, 1e300)]);
    const all = far('all.npy', rows(6, 1e300));
    await withFitted(clouds(), {}, async (fitted) => {
      expect((await read(fitted, { init: some })).starts).toBe(2);
      await expectAuditError(() => read(fitted, { init: all }), 'NOT_FINITE', 'at least one start of "all.npy"');
      await expectAuditError(() => read(fitted, { pool: some }), 'NOT_FINITE', 'every row of "some.npy"', 'Got row 1 ');
    });
  });

  test('refuses a mean distance that grows without end with the size of the query', async () => {
    const anything = { objective: 'mean-distance', values: 'any' } as const;
    const says = 'grows with the size of a query without end';
    for (const model of [
      {},
      { activation: 'gelu' },
      { kernel: 'linear' },
      { activation: 'erf', depth: 0 },
      { biasVariance: 1 },
    ]) {
      await withFitted(clouds(), model, async (fitted) => {
        await expectAuditError(() => read(fitted, anything), 'OPTION_INVALID', says);
        await read(fitted, { ...anything, values: 'range' });
        await read(fitted, { values: 'any' });
      });
    }
    for (const model of [{ kernel: 'rbf' }, { activation: 'erf' }, { activation: 'sin' }]) {
      await withFitted(clouds(), model, (fitted) => read(fitted, anything));
    }
  });

  test('refuses more starts and queries than memory holds', async () => {
    await withFitted(tableDataset(), {}, async (fitted) => {
      const wide = { ...fitted, prepared: { ...fitted.prepared, inputs: { ...fitted.gp.inputs, cols: 1e6 } } };
      const options = { starts: 10_000, queries: 1000 };
      const reading = () => readSearchInputs(wide as FittedSubject, options, searchSettings(options));
      await expectAuditError(reading, 'TOO_LARGE', '10000 starts of 1000 queries', 'Try fewer --starts or --queries.');
    });
  });
});

test('a start is reasonable up to a norm of 1e100, and only if it is a number', () => {
  expect(
    [[0, 0], [1e100, 0], [1e101, 0], [1e300, 1e300], [Number.NaN]].map((point) => isReasonable(Float64Array.from(point))),
  ).toEqual([true, true, false, false, false]);
});
