import { describe, expect, test } from '@jest/globals';
import { type ApproximateRatio, approximateRatio } from '../../../src/membership/dp/approximateRatios.ts';
import { expectAuditError } from '../../data/support.ts';
import { binomial } from './support.ts';

const counts = (truePositives: number, positives: number, falsePositives: number, negatives: number) => ({
  truePositives,
  positives,
  falsePositives,
  negatives,
});
const METHODS: readonly ApproximateRatio[] = ['katz', 'bailey', 'adjusted-log', 'inverse-sinh'];

describe('approximateRatio', () => {
  test.each([
    ['katz', 4.459587, 6.397126],
    ['bailey', 4.619539, 6.876479],
    ['adjusted-log', 4.332333, 6.067062],
    ['inverse-sinh', 4.48081, 6.490418],
  ] as const)('%s of 100 and 90 of 110, 10 and 5 of 80', (method, first, second) => {
    expect(approximateRatio(method, counts(100, 110, 10, 80))).toBeCloseTo(first, 6);
    expect(approximateRatio(method, counts(90, 110, 5, 80))).toBeCloseTo(second, 6);
  });

  test('is the ratio itself at a level of one half, and nears it with the number of trials', () => {
    for (const method of METHODS) {
      expect(approximateRatio(method, counts(3e8, 1e9, 1e8, 1e9), 0.5)).toBeCloseTo(3, 7);
      // z √(1/x + 1/y …) of the ratio, which all share to first order.
      const gap = 1.6448536 * 3 * Math.sqrt(1 / 3e8 + 1 / 1e8 - 2 / 1e9);
      expect(approximateRatio(method, counts(3e8, 1e9, 1e8, 1e9))).toBeCloseTo(3 - gap, 6);
    }
  });

  test.each([
    ['katz', 0.0617],
    ['bailey', 0.0511],
    ['adjusted-log', 0.0904],
    ['inverse-sinh', 0.07],
  ] as const)('%s does not promise its 95%: without any leak it is above 1 with probability %d', (method, expected) => {
    const [members, others] = [binomial(30, 0.1), binomial(300, 0.1)];
    let above = 0;
    for (let tp = 1; tp <= 30; tp++) {
      for (let fp = 1; fp <= 300; fp++) {
        if (approximateRatio(method, counts(tp, 30, fp, 300)) > 1) above += (members[tp] as number) * (others[fp] as number);
      }
    }
    expect(above).toBeGreaterThan(0.05);
    expect(above).toBeCloseTo(expected, 4);
  });

  test('refuses counts that leave nothing to divide', async () => {
    for (const method of ['katz', 'bailey', 'inverse-sinh'] as const) {
      await expectAuditError(() => approximateRatio(method, counts(3, 5, 0, 5)), 'OPTION_INVALID', '3 of 5 and 0 of 5');
      await expectAuditError(() => approximateRatio(method, counts(0, 5, 1, 5)), 'OPTION_INVALID');
      await expectAuditError(() => approximateRatio(method, counts(6, 5, 1, 5)), 'OPTION_INVALID');
    }
    expect(approximateRatio('adjusted-log', counts(3, 5, 0, 5))).toBeGreaterThan(0);
    await expectAuditError(() => approximateRatio('katz', counts(3, 5, 1, 5), 1), 'OPTION_INVALID', 'Got 1');
  });
});
