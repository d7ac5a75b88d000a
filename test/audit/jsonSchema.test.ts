import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { auditResultJsonSchema, auditResultJsonSchemaText } from '../../src/audit/jsonSchema.ts';
import { RESULT_SCHEMA_VERSION } from '../../src/audit/result.ts';
import { SAMPLE_VARIANTS, sampleResult } from '../support/sampleResult.ts';

describe('the published JSON Schema', () => {
  test('is the one in schema/ (rewrite the file with: npm run schema)', () => {
    const file = new URL('../../schema/audit-result-1.json', import.meta.url);
    expect(readFileSync(file, 'utf8')).toBe(auditResultJsonSchemaText());
  });

  test('names itself after the major schema version', () => {
    expect(auditResultJsonSchema().$id).toBe(`audit-result-${RESULT_SCHEMA_VERSION.split('.')[0]}.json`);
  });

  // The second route: a validator built from the published JSON alone, without the zod schema it was made from.
  const published = z.fromJSONSchema(JSON.parse(auditResultJsonSchemaText()));

  test.each(Object.entries(SAMPLE_VARIANTS))('accepts the sample result: %s', (_, options) => {
    expect(published.safeParse(sampleResult(options)).error?.issues ?? []).toEqual([]);
  });

  test('refuses a rate above one, a missing part and an unknown part', () => {
    const good = sampleResult({ records: 3, classes: 2 });
    const withRate = { ...good, records: good.records.map((r) => ({ ...r, tprAtFpr1Percent: 1.5 })) };
    const { verdict: _, ...withoutVerdict } = good;
    for (const bad of [withRate, withoutVerdict, { ...good, extra: 1 }]) expect(published.safeParse(bad).success).toBe(false);
  });
});
