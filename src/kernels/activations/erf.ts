// What is the dual of the error function, φ(x) = erf(x)? Williams 1997 (computing with infinite networks):
//   F = (2/π) arctan(2k/R),  D = 4/(πR),  R² = (1 + 2p)(1 + 2q) − 4k² = 1 + 2p + 2q + 4(pq − k²) ≥ 1,
//   ∂F/∂p = −4k/(π(1 + 2p)R),  ∂D/∂k = 16k/(πR³),  ∂D/∂p = −4(1 + 2q)/(πR³).

import { type ActivationDual, pairDeterminant, recordMoments } from './activationDual.ts';

const TWO_OVER_PI = 2 / Math.PI;

export function erfDual(): ActivationDual {
  return {
    value(pairs, rows, cols) {
      for (let i = 0, at = 0; i < rows.length; i++) {
        const p = rows[i] as number;
        for (let j = 0; j < cols.length; j++, at++) {
          const k = pairs[at] as number;
          const q = cols[j] as number;
          pairs[at] = TWO_OVER_PI * Math.atan((2 * k) / Math.sqrt(1 + 2 * (p + q) + 4 * pairDeterminant(k, p, q)));
        }
      }
    },
    valueAndSlope(pairs, rows, cols, slope) {
      for (let i = 0, at = 0; i < rows.length; i++) {
        const p = rows[i] as number;
        for (let j = 0; j < cols.length; j++, at++) {
          const k = pairs[at] as number;
          const q = cols[j] as number;
          const inverse = 1 / Math.sqrt(1 + 2 * (p + q) + 4 * pairDeterminant(k, p, q));
          pairs[at] = TWO_OVER_PI * Math.atan(2 * k * inverse);
          slope[at] = 2 * TWO_OVER_PI * inverse;
        }
      }
    },
    derivatives(pairs, rows, cols, { slope: slopes, byRow, slopePartials }) {
      for (let i = 0, at = 0; i < rows.length; i++) {
        const p = rows[i] as number;
        const inverseP = 1 / (1 + 2 * p);
        for (let j = 0; j < cols.length; j++, at++) {
          const k = pairs[at] as number;
          const q = cols[j] as number;
          const inverse = 1 / Math.sqrt(1 + 2 * (p + q) + 4 * pairDeterminant(k, p, q));
          const slope = 2 * TWO_OVER_PI * inverse;
          pairs[at] = TWO_OVER_PI * Math.atan(2 * k * inverse);
          slopes[at] = slope;
          byRow[at] = -slope * k * inverseP;
          if (!slopePartials) continue;
          slopePartials.byPair[at] = 4 * slope * k * inverse * inverse;
          slopePartials.byRow[at] = -slope * (1 + 2 * q) * inverse * inverse;
        }
      }
    },
    secondMoments: (variances) => variances.map(secondMoment),
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
