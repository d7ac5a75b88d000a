import { describe, expect, test } from '@jest/globals';
import { rankRecords, ranksByRecord, recordByNumber } from '../../reports/ranking.ts';
import { sampleResult } from '../support/sampleResult.ts';

describe('ranking', () => {
  const sample = sampleResult({ records: 4, classes: 2 });
  const result = {
    ...sample,
    records: sample.records.map((r, i) => ({ ...r, record: 10 * (4 - i), kl: [1, 2, 2, 0][i] as number })),
  };

  test('puts the largest KL first and equal ones in the order of their numbers', () => {
    expect(rankRecords(result).map(({ record }) => record)).toEqual([20, 30, 40, 10]);
    expect([...ranksByRecord(result)]).toEqual([
      [20, 1],
      [30, 2],
      [40, 3],
      [10, 4],
    ]);
  });

  test('finds a record by its number in the input, not by its place in the result', () => {
    expect(recordByNumber(result, 30).kl).toBe(2);
    expect(() => recordByNumber(result, 3)).toThrow('the result names record 3, but has no such record');
  });
});
