// How is an expectation over one standard normal x computed? By Gauss–Legendre panels that shrink towards x = 0, where an
// activation of √p·x has its kink or its steepest part. Called by hermiteExpansion.ts and momentTable.ts.
// Plain Gauss–Hermite nodes are not used: they would straddle the kink of elu and converge slowly near the poles of tanh.

import { panelRule, type QuadratureRule } from './gaussLegendre.ts';

/** Beyond this many standard deviations the weight is below 1e-36 and nothing is added. */
const REACH = 13;

/** Widest panel for functions without oscillation. */
const WIDEST_PANEL = 0.75;

/** Breakpoints from 0 to `reach`: the first panel of width `first`, each next one `growth` times as wide, up to `widest`. */
export function gradedBreakpoints(reach: number, first: number, widest: number, growth = 2): number[] {
  const points = [0];
  let width = Math.min(first, widest);
  let last = 0;
  while (last + 1.5 * width < reach) {
    last += width;
    points.push(last);
    width = Math.min(growth * width, widest);
  }
  points.push(reach);
  return points;
}

/**
 * Nodes x > 0 and weights w such that E[f(x)] = Σ w (f(x) + f(−x)) for functions f(x) = φ(√p x) h(x), with φ smooth on each side of 0 on
 * the scale of 1 and h a polynomial of degree up to `degree`, orthonormal with respect to the normal density.
 *
 * @param deviation √p of the largest variance the rule shall serve
 * @param order nodes per panel
 */
export function gaussianRule(deviation: number, order = 16, degree = 0): QuadratureRule {
  // Near 0 the polynomial oscillates like cos(√degree · x); 16 nodes are exact to rounding for 15 radians per panel.
  const widest = Math.min(WIDEST_PANEL, 15 / Math.sqrt(degree + 1));
  const rule = panelRule(gradedBreakpoints(REACH, 2 / deviation, widest), order);
  const weights = rule.weights.map((w, i) => w * Math.exp(-0.5 * (rule.nodes[i] as number) ** 2) * Math.sqrt(0.5 / Math.PI));
  return { nodes: rule.nodes, weights };
}
