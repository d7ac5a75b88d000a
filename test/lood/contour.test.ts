import { describe, expect, test } from '@jest/globals';
import { contourIntegral } from '../../src/lood/contour.ts';
import { lossCumulantDerivatives } from '../../src/lood/privacyLoss.ts';
import { expectEachClose } from '../support/matchers.ts';
import { normalCdf } from '../support/sampleNormal.ts';
import { pairOf, SAMPLE_PAIRS } from './support.ts';

describe('the contour integral', () => {
  test('is minus the other tail when the path crosses on the other side of the pole', () => {
    for (const [, pair] of SAMPLE_PAIRS) {
      for (const pole of [0, -1] as const) {
        const [mean, variance] = lossCumulantDerivatives(pair, pole);
        for (const t of [mean - 0.2 * Math.sqrt(variance), mean + 0.1 * Math.sqrt(variance)]) {
          const right = contourIntegral(pair, t, [pole], 'right');
          const left = contourIntegral(pair, t, [pole], 'left');
          // The residue at the pole is 1.
          expectEachClose([right.value - left.value], [1], 1e-13);
          expectEachClose([left.slope, left.curvature], [right.slope, right.curvature], 1e-11);
        }
      }
    }
  });

  test('with both poles is the difference of those with one each, by partial fractions', () => {
    for (const [, pair] of SAMPLE_PAIRS) {
      const t = lossCumulantDerivatives(pair, 0)[0];
      const both = contourIntegral(pair, t, [-1, 0], 'right').value;
      const difference = contourIntegral(pair, t, [0], 'right').value - contourIntegral(pair, t, [-1], 'right', t).value;
      expect(Math.abs(both - difference)).toBeLessThan(1e-13);
    }
  });

  test('multiplies by the exponential of the given factor without overflow', () => {
    const pair = pairOf(1, [0, 2000]);
    // e^t P_without(ℓ > t) at t = mean + δ: both factors are beyond float64, their product is Φ(−1 − δ)·e^t.
    const t = 1000 + Math.sqrt(2000);
    const { value } = contourIntegral(pair, t, [-1], 'right', t);
    // Mills' ratio: e^t Φ(−z) = φ(1)·R(z) for z = δ + 1, with R(z) the ratio of tail and density.
    const z = Math.sqrt(2000) + 1;
    let ratio = z;
    for (let k = 40; k >= 1; k--) ratio = z + k / ratio;
    expectEachClose([value], [Math.exp(-0.5) / Math.sqrt(2 * Math.PI) / ratio], 1e-12);
  });

  test('settles for the narrowest and the widest losses alike', () => {
    for (const deviation of [1e-14, 1e-7, 1, 1e4]) {
      const pair = pairOf(1, [0, deviation ** 2]);
      const { value } = contourIntegral(pair, deviation ** 2 / 2 + 1.3 * deviation, [0], 'right');
      expectEachClose([value], [normalCdf(-1.3)], 1e-11);
    }
  });

  test('settles where K is singular at −1e133, hundreds of orders of magnitude from the saddle', () => {
    for (const shiftSquared of [0.5, 0.55268, 0.57902, 4.2]) {
      for (const [poles, side, t] of [
        [[0], 'left', 0],
        [[-1], 'left', -5],
        [[0, -1], 'left', 0.3],
      ] as const) {
        const [singular, normal] = [1.6e-133, 0].map((u) => contourIntegral(pairOf(3, [u, shiftSquared]), t, poles, side).value);
        expectEachClose([singular as number], [normal as number], 1e-13);
      }
    }
  });

  test('is 0 where it would underflow', () => {
    expect(contourIntegral(pairOf(1, [0, 1]), 50, [0], 'right')).toEqual({ value: 0, slope: 0, curvature: 0, relativeError: 0 });
  });

  test('says so when it does not settle', () => {
    expect(() => contourIntegral(pairOf(1, [0.5, 1]), Number.NaN, [0], 'right')).toThrow(
      expect.objectContaining({
        code: 'NOT_CONVERGED',
        message: expect.stringMatching(
          /tail integral of the privacy loss to settle\. Got no convergence at threshold NaN for .*0\.5/,
        ),
      }),
    );
  });
});
