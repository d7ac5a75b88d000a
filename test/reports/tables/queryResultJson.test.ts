// How the results of searches are kept and read back: as they were, and refused where their parts contradict each other.

import { describe, expect, test } from '@jest/globals';
import { parseResult, resultJson } from '../../../reports/tables/resultJson.ts';
import type { QueryResult } from '../../../src/audit/queryResult.ts';
import { expectAuditError } from '../../data/support.ts';
import { QUERY_VARIANTS, sampleQueryResult } from '../../support/sampleQueryResult.ts';

test.each(Object.entries(QUERY_VARIANTS))('reads back to the same result: %s', (_, options) => {
  const result = sampleQueryResult(options);
  expect(parseResult(resultJson(result))).toEqual(result);
});

test('writes one search to a line', () => {
  const lines = resultJson(sampleQueryResult({ command: 'query' })).split('\n');
  expect(lines.filter((line) => line.startsWith('{"records":'))).toHaveLength(24);
});

test('refuses a number that is not finite', async () => {
  const result = sampleQueryResult({ command: 'query', searches: 3 });
  const searches = result.searches.map((search, i) => (i === 1 ? { ...search, kl: Number.POSITIVE_INFINITY } : search));
  await expectAuditError(() => resultJson({ ...result, searches }), 'NUMERICAL_FAILURE', 'at searches[1].kl');
});

describe('a result whose parts contradict each other is refused:', () => {
  const query = sampleQueryResult({ command: 'query', searches: 3 });
  const landscape = sampleQueryResult({ command: 'landscape' });
  const rebuilt = sampleQueryResult({ command: 'reconstruct', searches: 3 });
  const [first] = query.searches;
  const { reconstruction } = rebuilt;
  test.each<[string, QueryResult, string]>([
    ['searches without settings', { ...query, search: null }, 'Expected search in the result of this command'],
    ['a query without searches', { ...query, searches: [], study: null }, 'Expected searches in the result'],
    ['a landscape without one', { ...landscape, landscape: null }, 'Expected landscape in the result'],
    ['an attack without reconstructions', { ...rebuilt, reconstruction: null }, 'Expected reconstruction in the result'],
    [
      'a class that is not there',
      withSearch({ classIndexes: [99] }),
      'Expected searches[0] to name a class of this result. Got class 99.',
    ],
    ['other classes than records', withSearch({ classIndexes: [0, 1] }), 'Expected searches[0].classIndexes'],
    ['a best start that is not there', withSearch({ best: 9 }), 'Expected searches[0].best to name one of 4 starts. Got 9.'],
    ['a study of other searches', { ...query, study: { ...query.study!, searches: 7 } }, 'Expected study.searches'],
    [
      'a plane with a value too few',
      { ...landscape, landscape: { ...landscape.landscape!, plane: { ...landscape.landscape!.plane!, kl: [1] } } },
      'Expected landscape.plane',
    ],
    [
      'a record rebuilt twice',
      { ...rebuilt, reconstruction: { ...reconstruction!, gallery: [], records: Array(3).fill(reconstruction!.records[0]) } },
      'Expected each record once',
    ],
    [
      'successes that were miscounted',
      { ...rebuilt, reconstruction: { ...reconstruction!, success: { ...reconstruction!.success, successes: 1 } } },
      'Expected reconstruction.success.successes',
    ],
    [
      'a picture of another record',
      { ...rebuilt, reconstruction: { ...reconstruction!, gallery: [{ ...reconstruction!.gallery[0]!, record: 999 }] } },
      'Expected reconstruction.gallery[0] to name a record of this result. Got record 999.',
    ],
  ])('%s', async (_, result, words) => {
    await expectAuditError(() => parseResult(JSON.stringify(result)), 'RESULT_INVALID', words);
  });

  function withSearch(change: Partial<QueryResult['searches'][number]>): QueryResult {
    return { ...query, searches: [{ ...first!, ...change }, ...query.searches.slice(1)] };
  }
});

test('another version is spoken of first', async () => {
  const text = JSON.stringify({ ...sampleQueryResult({ command: 'query' }), schemaVersion: '2.0' });
  await expectAuditError(() => parseResult(text), 'RESULT_INVALID', 'Got schema version "2.0", another major version.');
});
