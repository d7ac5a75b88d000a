// Gauss–Legendre rules and their use in expectations.

import { describe, expect, it } from '@jest/globals';
import { gaussianRule, gradedBreakpoints } from '../../../src/kernels/quadrature/gaussianRule.ts';
import { gaussLegendre, panelRule } from '../../../src/kernels/quadrature/gaussLegendre.ts';
import { expectClose } from '../../support/matchers.ts';
import { EXACT } from '../../support/tolerances.ts';

const integrate = (rule: { nodes: Float64Array; weights: Float64Array }, f: (x: number) => number) =>
  rule.nodes.reduce((sum, x, i) => sum + (rule.weights[i] as number) * f(x), 0);

describe('gaussLegendre', () => {
  it('of two and three nodes has the nodes ±1/√3 and 0, ±√(3/5)', () => {
    expectClose(gaussLegendre(2).nodes, [-1 / Math.sqrt(3), 1 / Math.sqrt(3)], EXACT);
    expectClose(gaussLegendre(2).weights, [1, 1], EXACT);
    expectClose(gaussLegendre(3).nodes, [-Math.sqrt(0.6), 0, Math.sqrt(0.6)], EXACT);
    expectClose(gaussLegendre(3).weights, [5 / 9, 8 / 9, 5 / 9], EXACT);
  });

  it.each([1, 5, 16, 20])('of %p nodes integrates polynomials of degree 2n − 1 exactly and 2n not', (n) => {
    const rule = gaussLegendre(n);
    expect(Math.abs(integrate(rule, (x) => (1 + x) ** (2 * n - 1)) / (4 ** n / (2 * n)) - 1)).toBeLessThan(1e-13);
    // The error for x^{2n} is a known positive number, about π 4^{-2n}.
    expect(2 / (2 * n + 1) - integrate(rule, (x) => x ** (2 * n))).toBeGreaterThan(4 ** (-2 * n));
  });

  it('is computed once per order', () => {
    expect(gaussLegendre(16)).toBe(gaussLegendre(16));
  });
});

describe('panelRule', () => {
  it('integrates a function with a kink exactly when a panel ends at the kink', () => {
    expectClose([integrate(panelRule([-1, 0.3, 2], 4), (x) => Math.abs(x - 0.3))], [1.3 ** 2 / 2 + 1.7 ** 2 / 2], EXACT);
  });
});

describe('gradedBreakpoints', () => {
  it('doubles from the first width up to the widest and ends at the reach', () => {
    expect(gradedBreakpoints(10, 1, 4)).toEqual([0, 1, 3, 7, 10]);
    expect(gradedBreakpoints(1, 5, 4)).toEqual([0, 1]);
    expect(gradedBreakpoints(2, 8, 1)).toEqual([0, 1, 2]);
  });
});

describe('gaussianRule', () => {
  it.each([1e-3, 1, 30])('has the moments of a standard normal, at deviation %p', (deviation) => {
    const rule = gaussianRule(deviation);
    const moment = (power: number) => 2 * integrate(rule, (x) => x ** power);
    expectClose(
      [moment(0), moment(2), moment(4), moment(12)],
      [1, 1, 3, 10_395].map((v) => v),
      1e-13,
    );
  });
});
