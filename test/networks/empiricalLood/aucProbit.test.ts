import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { gaussianPair } from '../../../src/lood/gaussianPair.ts';
import { exactAuc } from '../../../src/membership/auc.ts';
import { aucProbit } from '../../../src/networks/empiricalLood/aucProbit.ts';
import { normalTail, normalTailQuantile } from '../../../src/statistics/normal.ts';
import { expectAuditError } from '../../data/support.ts';

describe('aucProbit', () => {
  test.each([1e-8, 0.01, 1, 10, 19, 20, 100, 1000, 1400])('of equal variances is δ/√2, for δ² = %d', (squared) => {
    // The trapezoidal sums are right to 1e-10 of 1 − AUC, which z² divides by z at least.
    expect(Math.abs(aucProbit(3, 0, squared) / Math.sqrt(squared / 2) - 1)).toBeLessThan(1e-8);
  });

  test('goes on where 1 − AUC underflows, to (ln L)/L of itself', () => {
    for (const squared of [3000, 1e5, 1e9]) {
      expect(Math.abs(aucProbit(1, 0, squared) / Math.sqrt(squared / 2) - 1)).toBeLessThan(1e-3);
    }
  });

  test.each([0.1, 2, 500, 2000, 1e6, 1e12])('of two outputs of one mean is that of two exponentials, for u = %d', (u) => {
    // ‖x‖² is exponential in both worlds: 1 − AUC = 1/(2 + u).
    expect(Math.abs(aucProbit(2, Math.log1p(u), 0) / normalTailQuantile(1 / (2 + u)) - 1)).toBeLessThan(1e-8);
  });

  test('is the probit of the exact AUC, whichever world is wider, and 0 for equal worlds', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 20 }),
        fc.double({ min: 0, max: 2, noNaN: true }),
        fc.double({ min: 0, max: 5, noNaN: true }),
        (d, l, s) => {
          const z = aucProbit(d, l, s);
          expect(aucProbit(d, -l, s)).toBe(z);
          expect(1 - normalTail(z)).toBeCloseTo(exactAuc(gaussianPair(Math.expm1(l), s, d)), 8);
        },
      ),
    );
    expect(aucProbit(4, 0, 0)).toBeCloseTo(0, 14);
  });

  test('refuses what is not finite', () => expectAuditError(() => aucProbit(1, Infinity, 1), 'NUMERICAL_FAILURE'));
});
