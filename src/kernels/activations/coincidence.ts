// What if two inputs are copies of each other, but their covariance says so only up to rounding? A deep network can be chaotic (erf or sin
// with large weights): every layer then multiplies such an error, and after fifty layers copies would look unrelated.
// So duals read a covariance that rounding alone keeps from its bound √(pq) as that bound, in every layer. Called by the closed forms of this
// folder; piecewiseLinear.ts does the same by `correlationDeficit`.

/** k, read as ±bound within `tolerance` of it; see `coincidenceTolerance`. */
export function readCopies(k: number, bound: number, tolerance: number): number {
  if (Math.abs(k) >= (1 - tolerance) * bound) return k < 0 ? -bound : bound;
  return k;
}

/** pq − k², the determinant of the pair's covariance: exactly 0 for copies, of which |k| is the bound. */
export function pairDeterminant(k: number, bound: number): number {
  const size = Math.abs(k);
  return (bound - size) * (bound + size);
}
