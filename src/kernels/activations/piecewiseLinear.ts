// What is the dual of φ(x) = x for x > 0 and a·x for x < 0? The arc-cosine kernels of order 1 (dual) and 0 (slope), Cho and Saul
// 2009. Serves relu (a = 0), leaky-relu and abs (a = −1).
// φ is (1+a)/2 · x + (1−a)/2 · |x|, and odd and even parts do not mix, so with s = √(pq), c = k/s, u = 1 − |c|, θ = arccos|c|:
//   F = o·k + e·E|u v|,  E|u v| = |k| + (2/π) s (sin θ − θ cos θ),   D = o + e·(2/π) arcsin c,   o = (1+a)²/4, e = (1−a)²/4.
// Only k enters linearly, so identical inputs (u = 0) get exactly (o+e)·k. D has a cusp at c = ±1, where ∂D/∂k is infinite; there the
// derivative is set to 0, the mean of the one-sided limits over opposite directions of the input, which is what a central
// difference of the kernel sees.

import { type ActivationDual, deviations, inverseDeviations, recordMoments } from './activationDual.ts';
import { arcFromDeficit, correlationDeficit, segmentFromDeficit } from './arcCosine.ts';

const TWO_OVER_PI = 2 / Math.PI;

/**
 * @param negativeSlope a, any finite number
 * @param tolerance how far |c| may fall short of 1 by rounding; see `coincidenceTolerance`
 */
export function piecewiseLinearDual(negativeSlope: number, tolerance: number): ActivationDual {
  const odd = (1 + negativeSlope) ** 2 / 4;
  const even = (1 - negativeSlope) ** 2 / 4;

  function value(pairs: Float64Array, rows: Float64Array, cols: Float64Array): void {
    const [rowDeviation, colDeviation, rowInverse, colInverse] = scales(rows, cols);
    for (let i = 0, at = 0; i < rows.length; i++) {
      const scale = even * TWO_OVER_PI * (rowDeviation[i] as number);
      const inverse = rowInverse[i] as number;
      for (let j = 0; j < cols.length; j++, at++) {
        const k = pairs[at] as number;
        const u = correlationDeficit(k * inverse * (colInverse[j] as number), tolerance);
        pairs[at] = odd * k + even * Math.abs(k) + scale * (colDeviation[j] as number) * segmentFromDeficit(u);
      }
    }
  }

  function valueAndSlope(pairs: Float64Array, rows: Float64Array, cols: Float64Array, slope: Float64Array): void {
    const [rowDeviation, colDeviation, rowInverse, colInverse] = scales(rows, cols);
    for (let i = 0, at = 0; i < rows.length; i++) {
      const scale = even * TWO_OVER_PI * (rowDeviation[i] as number);
      const inverse = rowInverse[i] as number;
      for (let j = 0; j < cols.length; j++, at++) {
        const k = pairs[at] as number;
        const u = correlationDeficit(k * inverse * (colInverse[j] as number), tolerance);
        const angle = arcFromDeficit(u);
        const arcsine = 1 - TWO_OVER_PI * angle;
        pairs[at] =
          odd * k + even * Math.abs(k) + scale * (colDeviation[j] as number) * (Math.sqrt(u * (2 - u)) - angle * (1 - u));
        slope[at] = odd + (k < 0 ? -even * arcsine : even * arcsine);
      }
    }
  }

  return {
    piecewiseLinear: { negativeSlope, tolerance },
    value,
    valueAndSlope,
    derivatives(pairs, rows, cols, out) {
      const k = pairs.slice();
      valueAndSlope(pairs, rows, cols, out.slope);
      const [, colDeviation, rowInverse, colInverse] = scales(rows, cols);
      for (let i = 0, at = 0; i < rows.length; i++) {
        const inverse = rowInverse[i] as number;
        for (let j = 0; j < cols.length; j++, at++) {
          const pairInverse = inverse * (colInverse[j] as number);
          const c = (k[at] as number) * pairInverse;
          const u = correlationDeficit(c, tolerance);
          const sine = Math.sqrt(u * (2 - u));
          out.byRow[at] = (even / Math.PI) * (colDeviation[j] as number) * inverse * sine;
          if (!out.slopePartials) continue;
          const slopeByPair = u > 0 ? (even * TWO_OVER_PI * pairInverse) / sine : 0;
          out.slopePartials.byPair[at] = slopeByPair;
          // D depends on k/√p alone, hence p ∂D/∂p = −½ k ∂D/∂k.
          out.slopePartials.byRow[at] = -0.5 * (k[at] as number) * inverse * inverse * slopeByPair;
        }
      }
    },
    secondMoments: (variances) => variances.map((p) => (odd + even) * p),
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

function scales(rows: Float64Array, cols: Float64Array): [Float64Array, Float64Array, Float64Array, Float64Array] {
  return [deviations(rows), deviations(cols), inverseDeviations(rows), inverseDeviations(cols)];
}
