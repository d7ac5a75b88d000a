import { describe, expect, test } from '@jest/globals';
import { auditResultSchema } from '../../src/audit/result.ts';
import { inverseNormal, normalCdf } from './sampleNormal.ts';
import { SAMPLE_VARIANTS, sampleResult } from './sampleResult.ts';

describe.each(Object.entries(SAMPLE_VARIANTS))('the sample result: %s', (_, options) => {
  test('is accepted by the schema', () => {
    expect(auditResultSchema.safeParse(sampleResult(options)).error?.issues ?? []).toEqual([]);
  });
  test('is the same every time', () => {
    expect(sampleResult(options)).toEqual(sampleResult(options));
  });
});

describe('the normal distribution of the samples', () => {
  test('agrees with printed values', () => {
    expect(normalCdf(1)).toBeCloseTo(0.841344746068543, 14);
    expect(normalCdf(-5) / 2.866515718791945e-7).toBeCloseTo(1, 10);
    expect(inverseNormal(0.001)).toBeCloseTo(-3.090232306167813, 12);
  });
});
