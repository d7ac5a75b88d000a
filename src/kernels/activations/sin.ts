// What is the dual of φ(x) = sin x? With g± = exp(−(p + q)/2 ± k):
//   F = (g₊ − g₋)/2 = exp(−(p + q)/2) sinh k,  D = (g₊ + g₋)/2,  ∂F/∂p = −F/2,  ∂D/∂k = F,  ∂D/∂p = −D/2.
// Since |k| ≤ √(pq) ≤ (p + q)/2 both exponents are at most 0: nothing overflows.

import { type ActivationDual, recordMoments } from './activationDual.ts';

export function sinDual(): ActivationDual {
  return {
    value(pairs, rows, cols) {
      for (let i = 0, at = 0; i < rows.length; i++) {
        const p = rows[i] as number;
        for (let j = 0; j < cols.length; j++, at++) pairs[at] = dual(pairs[at] as number, 0.5 * (p + (cols[j] as number)));
      }
    },
    valueAndSlope(pairs, rows, cols, slope) {
      for (let i = 0, at = 0; i < rows.length; i++) {
        const p = rows[i] as number;
        for (let j = 0; j < cols.length; j++, at++) {
          const k = pairs[at] as number;
          const mean = 0.5 * (p + (cols[j] as number));
          pairs[at] = dual(k, mean);
          slope[at] = 0.5 * (Math.exp(k - mean) + Math.exp(-k - mean));
        }
      }
    },
    derivatives(pairs, rows, cols, { slope: slopes, byRow, slopePartials }) {
      for (let i = 0, at = 0; i < rows.length; i++) {
        const p = rows[i] as number;
        for (let j = 0; j < cols.length; j++, at++) {
          const k = pairs[at] as number;
          const mean = 0.5 * (p + (cols[j] as number));
          const value = dual(k, mean);
          const slope = 0.5 * (Math.exp(k - mean) + Math.exp(-k - mean));
          pairs[at] = value;
          slopes[at] = slope;
          byRow[at] = -0.5 * value;
          if (!slopePartials) continue;
          slopePartials.byPair[at] = value;
          slopePartials.byRow[at] = -0.5 * slope;
        }
      }
    },
    secondMoments: (variances) => variances.map(secondMoment),
    moments: (variances) =>
      recordMoments(
        variances,
        secondMoment,
        (p) => 0.5 * (1 + Math.exp(-2 * p)),
        (p) => Math.exp(-2 * p),
        (p) => -Math.exp(-2 * p),
      ),
  };
}

/** exp(−mean) sinh k. Below |k| = 1 the difference of exponentials would cancel, above it sinh alone could overflow. */
function dual(k: number, mean: number): number {
  return Math.abs(k) < 1 ? Math.exp(-mean) * Math.sinh(k) : 0.5 * (Math.exp(k - mean) - Math.exp(-k - mean));
}

function secondMoment(p: number): number {
  return -0.5 * Math.expm1(-2 * p);
}
