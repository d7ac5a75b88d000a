// What is the dual of φ(x) = x for x > 0 and a·x for x < 0? The arc-cosine kernels of order 1 (dual) and 0 (slope), Cho and Saul
// 2009. Serves relu (a = 0), leaky-relu, abs (a = −1) and identity (a = 1).
// φ is (1+a)/2 · x + (1−a)/2 · |x|, and odd and even parts do not mix, so with s = √(pq), c = k/s, u = 1 − |c|, θ = arccos|c|:
//   F = o·k + e·E|u v|,  E|u v| = |k| + (2/π) s (sin θ − θ cos θ),   D = o + e·(2/π) arcsin c,   o = (1+a)²/4, e = (1−a)²/4,
//   ∂F/∂p = (e/π) √(q/p) sin θ,   ∂D/∂k = e·(2/π)/(s sin θ),   and since D depends on k/√p alone   ∂D/∂p = −(k/2p) ∂D/∂k.
// Only k enters linearly, so identical inputs (u = 0) get exactly (o+e)·k. D has a cusp at c = ±1, where ∂D/∂k is infinite; there the
// derivative is set to 0, the mean of the one-sided limits over opposite directions of the input, which is what a central
// difference of the kernel sees.

import { mapEach } from '../mapEach.ts';
import { type ClosedFormDual, recordMoments } from './activationDual.ts';

/**
 * @param negativeSlope a, any finite number
 * @param tolerance how far |c| may fall short of 1 by rounding; see `coincidenceTolerance`
 */
export function piecewiseLinearDual(negativeSlope: number, tolerance: number): ClosedFormDual {
  const odd = (1 + negativeSlope) ** 2 / 4;
  const even = (1 - negativeSlope) ** 2 / 4;
  return {
    vector: { type: 'piecewiseLinear', negativeSlope, tolerance },
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
