import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { GaussianPair } from '../../src/lood/gaussianPair.ts';
import { hockeyStickWith, hockeyStickWithout, lossTailWith, lossTailWithout, totalVariation } from '../../src/lood/lossTail.ts';
import { lossSupremum } from '../../src/lood/privacyLoss.ts';
import {
  deltaAtEpsilon,
  epsilonAtDelta,
  operatingPoint,
  operatingPointAtFpr,
  tprAtFpr,
} from '../../src/membership/optimalTest.ts';
import { pairOf, SAMPLE_PAIRS, sampleLosses } from '../lood/support.ts';
import { expectEachClose } from '../support/matchers.ts';
import { inverseNormal, normalCdf } from '../support/sampleNormal.ts';
import { MONTE_CARLO_STANDARD_ERRORS } from '../support/tolerances.ts';

const FPRS = [1e-6, 1e-4, 1e-3, 0.01, 0.1, 0.3, 0.5, 0.9, 0.999, 1 - 1e-6];

describe('the test between N(1, 1) and N(0, 1)', () => {
  const oracle = pairOf(1, [0, 1]);

  test('has the published operating points and ε', () => {
    expect(tprAtFpr(oracle, 0.01)).toBeCloseTo(0.092362, 6);
    expect(tprAtFpr(oracle, 0.001)).toBeCloseTo(0.018298, 6);
    expect(epsilonAtDelta(oracle, 1e-5)).toBeCloseTo(4.377178, 6);
    expect(epsilonAtDelta(oracle, 0.1)).toBeCloseTo(1.160334, 6);
  });

  test('has TPR = Φ(δ + Φ⁻¹(FPR)) at every FPR and for every δ', () => {
    for (const delta of [1e-6, 0.3, 1, 4]) {
      for (const fpr of FPRS) {
        expectEachClose([tprAtFpr(pairOf(3, [0, delta * delta]), fpr)], [normalCdf(delta + inverseNormal(fpr))], 1e-11);
      }
    }
  });

  test('has δ(ε) = Φ(½ − ε) − e^ε Φ(−½ − ε)', () => {
    for (const epsilon of [0, 0.5, 2]) {
      const exact = normalCdf(0.5 - epsilon) - Math.exp(epsilon) * normalCdf(-0.5 - epsilon);
      expectEachClose([deltaAtEpsilon(oracle, epsilon)], [exact], 1e-12);
    }
  });
});

describe.each(SAMPLE_PAIRS)('%s', (_, pair) => {
  test('at the threshold for an FPR the tail without the record has that probability', () => {
    for (const fpr of FPRS) {
      const point = operatingPointAtFpr(pair, fpr);
      const { above, below } = lossTailWithout(pair, point.threshold);
      // With one output thresholds crowd against the supremum, see below.
      expectEachClose([Math.min(above, below)], [Math.min(fpr, 1 - fpr)], 1e-8);
      // There a rounding of the threshold shows in its tail, but not in the TPR at the FPR.
      const tolerance = 1e-12 + 10 * point.relativeError;
      expectEachClose([point.tpr], [lossTailWith(pair, point.threshold).above], tolerance);
    }
  });

  test('the operating point at that threshold is the same', () => {
    const { threshold, tpr } = operatingPointAtFpr(pair, 0.02);
    const direct = operatingPoint(pair, threshold);
    expectEachClose([direct.fpr, direct.tpr], [0.02, tpr], 1e-11);
    expect(direct.relativeError).toBeGreaterThan(0);
    expect(direct.relativeError).toBe(
      Math.max(lossTailWith(pair, threshold).relativeError, lossTailWithout(pair, threshold).relativeError),
    );
  });

  test('the ROC curve rises from (0, 0) to (1, 1), is concave and never below chance', () => {
    const points = [[0, 0], ...FPRS.map((fpr) => [fpr, tprAtFpr(pair, fpr)]), [1, 1]] as [number, number][];
    for (let i = 1; i < points.length; i++) {
      const [[x0, y0], [x1, y1]] = [points[i - 1], points[i]] as [[number, number], [number, number]];
      expect(y1).toBeGreaterThanOrEqual(y0);
      expect(y1).toBeGreaterThanOrEqual(x1 * (1 - 1e-12));
      if (i === 1) continue;
      const [xp, yp] = points[i - 2] as [number, number];
      expect((y1 - y0) / (x1 - x0)).toBeLessThanOrEqual(((y0 - yp) / (x0 - xp)) * (1 + 1e-9) + 1e-9);
    }
  });

  test('the slope of the curve is the likelihood ratio at the threshold', () => {
    for (const fpr of [0.01, 0.3, 0.8]) {
      if (tprAtFpr(pair, fpr) > 0.999) continue;
      const h = 1e-4 * Math.min(fpr, 1 - fpr);
      const slope = (tprAtFpr(pair, fpr + h) - tprAtFpr(pair, fpr - h)) / (2 * h);
      expectEachClose([slope], [Math.exp(operatingPointAtFpr(pair, fpr).threshold)], 1e-6);
    }
  });

  test('its largest distance from chance is the total variation, at threshold 0', () => {
    const tv = totalVariation(pair);
    const { fpr, tpr } = operatingPoint(pair, 0);
    expectEachClose([tpr - fpr], [tv], 1e-11);
    for (const rate of FPRS) expect(tprAtFpr(pair, rate) - rate).toBeLessThanOrEqual(tv * (1 + 1e-11));
    expectEachClose([deltaAtEpsilon(pair, 0)], [tv], 1e-11);
  });

  test('no threshold on sampled losses does better than the exact test', () => {
    const count = 20_000;
    const sampled = sampleLosses(pair, count, 41);
    const without = Float64Array.from(sampled.without).sort();
    for (const fpr of [0.01, 0.1]) {
      const threshold = without[Math.round(count * (1 - fpr))] as number;
      const tpr = sampled.withRecord.reduce((sum, loss) => sum + (loss > threshold ? 1 : 0), 0) / count;
      const exact = operatingPointAtFpr(pair, fpr);
      // Two sources of error: counting members, and the sampled threshold, which moves the TPR by the slope of the curve.
      const slope = Math.exp(exact.threshold);
      const error = Math.sqrt((exact.tpr * (1 - exact.tpr) + slope * slope * fpr * (1 - fpr)) / count);
      expect(Math.abs(tpr - exact.tpr)).toBeLessThan(MONTE_CARLO_STANDARD_ERRORS * error);
    }
  });

  test('ε is where the larger of both directions falls to δ', () => {
    const tv = totalVariation(pair);
    for (const share of [1e-8, 1e-5, 0.1, 0.9]) {
      const epsilon = epsilonAtDelta(pair, share * tv);
      expect(epsilon).toBeGreaterThan(0);
      const both = [hockeyStickWith(pair, epsilon).delta, hockeyStickWithout(pair, epsilon).delta];
      expectEachClose([Math.max(...both)], [share * tv], 1e-11);
      expect(deltaAtEpsilon(pair, epsilon)).toBe(Math.max(...both));
    }
    expect(epsilonAtDelta(pair, tv * (1 + 1e-12))).toBe(0);
  });

  test('(ε, δ) bounds every operating point: TPR ≤ e^ε FPR + δ, and the same for both complements', () => {
    const epsilon = epsilonAtDelta(pair, 1e-3 * totalVariation(pair));
    const delta = deltaAtEpsilon(pair, epsilon);
    for (const fpr of FPRS) {
      const { threshold } = operatingPointAtFpr(pair, fpr);
      const { above: tpr, below: fnr } = lossTailWith(pair, threshold);
      expect(tpr).toBeLessThanOrEqual(Math.exp(epsilon) * fpr + delta + 1e-12);
      expect(1 - fpr).toBeLessThanOrEqual(Math.exp(epsilon) * fnr + delta + 1e-12);
    }
  });
});

describe('whatever the pair', () => {
  const size = fc.double({ min: -12, max: 6, noNaN: true }).map((exponent) => 10 ** exponent);
  const pair: fc.Arbitrary<GaussianPair> = fc
    .tuple(fc.integer({ min: 2, max: 20 }), size, size)
    .map(([outputs, u, shiftSquared]) => pairOf(outputs, [u, shiftSquared]));

  test('rates and ε are found', () => {
    fc.assert(
      fc.property(pair, fc.double({ min: -6, max: -0.001, noNaN: true }), (p, exponent) => {
        const fpr = 10 ** exponent;
        const { threshold, tpr } = operatingPointAtFpr(p, fpr);
        // With two outputs thresholds lie within fpr of the supremum, relatively: 1e-16/1e-6 at the lowest rate.
        expectEachClose([lossTailWithout(p, threshold).above], [fpr], 1e-8);
        expect(tpr).toBeGreaterThanOrEqual(fpr * (1 - 1e-8));
        const epsilon = epsilonAtDelta(p, fpr);
        if (epsilon > 0) expectEachClose([deltaAtEpsilon(p, epsilon)], [fpr], 1e-8);
        else expect(totalVariation(p)).toBeLessThanOrEqual(fpr);
      }),
      { numRuns: 300 },
    );
  });

  test('ε increases with the shift of the mean', () => {
    fc.assert(
      fc.property(pair, fc.double({ min: 0.01, max: 1, noNaN: true }), (p, more) => {
        const [mode] = p.modes as [GaussianPair['modes'][number]];
        const stronger = pairOf(p.outputs, [mode.varianceRatio, mode.shiftSquared * (1 + more)]);
        expect(epsilonAtDelta(stronger, 1e-3)).toBeGreaterThanOrEqual(epsilonAtDelta(p, 1e-3) * (1 - 1e-9));
      }),
    );
  });
});

describe('indistinguishable worlds', () => {
  const same = pairOf(3, [0, 0]);

  test('are told apart by guessing only', () => {
    for (const fpr of FPRS) expect(operatingPointAtFpr(same, fpr)).toEqual({ threshold: 0, fpr, tpr: fpr, relativeError: 0 });
    expect(operatingPoint(same, 0)).toEqual({ threshold: 0, fpr: 0, tpr: 0, relativeError: 0 });
    expect(operatingPoint(same, -1)).toEqual({ threshold: -1, fpr: 1, tpr: 1, relativeError: 0 });
  });

  test('need no ε', () => {
    expect(epsilonAtDelta(same, 1e-300)).toBe(0);
    expect(deltaAtEpsilon(same, 0)).toBe(0);
  });
});

describe('at the supremum of the loss', () => {
  test('no record is called a member', () => {
    const pair = pairOf(2, [0.5, 1]);
    expect(operatingPoint(pair, lossSupremum(pair))).toMatchObject({ fpr: 0, tpr: 0 });
  });

  test('one output lets the lowest rates lose digits, which the estimate of error tells', () => {
    // P(ℓ > t) falls as the root of the distance to the supremum: a threshold at FPR φ agrees with it in all but φ² of its size.
    for (const u of [1e-6, 0.3, 10]) {
      const pair = pairOf(1, [u, 0]);
      for (const fpr of [1e-3, 1e-4, 1e-5, 1e-6]) {
        const { threshold, tpr, relativeError } = operatingPointAtFpr(pair, fpr);
        expect(relativeError).toBeGreaterThan((1e-17 * u) / fpr ** 2);
        expectEachClose([lossTailWithout(pair, threshold).above], [fpr], 10 * relativeError);
        // Next to its peak, at which ℓ is largest, the density with the record is √(1+u) times that without.
        expectEachClose([tpr], [Math.sqrt(1 + u) * fpr], 10 * relativeError + 10 * fpr ** 2);
      }
    }
  });

  test('a rate whose threshold cannot be told from the supremum is refused', () => {
    expect(() => operatingPointAtFpr(pairOf(1, [0.3, 0]), 1e-9)).toThrow(
      expect.objectContaining({
        code: 'NOT_CONVERGED',
        message: expect.stringMatching(
          /false-positive rate of 1e-9\. Got 0\.13\d*, which float64 cannot tell from the largest possible loss/,
        ),
      }),
    );
  });
});
