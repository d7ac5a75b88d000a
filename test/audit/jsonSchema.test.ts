import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import {
  auditResultJsonSchema,
  publishedSchemas,
  queryResultJsonSchema,
  validationResultJsonSchema,
} from '../../src/audit/jsonSchema.ts';
import { QUERY_RESULT_SCHEMA_VERSION } from '../../src/audit/queryResult.ts';
import { RESULT_SCHEMA_VERSION } from '../../src/audit/result.ts';
import { VALIDATION_RESULT_SCHEMA_VERSION } from '../../src/audit/validationResult.ts';
import { SAMPLE_VARIANTS, sampleResult } from '../support/sampleResult.ts';
import { sampleValidation, VALIDATION_VARIANTS } from '../support/sampleValidation.ts';

describe('the published JSON Schemas', () => {
  test('are those in schema/ (rewrite the files with: npm run schema)', () => {
    const files = readdirSync(new URL('../../schema/', import.meta.url));
    expect(files.sort()).toEqual(Object.keys(publishedSchemas()).sort());
    for (const [name, text] of Object.entries(publishedSchemas())) {
      expect(readFileSync(new URL(`../../schema/${name}`, import.meta.url), 'utf8')).toBe(text);
    }
  });

  test('name themselves after the major schema versions', () => {
    expect(auditResultJsonSchema().$id).toBe(`audit-result-${RESULT_SCHEMA_VERSION.split('.')[0]}.json`);
    expect(queryResultJsonSchema().$id).toBe(`query-result-${QUERY_RESULT_SCHEMA_VERSION.split('.')[0]}.json`);
    expect(validationResultJsonSchema().$id).toBe(`validation-result-${VALIDATION_RESULT_SCHEMA_VERSION.split('.')[0]}.json`);
  });
});

test.each(Object.entries(VALIDATION_VARIANTS))(
  'the published JSON Schema of validations accepts the sample result: %s',
  (_, options) => {
    const published = z.fromJSONSchema(JSON.parse(publishedSchemas()['validation-result-1.json'] as string));
    const good = sampleValidation(options);
    expect(published.safeParse(good).error?.issues ?? []).toEqual([]);
    expect(published.safeParse({ ...good, records: [] }).success).toBe(false);
  },
);

describe('the published JSON Schema of audits', () => {
  // The second route: a validator built from the published JSON alone, without the zod schema it was made from.
  const published = z.fromJSONSchema(JSON.parse(publishedSchemas()['audit-result-1.json'] as string));

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
