// What is the dual of φ(x) = sin x? With the decay d = (p + q)/2 − |k| = (√p − √q)²/2 + (√(pq) − |k|) ≥ 0, which is 0 for copies:
//   F = exp(−(p + q)/2) sinh k = ±½ e^(−d) (1 − e^(−2|k|)),   D = exp(−(p + q)/2) cosh k = ½ e^(−d) (1 + e^(−2|k|)),
//   ∂F/∂p = −F/2,   ∂D/∂k = F,   ∂D/∂p = −D/2.
// Nothing overflows, and nothing cancels but √(pq) − |k|, in which the rounding of k itself shows.

import { mapEach } from '../mapEach.ts';
import { type ClosedFormDual, recordMoments } from './activationDual.ts';

/** @param tolerance how far |k| may fall short of √(pq) by rounding, relatively; see `coincidenceTolerance` */
export function sinDual(tolerance: number): ClosedFormDual {
  return {
    vector: { type: 'sin', tolerance },
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
