import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type OneRunCounts, oneRunEpsilon, oneRunProbability } from '../../../src/membership/dp/oneRunEpsilon.ts';
import { expectAuditError } from '../../data/support.ts';
import { expectEachClose } from '../../support/matchers.ts';
import { readGolden } from '../../support/readGolden.ts';
import { binomial, rightShare } from './support.ts';

type Case = readonly [canaries: number, guesses: number, correct: number, delta: number];
const counts = (canaries: number, guesses: number, correct: number): OneRunCounts => ({ canaries, guesses, correct });
const bound = ([canaries, guesses, correct, delta]: Case, level = 0.95) =>
  oneRunEpsilon(counts(canaries, guesses, correct), { delta, level }).epsilon;

/** Theorem 5.2 over all 2^r outcomes of the guesses, which is why r is small. */
function byBruteForce(m: number, r: number, v: number, epsilon: number, delta: number): number {
  const q = 1 / (1 + Math.exp(-epsilon));
  const probability = (least: number, below: number) => {
    let sum = 0;
    for (let outcome = 0; outcome < 2 ** r; outcome++) {
      const right = Array.from({ length: r }, (_, i) => (outcome >> i) & 1).reduce((a, b) => a + b, 0);
      if (right >= least && right < below) sum += q ** right * (1 - q) ** (r - right);
    }
    return sum;
  };
  const alphas = Array.from({ length: v }, (_, i) => probability(v - i - 1, v) / (i + 1));
  return Math.min(1, probability(v, r + 1) + 2 * m * delta * Math.max(0, ...alphas));
}

describe('oneRunEpsilon', () => {
  test.each([
    [1000, 132, 86, 0, 0.3122, 4],
    [1000, 100, 100, 0, 3.492965, 6],
    [1000, 100, 100, 1e-5, 3.465376, 6],
    [1000, 100, 95, 1e-5, 2.165176, 6],
    [1000, 1000, 700, 1e-5, 0.73174, 6],
    [100, 100, 100, 1e-5, 3.490216, 6],
  ])('of %d canaries, %d guesses, %d right, δ = %d is %d', (canaries, guesses, correct, delta, expected, digits) => {
    expect(bound([canaries, guesses, correct, delta])).toBeCloseTo(expected, digits);
  });

  interface Golden {
    readonly cases: readonly (OneRunCounts & { readonly delta: number; readonly tail: number; readonly epsilon: number })[];
  }
  test('agrees with scipy’s binomial distribution', () => {
    for (const { delta, tail, epsilon, ...of } of readGolden<Golden>('membership/dp/oneRun.json').cases) {
      // scipy's root finder stops at 1e-13.
      expect(Math.abs(oneRunEpsilon(of, { delta, level: 1 - tail }).epsilon - epsilon)).toBeLessThan(1e-12);
    }
  });

  test('has the probability of all outcomes, one by one', () => {
    for (const [m, r] of [
      [9, 9],
      [40, 7],
      [3, 1],
    ] as const) {
      for (let v = 0; v <= r; v++) {
        for (const epsilon of [0, 0.4, 3]) {
          for (const delta of [0, 1e-3, 0.02]) {
            const found = oneRunProbability(counts(m, r, v), epsilon, delta);
            expectEachClose([found], [byBruteForce(m, r, v, epsilon, delta)], 1e-12);
          }
        }
      }
    }
  });

  test('with all guesses right and δ = 0 is −ln((1 − level)^(−1/r) − 1)', () => {
    for (const r of [10, 100, 1000, 100_000]) {
      expect(bound([100_000, r, r, 0])).toBeCloseTo(-Math.log(Math.expm1(-Math.log(0.05) / r)), 9);
    }
  });

  test('exceeds the ε of randomized response no more often than it says, and as often as whole numbers let it, exactly', () => {
    const m = 60;
    for (const level of [0.8, 0.95]) {
      for (const [epsilon, delta] of [
        [0, 0],
        [1, 0],
        [2.5, 0],
        [1, 0.01],
        [0, 0.2],
      ] as const) {
        const probabilities = binomial(m, rightShare(epsilon, delta));
        let above = 0;
        for (let v = 0; v <= m; v++) if (bound([m, m, v, delta], level) > epsilon) above += probabilities[v] as number;
        expect(above).toBeLessThanOrEqual(1 - level);
        // At δ = 0 randomized response is the worst case: one more right guess to be counted, and it were too often.
        const least = probabilities.findIndex((_, v) => bound([m, m, v, delta], level) > epsilon);
        if (delta === 0) expect(above + (probabilities[least - 1] as number)).toBeGreaterThan(1 - level);
      }
    }
    // The check can fail: without δ the truth is exceeded.
    const probabilities = binomial(m, rightShare(0, 0.2));
    let above = 0;
    for (let v = 0; v <= m; v++) if (bound([m, m, v, 0]) > 0) above += probabilities[v] as number;
    expect(above).toBeGreaterThan(0.05);
  });

  test('allows for a run that with probability δ tells everything', () => {
    // (0, δ)-private; else all guesses are coins.
    for (const [m, delta] of [
      [20, 0.04],
      [200, 0.001],
    ] as const) {
      const coins = binomial(m, 0.5);
      let above = 0;
      for (let v = 0; v <= m; v++) {
        if (bound([m, m, v, delta]) > 0) above += (1 - delta) * (coins[v] as number) + (v === m ? delta : 0);
      }
      expect(above).toBeLessThanOrEqual(0.05);
    }
  });

  const someCounts = fc
    .integer({ min: 1, max: 400 })
    .chain((m) => fc.integer({ min: 1, max: m }).map((r) => [m, r] as const))
    .chain(([m, r]) => fc.integer({ min: 0, max: r }).map((v) => counts(m, r, v)));
  const someDelta = fc.oneof(
    fc.constant(0),
    fc.double({ min: -8, max: -1, noNaN: true }).map((log10) => 10 ** log10),
  );
  const someLevel = fc.double({ min: 0.05, max: 0.9999, noNaN: true });

  test('rises with right guesses, falls with δ, level and canaries not guessed', () =>
    fc.assert(
      fc.property(someCounts, someDelta, someLevel, (of, delta, level) => {
        const at = (more: Partial<OneRunCounts>, d = delta, l = level) =>
          oneRunEpsilon({ ...of, ...more }, { delta: d, level: l }).epsilon;
        const here = at({});
        expect(here).toBeGreaterThanOrEqual(0);
        expect(here).toBeLessThan(Infinity);
        const slack = 1e-12 * Math.max(1, here);
        if (of.correct < of.guesses) expect(at({ correct: of.correct + 1 })).toBeGreaterThanOrEqual(here - slack);
        expect(at({}, 2 * delta)).toBeLessThanOrEqual(here + slack);
        expect(at({}, delta, (1 + level) / 2)).toBeLessThanOrEqual(here + slack);
        expect(at({ canaries: 2 * of.canaries })).toBeLessThanOrEqual(here + slack);
      }),
    ));

  test('has a probability that rises with ε, so that there is one root', () =>
    fc.assert(
      fc.property(someCounts, someDelta, fc.double({ min: 0, max: 10, noNaN: true }), (of, delta, epsilon) => {
        const here = oneRunProbability(of, epsilon, delta);
        expect(oneRunProbability(of, epsilon + 0.01, delta)).toBeGreaterThanOrEqual(here * (1 - 1e-12));
      }),
    ));

  test('without a leak shown is 0', () => {
    expect(bound([100, 100, 50, 0])).toBe(0);
    expect(bound([100, 100, 0, 0])).toBe(0);
    expect(bound([100, 0, 0, 0])).toBe(0);
    expect(bound([1, 1, 1, 0])).toBe(0);
    // Five right coins in a row are 1/32.
    expect([bound([5, 4, 4, 0]), bound([5, 5, 5, 0]) > 0]).toEqual([0, true]);
    expect(bound([1000, 100, 100, 0.9])).toBe(0);
  });

  test('refuses counts that cannot be, and what is no δ or level', async () => {
    for (const [m, r, v] of [
      [0, 0, 0],
      [5, 6, 2],
      [5, 3, 4],
      [5, 3, -1],
      [5, 3, 1.5],
      [Infinity, 3, 1],
    ] as const)
      await expectAuditError(() => bound([m, r, v, 0]), 'OPTION_INVALID', `Got ${m}, ${r} and ${v}`);
    await expectAuditError(() => bound([5, 3, 1, 1]), 'OPTION_INVALID', 'δ');
    await expectAuditError(() => bound([5, 3, 1, 0], 1), 'OPTION_INVALID', 'level');
  });
});
