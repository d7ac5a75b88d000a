// Double integrals over pairs: against closed forms and a plain quadrature.

import { describe, expect, it } from '@jest/globals';
import { halfNormalRule } from '../../../src/kernels/quadrature/halfNormalRule.ts';
import { pairExpectations } from '../../../src/kernels/quadrature/pairExpectations.ts';
import { expectClose } from '../../support/matchers.ts';
import { pairExpectation } from '../../support/quadrature.ts';

const RULE = halfNormalRule(0.2);

const PS = Float64Array.of(0.5, 1);
const QS = Float64Array.of(2, 3, 1);

/** [ps, qs] of a function of both variances. */
const table = (f: (p: number, q: number) => number) => Array.from(PS).flatMap((p) => Array.from(QS, (q) => f(p, q)));

const elu = (x: number) => (x > 0 ? x : Math.expm1(x));
const relu = (x: number) => (x > 0 ? x : 0);

describe('pairExpectations', () => {
  it.each([0.2, 1.5])('are expectations of products of kinked functions at the angles %p and π less that', (theta) => {
    const { near, far } = pairExpectations(elu, PS, QS, theta, RULE);
    const expected = (angle: number) => table((p, q) => pairExpectation(elu, elu, p, q, Math.cos(angle), 0.2));
    // The error of the plain quadrature.
    expectClose(near, expected(theta), 1e-11);
    expectClose(far, expected(Math.PI - theta), 1e-11);
  });

  it.each([0, 1e-9, 1e-3, 0.4, Math.PI / 2])(
    'of relu are the arc-cosine kernel, and of the sign 1 − 2θ/π, at angle %p',
    (theta) => {
      const scaled = (shape: number) => table((p, q) => (Math.sqrt(p * q) / (2 * Math.PI)) * shape);
      const { near, far } = pairExpectations(relu, PS, QS, theta, RULE);
      const error = (found: Float64Array, expected: number[]) =>
        Math.max(...found.map((v, i) => Math.abs(v - (expected[i] as number))));
      expect(error(near, scaled(Math.sin(theta) + (Math.PI - theta) * Math.cos(theta)))).toBeLessThan(2e-15);
      expect(error(far, scaled(Math.sin(theta) - theta * Math.cos(theta)))).toBeLessThan(2e-15);
      const sign = pairExpectations(Math.sign, PS, QS, theta, RULE);
      expect(error(sign.near, new Array(6).fill(1 - (2 * theta) / Math.PI))).toBeLessThan(2e-15);
    },
  );

  it.each([
    [1, 0.2, 5e-15],
    [100, 0.1, 1e-14],
    [1e4, 0.05, 1e-12],
  ])('of a steep erf are the arcsine kernel at variance %p by a rule of step %p', (p, step, tolerance) => {
    // erf(x) = E sign(x + y/√2): its dual is that of the sign at variance p + ½.
    const erf = createErf();
    for (const theta of [0, 0.02, 0.5, 1.5]) {
      const variance = Float64Array.of(p);
      const { near } = pairExpectations(erf, variance, variance, theta, halfNormalRule(step));
      expectClose(near, [(2 / Math.PI) * Math.asin((2 * p * Math.cos(theta)) / (1 + 2 * p))], tolerance);
    }
  });

  it('are the same whether both sides are one array or two', () => {
    const one = pairExpectations(elu, PS, PS, 0.7, RULE);
    const two = pairExpectations(elu, PS, PS.slice(), 0.7, RULE);
    expect(one).toEqual(two);
    expect(one.near[1]).toBeCloseTo(one.near[2] as number, 15);
  });
});

/** erf by its Taylor series below 2 and its continued fraction above. */
function createErf(): (x: number) => number {
  return (x) => {
    const size = Math.abs(x);
    if (size > 6) return Math.sign(x);
    if (size > 2) {
      let fraction = size;
      for (let n = 60; n > 0; n--) fraction = size + n / 2 / fraction;
      return Math.sign(x) * (1 - Math.exp(-size * size) / (fraction * Math.sqrt(Math.PI)));
    }
    let term = x;
    let sum = x;
    for (let n = 1; Math.abs(term) > 1e-17 * Math.abs(sum); n++) {
      term *= (2 * x * x) / (2 * n + 1);
      sum += term;
    }
    return (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum;
  };
}
