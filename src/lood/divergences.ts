// How far apart are the output distributions with and without a record? Closed-form divergences of a GaussianPair, in nats where they have
// a unit, accurate to full relative precision however small: no difference of variances, no ratio of determinants. Total variation has no
// closed form and stands in lossTail.ts.

import { xMinusLog1p } from '../base/functions.ts';
import type { GaussianPair } from './gaussianPair.ts';
import { lossCumulant } from './privacyLoss.ts';

/**
 * KL(without ‖ with) = ½ Σ [C(u − ln(1+u)) + δ²], the paper's direction; nats.
 * Source: Ye, Borovykh, Hayou, Shokri, ICLR 2024, definition of LOOD; here with log-determinants in the form u − ln(1+u).
 */
export function klWithoutWith({ outputs, modes }: GaussianPair): number {
  return modes.reduce((sum, { varianceRatio: u, shiftSquared }) => sum + 0.5 * (outputs * xMinusLog1p(u) + shiftSquared), 0);
}

/** KL(with ‖ without) = ½ Σ [C(ln(1+u) − u/(1+u)) + δ²/(1+u)]; nats. */
export function klWithWithout({ outputs, modes }: GaussianPair): number {
  // ln(1+u) − u/(1+u) = x − ln(1+x)... at x = −u/(1+u), since 1 + x = 1/(1+u).
  return modes.reduce(
    (sum, { varianceRatio: u, shiftSquared }) => sum + 0.5 * (outputs * xMinusLog1p(-u / (1 + u)) + shiftSquared / (1 + u)),
    0,
  );
}

/** Mean of both KL directions; nats. */
export function klSymmetric(pair: GaussianPair): number {
  return 0.5 * (klWithoutWith(pair) + klWithWithout(pair));
}

/**
 * Rényi divergence D_a(with ‖ without) = K(a−1)/(a−1), nats; increasing in a, with limit KL(with ‖ without) at a = 1.
 *
 * @param order a > 0; finite for every order, since the loss is bounded above wherever the variance shrinks
 */
export function renyiWithWithout(pair: GaussianPair, order: number): number {
  return order === 1 ? klWithWithout(pair) : lossCumulant(pair, order - 1) / (order - 1);
}

/** Rényi divergence D_a(without ‖ with) = K(−a)/(a−1), nats; Infinity when u ≥ 1/(a−1) for some mode. */
export function renyiWithoutWith(pair: GaussianPair, order: number): number {
  return order === 1 ? klWithoutWith(pair) : lossCumulant(pair, -order) / (order - 1);
}

/** Hellinger distance √(1 − ∫√(p q)) in [0, 1]; the Bhattacharyya coefficient is e^{K(−½)}. */
export function hellinger(pair: GaussianPair): number {
  return Math.sqrt(-Math.expm1(lossCumulant(pair, -0.5)));
}
