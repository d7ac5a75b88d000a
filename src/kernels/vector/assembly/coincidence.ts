// How far does a covariance fall short of its bound √(pq)? Copies of an input are told from others as in activations/coincidence.ts.

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
