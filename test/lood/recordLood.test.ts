import { describe, expect, test } from '@jest/globals';
import { leaveOneOut } from '../../src/gp/leaveOneOut.ts';
import { selectRows } from '../../src/linalg/matrix.ts';
import * as divergences from '../../src/lood/divergences.ts';
import { ownQueryPair } from '../../src/lood/pairs.ts';
import { recordLood, wasserstein2 } from '../../src/lood/recordLood.ts';
import { refit, SPECS, sampleProcess } from '../gp/support.ts';
import { integratePieces } from '../support/integrate.ts';
import { expectEachClose } from '../support/matchers.ts';
import { EXACT } from '../support/tolerances.ts';
import { normalDensity } from './support.ts';

describe.each(SPECS)('LOOD of a record under the %s kernel', (_, spec) => {
  test('in the units of the targets is that of both refits', async () => {
    const gp = await sampleProcess(spec, { classes: 3 });
    const identities = leaveOneOut(gp);
    for (const s of [0, 5, 11]) {
      const own = selectRows(gp.inputs, [s]);
      const [without, withRecord] = [refit(gp, [s], own), refit(gp, [], own)];
      const differences = withRecord.mean.to1DArray().map((mean, c) => mean - without.mean.get(0, c));
      const squared = differences.reduce((sum, difference) => sum + difference ** 2, 0);
      const [vWith, vWithout] = [withRecord.covariance.get(0, 0), without.covariance.get(0, 0)];
      const lood = recordLood(gp, identities, s);
      // Differences of refits lose the digits that both share.
      expectEachClose([lood.meanDistance], [squared / 6], 1e-9);
      expectEachClose([lood.wasserstein2], [Math.sqrt(squared + 3 * (Math.sqrt(vWithout) - Math.sqrt(vWith)) ** 2)], 1e-9);
      expectEachClose(
        [lood.varianceRatio, lood.meanShift, lood.leverage],
        [vWithout / vWith - 1, Math.sqrt(squared / vWith), vWith / 0.1],
        1e-9,
      );
    }
  });
});

test('its divergences are those of its pair', async () => {
  const gp = await sampleProcess({ type: 'rbf', gamma: 0.7, variance: 1.3 });
  const identities = leaveOneOut(gp);
  const pair = ownQueryPair(gp, identities, 3);
  expect(recordLood(gp, identities, 3)).toMatchObject({
    pair,
    kl: divergences.klWithoutWith(pair),
    klReverse: divergences.klWithWithout(pair),
    klSymmetric: divergences.klSymmetric(pair),
    renyi2: divergences.renyiWithWithout(pair, 2),
    hellinger: divergences.hellinger(pair),
  });
});

describe('the Wasserstein distance', () => {
  test('is the cost of moving quantile to quantile', () => {
    // One output, v_with = 0.3, u = 1.5, Δ = 0.4: quantiles μ + √v z.
    const move = (z: number) => 0.4 + (Math.sqrt(0.3 * 2.5) - Math.sqrt(0.3)) * z;
    const cost = integratePieces((z) => normalDensity(z) * move(z) ** 2, [-12, 0, 12]);
    expectEachClose([wasserstein2(0.3, 1.5, 0.16, 1) ** 2], [cost], 1e-11);
  });

  test('keeps its digits where the variances hardly differ: √(Cv) u/2', () => {
    expectEachClose([wasserstein2(0.3, 1e-15, 0, 4)], [Math.sqrt(1.2) * 0.5e-15], EXACT);
  });

  test('is the shift of the mean where the variances agree, and 0 where nothing differs', () => {
    expect(wasserstein2(0.3, 0, 0.25, 4)).toBe(0.5);
    expect(wasserstein2(0, 0, 0, 4)).toBe(0);
  });
});
