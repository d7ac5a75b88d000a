import { describe, expect, test } from '@jest/globals';
import { createRandom } from '../../../src/base/random.ts';
import { gaussianPair } from '../../../src/lood/gaussianPair.ts';
import { exactAuc } from '../../../src/membership/auc.ts';
import type { OutputSamples } from '../../../src/networks/empiricalLood/outputSamples.ts';
import { paperAuc } from '../../../src/networks/empiricalLood/paperAuc.ts';
import { expectAuditError } from '../../data/support.ts';
import { MONTE_CARLO_STANDARD_ERRORS } from '../../support/tolerances.ts';
import { deviationOf, meanOf, sampleOutputs } from './sampleOutputs.ts';

describe('paperAuc', () => {
  test('of very many networks is the exact AUC of the two Gaussians', () => {
    const [shift, deviation] = [0.4, 0.6];
    const exact = exactAuc(gaussianPair(1 / deviation ** 2 - 1, 2 * (shift / deviation) ** 2, 2));
    const { auc, se } = paperAuc(sampleOutputs({ networks: 10_000, outputs: 2, shift, deviation }, createRandom(1)), {
      splits: 2,
      rng: createRandom(2),
    });
    expect(Math.abs(auc - exact)).toBeLessThan(MONTE_CARLO_STANDARD_ERRORS * se);
    // Each split tries 5,000 networks of each world: an AUC of .86 is known to about .004.
    expect(se).toBeLessThan(0.006);
    expect(se).toBeGreaterThan(0.002);
  });

  test('is ½ on average where the record changes nothing, give or take .035 with 100 and 100 networks', () => {
    const rng = createRandom(3);
    const drawn = Array.from({ length: 60 }, () => paperAuc(sampleOutputs({ networks: 100, outputs: 2 }, rng), { rng }));
    const aucs = drawn.map(({ auc }) => auc);
    const spread = deviationOf(aucs);
    expect(Math.abs(meanOf(aucs) - 0.5)).toBeLessThan((MONTE_CARLO_STANDARD_ERRORS * spread) / Math.sqrt(60));
    // 60 draws know their deviation to 9%.
    expect(spread).toBeGreaterThan(0.02);
    expect(spread).toBeLessThan(0.05);
    const claimed = Math.sqrt(meanOf(drawn.map(({ se }) => se ** 2)));
    expect(claimed / spread).toBeGreaterThan(0.9);
    expect(claimed / spread).toBeLessThan(2.2);
  });

  test.each([undefined, 0.9])('knows its error where worlds differ, with a correlation of pairs of %s', (correlation) => {
    const rng = createRandom(4);
    const imagined = { networks: 40, outputs: 2, shift: 0.7, deviation: 0.8, ...(correlation && { correlation }) };
    const drawn = Array.from({ length: 80 }, () => paperAuc(sampleOutputs(imagined, rng), { splits: 10, rng }));
    const claimed = Math.sqrt(meanOf(drawn.map(({ se }) => se ** 2)));
    // The deviation of 80 draws is known to 8%, the mean square of the errors to about as much.
    expect(Math.abs(claimed / deviationOf(drawn.map(({ auc }) => auc)) - 1)).toBeLessThan(0.35);
  });

  test('is 1 for worlds apart, and the same for the same seed', () => {
    const samples = sampleOutputs({ networks: 12, outputs: 2, shift: 100 }, createRandom(5));
    expect(paperAuc(samples, { rng: createRandom(6) })).toEqual({ auc: 1, se: 0, splits: 50 });
    const close = sampleOutputs({ networks: 12, outputs: 2, shift: 1 }, createRandom(5));
    const first = paperAuc(close, { splits: 3, rng: createRandom(6) });
    expect(paperAuc(close, { splits: 3, rng: createRandom(6) })).toEqual(first);
    expect(paperAuc(close, { splits: 3, rng: createRandom(7) }).auc).not.toBe(first.auc);
  });

  test('does not underflow where densities do', () => {
    // 60 deviations apart in the narrow world: densities of e^−1800.
    const samples = sampleOutputs({ networks: 12, outputs: 1, shift: 60, deviation: 1 }, createRandom(8));
    const mirrored: OutputSamples = { ...samples, withRecord: samples.withoutRecord, withoutRecord: samples.withRecord };
    expect(paperAuc(mirrored, { rng: createRandom(9) }).auc).toBe(1);
  });

  test('needs more than C networks in each half, also without one of them', async () => {
    const drawn = (networks: number) => sampleOutputs({ networks, outputs: 3, shift: 1 }, createRandom(10));
    await expectAuditError(
      () => paperAuc(drawn(9), { rng: createRandom(1) }),
      'OPTION_INVALID',
      'at least 5 networks',
      'Got 4',
      '10 networks',
    );
    const { auc, se } = paperAuc(drawn(10), { rng: createRandom(1) });
    expect(auc).toBeGreaterThan(0);
    expect(se).toBeGreaterThan(0);
    // 60 networks in 25 groups would be left out two or three at a time, of which a half could spare one.
    const many = sampleOutputs({ networks: 60, outputs: 28, shift: 1 }, createRandom(11));
    expect(paperAuc(many, { splits: 1, rng: createRandom(1) }).se).toBeGreaterThan(0);
  });

  test.each([0, 1.5, Number.NaN])('refuses %d splits', (splits) =>
    expectAuditError(
      () => paperAuc(sampleOutputs({ networks: 10, outputs: 1 }, createRandom(1)), { splits, rng: createRandom(1) }),
      'OPTION_INVALID',
      `Got ${splits}`,
    ),
  );

  test('refuses outputs that sum to a constant', () => {
    const samples = sampleOutputs({ networks: 20, outputs: 2 }, createRandom(12));
    const summed = (values: Float64Array) => values.map((value, i) => (i % 2 === 0 ? value : 1 - (values[i - 1] as number)));
    const { withRecord, withoutRecord } = samples;
    return expectAuditError(
      () =>
        paperAuc({ ...samples, withRecord: summed(withRecord), withoutRecord: summed(withoutRecord) }, { rng: createRandom(1) }),
      'NOT_POSITIVE_DEFINITE',
      'output 1',
    );
  });
});
