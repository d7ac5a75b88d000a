import { describe, expect, test } from '@jest/globals';
import { approximateThreshold } from '../../src/lood/approximateThreshold.ts';
import { contourIntegrals } from '../../src/lood/contour.ts';
import { type Crossing, choosePath } from '../../src/lood/contourPath.ts';
import type { GaussianPair } from '../../src/lood/gaussianPair.ts';
import { totalVariation } from '../../src/lood/lossTail.ts';
import { lossSupremum } from '../../src/lood/privacyLoss.ts';
import { seriesAt } from '../../src/lood/tailSeries.ts';
import { expectEachClose } from '../support/matchers.ts';
import { pairOf, SAMPLE_PAIRS } from './support.ts';

const PAIRS = [...SAMPLE_PAIRS, ['tiny leakage', pairOf(2, [1e-10, 1e-22])], ['huge leakage', pairOf(10, [1e7, 1e5])]] as const;

const ABOVE: Crossing = { main: -1, both: false, side: 'right' };
const BELOW: Crossing = { main: -1, both: false, side: 'left' };
const WITH: Crossing = { main: 0, both: true, side: 'right' };
const WITHOUT: Crossing = { main: -1, both: true, side: 'left' };

/** By which share the tail at the approximate threshold misses the level. */
function missOf(pair: GaussianPair, through: Crossing, level: number): number {
  const { threshold } = approximateThreshold(pair, through, level);
  return Math.abs(Math.abs(seriesAt(contourIntegrals(pair, threshold, through).series, 0)) / level - 1);
}

describe.each(PAIRS)('the approximate threshold for %s', (_, pair) => {
  test.each([
    [1e-6, 0.02],
    [1e-3, 0.03],
    [0.1, 0.06],
    [0.5, 0.1],
  ])('of a tail of %d is within a share of %d of it', (level, share) => {
    expect(approximateThreshold(pair, ABOVE, level).threshold).toBeLessThan(lossSupremum(pair));
    expect(missOf(pair, ABOVE, level)).toBeLessThan(share);
    expect(missOf(pair, BELOW, level)).toBeLessThan(share);
  });

  test.each([
    [1e-6, 0.02],
    [0.1, 0.1],
    [0.9, 0.25],
  ])('of a hockey stick of %d times the total variation is within a share of %d of it', (part, share) => {
    const level = part * totalVariation(pair);
    expect(missOf(pair, WITH, level)).toBeLessThan(share);
    expect(missOf(pair, WITHOUT, level)).toBeLessThan(share);
  });

  test('comes with the distance of the saddle at that threshold', () => {
    for (const through of [ABOVE, BELOW, WITH, WITHOUT]) {
      const { threshold, distance } = approximateThreshold(pair, through, 0.01 * totalVariation(pair));
      const { origin, crossing } = choosePath(pair, threshold, through);
      expectEachClose([Math.abs(crossing + (origin - through.main))], [distance], 2e-3);
    }
  });
});
