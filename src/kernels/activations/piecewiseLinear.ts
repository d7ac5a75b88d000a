// What is the dual of φ(x) = x for x > 0 and a·x for x < 0? The arc-cosine kernels of order 1 (dual) and 0 (slope), Cho and Saul
// 2009. Serves relu (a = 0), leaky-relu, abs (a = −1) and identity (a = 1).
// φ is (1+a)/2 · x + (1−a)/2 · |x|, and odd and even parts do not mix, so with s = √(pq), c = k/s, u = 1 − |c|, θ = arccos|c|:
//   F = o·k + e·E|u v|,  E|u v| = |k| + (2/π) s (sin θ − θ cos θ),   D = o + e·(2/π) arcsin c,   o = (1+a)²/4, e = (1−a)²/4.
// Only k enters linearly, so identical inputs (u = 0) get exactly (o+e)·k. D has a cusp at c = ±1, where ∂D/∂k is infinite; there the
// derivative is set to 0, the mean of the one-sided limits over opposite directions of the input, which is what a central
// difference of the kernel sees.

import { mapEach } from '../mapEach.ts';
import { type ClosedFormDual, deviations, inverseDeviations, recordMoments } from './activationDual.ts';
import { arcFromDeficit, correlationDeficit } from './arcCosine.ts';

const TWO_OVER_PI = 2 / Math.PI;

/**
 * @param negativeSlope a, any finite number
 * @param tolerance how far |c| may fall short of 1 by rounding; see `coincidenceTolerance`
 */
export function piecewiseLinearDual(negativeSlope: number, tolerance: number): ClosedFormDual {
  const odd = (1 + negativeSlope) ** 2 / 4;
  const even = (1 - negativeSlope) ** 2 / 4;
  return {
    vector: { type: 'piecewiseLinear', negativeSlope, tolerance },
    derivatives(pairs, rows, cols, { slope: slopes, byRow, slopePartials }) {
      const [rowDeviations, colDeviations] = [deviations(rows), deviations(cols)];
      const [rowInverses, colInverses] = [inverseDeviations(rows), inverseDeviations(cols)];
      for (let i = 0, at = 0; i < rows.length; i++) {
        const scale = even * TWO_OVER_PI * (rowDeviations[i] as number);
        const inverse = rowInverses[i] as number;
        for (let j = 0; j < cols.length; j++, at++) {
          const k = pairs[at] as number;
          const deviation = colDeviations[j] as number;
          const colInverse = colInverses[j] as number;
          const u = correlationDeficit(k * inverse * colInverse, tolerance);
          const angle = arcFromDeficit(u);
          const sine = Math.sqrt(u * (2 - u));
          const arcsine = even * (1 - TWO_OVER_PI * angle);
          pairs[at] = odd * k + even * Math.abs(k) + scale * deviation * (sine - angle * (1 - u));
          slopes[at] = odd + (k < 0 ? -arcsine : arcsine);
          byRow[at] = (even / Math.PI) * deviation * inverse * sine;
          if (!slopePartials) continue;
          const slopeByPair = u > 0 ? (even * TWO_OVER_PI * inverse * colInverse) / sine : 0;
          slopePartials.byPair[at] = slopeByPair;
          // D depends on k/√p alone, hence p ∂D/∂p = −½ k ∂D/∂k.
          slopePartials.byRow[at] = -0.5 * k * inverse * inverse * slopeByPair;
        }
      }
    },
    secondMoments: (variances) => mapEach(variances, (p) => (odd + even) * p),
    moments: (variances) =>
      recordMoments(
        variances,
        (p) => (odd + even) * p,
        () => odd + even,
        () => odd + even,
        () => 0,
      ),
  };
}
