import { describe, expect, test } from '@jest/globals';
import { approximateThreshold } from '../../src/lood/approximateThreshold.ts';
import { contourIntegral } from '../../src/lood/contour.ts';
import { lossSupremum } from '../../src/lood/privacyLoss.ts';
import { totalVariation } from '../../src/lood/lossTail.ts';
import { pairOf, SAMPLE_PAIRS } from './support.ts';

const PAIRS = [
  ...SAMPLE_PAIRS,
  ['tiny leakage', pairOf(2, [1e-10, 1e-22])],
  ['huge leakage', pairOf(10, [1e7, 1e5])],
] as const;

describe.each(PAIRS)('the approximate threshold for %s', (_, pair) => {
  test.each([1e-6, 1e-3, 0.1, 0.5])('of a tail of %d is within 2%% of it', (level) => {
    const above = approximateThreshold(pair, [-1], 'right', level);
    expect(above).toBeLessThan(lossSupremum(pair));
    expect(Math.abs(contourIntegral(pair, above, [-1], 'right').value / level - 1)).toBeLessThan(0.02);
    const below = approximateThreshold(pair, [-1], 'left', level);
    // Left of its only pole the integral is minus the lower tail.
    expect(Math.abs(-contourIntegral(pair, below, [-1], 'left').value / level - 1)).toBeLessThan(0.02);
  });

  test.each([1e-6, 0.1, 0.9])('of a hockey stick of %d times the total variation is within 2%% of it', (share) => {
    const level = share * totalVariation(pair);
    const plus = approximateThreshold(pair, [-1, 0], 'right', level);
    expect(Math.abs(contourIntegral(pair, plus, [-1, 0], 'right').value / level - 1)).toBeLessThan(0.02);
    const minus = approximateThreshold(pair, [0, -1], 'left', level);
    expect(Math.abs(contourIntegral(pair, minus, [0, -1], 'left').value / level - 1)).toBeLessThan(0.02);
  });
});
