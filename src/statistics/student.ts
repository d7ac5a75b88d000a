// How many standard errors wide is an interval from few observations? Quantiles of Student's t. Called by networks/empiricalLood/.

import jStat from 'jstat';

/**
 * t with P(T > t) = tail for Student's distribution with `freedom` degrees of freedom, right to 1e-7 of itself (jstat's beta quantile).
 *
 * @param tail in (0, ½)
 * @param freedom ≥ 1
 */
export function studentQuantile(tail: number, freedom: number): number {
  // T²/(T² + n) has the beta distribution with ½ and n/2; its complement keeps the digits of a small tail.
  const x = jStat.ibetainv(2 * tail, freedom / 2, 0.5);
  return Math.sqrt((freedom * (1 - x)) / x);
}
