import { describe, expect, test } from '@jest/globals';
import { createRandom, type Random } from '../../src/base/random.ts';
import { noiseCeiling } from '../../src/statistics/noiseCeiling.ts';
import { spearmanOfRows } from '../../src/statistics/spearman.ts';
import { expectAuditError } from '../data/support.ts';

/** Two halves of a measurement whose noise, of both together, has the given deviation, and what they measure. */
function measured(size: number, noise: number, rng: Random) {
  const truth = Float64Array.from({ length: size }, () => rng.normal());
  const half = () => truth.map((t) => t + noise * Math.SQRT2 * rng.normal());
  return { truth, first: half(), second: half() };
}

describe('noiseCeiling', () => {
  test.each([0.2, 0.5, 1])('is what the truth itself reaches, with noise of %d deviations of it', (noise) => {
    const rng = createRandom(1);
    const { truth, first, second } = measured(20_000, noise, rng);
    const { reliability, ceiling } = noiseCeiling(first, second);
    // 20,000 records know a correlation to .007.
    expect(Math.abs(reliability - 1 / (1 + noise ** 2))).toBeLessThan(0.02);
    const whole = first.map((value, i) => (value + (second[i] as number)) / 2);
    const reached = spearmanOfRows(truth, whole)(Int32Array.from({ length: 20_000 }, (_, i) => i));
    expect(Math.abs(ceiling - reached)).toBeLessThan(0.02);
  });

  test('is met on average with 40 records', () => {
    const rng = createRandom(2);
    const rows = Int32Array.from({ length: 40 }, (_, i) => i);
    let difference = 0;
    for (let i = 0; i < 300; i++) {
      const { truth, first, second } = measured(40, 0.5, rng);
      const whole = first.map((value, k) => (value + (second[k] as number)) / 2);
      difference += (noiseCeiling(first, second).ceiling - spearmanOfRows(truth, whole)(rows)) / 300;
    }
    // Each difference has a deviation of .065: five errors of the mean, and a bias of .005.
    expect(Math.abs(difference)).toBeLessThan(0.025);
  });

  test('is 1 for halves in one order, and 0 for halves that contradict each other', () => {
    expect(noiseCeiling([1, 2, 5, 9], [0, 3, 4, 50]).reliability).toBeCloseTo(1, 14);
    expect(noiseCeiling([1, 2, 5, 9], [0, 3, 4, 50]).ceiling).toBeCloseTo(1, 14);
    expect(noiseCeiling([1, 2, 3, 4], [4, 3, 2, 1])).toEqual({ reliability: -1, ceiling: 0 });
  });

  test('between halves of ρ = ½ on paper', () => {
    // Ranks 1 2 3 against 1 3 2: ρ = ½, r = 2 sin(π/12), 2r/(1 + r).
    const r = 2 * Math.sin(Math.PI / 12);
    const { reliability, ceiling } = noiseCeiling([1, 2, 3], [1, 3, 2]);
    expect(reliability).toBeCloseTo((2 * r) / (1 + r), 14);
    expect(ceiling).toBeCloseTo((6 / Math.PI) * Math.asin(Math.sqrt(reliability) / 2), 14);
  });

  test('refuses halves of other lengths', () => expectAuditError(() => noiseCeiling([1, 2, 3], [1, 2]), 'SHAPE_MISMATCH'));
});
