import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { shareInterval } from '../../src/statistics/shareInterval.ts';
import { expectAuditError } from '../data/support.ts';
import { readGolden } from '../support/readGolden.ts';

/** Relative. Sums of some thousand products, and 1 − x of an x that is right to 1e-16 where the bound is as small as 1e-5. */
const QUANTILE = 1e-11;

type Row = readonly [successes: number, trials: number, level: number, low: number, high: number];

describe('shareInterval', () => {
  const { rows } = readGolden<{ rows: readonly Row[] }>('reconstruction/intervals.json');
  test.each([...new Set(rows.map(([, trials]) => trials))])('of %d trials agrees with scipy', (n) => {
    for (const [k, trials, level, low, high] of rows) {
      if (trials !== n) continue;
      const found = shareInterval(k, trials, level);
      expect(found).toEqual({ rate: k / n, low: expect.any(Number), high: expect.any(Number), level });
      for (const [actual, expected] of [
        [found.low, low],
        [found.high, high],
      ] as const) {
        if (!(Math.abs(actual - expected) <= QUANTILE * expected))
          throw new Error(`${k}/${n} at ${level}: ${actual} is not ${expected}`);
      }
    }
  });

  const counts = fc.integer({ min: 1, max: 3000 }).chain((n) => fc.tuple(fc.integer({ min: 0, max: n }), fc.constant(n)));
  const level = fc.double({ min: 0.01, max: 0.9999, noNaN: true });

  test('holds the rate, lies in [0, 1], widens with the level, and is mirrored by failures', () =>
    fc.assert(
      fc.property(counts, level, ([k, n], at) => {
        const { rate, low, high } = shareInterval(k, n, at);
        expect([0 <= low, low <= rate, rate <= high, high <= 1]).toEqual([true, true, true, true]);
        const wider = shareInterval(k, n, (1 + at) / 2);
        expect([wider.low <= low, high <= wider.high]).toEqual([true, true]);
        const failures = shareInterval(n - k, n, at);
        expect(Math.abs(failures.low - (1 - high))).toBeLessThan(1e-14);
      }),
    ));

  test('of no successes or no failures ends at 0 or 1, and at the n-th root of the tail', () => {
    expect(shareInterval(0, 20).low).toBe(0);
    expect(shareInterval(0, 20).high).toBeCloseTo(1 - 0.025 ** (1 / 20), 14);
    expect(shareInterval(20, 20).high).toBe(1);
    expect(shareInterval(20, 20).low).toBeCloseTo(0.025 ** (1 / 20), 14);
    expect(shareInterval(20, 20)).toMatchObject({ rate: 1, level: 0.95 });
  });

  test('covers the true share at least as often as it says', () => {
    const [n, p, at] = [12, 0.3, 0.9];
    let [covered, probability] = [0, (1 - p) ** n];
    for (let k = 0; k <= n; k++) {
      const { low, high } = shareInterval(k, n, at);
      if (low <= p && p <= high) covered += probability;
      probability *= (((n - k) / (k + 1)) * p) / (1 - p);
    }
    expect(covered).toBeGreaterThanOrEqual(at);
    expect(covered).toBeLessThan(1);
  });

  test('of very many trials', () => {
    const { low, high } = shareInterval(3e8, 1e9);
    // The normal approximation, whose error is of order 1/n.
    const half = 1.959963984540054 * Math.sqrt((0.3 * 0.7) / 1e9);
    expect(Math.abs(low - (0.3 - half))).toBeLessThan(1e-8);
    expect(Math.abs(high - (0.3 + half))).toBeLessThan(1e-8);
  });

  test.each([
    [1, 0],
    [0, 0],
    [-1, 5],
    [6, 5],
    [1.5, 5],
    [NaN, 5],
    [1, Infinity],
  ])('refuses %d of %d', (k, n) => expectAuditError(() => shareInterval(k, n), 'OPTION_INVALID', `Got ${k} of ${n}`));

  test.each([0, 1, -0.5, NaN])('refuses a level of %d', (wrong) =>
    expectAuditError(() => shareInterval(1, 2, wrong), 'OPTION_INVALID', `Got ${wrong}`),
  );
});
