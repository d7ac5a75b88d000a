// By how much would two normal distributions have to be shifted to be told apart as well? The AUC on the scale on which errors are even, z =
// Φ⁻¹(AUC), for two isotropic Gaussians; without end where 1 − AUC underflows. Called by networkAuc.ts.

import { gaussianPair } from '../../lood/gaussianPair.ts';
import { aucExcess } from '../../membership/auc.ts';
import { normalTailQuantile } from '../../statistics/normal.ts';

/** Up to this AUC − ½ the complement keeps 13 digits. */
const NEAR_ONE = 0.499;
/** Points of the sum for what is left of 1, and its step; the error is below 1e-10 of 1 − AUC. */
const POINTS = 100;
const STEP = 0.08;
/** Tails below e^−700 are beyond float64; there z² = 2L − ln 4πL + O(ln L/L) for a tail of e^−L. */
const BEYOND = 700;

/**
 * z ≥ 0 with Φ(z) = AUC of the best test between N(0, v I) and N(Δ, w I) in D dimensions: ‖Δ‖/√(2v) where v = w, and of second order in ln(w/v).
 *
 * For an AUC near 1, with u = max(v, w)/min(v, w) − 1, δ² = ‖Δ‖²/min(v, w) and e(τ) of membership/auc.ts,
 *
 *   ln(1 − AUC) = −e(¼) + ln ∫₀^∞ e^{e(¼) − e(τ)} ½/τ dy/π,   τ = ¼ + y²,
 *
 * by the trapezoidal rule in x, y = sinh(x)/√e′(¼). Which of the worlds is the wider one does not matter: |exp K(−½ + iy)| is the same for both orders.
 *
 * @param logRatio ln(w/v)
 * @param shiftSquared ‖Δ‖²/min(v, w) ≥ 0
 * @throws AuditError NUMERICAL_FAILURE for what is not finite, NOT_CONVERGED
 */
export function aucProbit(dimensions: number, logRatio: number, shiftSquared: number): number {
  const u = Math.expm1(Math.abs(logRatio));
  const excess = aucExcess(gaussianPair(u, shiftSquared, dimensions));
  if (excess <= NEAR_ONE) return normalTailQuantile(0.5 - excess);
  const loss = lossNearOne(dimensions, u, shiftSquared);
  return loss < BEYOND ? normalTailQuantile(Math.exp(-loss)) : Math.sqrt(2 * loss - Math.log(4 * Math.PI * loss));
}

/** −ln(1 − AUC). */
function lossNearOne(dimensions: number, u: number, shiftSquared: number): number {
  const exponent = (tau: number) =>
    (dimensions / 2) * Math.log1p((u * u * tau) / (1 + u)) + (shiftSquared * tau * (1 + u / 2)) / (1 + u + u * u * tau);
  const width = 1 + u + (u * u) / 4;
  // e′(¼).
  const rate = ((dimensions / 2) * u * u) / width + (shiftSquared * (1 + u / 2) * (1 + u)) / width ** 2;
  const least = exponent(0.25);
  let sum = 0;
  for (let k = 0; k < POINTS; k++) {
    const x = k * STEP;
    const tau = 0.25 + Math.sinh(x) ** 2 / rate;
    // By symmetry the point y = 0 is shared by both halves.
    sum += ((k === 0 ? 0.5 : 1) * Math.exp(least - exponent(tau)) * Math.cosh(x)) / (2 * tau);
  }
  return least - Math.log((sum * STEP) / (Math.PI * Math.sqrt(rate)));
}
