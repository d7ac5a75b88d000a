// What is the dual of the error function, φ(x) = erf(x)? Williams 1997 (computing with infinite networks):
//   F = (2/π) arctan(2k/R),  D = 4/(πR),  R² = (1 + 2p)(1 + 2q) − 4k² = 1 + 2p + 2q + 4(pq − k²) ≥ 1,
//   ∂F/∂p = −4k/(π(1 + 2p)R),  ∂D/∂k = 16k/(πR³),  ∂D/∂p = −4(1 + 2q)/(πR³).

import { mapEach } from '../mapEach.ts';
import { type ClosedFormDual, recordMoments } from './activationDual.ts';

const TWO_OVER_PI = 2 / Math.PI;

/** @param tolerance how far |k| may fall short of √(pq) by rounding, relatively; see `coincidenceTolerance` */
export function erfDual(tolerance: number): ClosedFormDual {
  return {
    vector: { type: 'erf', tolerance },
    secondMoments: (variances) => mapEach(variances, secondMoment),
    moments: (variances) => recordMoments(variances, secondMoment, slopeMoment, secondMomentByVariance, slopeMomentByVariance),
  };
}

// On the diagonal k = p = q, where R² = 1 + 4p.

function secondMoment(p: number): number {
  return TWO_OVER_PI * Math.atan((2 * p) / Math.sqrt(1 + 4 * p));
}

function slopeMoment(p: number): number {
  return (2 * TWO_OVER_PI) / Math.sqrt(1 + 4 * p);
}

function secondMomentByVariance(p: number): number {
  return (2 * TWO_OVER_PI) / ((1 + 2 * p) * Math.sqrt(1 + 4 * p));
}

function slopeMomentByVariance(p: number): number {
  return (-4 * TWO_OVER_PI) / (1 + 4 * p) ** 1.5;
}
