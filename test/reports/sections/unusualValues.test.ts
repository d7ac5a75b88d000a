import { describe, expect, test } from '@jest/globals';
import { unusualValues, valuesNote } from '../../../reports/sections/unusualValues.ts';
import type { AuditResult } from '../../../src/audit/result.ts';
import { sampleResult } from '../../support/sampleResult.ts';

type Columns = NonNullable<AuditResult['dataset']['columns']>;

function table(columns: Columns | null, statistics: Partial<AuditResult['preprocessing']>): AuditResult {
  const result = sampleResult({ data: 'table', classes: 2, records: 6 });
  return {
    ...result,
    dataset: { ...result.dataset, columns, dimensions: 12 },
    preprocessing: { ...result.preprocessing, ...statistics },
  };
}

const COLUMNS: Columns = [
  { kind: 'numeric', name: 'age', start: 0 },
  { kind: 'category', name: 'city', start: 1, categories: ['Bern', 'Oslo'] },
  { kind: 'numeric', name: 'income', start: 3 },
];

describe('unusualValues', () => {
  // Distances: age |50 − 40|/10 = 1; Oslo (1 − 0.1)/0.3 = 3; income |2e7 − 1e7|/5e6 = 2.
  const statistics = { normalize: 'feature', mean: [40, 0.9, 0.1, 1e7], scale: [10, 0.3, 0.3, 5e6] } as const;

  test('puts the value farthest from the mean first, a rare category like a far number', () => {
    const result = table(COLUMNS, { ...statistics, mean: [...statistics.mean], scale: [...statistics.scale] });
    expect(unusualValues(result, [50, 0, 1, 2e7])).toEqual([
      { name: 'city', value: 'Oslo' },
      { name: 'income', value: '20,000,000' },
      { name: 'age', value: '50' },
    ]);
  });

  test('keeps the order of the input without statistics, and says so', () => {
    const result = table(COLUMNS, { normalize: 'none', mean: [], scale: [] });
    expect(unusualValues(result, [50, 1, 0, 0.25]).map(({ name }) => name)).toEqual(['age', 'city', 'income']);
    expect(valuesNote(result)).toBe('All values are shown, in the order of the input.');
  });

  test('shows a row without category as such', () => {
    const result = table(COLUMNS, { normalize: 'none', mean: [], scale: [] });
    expect(unusualValues(result, [50, 0, 0, 1])[1]).toEqual({ name: 'city', value: 'none' });
  });

  test('shows eight values of a long vector by their place', () => {
    const result = table(null, { normalize: 'none', mean: [], scale: [] });
    const shown = unusualValues(
      result,
      Array.from({ length: 12 }, (_, i) => i / 2),
    );
    expect(shown).toHaveLength(8);
    expect(shown[1]).toEqual({ name: 'value 1', value: '0.5' });
    expect(valuesNote(result)).toBe('8 of 12 values are shown, in the order of the input.');
  });

  test('makes hostile column and category names plain', () => {
    const columns: Columns = [{ kind: 'category', name: 'a\u001b[2J', start: 0, categories: ['\u202ex', 'y'.repeat(99)] }];
    const result = table(columns, { normalize: 'none', mean: [], scale: [] });
    expect(unusualValues(result, [1, 0])).toEqual([{ name: 'a\\u001b[2J', value: '\\u202ex' }]);
    expect(unusualValues(result, [0, 1])[0]?.value).toHaveLength(32);
  });
});
