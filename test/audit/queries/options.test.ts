import { describe, expect, test } from '@jest/globals';
import { SETTING_KEYS } from '../../../src/audit/options.ts';
import { FIND_QUERIES_KEYS, type FindQueriesOptions, flagOf, searchSettings } from '../../../src/audit/queries/options.ts';
import { expectAuditError } from '../../data/support.ts';

describe('searchSettings', () => {
  test('fills in defaults, and leaves the number of queries to the group', () => {
    expect(searchSettings({})).toEqual({
      objective: 'kl',
      queries: undefined,
      starts: 8,
      init: 'uniform',
      optimizer: 'lbfgs',
      maxIterations: 200,
      values: 'valid',
      together: false,
    });
  });

  test('takes every option, and undefined for none', () => {
    const none = Object.fromEntries([...FIND_QUERIES_KEYS, 'checkpoint', 'onProgress', 'signal'].map((key) => [key, undefined]));
    expect(searchSettings(none)).toEqual(searchSettings({}));
    const given = { objective: 'auc', queries: 3, starts: 2, init: 'a.npy', optimizer: 'adam', maxIterations: 5 } as const;
    expect(searchSettings({ ...given, values: 'range', together: true, top: 4, checkpoint: 'x' })).toMatchObject(given);
  });

  test('takes the options of an audit that say what is looked at', () => {
    const audits = SETTING_KEYS.filter((key) => key !== 'delta' && key !== 'failAbove');
    expect(FIND_QUERIES_KEYS).toEqual(expect.arrayContaining(audits));
  });

  test.each<[string, Record<string, unknown>, string, string]>([
    ['a misspelt option', { max_iterations: 5 }, 'NAME_UNKNOWN', 'Got "max_iterations". Try "maxIterations".'],
    ['an option of an audit alone', { delta: 1e-5 }, 'NAME_UNKNOWN', 'Got "delta".'],
    ['an unknown objective', { objective: 'kll' }, 'NAME_UNKNOWN', 'one of kl, mean-distance, auc. Got "kll". Try "kl".'],
    ['an unknown optimizer', { optimizer: 'sgd' }, 'NAME_UNKNOWN', 'one of lbfgs, adam. Got "sgd".'],
    ['unknown values', { values: 'vaild' }, 'NAME_UNKNOWN', 'one of any, range, valid. Got "vaild". Try "valid".'],
    ['no queries', { queries: 0 }, 'OPTION_INVALID', 'from 1 to 1000 for --queries. Got 0. Try --queries 1.'],
    ['half a query', { queries: 1.5 }, 'OPTION_INVALID', 'Got 1.5.'],
    ['more queries than fit', { queries: 1001 }, 'OPTION_INVALID', 'from 1 to 1000 for --queries. Got 1001.'],
    ['no starts', { starts: 0 }, 'OPTION_INVALID', '--starts. Got 0. Try --starts 8.'],
    ['more starts than anyone waits for', { starts: 1e15 }, 'OPTION_INVALID', 'from 1 to 10000 for --starts.'],
    ['no iterations', { maxIterations: 0 }, 'OPTION_INVALID', '--max-iterations. Got 0. Try --max-iterations 200.'],
    ['iterations without end', { maxIterations: Infinity }, 'OPTION_INVALID', 'Got Infinity.'],
    ['records chosen twice', { records: [3], top: 2 }, 'OPTION_INVALID', 'records chosen in one way. Got --records and --top.'],
    ['records at random and at the top', { top: 2, random: 2 }, 'OPTION_INVALID', 'Got --top and --random. Try --top alone.'],
    ['a pool with features that vary', { pool: 'p.npy', vary: ['0'] }, 'OPTION_INVALID', 'Got --pool and --vary.'],
    ['a group with features that vary', { together: true, vary: ['0'] }, 'OPTION_INVALID', 'Got --vary with --together.'],
    ['a matrix in the place of a kernel', { kernel: 'precomputed' }, 'OPTION_INVALID', 'since queries are inputs.'],
    ['a noise variance of an audit that fails', { noiseVariance: 0 }, 'OPTION_INVALID', 'a noise variance above zero'],
  ])('refuses %s', async (_, options, code, says) => {
    await expectAuditError(() => searchSettings(options as FindQueriesOptions), code as 'NAME_UNKNOWN', says);
  });
});

test('a key is shown as the option that is typed', () => {
  expect(['top', 'excludeRadius', 'maxIterations'].map(flagOf)).toEqual(['--top', '--exclude-radius', '--max-iterations']);
});
