import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { normalDensity, normalTail, normalTailQuantile } from '../../src/statistics/normal.ts';
import { expectAuditError } from '../data/support.ts';
import { integrate } from '../support/integrate.ts';
import { readGolden } from '../support/readGolden.ts';

const golden = readGolden<{ tails: [x: number, tail: number][]; quantiles: [tail: number, x: number][] }>(
  'membership/dp/normal.json',
);

describe('normalTail', () => {
  test.each(golden.tails)('at %d is %d', (x, tail) => {
    // exp(−x²/2) has the rounding of its exponent.
    expect(Math.abs(normalTail(x) - tail)).toBeLessThanOrEqual(1e-15 * (1 + x * x) * tail);
  });

  test('is the integral of the density', () => {
    for (const x of [0.3, 0.99, 1.01, 5, 12]) {
      expect(integrate(normalDensity, x, x + 14) / normalTail(x)).toBeCloseTo(1, 11);
    }
  });

  test('ends at 0 and 1, and is not a number where x is none', () => {
    expect([Infinity, 39, -Infinity, -39].map(normalTail)).toEqual([0, 0, 1, 1]);
    expect(normalTail(Number.NaN)).toBeNaN();
  });
});

describe('normalTailQuantile', () => {
  test.each(golden.quantiles)('of %d is %d', (tail, x) => {
    expect(Math.abs(normalTailQuantile(tail) - x)).toBeLessThanOrEqual(1e-15 * Math.max(1, Math.abs(x)));
  });

  test('inverts the tail', () =>
    fc.assert(
      fc.property(fc.double({ min: -7, max: 37, noNaN: true }), (x) => {
        // What one rounding of the tail, near 1 where x is negative, moves it by.
        const rounding = (Number.EPSILON * (2 + x * x) * normalTail(x)) / normalDensity(x);
        expect(Math.abs(normalTailQuantile(normalTail(x)) - x)).toBeLessThanOrEqual(rounding + 1e-14);
      }),
    ));

  test('of 0 and 1 is infinite, and of nothing else there is one', async () => {
    expect([0, 1].map(normalTailQuantile)).toEqual([Infinity, -Infinity]);
    for (const wrong of [-0.1, 1.1, NaN])
      await expectAuditError(() => normalTailQuantile(wrong), 'OPTION_INVALID', `Got ${wrong}`);
  });
});
