import { describe, expect, test } from '@jest/globals';
import { createRandom } from '../../../src/base/random.ts';
import { klWithoutWith } from '../../../src/lood/divergences.ts';
import { gaussianPair } from '../../../src/lood/gaussianPair.ts';
import { empiricalKl } from '../../../src/networks/empiricalLood/empiricalKl.ts';
import { expectAuditError } from '../../data/support.ts';
import { MONTE_CARLO_STANDARD_ERRORS } from '../../support/tolerances.ts';
import { deviationOf, type Imagined, meanOf, sampleOutputs } from './sampleOutputs.ts';

const truthOf = ({ outputs, shift = 0, deviation = 1 }: Imagined) =>
  klWithoutWith(gaussianPair(1 / deviation ** 2 - 1, outputs * (shift / deviation) ** 2, outputs));

describe('empiricalKl', () => {
  test('of one output on paper', () => {
    const { kl, plugIn } = empiricalKl({
      outputs: 1,
      withRecord: Float64Array.of(3, 4, 5),
      withoutRecord: Float64Array.of(0, 2, 4),
      isPaired: true,
    });
    // r = 4 and ‖Δ‖²/v = 4; a = b = c = ¼ (fitWorlds.test.ts) and tr V̂ = v/3.
    expect(plugIn).toBeCloseTo(0.5 * (4 - 1 - Math.log(4) + 4), 12);
    expect(kl).toBeCloseTo(0.5 * (4 - 1 - Math.log(4) + (4 - 1 / 3) / 1.25), 12);
  });

  test('of worlds of unequal sizes on paper', () => {
    const { kl } = empiricalKl({
      outputs: 1,
      withRecord: Float64Array.of(3, 4, 5),
      withoutRecord: Float64Array.of(0, 2, 4, 2),
      isPaired: false,
    });
    // r = 8/3, a = ¼, b = ⅓, tr V̂ = 1/3 + 2/3.
    expect(kl).toBeCloseTo(0.5 * (8 / 3 / 1.25 - 1 - Math.log(8 / 3) - 1 / 24 + 3 / 1.25), 12);
  });

  test.each([
    { networks: 2000, outputs: 1, shift: 0.5, deviation: 0.7 },
    { networks: 2000, outputs: 3, shift: 0.2, deviation: 0.9, correlation: 0.9 },
    { networks: 2000, outputs: 3, shift: 1, deviation: 0.5 },
  ] as Imagined[])('of very many networks is the exact divergence: %j', (imagined) => {
    const { kl, plugIn, se } = empiricalKl(sampleOutputs(imagined, createRandom(1)));
    const truth = truthOf(imagined);
    expect(se).toBeLessThan(0.15 * truth);
    expect(Math.abs(kl - truth)).toBeLessThan(MONTE_CARLO_STANDARD_ERRORS * se);
    expect(Math.abs(plugIn - truth)).toBeLessThan(MONTE_CARLO_STANDARD_ERRORS * se);
  });

  test.each([
    { networks: 25, outputs: 2, correlation: 0.9 },
    { networks: 25, outputs: 10, shift: 0.15, deviation: 0.9 },
    { networks: 25, outputs: 2, shift: 0.5, deviation: 0.7, correlation: 0.9 },
    { networks: 40, outputs: 1, shift: 0.5, deviation: 0.8 },
  ] as Imagined[])('of few networks is nearly unbiased, which the plug-in is not: %j', (imagined) => {
    const rng = createRandom(2);
    const drawn = Array.from({ length: 120 }, () => empiricalKl(sampleOutputs(imagined, rng)));
    const spread = deviationOf(drawn.map(({ kl }) => kl));
    const bias = meanOf(drawn.map(({ kl }) => kl)) - truthOf(imagined);
    // Half a standard error may remain, and the mean of 120 is known to .09 of one.
    expect(Math.abs(bias)).toBeLessThan(0.9 * spread);
    expect(Math.abs(bias)).toBeLessThan(Math.abs(meanOf(drawn.map(({ plugIn }) => plugIn)) - truthOf(imagined)));
    const claimed = Math.sqrt(meanOf(drawn.map(({ se }) => se ** 2)));
    expect(claimed / spread).toBeGreaterThan(0.75);
    expect(claimed / spread).toBeLessThan(2.5);
  });

  test('of pairs that never differ is 0', () => {
    const { withoutRecord } = sampleOutputs({ networks: 5, outputs: 2 }, createRandom(3));
    const { kl, plugIn, se } = empiricalKl({ outputs: 2, withRecord: withoutRecord, withoutRecord, isPaired: true });
    for (const value of [kl, plugIn, se]) expect(Math.abs(value)).toBeLessThan(1e-14);
  });

  test('refuses two networks', () =>
    expectAuditError(
      () => empiricalKl(sampleOutputs({ networks: 2, outputs: 1 }, createRandom(4))),
      'OPTION_INVALID',
      'at least 3 networks',
    ));
});
