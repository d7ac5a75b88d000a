import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { binomialProbabilities, tailFrom } from '../../src/statistics/binomial.ts';
import { shareInterval } from '../../src/statistics/shareInterval.ts';
import { expectEachClose } from '../support/matchers.ts';

/** By Pascal's triangle in whole numbers, which are exact. */
function choose(n: number, k: number): bigint {
  let row = [1n];
  for (let i = 0; i < n; i++) row = [1n, ...row.slice(1).map((value, j) => value + (row[j] as bigint)), 1n];
  return row[k] as bigint;
}

describe('binomialProbabilities', () => {
  test('at odds of 1, 2 and ⅓ are the exact fractions, far out in the tails too', () => {
    for (const [n, up, down] of [
      [60, 1n, 1n],
      [80, 2n, 1n],
      [100, 1n, 3n],
    ] as const) {
      const exact = Array.from({ length: n + 1 }, (_, k) => {
        const numerator = choose(n, k) * up ** BigInt(k) * down ** BigInt(n - k);
        return Number((numerator * 2n ** 1000n) / (up + down) ** BigInt(n)) / 2 ** 1000;
      });
      // n products of three roundings each.
      expectEachClose(binomialProbabilities(n, Number(up) / Number(down)), exact, 3 * n * Number.EPSILON);
    }
  });

  test('sum up to 1, and mirror each other when the odds are turned over', () =>
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 400 }), fc.double({ min: -30, max: 30, noNaN: true }), (n, logOdds) => {
        const probabilities = binomialProbabilities(n, Math.exp(logOdds));
        expect(tailFrom(probabilities, 0)).toBeCloseTo(1, 13);
        const mirrored = binomialProbabilities(n, Math.exp(-logOdds)).reverse();
        // e^±30 are right to 30 roundings, and each of n factors has them.
        for (let k = 0; k <= n; k++) {
          const [a, b] = [probabilities[k] as number, mirrored[k] as number];
          if (a > 1e-290) expect(Math.abs(a / b - 1)).toBeLessThan(1e-14 * (n + 1));
        }
      }),
    ));

  test('without trials, without doubt and with hardly any', () => {
    expect([...binomialProbabilities(0, 3)]).toEqual([1]);
    expect([...binomialProbabilities(2, 0)]).toEqual([1, 0, 0]);
    expect([...binomialProbabilities(2, Infinity)]).toEqual([0, 0, 1]);
    const [none, one] = binomialProbabilities(3, 1e40) as unknown as [number, number];
    expectEachClose([none, one], [1e-120, 3e-80], 1e-14);
  });

  test('give tails at the ends of the exact interval as probable as its level says', () => {
    for (const [k, n, level] of [
      [3, 50, 0.95],
      [500, 1000, 0.99],
      [86, 132, 0.9999],
      [9999, 10000, 0.5],
    ] as const) {
      const { low } = shareInterval(k, n, level);
      expectEachClose([tailFrom(binomialProbabilities(n, low / (1 - low)), k)], [(1 - level) / 2], 1e-10);
    }
  });
});
