import { describe, expect, test } from '@jest/globals';
import { parseResult, resultJson } from '../../../reports/tables/resultJson.ts';
import type { AuditResult } from '../../../src/audit/result.ts';
import { AuditError } from '../../../src/base/errors.ts';
import { SAMPLE_VARIANTS, sampleResult } from '../../support/sampleResult.ts';

const small = () => sampleResult({ records: 6, classes: 2, failAbove: true });
const changed = (change: Partial<Record<keyof AuditResult, unknown>>) => JSON.stringify({ ...small(), ...change });

function failure(run: () => unknown): AuditError {
  try {
    run();
  } catch (error) {
    if (error instanceof AuditError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

describe('resultJson', () => {
  test.each(Object.entries(SAMPLE_VARIANTS))('reads back to the same result: %s', (_, options) => {
    const result = sampleResult(options);
    expect(parseResult(resultJson(result))).toEqual(result);
  });

  test('knows records with and without names, and no other names than text', () => {
    const named = sampleResult({ records: 4, classes: 2, recordNames: ['a.png'] });
    expect(parseResult(resultJson(named))).toMatchObject({ records: Array(4).fill({ name: 'a.png' }) });
    expect(JSON.stringify(parseResult(resultJson(small())))).not.toContain('"name":"a.png"');
    const records = small().records.map((r) => ({ ...r, name: 5 }));
    expect(failure(() => parseResult(changed({ records }))).message).toContain('Expected records[0].name to fit the schema');
  });

  test('writes one record to a line', () => {
    const lines = resultJson(small()).split('\n');
    expect(lines.filter((line) => line.startsWith('{"record":') && line.includes('"klReverse"'))).toHaveLength(6);
  });

  test('writes the same text however the keys of the result were ordered', () => {
    const result = small();
    const reversed = Object.fromEntries(Object.entries(result).reverse()) as AuditResult;
    expect(resultJson(reversed)).toBe(resultJson(result));
  });

  test('refuses a number that is not finite, which JSON would turn into null', () => {
    const result = small();
    const records = result.records.map((r, i) => (i === 2 ? { ...r, kl: Number.NaN } : r));
    const error = failure(() => resultJson({ ...result, records }));
    expect(error.code).toBe('NUMERICAL_FAILURE');
    expect(error.message).toContain('at records[2].kl');
    expect(error.message).toContain('Got NaN.');
  });
});

describe('parseResult', () => {
  test.each([
    ['text that is not JSON', '{"kind":', 'Expected JSON text'],
    [
      'JSON that is no result',
      '[1]',
      'Expected a result of lood (kind "lood-audit", "lood-query", "lood-attack" or "lood-validation"). Got kind nothing.',
    ],
    ['another kind', '{"kind":"audit\\u001b"}', 'Got kind "audit\\u001b".'],
    ['another major version', changed({ schemaVersion: '2.0' }), 'Got schema version "2.0", another major version.'],
    ['a newer minor version', changed({ schemaVersion: '1.7' }), 'Got schema version "1.7", another minor version.'],
    ['a missing part', changed({ membership: undefined }), 'Expected membership to fit the schema'],
    ['an unknown part', changed({ extra: 1 } as never), 'Expected the whole to fit the schema'],
    ['a value out of range', changed({ agreement: { ...small().agreement, spearman: 3 } }), 'Expected agreement.spearman to fit'],
    ['no record', changed({ records: [] }), 'Got a list of 0.'],
    ['a record twice', changed({ records: [...small().records, small().records[0]] }), 'Got 7 rows for 6 records.'],
    [
      'an exhibit of a record that is not there',
      changed({ exhibits: [{ record: 99, rank: 1, values: [1] }] }),
      'Expected exhibits[0] to name a record of this result. Got record 99.',
    ],
    ['a wrong number of records', changed({ dataset: { ...small().dataset, records: 7 } }), 'Expected dataset.records to be'],
    [
      'a tier that holds another number of records',
      changed({ records: small().records.map((r) => ({ ...r, tier: 'high' })) }),
      'Expected verdict.tiers[0].records to be the number that the result holds, 6.',
    ],
    [
      'a class that is not there',
      changed({ records: small().records.map((r) => ({ ...r, classIndex: 5 })) }),
      'Expected records[0] to name a class of this result. Got class 5.',
    ],
  ])('refuses %s in one line', (_, text, words) => {
    const error = failure(() => parseResult(text));
    expect(error.code).toBe('RESULT_INVALID');
    expect(error.message).toContain(words);
    expect(error.message).toMatch(/^Expected .*\. Got .*\. Try .*\.$/);
  });

  test('names the value that breaks the schema by its path', () => {
    const records = small().records.map((r, i) => (i === 4 ? { ...r, auc: 'high' } : r));
    expect(failure(() => parseResult(changed({ records }))).details.path).toBe('records[4].auc');
  });
});
