// What if two inputs are copies of each other, but their covariance says so only up to rounding? A deep network can be chaotic (erf or sin
// with large weights): every layer then multiplies such an error, and after fifty layers copies would look unrelated. So a covariance that
// rounding alone keeps from its bound √(pq) is read as that bound, in every layer; piecewiseLinear.ts does the same by `deficits`.

import { mul, splat } from './vectors';

let threshold: f64;

/** @param tolerance see coincidenceTolerance */
export function setCoincidence(tolerance: f64): void {
  threshold = 1 - tolerance;
}

// @ts-ignore: AssemblyScript decorator
@inline
export function copyThreshold(): v128 {
  return splat(threshold);
}

/** |k|, read as `bound` where rounding alone may keep it from that. */
// @ts-ignore: AssemblyScript decorator
@inline
export function magnitude(k: v128, bound: v128, copyThreshold: v128): v128 {
  const a = f64x2.abs(k);
  return v128.bitselect(bound, a, f64x2.ge(a, mul(copyThreshold, bound)));
}
