import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { hockeyStickWith, hockeyStickWithout, lossTailWith, lossTailWithout, totalVariation } from '../../src/lood/lossTail.ts';
import { lossSupremum } from '../../src/lood/privacyLoss.ts';
import { regimeOf } from '../../src/lood/regime.ts';
import { exactAuc } from '../../src/membership/auc.ts';
import { deltaAtEpsilon, epsilonAtDelta, operatingPointAtFpr } from '../../src/membership/optimalTest.ts';
import { pairOf } from '../lood/support.ts';
import { expectEachClose } from '../support/matchers.ts';
import { normalCdf } from '../support/sampleNormal.ts';

/** P_without(ℓ > t) for one output: f without the record lies within √(2(sup ℓ − t)(1+u)/u) of −δ/u, by (4.1) of docs/mathematics.md. */
function normalFpr(u: number, shiftSquared: number, t: number): number {
  const distance = Math.sqrt((shiftSquared * (1 + u)) / u) / Math.sqrt(u);
  const radius = Math.sqrt((2 * (lossSupremum(pairOf(1, [u, shiftSquared])) - t)) / u);
  return normalCdf(radius - distance) - normalCdf(-radius - distance);
}

describe('the smallest variances that float64 tells from zero', () => {
  test.each([1e8, 1e11, 1e13, 1e15])('u = %d: thresholds have the rates asked for', (u) => {
    for (const shiftSquared of [0, 1e-3 * u, u, 1e3 * u, 1e8 * u]) {
      for (const fpr of [0.01, 0.1, 0.5, 0.9]) {
        const { threshold, tpr } = operatingPointAtFpr(pairOf(1, [u, shiftSquared]), fpr);
        // The normal distribution function takes the difference of two numbers of up to √1e8.
        expectEachClose([normalFpr(u, shiftSquared, threshold)], [fpr], 1e-9);
        expect(tpr).toBeGreaterThan(1 - 1e-3);
        expect(tpr).toBeLessThanOrEqual(1);
      }
    }
  });
});

describe('a loss that is as good as certain', () => {
  test.each([
    [0, 1e21],
    [0.1, 1e30],
    [1e-3, 1e116],
    [1e10, 1e40],
  ])('u = %d, δ² = %d: every rate is 0 or 1', (u, shiftSquared) => {
    const pair = pairOf(10, [u, shiftSquared]);
    expect(regimeOf(pair).kind).toBe('certain');
    const [withRecord, without] = [shiftSquared / (2 * (1 + u)), -shiftSquared / 2];
    for (const [tail, loss] of [
      [lossTailWith, withRecord],
      [lossTailWithout, without],
    ] as const) {
      expect(tail(pair, loss - 1e-6 * Math.abs(loss))).toMatchObject({ above: 1, below: 0 });
      expect(tail(pair, loss + 1e-6 * Math.abs(loss))).toMatchObject({ above: 0, below: 1 });
    }
    for (const fpr of [1e-3, 0.5]) {
      expect(operatingPointAtFpr(pair, fpr)).toMatchObject({ fpr, tpr: 1, relativeError: 0 });
      expectEachClose([operatingPointAtFpr(pair, fpr).threshold], [without], 1e-9);
    }
    expect([exactAuc(pair), totalVariation(pair)]).toEqual([1, 1]);
    expectEachClose([epsilonAtDelta(pair, 1e-5)], [-without], 1e-9);
    expect([hockeyStickWith(pair, 0.9 * withRecord).delta, hockeyStickWith(pair, 1.1 * withRecord).delta]).toEqual([1, 0]);
    expect([hockeyStickWithout(pair, -0.9 * without).delta, hockeyStickWithout(pair, -1.1 * without).delta]).toEqual([1, 0]);
  });

  test('begins where thresholds still have the rates asked for', () => {
    const pair = pairOf(1, [0, 1e20]);
    expect(regimeOf(pair).kind).toBe('regular');
    // ℓ without the record is N(−δ²/2, δ²), and one rounding of the threshold is 1e-6 of its deviation.
    const { threshold, tpr } = operatingPointAtFpr(pair, 0.1);
    expectEachClose([normalCdf(-(threshold + 0.5e20) / 1e10)], [0.1], 1e-5);
    expect(tpr).toBe(1);
    expectEachClose([epsilonAtDelta(pair, 1e-5)], [0.5e20], 1e-9);
  });
});

test('whatever a float64 leverage can give has rates, AUC, ε and its curve', () => {
  // u = h/(1 − h) is below 1e17 for a float64 h below 1.
  const ratio = fc.double({ min: -323, max: 17, noNaN: true }).map((exponent) => 10 ** exponent);
  const shift = fc.double({ min: -323, max: 120, noNaN: true }).map((exponent) => 10 ** exponent);
  const outputs = fc.integer({ min: 1, max: 100 });
  fc.assert(
    fc.property(outputs, ratio, shift, (count, u, shiftSquared) => {
      const pair = pairOf(count, [u, shiftSquared]);
      const rates = [1e-3, 0.01, 0.1].map((fpr) => operatingPointAtFpr(pair, fpr).tpr);
      expect(rates.every((tpr, i) => tpr >= (0.999 * 10 ** i) / 1000 && tpr <= 1)).toBe(true);
      for (const value of [exactAuc(pair) - 0.5, totalVariation(pair)]) {
        expect(value).toBeGreaterThanOrEqual(0);
        expect(value).toBeLessThanOrEqual(1);
      }
      const epsilon = epsilonAtDelta(pair, 1e-5);
      expect(epsilon).toBeGreaterThanOrEqual(0);
      expect(Number.isFinite(epsilon)).toBe(true);
      const deltas = [0, 0.03, 0.5, 0.97, 1].map((share) => deltaAtEpsilon(pair, share * epsilon));
      // Sorted, but for the digits of δ that one rounding of a large ε costs.
      deltas.forEach((delta, i) => {
        expect(delta).toBeLessThanOrEqual((deltas[i - 1] ?? 1) * (1 + 1e-6));
      });
    }),
    { numRuns: 500 },
  );
});
