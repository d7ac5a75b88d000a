import { describe, expect, test } from '@jest/globals';
import { unusedSettings } from '../../../src/audit/queries/unusedSettings.ts';

const search = { isPool: false, startsInFile: undefined };

describe('unusedSettings', () => {
  test('has nothing to say of a search that uses all, or of a pool alone', () => {
    expect(unusedSettings({ starts: 3, init: 'dataset', optimizer: 'adam', maxIterations: 4, values: 'any' }, search)).toEqual(
      [],
    );
    expect(unusedSettings({ pool: 'p.npy', queries: 2, objective: 'auc' }, { ...search, isPool: true })).toEqual([]);
  });

  test('names what a pool has no use for', () => {
    const [warning, ...others] = unusedSettings({ maxIterations: 4, starts: 8, init: 'leakiest' }, { ...search, isPool: true });
    expect(others).toEqual([]);
    expect(warning).toEqual({
      code: 'OPTION_UNUSED',
      message: expect.stringContaining('--starts, --init, --max-iterations changes nothing'),
    });
  });

  test('says when a file decides the number of starts, unless it is the one that was asked for', () => {
    const startsInFile = { name: 'starts\u001b.npy', count: 3 };
    expect(unusedSettings({ starts: 8 }, { ...search, startsInFile })[0]?.message).toContain(
      'as "starts\\u001b.npy" holds, 3: --starts 8 changes nothing',
    );
    expect(unusedSettings({ starts: 3 }, { ...search, startsInFile })).toEqual([]);
    expect(unusedSettings({}, { ...search, startsInFile })).toEqual([]);
  });
});
