// The rule for integrals over one side of a normal distribution.

import { describe, expect, it } from '@jest/globals';
import { halfNormalRule } from '../../../src/kernels/quadrature/halfNormalRule.ts';
import { expectEachClose } from '../../support/matchers.ts';

const integral = (f: (x: number) => number, step: number) => {
  const { nodes, weights } = halfNormalRule(step);
  return nodes.reduce((sum, x, i) => sum + (weights[i] as number) * f(x), 0);
};

/** Γ(1/4) */
const GAMMA_QUARTER = 3.625609908221908;

describe('halfNormalRule', () => {
  it.each([0.2, 0.1])('of step %p has the moments of half a normal distribution, and that of x^(−1/2) as well', (step) => {
    const moment = (power: number) => integral((x) => x ** power, step);
    const half = Math.sqrt(Math.PI / 2);
    expectEachClose([0, 1, 2, 3, 12].map(moment), [half, 1, half, 2, 10_395 * half], 1e-14);
    // What lies below the first node, 2e-19, is 2·√2e-19.
    expectEachClose([moment(-0.5)], [2 ** -0.75 * GAMMA_QUARTER], 1e-9);
  });

  it('resolves functions that are steep beside 0, the steeper the smaller the step', () => {
    // ∫ a e^{−ax} e^{−x²/2} dx = 1 − 1/a² + 3/a⁴ − …
    const error = (a: number, step: number) =>
      Math.abs(integral((x) => a * Math.exp(-a * x), step) - (1 - 1 / a ** 2 + 3 / a ** 4 - 15 / a ** 6));
    expect(error(1e2, 0.2)).toBeLessThan(1e-7);
    expect(error(1e2, 0.14)).toBeLessThan(1e-11);
    expect(error(1e3, 0.14)).toBeLessThan(1e-5);
    expect(error(1e3, 0.1)).toBeLessThan(1e-8);
    expect(error(1e3, 0.07)).toBeLessThan(1e-14);
  });
});
