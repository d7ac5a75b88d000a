import { describe, expect, test } from '@jest/globals';
import { normalTailQuantile } from '../../src/statistics/normal.ts';
import { studentQuantile } from '../../src/statistics/student.ts';

describe('studentQuantile', () => {
  test('is that of the Cauchy distribution with one degree of freedom, and √(2/(1 − x²)) − … with two', () => {
    for (const tail of [0.025, 0.05, 0.25, 0.001]) {
      expect(studentQuantile(tail, 1) / Math.tan(Math.PI * (0.5 - tail))).toBeCloseTo(1, 6);
      const a = 1 - 2 * tail;
      expect(studentQuantile(tail, 2) / (a * Math.sqrt(2 / (1 - a * a)))).toBeCloseTo(1, 6);
    }
  });

  test('is the published one with 9 and 24 degrees of freedom, and falls to the normal one', () => {
    expect(studentQuantile(0.025, 9)).toBeCloseTo(2.262157, 6);
    expect(studentQuantile(0.025, 24)).toBeCloseTo(2.063899, 6);
    expect(studentQuantile(0.025, 1e6)).toBeCloseTo(normalTailQuantile(0.025), 5);
  });
});
