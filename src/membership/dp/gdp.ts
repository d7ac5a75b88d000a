// What is Gaussian differential privacy in terms of ε and δ, and what do two error rates say about it? Dong, Roth and Su, JRSS B 84, 3, 2022. A
// mechanism is μ-GDP when telling its outputs apart is at least as hard as N(0, 1) from N(μ, 1), which is a GaussianPair. Called by
// gaussianDpEpsilon.ts and oneRunFdpEpsilon.ts.

import { AuditError } from '../../base/errors.ts';
import { type GaussianPair, gaussianPair } from '../../lood/gaussianPair.ts';
import { normalTailQuantile } from '../../statistics/normal.ts';
import { deltaAtEpsilon, epsilonAtDelta } from '../optimalTest.ts';
import { assertDelta } from './bounds.ts';

/**
 * The least ε at which μ-GDP gives (ε, δ)-differential privacy, nats: the inverse of `gdpDelta`. 0 where δ covers it, Infinity for μ > 0 and
 * δ = 0.
 *
 * @param mu ≥ 0, finite
 * @param delta in [0, 1)
 * @example
 * gdpEpsilon(1, 1e-5); // 4.377178
 * @throws AuditError OPTION_INVALID
 */
export function gdpEpsilon(mu: number, delta: number): number {
  assertMu(mu);
  assertDelta(delta);
  if (mu === 0) return 0;
  return delta === 0 ? Number.POSITIVE_INFINITY : epsilonAtDelta(pairOf(mu), delta);
}

/**
 * δ(ε) = Φ(−ε/μ + μ/2) − e^ε Φ(−ε/μ − μ/2): μ-GDP gives (ε, δ(ε))-differential privacy and no smaller δ.
 *
 * @param mu ≥ 0, finite
 * @param epsilon ≥ 0, nats
 * @throws AuditError OPTION_INVALID
 */
export function gdpDelta(mu: number, epsilon: number): number {
  assertMu(mu);
  if (!(epsilon >= 0)) {
    throw new AuditError('OPTION_INVALID', { expected: 'an ε of at least 0', got: `${epsilon}`, try: '1' });
  }
  return mu === 0 || epsilon === Number.POSITIVE_INFINITY ? 0 : deltaAtEpsilon(pairOf(mu), epsilon);
}

/**
 * The μ of the Gaussian test with these error rates, Φ⁻¹(1 − FPR) − Φ⁻¹(FNR): negative for a test worse than chance, 0 where one rate is 0 and
 * the other 1, infinite where only one of them is 0 or 1. Upper ends of the rates give a lower bound.
 *
 * @throws AuditError OPTION_INVALID for rates outside [0, 1]
 */
export function gdpMu(fpr: number, fnr: number): number {
  const mu = normalTailQuantile(fpr) + normalTailQuantile(fnr);
  // ∞ − ∞: of saying always the same.
  return Number.isNaN(mu) ? 0 : mu;
}

const pairOf = (mu: number): GaussianPair => gaussianPair(0, mu * mu, 1);

function assertMu(mu: number): void {
  if (mu >= 0 && mu < Number.POSITIVE_INFINITY) return;
  throw new AuditError('OPTION_INVALID', { expected: 'a finite μ of at least 0', got: `${mu}`, try: '1' });
}
