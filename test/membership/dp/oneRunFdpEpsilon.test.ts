import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { gdpEpsilon } from '../../../src/membership/dp/gdp.ts';
import { type OneRunCounts, oneRunEpsilon } from '../../../src/membership/dp/oneRunEpsilon.ts';
import { oneRunFdpEpsilon, type TradeOff } from '../../../src/membership/dp/oneRunFdpEpsilon.ts';
import { oneRunGuesses } from '../../../src/membership/dp/oneRunGuesses.ts';
import { expectAuditError } from '../../data/support.ts';
import { readGolden } from '../../support/readGolden.ts';
import { normalCdf } from '../../support/sampleNormal.ts';
import { allowed, binomial, canariesOf, exceedances, gaussian, rightShare } from './support.ts';

const counts = (canaries: number, guesses: number, correct: number): OneRunCounts => ({ canaries, guesses, correct });
const TRADE_OFFS: readonly TradeOff[] = ['any', 'gaussian'];

/** P(bound > ε) where m canaries are guessed and each guess is right with this probability, independently. */
function exceedance(m: number, right: number, epsilon: number, bound: (correct: number) => number): number {
  const probabilities = binomial(m, right);
  let sum = 0;
  for (let v = 0; v <= m; v++) if (bound(v) > epsilon) sum += probabilities[v] as number;
  return sum;
}

describe('oneRunFdpEpsilon', () => {
  interface Golden extends OneRunCounts {
    readonly delta: number;
    readonly tail: number;
    readonly any: number;
    readonly gaussian: number | null;
  }
  test('agrees with the recursion on scipy’s normal distribution', () => {
    for (const { delta, tail, any, gaussian: normal, ...of } of readGolden<{ cases: Golden[] }>('membership/dp/oneRun.json')
      .cases) {
      const level = 1 - tail;
      // scipy's root finder stops at 1e-13, and Φ⁻¹ there is right to about as much.
      expect(Math.abs(oneRunFdpEpsilon(of, { delta, level }).epsilon - any)).toBeLessThan(2e-12);
      if (normal === null) continue;
      expect(Math.abs(oneRunFdpEpsilon(of, { delta, level, tradeOff: 'gaussian' }).epsilon - normal)).toBeLessThan(2e-12);
    }
  });

  test('is continuous: the more right guesses, the larger, where a grid of noise gives 4.3777 to all', () => {
    const [a, b, c] = [65, 104, 167].map(
      (right) => oneRunFdpEpsilon(counts(500, right, right), { delta: 1e-5, tradeOff: 'gaussian' }).epsilon,
    ) as [number, number, number];
    expect([a < b, b < c, a > 4.378]).toEqual([true, true, true]);
  });

  test('of one right guess about one canary is ln((1 − tail)/tail)', () => {
    // r = 1 − level and h = least(r) exceed 1 together as long as ε < ln(r/(1 − r)).
    for (const level of [0.05, 0.2, 0.4]) {
      const { epsilon } = oneRunFdpEpsilon(counts(1, 1, 1), { level });
      expect(epsilon).toBeCloseTo(Math.log((1 - level) / level), 11);
      expect(oneRunEpsilon(counts(1, 1, 1), { level }).epsilon).toBeCloseTo(epsilon, 11);
    }
  });

  test('exceeds the ε of randomized response no more often than it says, exactly', () => {
    for (const level of [0.8, 0.95]) {
      for (const [epsilon, delta] of [
        [0, 0],
        [1, 0],
        [2.5, 0],
        [1, 0.01],
        [0, 0.2],
      ] as const) {
        const bound = (v: number) => oneRunFdpEpsilon(counts(60, 60, v), { delta, level }).epsilon;
        const found = exceedance(60, rightShare(epsilon, delta), epsilon, bound);
        expect(found).toBeLessThanOrEqual(1 - level);
        // Without δ randomized response is the worst case, up to what the recursion loses at its start.
        if (delta === 0) expect(found).toBeGreaterThan(0.1 * (1 - level));
      }
    }
  });

  test('allows for a run that with probability δ tells everything', () => {
    // (0, δ)-private; else all guesses are coins.
    for (const [m, delta] of [
      [20, 0.04],
      [200, 0.001],
    ] as const) {
      const bound = (v: number) => oneRunFdpEpsilon(counts(m, m, v), { delta }).epsilon;
      const coins = exceedance(m, 0.5, 0, bound);
      expect((1 - delta) * coins + (bound(m) > 0 ? delta : 0)).toBeLessThanOrEqual(0.05);
    }
  });

  test('exceeds the ε of normal noise no more often than it says, exactly where all are guessed', () => {
    for (const level of [0.8, 0.95]) {
      for (const mu of [0.01, 0.7, 2]) {
        const epsilon = gdpEpsilon(mu, 1e-5);
        const bound = (v: number) => oneRunFdpEpsilon(counts(60, 60, v), { delta: 1e-5, level, tradeOff: 'gaussian' }).epsilon;
        const found = exceedance(60, normalCdf(mu / 2), epsilon, bound);
        expect(found).toBeLessThanOrEqual(1 - level);
        // With more noise the trade-off is nearly that of randomized response.
        if (mu === 0.01) expect(found).toBeGreaterThan(0.1 * (1 - level));
      }
    }
    // The check can fail: randomized response is not covered by the Gaussian trade-off.
    const wrong = (v: number) => oneRunFdpEpsilon(counts(60, 60, v), { delta: 1e-5, tradeOff: 'gaussian' }).epsilon;
    expect(exceedance(60, rightShare(1, 0), 1, wrong)).toBeGreaterThan(0.5);
  });

  test('and where the attack abstains', () => {
    const [runs, level, truth] = [300, 0.8, 4.377178];
    let sum = 0;
    const count = exceedances(runs, 1, truth, (random, seed) => {
      const { scores, members } = canariesOf(gaussian(1), 150, random);
      const guesses = oneRunGuesses(scores, members, { positives: 15, negatives: 15, seed });
      const { epsilon } = oneRunFdpEpsilon(guesses, { delta: 1e-5, level, tradeOff: 'gaussian' });
      sum += epsilon;
      return epsilon;
    });
    expect(count).toBeLessThanOrEqual(allowed(runs, level));
    expect(sum / runs).toBeGreaterThan(0.4 * truth);
  });

  const someCounts = fc
    .integer({ min: 1, max: 100 })
    .chain((m) => fc.integer({ min: 1, max: m }).map((r) => [m, r] as const))
    .chain(([m, r]) => fc.integer({ min: 0, max: r }).map((v) => counts(m, r, v)));

  test.each(TRADE_OFFS)('%s: rises with right guesses, falls with δ and level', (tradeOff) =>
    fc.assert(
      fc.property(
        someCounts,
        fc.double({ min: -8, max: -1, noNaN: true }),
        fc.double({ min: 0.05, max: 0.999, noNaN: true }),
        (of, log10, level) => {
          const delta = 10 ** log10;
          const at = (more: Partial<OneRunCounts>, d = delta, l = level) =>
            oneRunFdpEpsilon({ ...of, ...more }, { delta: d, level: l, tradeOff }).epsilon;
          const here = at({});
          expect(here >= 0 && here < Infinity).toBe(true);
          const slack = 1e-11 * Math.max(1, here);
          if (of.correct < of.guesses) expect(at({ correct: of.correct + 1 })).toBeGreaterThanOrEqual(here - slack);
          expect(at({}, 2 * delta)).toBeLessThanOrEqual(here + slack);
          expect(at({}, delta, (1 + level) / 2)).toBeLessThanOrEqual(here + slack);
        },
      ),
      { numRuns: 60 },
    ),
  );

  test('without a leak shown is 0', () => {
    for (const tradeOff of TRADE_OFFS) {
      for (const some of [counts(100, 100, 50), counts(100, 100, 0), counts(100, 0, 0)]) {
        expect(oneRunFdpEpsilon(some, { delta: 1e-5, tradeOff })).toEqual({ epsilon: 0, delta: 1e-5, level: 0.95 });
      }
    }
  });

  test('refuses the Gaussian trade-off without δ, and counts that cannot be', async () => {
    await expectAuditError(() => oneRunFdpEpsilon(counts(9, 9, 9), { tradeOff: 'gaussian' }), 'OPTION_INVALID', 'above 0');
    await expectAuditError(() => oneRunFdpEpsilon(counts(9, 9, 10)), 'OPTION_INVALID', 'Got 9, 9 and 10');
    await expectAuditError(() => oneRunFdpEpsilon(counts(9, 9, 9), { delta: -1 }), 'OPTION_INVALID', 'Got -1');
    await expectAuditError(() => oneRunFdpEpsilon(counts(9, 9, 9), { level: 0 }), 'OPTION_INVALID', 'Got 0');
  });
});
