import { describe, expect, test } from '@jest/globals';
import { createRandom } from '../../src/base/random.ts';
import { differenceOfCorrelations } from '../../src/statistics/differenceOfCorrelations.ts';
import { spearman } from '../../src/statistics/spearman.ts';
import { expectAuditError } from '../data/support.ts';

/** Two estimates of a truth, which share `common` of their errors. */
function estimates(size: number, first: number, second: number, common: number, seed: number) {
  const rng = createRandom(seed);
  const truth = Array.from({ length: size }, () => rng.normal());
  const shared = truth.map(() => rng.normal());
  const of = (error: number) =>
    truth.map((t, i) => t + error * (common * (shared[i] as number) + Math.sqrt(1 - common ** 2) * rng.normal()));
  return { truth, first: of(first), second: of(second) };
}

describe('differenceOfCorrelations', () => {
  test('is the difference of the two', () => {
    const { truth, first, second } = estimates(40, 0.5, 2, 0, 1);
    const options = { rng: createRandom(2), resamples: 500 };
    const { difference, low, high, share } = differenceOfCorrelations(first, second, truth, options);
    expect(difference).toBe(spearman(first, truth, options).value - spearman(second, truth, options).value);
    expect(low).toBeGreaterThan(0);
    expect(low).toBeLessThan(difference);
    expect(high).toBeGreaterThan(difference);
    expect(share).toBeGreaterThan(0.99);
  });

  test('of an estimate with itself is 0, in half of the resamples', () => {
    const { truth, first } = estimates(20, 1, 1, 0, 3);
    expect(differenceOfCorrelations(first, first, truth, { rng: createRandom(4), resamples: 50 })).toEqual({
      difference: 0,
      low: 0,
      high: 0,
      share: 0.5,
    });
  });

  test('changes sign with the order of the two', () => {
    const { truth, first, second } = estimates(30, 0.7, 0.9, 0.5, 5);
    const one = differenceOfCorrelations(first, second, truth, { rng: createRandom(6), resamples: 300 });
    const other = differenceOfCorrelations(second, first, truth, { rng: createRandom(6), resamples: 300 });
    expect(other.difference).toBe(-one.difference);
    expect(other.share).toBeCloseTo(1 - one.share, 12);
    // The same resamples mirrored: quantiles between order statistics, and z₀ and a of the opposite sign.
    expect(other.low).toBeCloseTo(-one.high, 12);
  });

  test('is surer where the errors are common', () => {
    const width = (common: number) => {
      const { truth, first, second } = estimates(100, 1, 1.2, common, 7);
      const { low, high } = differenceOfCorrelations(first, second, truth, { rng: createRandom(8), resamples: 300 });
      return high - low;
    };
    expect(width(0.99)).toBeLessThan(0.5 * width(0));
  });

  test('covers the truth about as often as it says', () => {
    let covered = 0;
    const rho = (error: number) => (6 / Math.PI) * Math.asin(1 / Math.sqrt(1 + error ** 2) / 2);
    const truly = rho(0.5) - rho(1);
    const rng = createRandom(9);
    for (let i = 0; i < 120; i++) {
      const { truth, first, second } = estimates(40, 0.5, 1, 0.3, 100 + i);
      const { low, high } = differenceOfCorrelations(first, second, truth, { rng, resamples: 150 });
      if (low <= truly && truly <= high) covered++;
    }
    // 120 draws know a share of .95 to .02.
    expect(covered / 120).toBeGreaterThan(0.86);
    expect(covered / 120).toBeLessThan(1);
  });

  test('refuses columns of other lengths', () =>
    expectAuditError(
      () => differenceOfCorrelations([1, 2, 3], [1, 2], [1, 2, 3], { rng: createRandom(1) }),
      'SHAPE_MISMATCH',
      'Got 2 and 3',
    ));
});
