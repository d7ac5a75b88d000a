import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { largestRatio, lossCumulant, lossCumulants, lossDomainStart, lossSupremum } from '../../src/lood/privacyLoss.ts';
import { integratePieces } from '../support/integrate.ts';
import { expectClose, expectEachClose } from '../support/matchers.ts';
import { MONTE_CARLO_STANDARD_ERRORS } from '../support/tolerances.ts';
import { lossAt, pairOf, SAMPLE_PAIRS, sampleLosses } from './support.ts';

/** ln E_with[e^{sℓ}] for one mode and one output, by quadrature over the output. */
function cumulantByQuadrature(u: number, delta: number, s: number): number {
  // The tilted density is normal with variance (1+u)/r and mean −sδ/r, r = 1 + u(1+s): pieces of eight standard deviations around it.
  const r = 1 + u * (1 + s);
  const deviation = Math.sqrt((1 + u) / r);
  const centre = (-s * delta) / r;
  const points = [-14, -5, 0, 5, 14].map((k) => centre + k * deviation);
  // One exponential, since the density alone would underflow.
  const area = integratePieces((f) => Math.exp(s * lossAt(u, delta, f) - (f * f) / 2), points);
  return Math.log(area / Math.sqrt(2 * Math.PI));
}

describe('the cumulant generating function of the loss', () => {
  test.each([
    [0, 1, -2.5],
    [0, 0.7, 1.5],
    [0.5, 0, -0.3],
    [0.5, 1.2, 0.4],
    [0.5, 1.2, -2.6],
    [3, 2, -1.2],
    [3, 2, 7],
    [40, 0.5, -0.9],
    [1e4, 3, 0.2],
  ])('is the logarithm of E[exp(sℓ)] by quadrature: u = %d, δ = %d, s = %d', (u, delta, s) => {
    expectEachClose([lossCumulant(pairOf(1, [u, delta * delta]), s)], [cumulantByQuadrature(u, delta, s)], 1e-11);
  });

  test('multiplies its part of the variances by the number of outputs and adds over modes', () => {
    const s = -0.7;
    const variance = cumulantByQuadrature(0.6, 0, s);
    const both = cumulantByQuadrature(0.6, 1.5, s);
    expectEachClose([lossCumulant(pairOf(3, [0.6, 2.25]), s)], [both + 2 * variance], 1e-11);
    const sum = both + cumulantByQuadrature(2, 0.4, s);
    expectEachClose([lossCumulant(pairOf(1, [0.6, 2.25], [2, 0.16]), s)], [sum], 1e-11);
  });

  test.each(SAMPLE_PAIRS)('agrees with sampled losses: %s', (_, pair) => {
    const count = 40_000;
    const { withRecord } = sampleLosses(pair, count, 11);
    for (const s of [-0.5, -0.2, 0.3]) {
      const values = withRecord.map((loss) => Math.exp(s * loss));
      const mean = values.reduce((sum, value) => sum + value / count, 0);
      const variance = values.reduce((sum, value) => sum + (value - mean) ** 2 / count, 0);
      const error = Math.abs(mean - Math.exp(lossCumulant(pair, s)));
      expect(error).toBeLessThan(MONTE_CARLO_STANDARD_ERRORS * Math.sqrt(variance / count));
    }
  });

  test.each(SAMPLE_PAIRS)('vanishes at 0 and −1, to the last bit, and is convex: %s', (_, pair) => {
    expect(Math.abs(lossCumulant(pair, 0))).toBe(0);
    expect(Math.abs(lossCumulant(pair, -1))).toBe(0);
    expect(lossCumulant(pair, -0.5)).toBeLessThan(0);
    expect(lossCumulant(pair, 0.5)).toBeGreaterThan(0);
    expect(lossCumulant(pair, -1.02)).toBeGreaterThan(0);
  });

  test('is C u² s(1+s)/4 + δ² s(1+s)/2 where leakage is tiny, also next to its zeros', () => {
    const pair = pairOf(4, [1e-12, 3e-25]);
    for (const s of [-1 - 1e-9, -1 + 1e-9, -0.7, -1e-9, 1e-9, 5]) {
      // Relative to the next term, of order u(1 + |s|).
      expectEachClose([lossCumulant(pair, s)], [s * (1 + s) * (1e-24 + 1.5e-25)], 1e-7);
    }
    const onePlus = 1e-14;
    expectEachClose([lossCumulant(pair, -1 + onePlus, onePlus)], [-onePlus * (1e-24 + 1.5e-25)], 1e-11);
  });

  test('is infinite from −1 − 1/u on, and only there', () => {
    const pair = pairOf(2, [0.25, 1], [0.5, 0]);
    expect(largestRatio(pair)).toBe(0.5);
    expect(lossDomainStart(pair)).toBe(-3);
    expect(lossCumulant(pair, -3)).toBe(Number.POSITIVE_INFINITY);
    expect(lossCumulant(pair, -4)).toBe(Number.POSITIVE_INFINITY);
    expect(lossCumulant(pair, -3 + 1e-9)).toBeLessThan(30);
    expect(lossDomainStart(pairOf(2, [0, 1]))).toBe(Number.NEGATIVE_INFINITY);
    expect(lossCumulant(pairOf(2, [0, 1]), -1e3)).toBe((1e3 * 999) / 2);
  });
});

describe('its derivatives', () => {
  const arbitraryPair = fc
    .tuple(
      fc.integer({ min: 1, max: 12 }),
      fc.array(fc.tuple(fc.double({ min: 0, max: 6, noNaN: true }), fc.double({ min: 0, max: 9, noNaN: true })), {
        minLength: 1,
        maxLength: 3,
      }),
    )
    .map(([outputs, modes]) => pairOf(outputs, ...modes));

  test('agree with differences of the function below, whatever the pair', () => {
    fc.assert(
      fc.property(arbitraryPair, fc.double({ min: 0.05, max: 3, noNaN: true }), (pair, distance) => {
        const s = Math.max(lossDomainStart(pair), -3) + distance;
        const h = 2e-4 * Math.min(1, distance);
        const functions = [
          (x: number) => lossCumulant(pair, x),
          ...[0, 1, 2].map((i) => (x: number) => lossCumulants(pair, x)[i + 1] as number),
        ];
        const exact = lossCumulants(pair, s).slice(1);
        functions.forEach((f, i) => {
          // Five-point rule: truncation h⁴ in units of distance, rounding ε/h of the largest value near s.
          const difference = (8 * (f(s + h) - f(s - h)) - (f(s + 2 * h) - f(s - 2 * h))) / (12 * h);
          const scale = Math.abs(exact[i] as number) + Math.abs(f(s)) + 1e-6;
          expect(Math.abs(difference - (exact[i] as number))).toBeLessThan(1e-8 * (scale / Math.min(1, distance)));
        });
      }),
    );
  });

  test.each(SAMPLE_PAIRS)('at 0 and −1 are the mean and variance of sampled losses: %s', (_, pair) => {
    const count = 40_000;
    const sampled = sampleLosses(pair, count, 12);
    for (const [losses, s] of [
      [sampled.withRecord, 0],
      [sampled.without, -1],
    ] as const) {
      const [, mean, variance, , fourth] = lossCumulants(pair, s);
      const sampleMean = losses.reduce((sum, loss) => sum + loss / count, 0);
      const sampleVariance = losses.reduce((sum, loss) => sum + (loss - mean) ** 2 / count, 0);
      const errors = MONTE_CARLO_STANDARD_ERRORS / Math.sqrt(count);
      expect(Math.abs(sampleMean - mean)).toBeLessThan(errors * Math.sqrt(variance));
      expect(Math.abs(sampleVariance - variance)).toBeLessThan(errors * Math.sqrt(2 * variance * variance + fourth));
    }
  });

  test('keep their digits where leakage is tiny: K′ = (s + ½)(Cu²/2 + δ²)', () => {
    const [, first, second] = lossCumulants(pairOf(4, [1e-12, 3e-25]), 3);
    expectEachClose([first, second], [3.5 * 2.3e-24, 2.3e-24], 1e-11);
  });

  test('show a loss that is skewed to the left', () => {
    fc.assert(
      fc.property(arbitraryPair, (pair) => {
        const [, , second, third, fourth] = lossCumulants(pair, 0.5);
        expect(second).toBeGreaterThanOrEqual(0);
        expect(third).toBeLessThanOrEqual(0);
        expect(fourth).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});

describe('the largest value of the loss', () => {
  test('is reached at f = −δ/u', () => {
    const [u, delta] = [0.4, 1.3];
    const supremum = lossSupremum(pairOf(1, [u, delta * delta]));
    expectEachClose([supremum], [lossAt(u, delta, -delta / u)], 1e-13);
    for (const f of [-5, -delta / u + 0.01, -delta / u - 0.01, 2]) expect(lossAt(u, delta, f)).toBeLessThan(supremum);
  });

  test('adds over modes and multiplies the logarithm by the outputs', () => {
    expectClose([lossSupremum(pairOf(3, [0.4, 2], [1, 0]))], [2.5 + 1.5 * Math.log(2.8)], 1e-14);
  });

  test('does not exist where a mode only shifts, and is 0 where nothing differs', () => {
    expect(lossSupremum(pairOf(2, [0.4, 2], [0, 1e-9]))).toBe(Number.POSITIVE_INFINITY);
    expect(lossSupremum(pairOf(2, [0, 0]))).toBe(0);
  });
});
