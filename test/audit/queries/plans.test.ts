import { describe, expect, test } from '@jest/globals';
import type { FittedSubject } from '../../../src/audit/fitSubject.ts';
import type { SubjectOptions } from '../../../src/audit/options.ts';
import type { FindQueriesOptions } from '../../../src/audit/queries/options.ts';
import { rowOf } from '../../../src/linalg/matrix.ts';
import { prepareTargets, type Target } from '../../../src/query/target.ts';
import { expectAuditError, float64Npy, temporaryFolder } from '../../data/support.ts';
import { clouds, plannerOf, tableDataset, withFitted } from './support.ts';

const folder = temporaryFolder();
const planOf = async (fitted: FittedSubject, options: FindQueriesOptions, group: readonly number[] = [3]) => {
  const targets = await prepareTargets(fitted.gp, fitted.identities, [group]);
  return (await plannerOf(fitted, options)).plan(targets.list[0] as Target, targets);
};

describe('createPlanner', () => {
  test.each<[string, SubjectOptions, FindQueriesOptions, boolean]>([
    ['a relu network', {}, {}, true],
    ['a linear kernel', { kernel: 'linear' }, { values: 'range' }, true],
    ['a relu network with biases', { biasVariance: 0.1 }, {}, false],
    ['a gelu network', { activation: 'gelu' }, {}, false],
    ['an rbf kernel', { kernel: 'rbf' }, {}, false],
    ['the mean distance, which scale changes', {}, { objective: 'mean-distance' }, false],
    ['features of which some vary', {}, { vary: ['0'] }, false],
    ['values whose range the mean of the data lies outside of', { normalize: 'none' }, {}, false],
    ['the same, where any values may be asked', { normalize: 'none' }, { values: 'any' }, true],
  ])('searches by direction alone where scale tells nothing: %s', async (_, model, options, expected) => {
    const { x, y } = clouds();
    const shifted = { x: x.map((row) => row.map((value) => value + 30)), y };
    await withFitted(shifted, model, async (fitted) => {
      expect((await plannerOf(fitted, options)).isScaleFree).toBe(expected);
    });
  });

  test('searches tables for valid rows, by scale too, unless any values may be asked', async () => {
    await withFitted(tableDataset(), {}, async (fitted) => {
      const kinds = async (options: FindQueriesOptions) => {
        const { isDiscrete, isBounded, isScaleFree } = await plannerOf(fitted, options);
        return { isDiscrete, isBounded, isScaleFree };
      };
      expect(await kinds({})).toEqual({ isDiscrete: true, isBounded: true, isScaleFree: false });
      expect(await kinds({ values: 'range' })).toEqual({ isDiscrete: false, isBounded: true, isScaleFree: true });
      expect(await kinds({ values: 'any' })).toEqual({ isDiscrete: false, isBounded: false, isScaleFree: true });
      expect((await planOf(fitted, {})).discrete).toBeDefined();
      expect((await planOf(fitted, { values: 'range' })).discrete).toBeUndefined();
    });
  });

  test.each<[string, SubjectOptions, 'ball' | 'cone', (share: number) => boolean]>([
    ['a ball', { kernel: 'rbf' }, 'ball', (share) => share > 1.4 || share < 0.6],
    ['a cone where the kernel sees no scale', {}, 'cone', (share) => share < 0],
    ['two cones where it sees no sign either', { kernel: 'linear' }, 'cone', () => false],
  ])('excludes %s', async (_, model, shape, isFree) => {
    await withFitted(clouds(), model, async (fitted) => {
      const planner = await plannerOf(fitted, { excludeRadius: 0.4, values: 'any' });
      expect(planner.exclude).toEqual({ radius: 0.4, shape });
      const record = rowOf(fitted.gp.inputs, 3);
      for (const share of [-2, -0.1, 0.1, 0.5, 1, 1.3, 1.5, 7]) {
        const multiple = record.map((value) => share * value);
        expect({ share, isFree: planner.domain({ records: [3] }).contains(multiple, 1e-9) }).toEqual({
          share,
          isFree: isFree(share),
        });
      }
    });
  });

  test('knows where the record itself can be reached', async () => {
    const pool = folder.write(
      'pool.npy',
      float64Npy(
        [4, 3],
        Array.from({ length: 12 }, (_, i) => i / 7),
      ),
    );
    await withFitted(clouds(), {}, async (fitted) => {
      const reach = async (options: FindQueriesOptions) => {
        const { mayAskRecord, canReachRecord } = await plannerOf(fitted, options);
        return [mayAskRecord, canReachRecord];
      };
      expect(await reach({})).toEqual([true, true]);
      expect(await reach({ objective: 'auc', vary: ['0-1'] })).toEqual([true, true]);
      expect(await reach({ objective: 'mean-distance' })).toEqual([true, false]);
      expect(await reach({ excludeRadius: 0.2 })).toEqual([false, false]);
      expect(await reach({ pool })).toEqual([false, false]);
      expect(await reach({ top: 3, together: true })).toEqual([true, true]);
      expect(await reach({ top: 3, together: true, queries: 2 })).toEqual([true, false]);
    });
  });

  test('keeps what does not vary as it is in the record of each target', async () => {
    await withFitted(tableDataset(), { kernel: 'rbf' }, async (fitted) => {
      const planner = await plannerOf(fitted, { vary: ['weight'] });
      for (const s of [2, 5]) {
        const point = new Float64Array(5).fill(9);
        planner.domain({ records: [s] }).project(point);
        const record = rowOf(fitted.gp.inputs, s);
        expect([0, 2, 3, 4].map((j) => point[j])).toEqual([0, 2, 3, 4].map((j) => record[j]));
        expect(point[1]).not.toBe(record[1]);
      }
    });
  });

  test('refuses before the search a group about which nothing may be asked, and names its records', async () => {
    await withFitted(clouds(), { kernel: 'rbf' }, async (fitted) => {
      const planner = await plannerOf(fitted, { excludeRadius: 50 });
      const says = ['queries to be left outside of the ball of radius 50', 'Got none, for record 6.'];
      await expectAuditError(() => planner.assertAskable([[6], [7]]), 'OPTION_INVALID', ...says);
      const all = await plannerOf(fitted, { excludeRadius: -1 });
      await expectAuditError(
        () => all.assertAskable([[0, 1, 2, 3, 4, 5]]),
        'OPTION_INVALID',
        'Got -1, for records 0, 1, 2, 3, 4 and others.',
      );
      (await plannerOf(fitted, { excludeRadius: 0.1 })).assertAskable([[6], [7]]);
    });
  });

  test('asks of a pool the rows outside of what is excluded', async () => {
    await withFitted(clouds(), { kernel: 'rbf' }, async (fitted) => {
      const raw = [3, 4, 5].flatMap((s) => Array.from(fitted.prepared.restore(rowOf(fitted.gp.inputs, s))));
      const pool = folder.write('rows.npy', float64Npy([3, 3], raw));
      expect((await plannerOf(fitted, { pool })).allowedRows({ records: [4] })).toEqual([0, 1, 2]);
      const excluding = await plannerOf(fitted, { pool, excludeRadius: 1e-6 });
      expect(excluding.allowedRows({ records: [4] })).toEqual([0, 2]);
      const none = await plannerOf(fitted, { pool, excludeRadius: 1e3 });
      await expectAuditError(() => none.assertAskable([[4]]), 'OPTION_INVALID', 'Got none of 3, for record 4.');
    });
  });

  test('has another key for another file of the same name', async () => {
    await withFitted(clouds(), {}, async (fitted) => {
      const keyOf = async (value: number, option: 'pool' | 'init') => {
        const path = folder.write('same.npy', float64Npy([1, 3], [1, value, 3]));
        return (await plannerOf(fitted, { [option]: path })).key;
      };
      expect(await keyOf(1, 'pool')).toBe(await keyOf(1, 'pool'));
      expect(await keyOf(1, 'pool')).not.toBe(await keyOf(2, 'pool'));
      expect(await keyOf(1, 'init')).not.toBe(await keyOf(2, 'init'));
    });
  });
});
