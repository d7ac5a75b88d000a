// What is the dual of φ(x) = sin x? With the decay d = (p + q)/2 − |k| = (√p − √q)²/2 + (√(pq) − |k|) ≥ 0, which is 0 for copies:
//   F = exp(−(p + q)/2) sinh k = ±½ e^(−d) (1 − e^(−2|k|)),   D = exp(−(p + q)/2) cosh k = ½ e^(−d) (1 + e^(−2|k|)),
//   ∂F/∂p = −F/2,   ∂D/∂k = F,   ∂D/∂p = −D/2.
// Nothing overflows, and nothing cancels but √(pq) − |k|, in which the rounding of k itself shows.

import { mapEach } from '../mapEach.ts';
import { type ClosedFormDual, deviations, recordMoments } from './activationDual.ts';
import { readCopies } from './coincidence.ts';

/** @param tolerance how far |k| may fall short of √(pq) by rounding, relatively; see `coincidenceTolerance` */
export function sinDual(tolerance: number): ClosedFormDual {
  return {
    vector: { type: 'sin', tolerance },
    derivatives(pairs, rows, cols, { slope: slopes, byRow, slopePartials }) {
      const [rowDeviations, colDeviations] = [deviations(rows), deviations(cols)];
      for (let i = 0, at = 0; i < rows.length; i++) {
        const rowDeviation = rowDeviations[i] as number;
        for (let j = 0; j < cols.length; j++, at++) {
          const colDeviation = colDeviations[j] as number;
          const bound = rowDeviation * colDeviation;
          const k = readCopies(pairs[at] as number, bound, tolerance);
          const size = Math.abs(k);
          const half = 0.5 * Math.exp(-0.5 * (rowDeviation - colDeviation) ** 2 - (bound - size));
          const lessOne = Math.expm1(-2 * size);
          const value = half * (k < 0 ? lessOne : -lessOne);
          const slope = half * (2 + lessOne);
          pairs[at] = value;
          slopes[at] = slope;
          byRow[at] = -0.5 * value;
          if (!slopePartials) continue;
          slopePartials.byPair[at] = value;
          slopePartials.byRow[at] = -0.5 * slope;
        }
      }
    },
    secondMoments: (variances) => mapEach(variances, secondMoment),
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

function secondMoment(p: number): number {
  return -0.5 * Math.expm1(-2 * p);
}
