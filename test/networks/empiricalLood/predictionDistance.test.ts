import { describe, expect, test } from '@jest/globals';
import { createRandom } from '../../../src/base/random.ts';
import type { OutputSamples } from '../../../src/networks/empiricalLood/outputSamples.ts';
import { predictionDistance } from '../../../src/networks/empiricalLood/predictionDistance.ts';
import { MONTE_CARLO_STANDARD_ERRORS } from '../../support/tolerances.ts';
import { deviationOf, type Imagined, meanOf, sampleOutputs } from './sampleOutputs.ts';

describe('predictionDistance', () => {
  test('of pairs on paper', () => {
    // Differences (1, 1), (3, 1), (2, 4): mean (2, 2), covariance [1 0; 0 3], so V̂ = diag(1/3, 1).
    const samples: OutputSamples = {
      outputs: 2,
      withRecord: Float64Array.of(1, 2, 5, 1, 3, 3),
      withoutRecord: Float64Array.of(0, 1, 2, 0, 1, -1),
      isPaired: true,
    };
    const { distance, plugIn, se } = predictionDistance(samples);
    expect(plugIn).toBeCloseTo(8 / 4, 14);
    expect(distance).toBeCloseTo((8 - 4 / 3) / 4, 14);
    // tr V̂² = 10/9, tr V̂ = 4/3, n = 2: 4/(1·4)·(10/9 − 8/9) = 2/9, below (tr V̂)²/C = 8/9; Δ̂ᵀV̂Δ̂ = 16/3.
    expect(se).toBeCloseTo(Math.sqrt(4 * (16 / 3 - 8 / 9) + 16 / 9) / 4, 14);
  });

  test('is the mean over pairs of pairs, without any pair with itself', () => {
    const { withRecord, withoutRecord, ...rest } = sampleOutputs(
      { networks: 7, outputs: 3, shift: 1, correlation: 0.5 },
      createRandom(2),
    );
    const d = (m: number, c: number) => (withRecord[3 * m + c] as number) - (withoutRecord[3 * m + c] as number);
    let sum = 0;
    for (let m = 0; m < 7; m++) {
      for (let k = 0; k < 7; k++) if (k !== m) for (let c = 0; c < 3; c++) sum += d(m, c) * d(k, c);
    }
    expect(predictionDistance({ withRecord, withoutRecord, ...rest }).distance).toBeCloseTo(sum / (2 * 3 * 42), 13);
  });

  const moved: Imagined[] = [
    { networks: 10, outputs: 2, shift: 0.5, deviation: 0.5, correlation: 0.9 },
    { networks: 10, outputs: 2, shift: 0.5, deviation: 0.5 },
    { networks: 25, outputs: 10, shift: 0.2, correlation: 0.9 },
    { networks: 50, outputs: 1, shift: 1 },
  ];
  test.each(moved)('is unbiased and knows its error: %j', (imagined) => {
    const rng = createRandom(5);
    const drawn = Array.from({ length: 1000 }, () => predictionDistance(sampleOutputs(imagined, rng)));
    const distances = drawn.map(({ distance }) => distance);
    const spread = deviationOf(distances);
    const truth = (imagined.shift as number) ** 2 / 2;
    expect(Math.abs(meanOf(distances) - truth)).toBeLessThan((MONTE_CARLO_STANDARD_ERRORS * spread) / Math.sqrt(1000));
    expect(meanOf(drawn.map(({ plugIn }) => plugIn))).toBeGreaterThan(meanOf(distances));
    const claimed = Math.sqrt(meanOf(drawn.map(({ se }) => se ** 2)));
    // The spread of 1000 draws is known to 2.2%, at 10 networks the errors to 1%; the clamp of the first term adds a little.
    expect(Math.abs(claimed / spread - 1)).toBeLessThan(0.13);
    const covered = drawn.filter(({ distance, se }) => Math.abs(distance - truth) < 1.96 * se).length / 1000;
    expect(covered).toBeGreaterThan(imagined.networks < 25 ? 0.78 : 0.89);
  });

  test('is centred at 0 where the record moves nothing, with an error that is not too small', () => {
    const rng = createRandom(6);
    const drawn = Array.from({ length: 1000 }, () =>
      predictionDistance(sampleOutputs({ networks: 20, outputs: 2, correlation: 0.9 }, rng)),
    );
    const distances = drawn.map(({ distance }) => distance);
    const spread = deviationOf(distances);
    expect(Math.abs(meanOf(distances))).toBeLessThan((MONTE_CARLO_STANDARD_ERRORS * spread) / Math.sqrt(1000));
    const claimed = Math.sqrt(meanOf(drawn.map(({ se }) => se ** 2)));
    expect(claimed / spread).toBeGreaterThan(1);
    expect(claimed / spread).toBeLessThan(1.6);
  });

  test('of two networks each is finite', () => {
    const { distance, se } = predictionDistance(
      sampleOutputs({ networks: 2, outputs: 3, shift: 1, correlation: 0 }, createRandom(7)),
    );
    expect(Number.isFinite(distance)).toBe(true);
    expect(se).toBeGreaterThan(0);
  });

  test('of networks that never differ is 0 without error', () => {
    const same = Float64Array.of(1, 2, 3, 4);
    expect(predictionDistance({ outputs: 2, withRecord: same, withoutRecord: same, isPaired: true })).toEqual({
      distance: 0,
      plugIn: 0,
      se: 0,
    });
  });
});
