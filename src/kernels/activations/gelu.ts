// What is the dual of gelu, φ(x) = x·Φ(x) with Φ the normal distribution function (the exact erf form)?
// Closed forms after Tsuchida, Pearce, van der Heide, Roosta and Gallagher 2021 (fixed points of ELU and GELU networks), derived
// here by tilting the Gaussian; with P = 1 + p, Q = 1 + q, Δ² = PQ − k², ψ = arctan(k/Δ):
//   F = k/4 + [k²/(PQΔ) + pqΔ/(PQ) + kψ]/2π,   D = 1/4 + [ψ + (k/Δ)(1/Δ² + 1/P + 1/Q)]/2π,
//   ∂F/∂p = [q′(1 + 1/P) − (k²/P²)(1 + P/Δ²)]/(4πΔ) with q′ = (q + pq − k²)/P,
//   ∂D/∂k = [1/Δ + (P + Q + 1)/Δ³ + 3k²/Δ⁵]/2π,   ∂D/∂p = −(k/4πΔ)[1/P + 2/P² + (Q/Δ²)(1/P + 1/Q + 3/Δ²)].
// Every term of the first line's bracket is non-negative for k ≥ 0, so small variances lose no digits.

import { mapEach } from '../mapEach.ts';
import { type ClosedFormDual, recordMoments } from './activationDual.ts';

const INVERSE_TWO_PI = 1 / (2 * Math.PI);

/** @param tolerance how far |k| may fall short of √(pq) by rounding, relatively; see `coincidenceTolerance` */
export function geluDual(tolerance: number): ClosedFormDual {
  return {
    vector: { type: 'gelu', tolerance },
    secondMoments: (variances) => mapEach(variances, secondMoment),
    moments: (variances) => recordMoments(variances, secondMoment, slopeMoment, secondMomentByVariance, slopeMomentByVariance),
  };
}

/** E[φ(u)²]: F at k = p = q, where Δ² = 1 + 2p. */
function secondMoment(p: number): number {
  const delta = Math.sqrt(1 + 2 * p);
  const share = p / (1 + p);
  return p * (0.25 + INVERSE_TWO_PI * Math.atan(p / delta)) + INVERSE_TWO_PI * share * share * (1 / delta + delta);
}

/** E[φ′(u)²]. */
function slopeMoment(p: number): number {
  const delta = Math.sqrt(1 + 2 * p);
  return 0.25 + INVERSE_TWO_PI * (Math.atan(p / delta) + (p / delta) * (1 / (delta * delta) + 2 / (1 + p)));
}

/** d E[φ(u)²]/dp = D + 2 ∂F/∂p on the diagonal. */
function secondMomentByVariance(p: number): number {
  const delta2 = 1 + 2 * p;
  const inverseP = 1 / (1 + p);
  const share = p * inverseP;
  return (
    slopeMoment(p) + (INVERSE_TWO_PI / Math.sqrt(delta2)) * (share * (1 + inverseP) - share * share * (1 + (1 + p) / delta2))
  );
}

/** d E[φ′(u)²]/dp. */
function slopeMomentByVariance(p: number): number {
  const delta2 = 1 + 2 * p;
  const P = 1 + p;
  return (INVERSE_TWO_PI / Math.sqrt(delta2)) * (1 / (delta2 * P) + (1 - p) / (delta2 * delta2) + 2 / (P * P));
}
