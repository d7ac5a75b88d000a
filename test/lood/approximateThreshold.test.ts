import { describe, expect, test } from '@jest/globals';
import { approximateThreshold } from '../../src/lood/approximateThreshold.ts';
import { contourIntegral } from '../../src/lood/contour.ts';
import { totalVariation } from '../../src/lood/lossTail.ts';
import { lossSupremum } from '../../src/lood/privacyLoss.ts';
import { pairOf, SAMPLE_PAIRS } from './support.ts';

const PAIRS = [...SAMPLE_PAIRS, ['tiny leakage', pairOf(2, [1e-10, 1e-22])], ['huge leakage', pairOf(10, [1e7, 1e5])]] as const;

describe.each(PAIRS)('the approximate threshold for %s', (_, pair) => {
  test.each([
    [1e-6, 0.02],
    [1e-3, 0.03],
    [0.1, 0.06],
    [0.5, 0.1],
  ])('of a tail of %d is within a share of %d of it', (level, share) => {
    const above = approximateThreshold(pair, [-1], 'right', level);
    expect(above).toBeLessThan(lossSupremum(pair));
    expect(Math.abs(contourIntegral(pair, above, [-1], 'right').value / level - 1)).toBeLessThan(share);
    const below = approximateThreshold(pair, [-1], 'left', level);
    // Left of its only pole the integral is minus the lower tail.
    expect(Math.abs(-contourIntegral(pair, below, [-1], 'left').value / level - 1)).toBeLessThan(share);
  });

  test.each([
    [1e-6, 0.02],
    [0.1, 0.1],
    [0.9, 0.25],
  ])('of a hockey stick of %d times the total variation is within a share of %d of it', (part, share) => {
    const level = part * totalVariation(pair);
    const plus = approximateThreshold(pair, [-1, 0], 'right', level);
    expect(Math.abs(contourIntegral(pair, plus, [-1, 0], 'right').value / level - 1)).toBeLessThan(share);
    const minus = approximateThreshold(pair, [0, -1], 'left', level);
    expect(Math.abs(contourIntegral(pair, minus, [0, -1], 'left').value / level - 1)).toBeLessThan(share);
  });
});
