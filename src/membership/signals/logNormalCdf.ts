// How likely is it that a standard normal variable stays below z, in logarithms? For the one-sided statistic of LiRA, which is asked for z far
// out on both sides. Called by lira.ts.

import { normalTail } from '../../statistics/normal.ts';

/** Below this the tail comes near the least float64, and its logarithm is taken of the factors. */
const FAR = -25;
/** Levels of the continued fraction, which at z = 25 settles to float64's precision in 8. */
const LEVELS = 10;
/** Above this 1 − Φ is below 1e-197. */
const CERTAIN = 30;

/**
 * ln Φ(z), to 1e-13 of itself for z < 30. Above, where it is −1e-197 and falls out of float64's range at 38.5, it goes on as −Q(30)·30/z: wrong
 * by less than 1e-197, but rising with z, so that scores far out remain in order.
 */
export function logNormalCdf(z: number): number {
  if (z > CERTAIN) return (-normalTail(CERTAIN) * CERTAIN) / z;
  if (z > 0) return Math.log1p(-normalTail(z));
  if (z > FAR) return Math.log(normalTail(-z));
  // Φ(z) = density/(x + 1/(x + 2/(x + …))) with x = −z.
  let fraction = -z;
  for (let k = LEVELS; k >= 1; k--) fraction = -z + k / fraction;
  return -0.5 * z * z - 0.5 * Math.log(2 * Math.PI) - Math.log(fraction);
}
