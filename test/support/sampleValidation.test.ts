import { describe, expect, test } from '@jest/globals';
import { validationResultSchema } from '../../src/audit/validationResult.ts';
import { sampleValidation, VALIDATION_VARIANTS } from './sampleValidation.ts';

describe.each(Object.entries(VALIDATION_VARIANTS))('the sample result: %s', (_, options) => {
  test('is accepted by the schema', () => {
    expect(validationResultSchema.safeParse(sampleValidation(options)).error?.issues ?? []).toEqual([]);
  });
  test('is the same every time', () => {
    expect(sampleValidation(options)).toEqual(sampleValidation(options));
  });
});
