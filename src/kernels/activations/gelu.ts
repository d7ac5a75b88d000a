// What is the dual of gelu, φ(x) = x·Φ(x) with Φ the normal distribution function (the exact erf form)?
// Closed forms after Tsuchida, Pearce, van der Heide, Roosta and Gallagher 2021 (fixed points of ELU and GELU networks), derived
// here by tilting the Gaussian; with P = 1 + p, Q = 1 + q, Δ² = PQ − k², ψ = arctan(k/Δ):
//   F = k/4 + [k²/(PQΔ) + pqΔ/(PQ) + kψ]/2π,   D = 1/4 + [ψ + (k/Δ)(1/Δ² + 1/P + 1/Q)]/2π,
//   ∂F/∂p = [q′(1 + 1/P) − (k²/P²)(1 + P/Δ²)]/(4πΔ) with q′ = (q + pq − k²)/P,
//   ∂D/∂k = [1/Δ + (P + Q + 1)/Δ³ + 3k²/Δ⁵]/2π,   ∂D/∂p = −(k/4πΔ)[1/P + 2/P² + (Q/Δ²)(1/P + 1/Q + 3/Δ²)].
// Every term of the first line's bracket is non-negative for k ≥ 0, so small variances lose no digits.

import { mapEach } from '../mapEach.ts';
import { type ClosedFormDual, deviations, recordMoments } from './activationDual.ts';
import { pairDeterminant, readCopies } from './coincidence.ts';

const INVERSE_TWO_PI = 1 / (2 * Math.PI);

/** @param tolerance how far |k| may fall short of √(pq) by rounding, relatively; see `coincidenceTolerance` */
export function geluDual(tolerance: number): ClosedFormDual {
  return {
    vector: { type: 'gelu', tolerance },
    derivatives(pairs, rows, cols, { slope, byRow, slopePartials }) {
      const [rowDeviations, colDeviations] = [deviations(rows), deviations(cols)];
      for (let i = 0, at = 0; i < rows.length; i++) {
        const p = rows[i] as number;
        const P = 1 + p;
        const inverseP = 1 / P;
        const deviation = rowDeviations[i] as number;
        for (let j = 0; j < cols.length; j++, at++) {
          const q = cols[j] as number;
          const bound = deviation * (colDeviations[j] as number);
          const k = readCopies(pairs[at] as number, bound, tolerance);
          const Q = 1 + q;
          const inverseQ = 1 / Q;
          const determinant = pairDeterminant(k, bound);
          const inverseDelta2 = 1 / (1 + p + q + determinant);
          const delta = Math.sqrt(1 + p + q + determinant);
          const ratio = k / delta;
          const angle = Math.atan(ratio);
          const conditional = (q + determinant) * inverseP;
          const inverseSum = inverseP + inverseQ;
          pairs[at] =
            k * (0.25 + INVERSE_TWO_PI * (ratio * inverseP * inverseQ + angle)) +
            INVERSE_TWO_PI * p * inverseP * q * inverseQ * delta;
          slope[at] = 0.25 + INVERSE_TWO_PI * (angle + ratio * (inverseDelta2 + inverseSum));
          byRow[at] =
            (0.5 * INVERSE_TWO_PI * (conditional * (1 + inverseP) - (k * inverseP) ** 2 * (1 + P * inverseDelta2))) / delta;
          if (!slopePartials) continue;
          slopePartials.byPair[at] = (INVERSE_TWO_PI / delta) * (1 + inverseDelta2 * (P + Q + 1 + 3 * ratio * ratio));
          slopePartials.byRow[at] =
            -0.5 *
            INVERSE_TWO_PI *
            ratio *
            (inverseP * (1 + 2 * inverseP) + Q * inverseDelta2 * (inverseSum + 3 * inverseDelta2));
        }
      }
    },
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
