import { describe, expect, jest, test } from '@jest/globals';
import { contourIntegrals } from '../../src/lood/contour.ts';
import { type Crossing, choosePath } from '../../src/lood/contourPath.ts';
import type { GaussianPair } from '../../src/lood/gaussianPair.ts';
import { lossCumulants, lossSupremum } from '../../src/lood/privacyLoss.ts';
import { seriesAt, seriesCurvature, seriesSlope } from '../../src/lood/tailSeries.ts';
import { expectEachClose } from '../support/matchers.ts';
import { normalCdf } from '../support/sampleNormal.ts';
import { pairOf, SAMPLE_PAIRS } from './support.ts';

const crossing = (main: 0 | -1, side: 'left' | 'right', both = false): Crossing => ({ main, both, side });
const integral = (pair: GaussianPair, t: number, through: Crossing) => seriesAt(contourIntegrals(pair, t, through).series, 0);
/** k deviations from the mean loss, or nine tenths of the way to its supremum if that is less. */
function thresholdOf(pair: GaussianPair, world: 0 | -1, k: number): number {
  const [, mean, variance] = lossCumulants(pair, world);
  return Math.min(mean + k * Math.sqrt(variance), mean + 0.9 * (lossSupremum(pair) - mean));
}

describe('the contour integral', () => {
  test('is minus the other tail when the path crosses on the other side of the pole', () => {
    for (const [, pair] of SAMPLE_PAIRS) {
      for (const pole of [0, -1] as const) {
        const [, mean, variance] = lossCumulants(pair, pole);
        for (const t of [mean - 0.2 * Math.sqrt(variance), mean + 0.1 * Math.sqrt(variance)]) {
          const [right, left] = (['right', 'left'] as const).map(
            (side) => contourIntegrals(pair, t, crossing(pole, side)).series,
          );
          if (right === undefined || left === undefined) throw new Error('unreachable');
          // The residue at the pole is 1.
          expectEachClose([seriesAt(right, 0) - seriesAt(left, 0)], [1], 1e-13);
          expectEachClose([seriesSlope(left), seriesCurvature(left)], [seriesSlope(right), seriesCurvature(right)], 1e-11);
        }
      }
    }
  });

  test('with both poles is the difference of those with one each, by partial fractions', () => {
    for (const [, pair] of SAMPLE_PAIRS) {
      const t = lossCumulants(pair, 0)[1];
      const difference = integral(pair, t, crossing(0, 'right')) - Math.exp(t) * integral(pair, t, crossing(-1, 'right'));
      expect(Math.abs(integral(pair, t, crossing(0, 'right', true)) - difference)).toBeLessThan(1e-13);
      // Between the poles the residue at 0 is lost.
      expect(Math.abs(integral(pair, t, crossing(0, 'left', true)) + 1 - difference)).toBeLessThan(1e-13);
    }
  });

  test('gives the tail of the other world along with that of its own, each on the side of its pole', () => {
    for (const [, pair] of SAMPLE_PAIRS) {
      for (const k of [-2, -0.5, 0.1, 1, 3]) {
        const t = thresholdOf(pair, -1, k);
        const { other } = contourIntegrals(pair, t, crossing(-1, k < 0 ? 'left' : 'right'));
        expectEachClose([seriesAt(other, 0)], [integral(pair, t, crossing(0, other.rate > 0 ? 'right' : 'left'))], 1e-12);
      }
    }
  });

  test('settles where its path passes the other pole as closely as it likes', () => {
    // For N(δ²/2, δ²) with the record the saddle of the tail without it is 0 where K′(0) − t = 1: at the mean less 1.
    for (const delta of [0.8, 2, 5]) {
      const pair = pairOf(1, [0, delta * delta]);
      const mean = (delta * delta) / 2;
      for (const shift of [-0.3, -1e-3, 0, 1e-9, 1e-3, 0.3]) {
        const t = mean - 1 + shift;
        const { other } = contourIntegrals(pair, t, crossing(-1, 'right'));
        const above = seriesAt(other, 0) + (other.rate > 0 ? 0 : 1);
        expectEachClose([above], [normalCdf((mean - t) / delta)], 1e-13);
      }
    }
  });

  test('keeps its digits where the product of two factors would overflow', () => {
    const pair = pairOf(1, [0, 2000]);
    // δ(ε) at ε = mean + δ: e^ε is beyond float64, e^ε P_without(ℓ > ε) = Φ(−1 − δ)·e^ε is not.
    const t = 1000 + Math.sqrt(2000);
    // Mills' ratio: e^ε Φ(−z) = φ(1)·R(z) for z = δ + 1, with R(z) the ratio of tail and density.
    const z = Math.sqrt(2000) + 1;
    let ratio = z;
    for (let k = 40; k >= 1; k--) ratio = z + k / ratio;
    const product = Math.exp(-0.5) / Math.sqrt(2 * Math.PI) / ratio;
    expectEachClose([integral(pair, t, crossing(0, 'right', true))], [normalCdf(-1) - product], 1e-12);
    expectEachClose([-seriesSlope(contourIntegrals(pair, t, crossing(0, 'right', true)).series)], [product], 1e-12);
  });

  test('settles for the narrowest and the widest losses alike', () => {
    for (const deviation of [1e-14, 1e-7, 1, 1e4]) {
      const pair = pairOf(1, [0, deviation ** 2]);
      expectEachClose([integral(pair, deviation ** 2 / 2 + 1.3 * deviation, crossing(0, 'right'))], [normalCdf(-1.3)], 1e-11);
    }
  });

  test('settles where both poles are one, seen from the path', () => {
    // δ(0) = 2Φ(δ/2) − 1 ≈ δ/√2π.
    for (const deviation of [1e-7, 1e-9, 1e-12, 1e-20]) {
      for (const through of [crossing(0, 'right', true), crossing(-1, 'left', true)]) {
        const value = integral(pairOf(1, [0, deviation ** 2]), 0, through);
        expectEachClose([value], [deviation / Math.sqrt(2 * Math.PI)], 1e-13);
      }
    }
  });

  test('settles where K is singular at −1e133, hundreds of orders of magnitude from the saddle', () => {
    for (const shiftSquared of [0.5, 0.55268, 0.57902, 4.2]) {
      for (const [through, t] of [
        [crossing(0, 'left'), 0],
        [crossing(-1, 'left'), -5],
        [crossing(-1, 'left', true), 0.3],
      ] as const) {
        const [singular, normal] = [1.6e-133, 0].map((u) => integral(pairOf(3, [u, shiftSquared]), t, through));
        expectEachClose([singular as number], [normal as number], 1e-13);
      }
    }
  });

  test('tells an error that covers what a start elsewhere changes', () => {
    for (const [, pair] of SAMPLE_PAIRS) {
      const t = thresholdOf(pair, -1, 1.5);
      const through = crossing(-1, 'right');
      const { series, relativeError } = contourIntegrals(pair, t, through);
      // A start that is far off leads to the saddle as well, within the thousandth to which it is sought.
      const again = contourIntegrals(pair, t, through, 100 * Math.abs(series.rate)).series;
      expect(Math.abs(seriesAt(again, 0) / seriesAt(series, 0) - 1)).toBeLessThan(2 * relativeError + Number.EPSILON);
      expect(relativeError).toBeLessThan(1e-13);
    }
  });

  test('is 0 where it would underflow', () => {
    const none = { log: 0, rate: 0, terms: [0, 0, 0, 0, 0, 0] };
    expect(contourIntegrals(pairOf(1, [0, 1]), 50, crossing(0, 'right'))).toEqual({
      series: none,
      other: none,
      relativeError: 0,
    });
  });

  describe('takes as few evaluations as one halving needs', () => {
    // The integrand alone calls the arc tangent, once for each mode.
    const evaluations = (f: () => void) => {
      const spy = jest.spyOn(Math, 'atan2');
      f();
      const count = spy.mock.calls.length;
      spy.mockRestore();
      return count;
    };

    test.each([
      ['one output', pairOf(1, [1, 1])],
      ['two outputs', pairOf(2, [4.6, 4])],
      ['many outputs', pairOf(100, [0.3, 1])],
      ['weak leakage', pairOf(2, [1e-4, 1e-5])],
    ])('for %s, whatever the pole and its side', (_, pair) => {
      for (const through of [
        crossing(0, 'right'),
        crossing(-1, 'right'),
        crossing(0, 'left'),
        crossing(-1, 'left'),
        crossing(0, 'right', true),
        crossing(-1, 'left', true),
      ]) {
        const k = through.side === 'right' ? 1 : -1;
        const count = evaluations(() => contourIntegrals(pair, thresholdOf(pair, through.main, k), through));
        expect(count).toBeGreaterThan(15);
        expect(count).toBeLessThan(30);
      }
    });

    test('for strong leakage also between the poles', () => {
      const pair = pairOf(2, [3, 12]);
      for (const through of [crossing(0, 'left', true), crossing(-1, 'right', true)]) {
        expect(evaluations(() => contourIntegrals(pair, 0, through))).toBeLessThan(30);
      }
    });
  });

  test('says so when it does not settle', () => {
    expect(() => contourIntegrals(pairOf(1, [0.5, 1]), Number.NaN, crossing(0, 'right'))).toThrow(
      expect.objectContaining({
        code: 'NOT_CONVERGED',
        message: expect.stringMatching(
          /tail integral of the privacy loss to settle\. Got no convergence at threshold NaN for .*0\.5/,
        ),
      }),
    );
  });
});

describe.each(SAMPLE_PAIRS)('the Taylor series for %s', (_, pair) => {
  /** 0.005 deviations of the loss that is tilted to the saddle, at most. */
  const stepOf = (t: number, through: Crossing) => 0.01 / choosePath(pair, t, through).stretch;

  test.each([
    ['one pole', crossing(-1, 'right'), 1],
    ['one pole, below', crossing(-1, 'left'), -1],
    ['both poles', crossing(0, 'right', true), 1],
    ['both poles, nearer to them', crossing(0, 'right', true), -0.5],
  ] as const)('with %s is the integral at thresholds nearby', (_name, through, k) => {
    const t = thresholdOf(pair, through.main, k);
    const { series } = contourIntegrals(pair, t, through);
    const step = stepOf(t, through);
    for (const h of [-step, step]) expectEachClose([seriesAt(series, h)], [integral(pair, t + h, through)], 1e-13);
  });

  test('of the other tail is that of the same', () => {
    const through = crossing(-1, 'right');
    const t = thresholdOf(pair, -1, 1);
    const { other } = contourIntegrals(pair, t, through);
    const step = stepOf(t, through);
    const side = other.rate > 0 ? 'right' : 'left';
    for (const h of [-step, step]) expectEachClose([seriesAt(other, h)], [integral(pair, t + h, crossing(0, side))], 1e-12);
  });
});
