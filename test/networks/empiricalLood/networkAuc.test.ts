import { describe, expect, test } from '@jest/globals';
import { createRandom } from '../../../src/base/random.ts';
import { gaussianPair } from '../../../src/lood/gaussianPair.ts';
import { exactAuc } from '../../../src/membership/auc.ts';
import { networkAuc } from '../../../src/networks/empiricalLood/networkAuc.ts';
import { expectAuditError } from '../../data/support.ts';
import { MONTE_CARLO_STANDARD_ERRORS } from '../../support/tolerances.ts';
import { deviationOf, type Imagined, mapped, meanOf, sampleOutputs } from './sampleOutputs.ts';

const truthOf = ({ outputs, shift = 0, deviation = 1 }: Imagined) =>
  exactAuc(gaussianPair(1 / deviation ** 2 - 1, outputs * (shift / deviation) ** 2, outputs));

describe('networkAuc', () => {
  const many: Imagined[] = [
    { networks: 2000, outputs: 1, shift: 0.5, deviation: 0.7 },
    { networks: 2000, outputs: 3, shift: 0.2, deviation: 0.9, correlation: 0.9 },
    { networks: 2000, outputs: 3, shift: 1, deviation: 0.5 },
  ];
  test.each(many)('of very many networks is the exact AUC: %j', (imagined) => {
    const { auc, se, low, high } = networkAuc(sampleOutputs(imagined, createRandom(1)));
    expect(se).toBeLessThan(0.015);
    expect(Math.abs(auc - truthOf(imagined))).toBeLessThan(MONTE_CARLO_STANDARD_ERRORS * se);
    expect(low).toBeLessThan(auc);
    expect(high).toBeGreaterThan(auc);
  });

  test('of very many networks sees through a common shape, and through outputs that sum to 0', () => {
    const imagined = { networks: 2000, outputs: 3, shift: 0.4, deviation: 0.7 };
    const samples = sampleOutputs(imagined, createRandom(2));
    for (const bent of [
      mapped(samples, 3, ([x, y, z]) => [10 * x, y + 5 * x, 0.1 * z - y]),
      mapped(samples, 4, ([x, y, z]) => [x, y, z, -x - y - z].map(Math.fround)),
    ]) {
      const { auc, se } = networkAuc(bent);
      expect(Math.abs(auc - truthOf(imagined))).toBeLessThan(MONTE_CARLO_STANDARD_ERRORS * se);
    }
  });

  const few: Imagined[] = [
    { networks: 25, outputs: 2, correlation: 0.9 },
    { networks: 10, outputs: 10, correlation: 0.9 },
    { networks: 25, outputs: 10, shift: 0.15, deviation: 0.9, correlation: 0.9 },
    { networks: 25, outputs: 2, shift: 0.5, deviation: 0.7, correlation: 0.9 },
    { networks: 30, outputs: 1, shift: 1, deviation: 0.6 },
  ];
  test.each(few)('of few networks is near the truth, and its interval holds it: %j', (imagined) => {
    const rng = createRandom(3);
    const truth = truthOf(imagined);
    const drawn = Array.from({ length: 100 }, () => networkAuc(sampleOutputs(imagined, rng)));
    const aucs = drawn.map(({ auc }) => auc);
    // At most the .03 of the docstring, and five errors of the mean of 100.
    expect(Math.abs(meanOf(aucs) - truth)).toBeLessThan(0.03 + (MONTE_CARLO_STANDARD_ERRORS * deviationOf(aucs)) / 10);
    expect(drawn.filter(({ low, high }) => low <= truth && truth <= high).length).toBeGreaterThanOrEqual(87);
    const claimed = Math.sqrt(meanOf(drawn.map(({ se }) => se ** 2)));
    expect(claimed / deviationOf(aucs)).toBeGreaterThan(0.65);
    expect(claimed / deviationOf(aucs)).toBeLessThan(1.6);
    for (const { auc, low, high } of drawn) {
      expect([0 <= low, low <= auc, auc <= high, high <= 1]).toEqual([true, true, true, true]);
    }
  });

  test('is ½ on average where the record changes nothing, also where the noise of variances is the larger one', () => {
    const rng = createRandom(8);
    const aucs = Array.from({ length: 400 }, () => networkAuc(sampleOutputs({ networks: 10, outputs: 1 }, rng)).auc);
    // The mean of 400 is known to .006; without the part of the variances it would be .06 higher.
    expect(Math.abs(meanOf(aucs) - 0.5)).toBeLessThan(0.035);
  });

  test('does not tell which world is which', () => {
    const samples = sampleOutputs({ networks: 15, outputs: 2, shift: 0.4, deviation: 0.6, correlation: 0.7 }, createRandom(4));
    const swapped = networkAuc({ ...samples, withRecord: samples.withoutRecord, withoutRecord: samples.withRecord });
    expect(swapped.auc).toBeCloseTo(networkAuc(samples).auc, 10);
    expect(swapped.low).toBeCloseTo(networkAuc(samples).low, 6);
  });

  test('of pairs that never differ is ½ for sure', () => {
    const { withoutRecord } = sampleOutputs({ networks: 5, outputs: 2 }, createRandom(5));
    const { auc, se, low, high } = networkAuc({ outputs: 2, withRecord: withoutRecord, withoutRecord, isPaired: true });
    expect([auc, low, high].every((value) => Math.abs(value - 0.5) < 1e-7)).toBe(true);
    expect(se).toBeLessThan(1e-7);
  });

  test('of worlds far apart is 1, with the interval that so few networks leave', () => {
    const { auc, low, high } = networkAuc(sampleOutputs({ networks: 4, outputs: 1, shift: 30 }, createRandom(6)));
    expect(auc).toBeGreaterThan(1 - 1e-9);
    expect(high).toBe(1);
    expect(low).toBeLessThan(auc);
  });

  test('refuses two networks', () =>
    expectAuditError(
      () => networkAuc(sampleOutputs({ networks: 2, outputs: 1 }, createRandom(7))),
      'OPTION_INVALID',
      'at least 3 networks',
    ));
});
