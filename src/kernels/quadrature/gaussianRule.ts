// How is an expectation over one standard normal x computed? By Gauss–Legendre panels that shrink towards x = 0, where an
// activation of √p·x has its kink or its steepest part. Called by hermiteExpansion.ts and recordMomentTable.ts.
// Plain Gauss–Hermite nodes are not used: they would straddle the kink of elu and converge slowly near the poles of tanh.

import { panelRule, type QuadratureRule } from './gaussLegendre.ts';

/** Beyond this many standard deviations the weight is below 1e-36 and nothing is added. */
const REACH = 13;

/** Widest panel; 16 nodes on it integrate Hermite polynomials up to the order of `MAXIMUM_ORDER` in hermiteExpansion.ts. */
const WIDEST_PANEL = 0.75;

/** Breakpoints from 0 to `reach`: the first panel of width `first`, each next one twice as wide up to `widest`. */
export function gradedBreakpoints(reach: number, first: number, widest: number): number[] {
  const points = [0];
  let width = Math.min(first, widest);
  let last = 0;
  while (last + 1.5 * width < reach) {
    last += width;
    points.push(last);
    width = Math.min(2 * width, widest);
  }
  points.push(reach);
  return points;
}

/**
 * Nodes x > 0 and weights w such that E[f(x)] = Σ w (f(x) + f(−x)) for functions f(x) = φ(√p x) with φ smooth on each side of 0 on the
 * scale of 1.
 *
 * @param deviation √p of the largest variance the rule shall serve
 * @param order nodes per panel
 */
export function gaussianRule(deviation: number, order = 16): QuadratureRule {
  const rule = panelRule(gradedBreakpoints(REACH, 2 / deviation, WIDEST_PANEL), order);
  const weights = rule.weights.map((w, i) => w * Math.exp(-0.5 * (rule.nodes[i] as number) ** 2) * Math.sqrt(0.5 / Math.PI));
  return { nodes: rule.nodes, weights };
}
