import { describe, expect, test } from '@jest/globals';
import { determinant, inverse, Matrix as MlMatrix } from 'ml-matrix';
import { createRandom, type Random, sampleWithoutReplacement } from '../../../src/base/random.ts';
import { gaussianPair } from '../../../src/lood/gaussianPair.ts';
import { exactAuc } from '../../../src/membership/auc.ts';
import type { OutputSamples } from '../../../src/networks/empiricalLood/outputSamples.ts';
import { paperAuc } from '../../../src/networks/empiricalLood/paperAuc.ts';
import { expectAuditError } from '../../data/support.ts';
import { MONTE_CARLO_STANDARD_ERRORS } from '../../support/tolerances.ts';
import { deviationOf, meanOf, sampleOutputs } from './sampleOutputs.ts';

/** The definition, step by step: densities by inverse and determinant, every pair counted, every group left out. */
function byDefinition(
  { outputs, withRecord, withoutRecord, isPaired }: OutputSamples,
  splits: number,
  groups: number,
  rng: Random,
) {
  const rowsOf = (values: Float64Array) =>
    Array.from({ length: values.length / outputs }, (_, m) => Array.from(values.subarray(m * outputs, (m + 1) * outputs)));
  const worlds = [rowsOf(withRecord), rowsOf(withoutRecord)] as const;
  const density = (rows: number[][]) => {
    const matrix = new MlMatrix(rows);
    const mean = matrix.mean('column');
    const centred = matrix.clone().subRowVector(mean);
    const covariance = centred
      .transpose()
      .mmul(centred)
      .div(rows.length - 1);
    const precision = inverse(covariance);
    const logDet = Math.log(determinant(covariance));
    return (row: number[]) => {
      const d = MlMatrix.rowVector(row.map((value, c) => value - (mean[c] as number)));
      return -0.5 * (d.mmul(precision).mmul(d.transpose()).get(0, 0) + logDet);
    };
  };
  const shuffled = (size: number) =>
    sampleWithoutReplacement(
      Array.from({ length: size }, (_, m) => m),
      size,
      rng,
    );
  const aucOf = (orders: readonly number[][], left: number) => {
    const halves = orders.map((order, world) => {
      const [fitted, tried] = [order.slice(0, order.length >> 1), order.slice(order.length >> 1)].map((half) =>
        half.filter((m) => m % groups !== left).map((m) => (worlds[world] as number[][])[m] as number[]),
      ) as [number[][], number[][]];
      return { density: density(fitted), tried };
    }) as [{ density: (row: number[]) => number; tried: number[][] }, { density: (row: number[]) => number; tried: number[][] }];
    const [one, other] = halves;
    const ratio = (row: number[]) => one.density(row) - other.density(row);
    const [high, low] = [one.tried.map(ratio), other.tried.map(ratio)];
    const wins = high.flatMap((a) => low.map((b) => (a > b ? 1 : 0) as number));
    return meanOf(wins);
  };
  const orders = Array.from({ length: splits }, () => {
    const first = shuffled(worlds[0].length);
    return [first, isPaired ? first : shuffled(worlds[1].length)];
  });
  const leftOut = Array.from({ length: groups }, (_, g) => meanOf(orders.map((order) => aucOf(order, g))));
  return { auc: meanOf(orders.map((order) => aucOf(order, -1))), se: ((groups - 1) / Math.sqrt(groups)) * deviationOf(leftOut) };
}

describe('paperAuc', () => {
  test.each([
    [12, 2, 12, 0.8],
    [12, 2, 12, undefined],
    // Some of two networks; of one where a half of 15 with 13 outputs has one to spare.
    [30, 2, 25, undefined],
    [30, 13, 30, 0.3],
  ] as const)(
    'of %d networks of %d outputs in %d groups is what its definition says',
    (networks, outputs, groups, correlation) => {
      const imagined = { networks, outputs, shift: 0.7, deviation: 0.8, ...(correlation && { correlation }) };
      const samples = sampleOutputs(imagined, createRandom(20));
      const expected = byDefinition(samples, 3, groups, createRandom(21));
      const { auc, se } = paperAuc(samples, { splits: 3, rng: createRandom(21) });
      expect(auc).toBeCloseTo(expected.auc, 12);
      expect(se).toBeCloseTo(expected.se, 12);
    },
  );

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
    const drawn = Array.from({ length: 60 }, () =>
      paperAuc(sampleOutputs({ networks: 100, outputs: 2 }, rng), { splits: 20, rng }),
    );
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
