import { describe, expect, test } from '@jest/globals';
import { createRandom } from '../../../src/base/random.ts';
import { fitWorlds } from '../../../src/networks/empiricalLood/fitWorlds.ts';
import { meanShift, type OutputSamples } from '../../../src/networks/empiricalLood/outputSamples.ts';
import { expectAuditError } from '../../data/support.ts';
import { deviationOf, mapped, meanOf, sampleOutputs } from './sampleOutputs.ts';

describe('fitWorlds', () => {
  test('of one output has the sample variances and the shift of the means', () => {
    const samples: OutputSamples = {
      outputs: 1,
      withRecord: Float64Array.of(3, 4, 5),
      withoutRecord: Float64Array.of(0, 2, 4),
      isPaired: true,
    };
    const fit = fitWorlds(samples);
    expect(fit.dimensions).toBe(1);
    // Up to a common scale.
    expect(fit.varianceWithout / fit.varianceWith).toBeCloseTo(4, 12);
    expect(fit.shiftSquared / fit.varianceWith).toBeCloseTo(4, 12);
    expect(fit.shiftNoise / fit.varianceWith).toBeCloseTo(1 / 3, 12);
    // Squares 1 0 1 and 4 0 4 in units of their means: 1.5 0 1.5 for both, of variance .75 over three.
    expect(fit.logNoise.ofWith).toBeCloseTo(0.25, 12);
    expect(fit.logNoise.ofWithout).toBeCloseTo(0.25, 12);
    expect(fit.logNoise.common).toBeCloseTo(0.25, 12);
  });

  test('is the same for rotated, scaled and moved outputs', () => {
    const samples = sampleOutputs({ networks: 12, outputs: 3, shift: 0.5, deviation: 0.7, correlation: 0.5 }, createRandom(1));
    const [c, s] = [Math.cos(0.4), Math.sin(0.4)];
    const moved = mapped(samples, 3, ([x, y, z]) => [5 * (c * x + s * y) + 1, 5 * (c * y - s * x), 5 * z - 3]);
    const [one, other] = [fitWorlds(samples), fitWorlds(moved)];
    expect(other.varianceWithout / other.varianceWith).toBeCloseTo(one.varianceWithout / one.varianceWith, 10);
    expect(other.shiftSquared / other.varianceWith).toBeCloseTo(one.shiftSquared / one.varianceWith, 10);
    expect(other.shiftNoise / other.varianceWith).toBeCloseTo(one.shiftNoise / one.varianceWith, 10);
  });

  test('of many networks undoes a common shape', () => {
    const samples = sampleOutputs({ networks: 4000, outputs: 3, shift: 0.5, deviation: 0.5 }, createRandom(2));
    const bent = mapped(samples, 3, ([x, y, z]) => [10 * x, y + 5 * x, 0.1 * z - y]);
    const fit = fitWorlds(bent);
    // 12,000 squares know each variance to 1.3%, the shape comes on top.
    expect(Math.abs(fit.varianceWithout / fit.varianceWith / 4 - 1)).toBeLessThan(0.08);
    expect(Math.abs(fit.shiftSquared / fit.varianceWith / 3 - 1)).toBeLessThan(0.15);
  });

  test('draws the shape toward the sphere as on paper', () => {
    // Five times (±3, 0) and (0, ±1), and the same moved by (1, 0): S = diag(9, 1)·10/19 in both worlds, n = 19 of the pairs.
    const rows = Array.from({ length: 5 }, () => [3, 0, -3, 0, 0, 1, 0, -1]).flat();
    const withoutRecord = Float64Array.from(rows);
    const withRecord = withoutRecord.map((value, i) => value + (i % 2 === 0 ? 1 : 0));
    const shareOf = (n: number) => 100 / (n * (82 - 50));
    for (const [isPaired, n] of [
      [true, 19],
      [false, 38],
    ] as const) {
      const axes = [9, 1].map((value) => shareOf(n) * 5 + (1 - shareOf(n)) * value) as [number, number];
      const fit = fitWorlds({ outputs: 2, withRecord, withoutRecord, isPaired });
      const variance = ((9 / axes[0] + 1 / axes[1]) / 2) * (10 / 19);
      expect(fit.shiftSquared / fit.varianceWith).toBeCloseTo(1 / axes[0] / variance, 10);
    }
  });

  test('of few networks leaves a sphere a sphere', () => {
    const samples = sampleOutputs({ networks: 6, outputs: 10, shift: 0.5, correlation: 0 }, createRandom(3));
    const { shift, errorCovariance } = meanShift(samples);
    const fit = fitWorlds(samples);
    const trace = Array.from({ length: 10 }, (_, i) => errorCovariance[11 * i] as number).reduce((a, b) => a + b);
    // The ratio of both is that in the outputs' own coordinates, which shrinkage to the full sphere would leave to the last digit.
    const ratio = fit.shiftSquared / fit.shiftNoise / (shift.reduce((sum, v) => sum + v * v, 0) / trace);
    expect(Math.abs(ratio - 1)).toBeLessThan(0.15);
  });

  test('leaves out combinations that are constant, in float32 too, but not those that only the record moves', () => {
    const samples = sampleOutputs({ networks: 20, outputs: 3, shift: 0.3, correlation: 0.5 }, createRandom(4));
    const summed = mapped(samples, 4, ([x, y, z]) => [x, y, z, -x - y - z].map(Math.fround));
    expect(fitWorlds(summed).dimensions).toBe(3);
    const pushed = { ...summed, withRecord: summed.withRecord.map((v, i) => (i % 4 === 3 ? v + 1 : v)) };
    expect(fitWorlds(pushed).dimensions).toBe(4);
  });

  test('knows the noise of its variances and of the shift', () => {
    for (const correlation of [undefined, 0.8]) {
      const rng = createRandom(5);
      const fits = Array.from({ length: 600 }, () =>
        fitWorlds(sampleOutputs({ networks: 25, outputs: 2, deviation: 0.5, ...(correlation && { correlation }) }, rng)),
      );
      const ratios = fits.map((fit) => Math.log(fit.varianceWithout / fit.varianceWith));
      const claimed = meanOf(fits.map(({ logNoise: { ofWith, ofWithout, common } }) => ofWith + ofWithout - 2 * common));
      // The variance of 600 draws is known to 6%, its first-order estimate is some percent low at 25 networks.
      expect(Math.abs(claimed / deviationOf(ratios) ** 2 - 1)).toBeLessThan(0.3);
      const shifts = meanOf(fits.map((fit) => fit.shiftSquared));
      expect(Math.abs(shifts / meanOf(fits.map((fit) => fit.shiftNoise)) - 1)).toBeLessThan(0.3);
    }
  });

  test('refuses a world without spread', () =>
    expectAuditError(
      () => fitWorlds({ outputs: 1, withRecord: Float64Array.of(1, 1), withoutRecord: Float64Array.of(1, 2), isPaired: false }),
      'NUMERICAL_FAILURE',
      'variances that sum to 0 and 0.5',
    ));
});
