// How far is the correlation c of two inputs from ±1, and what angle is that? The deficit u = 1 − |c| keeps its relative precision where
// arccos has none. Called by quadrature/ and, for the tolerance, by createActivation.ts; vector/assembly/deficit.ts has it for closed forms.

/** θ = arccos(1 − u) = 2 arcsin √(u/2), for u in [0, 1]; radians in [0, π/2]. */
export function arcFromDeficit(u: number): number {
  return 2 * Math.asin(Math.sqrt(0.5 * u));
}

/**
 * How far |c| may fall short of 1 by rounding alone when x and z have the same direction: the bound for dot products and squared
 * norms of `dimensions` terms, each summed in any order. Rounding errors of a sum grow like √d; the factor 4 leaves a margin
 * of about five over what duplicated images of 3,072 values show.
 */
export function coincidenceTolerance(dimensions: number): number {
  return 4 * Number.EPSILON * (2 + Math.sqrt(dimensions));
}

/**
 * u = 1 − |c|, read as 0 below `tolerance` (and where rounding made |c| > 1). Without this, two copies of one record would be
 * seen at an angle of up to √(2·tolerance) ≈ 3e-7, which the slope of a kinked activation passes on to the kernel; with it, copies
 * get exactly the diagonal's value, and inputs truly that close are off by no more than they were.
 */
export function correlationDeficit(correlation: number, tolerance: number): number {
  const u = 1 - Math.abs(correlation);
  return u > tolerance ? u : 0;
}
