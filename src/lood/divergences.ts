// How far apart are the output distributions with and without a record? Closed-form divergences of a GaussianPair, in nats where they have
// a unit, accurate to full relative precision however small or large: no difference of variances, no ratio of determinants. Total variation
// has no closed form and stands in lossTail.ts. Formulas (4.5) to (4.8) of docs/mathematics.md.

import { AuditError } from '../base/errors.ts';
import { log1pMinusRatio, xMinusLog1p } from '../base/functions.ts';
import type { GaussianPair, Mode } from './gaussianPair.ts';
import { lossCumulant } from './privacyLoss.ts';

/**
 * KL(without ‖ with) = ½ Σ [C(u − ln(1+u)) + δ²], the paper's direction; nats.
 * Source: Ye, Borovykh, Hayou, Shokri, ICLR 2024, definition of LOOD; here with log-determinants in the form u − ln(1+u).
 */
export function klWithoutWith({ outputs, modes }: GaussianPair): number {
  return total(modes, ({ varianceRatio: u, shiftSquared }) => 0.5 * (outputs * xMinusLog1p(u) + shiftSquared));
}

/** KL(with ‖ without) = ½ Σ [C(ln(1+u) − u/(1+u)) + δ²/(1+u)]; nats. */
export function klWithWithout({ outputs, modes }: GaussianPair): number {
  return total(modes, ({ varianceRatio: u, shiftSquared }) => 0.5 * (outputs * log1pMinusRatio(u) + shiftSquared / (1 + u)));
}

/** Mean of both KL directions; nats. */
export function klSymmetric(pair: GaussianPair): number {
  return 0.5 * (klWithoutWith(pair) + klWithWithout(pair));
}

/**
 * Rényi divergence D_a(with ‖ without) = K(a−1)/(a−1), nats; increasing in a, with limit KL(with ‖ without) at a = 1. Finite for every
 * order: by (4.4) of docs/mathematics.md the loss is bounded above unless the record only shifts the mean, and then it is Gaussian.
 *
 * @param order a > 0
 * @throws AuditError OPTION_INVALID
 */
export function renyiWithWithout(pair: GaussianPair, order: number): number {
  assertOrder(order);
  return order === 1 ? klWithWithout(pair) : lossCumulant(pair, order - 1, order) / (order - 1);
}

/**
 * Rényi divergence D_a(without ‖ with) = K(−a)/(a−1), nats; Infinity when u ≥ 1/(a−1) for some mode.
 *
 * @param order a > 0
 * @throws AuditError OPTION_INVALID
 */
export function renyiWithoutWith(pair: GaussianPair, order: number): number {
  assertOrder(order);
  return order === 1 ? klWithoutWith(pair) : lossCumulant(pair, -order) / (order - 1);
}

/** Hellinger distance √(1 − ∫√(p q)) in [0, 1]; the Bhattacharyya coefficient is e^{K(−½)}. */
export function hellinger(pair: GaussianPair): number {
  // 0 − x, not −x, so that no leakage reads 0 and not −0.
  return Math.sqrt(0 - Math.expm1(lossCumulant(pair, -0.5)));
}

function total(modes: readonly Mode[], term: (mode: Mode) => number): number {
  return modes.reduce((sum, mode) => sum + term(mode), 0);
}

function assertOrder(order: number): void {
  if (order > 0 && order < Number.POSITIVE_INFINITY) return;
  throw new AuditError('OPTION_INVALID', {
    expected: 'the order of a Rényi divergence to be a positive number',
    got: `${order}`,
    try: 'order 2, or 1 for the KL divergence',
  });
}
