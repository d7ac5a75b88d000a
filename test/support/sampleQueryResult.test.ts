import { describe, expect, test } from '@jest/globals';
import { queryResultSchema } from '../../src/audit/queryResult.ts';
import { QUERY_VARIANTS, sampleQueryResult } from './sampleQueryResult.ts';

describe.each(Object.entries(QUERY_VARIANTS))('the sample result: %s', (_, options) => {
  test('is accepted by the schema', () => {
    expect(queryResultSchema.safeParse(sampleQueryResult(options)).error?.issues ?? []).toEqual([]);
  });
  test('is the same every time', () => {
    expect(sampleQueryResult(options)).toEqual(sampleQueryResult(options));
  });
});
