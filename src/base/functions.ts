// Elementary functions that the standard library lacks or evaluates with cancellation. Called from lood/.

/** Below this |x| the series is used; above it x − log1p(x) loses at most five bits. */
const SERIES_BOUND = 0.1;
const SERIES_TERMS = 16;

/**
 * x − ln(1+x) for x > −1, with full relative precision also near 0, where it is x²/2 − x³/3 + …
 *
 * The series uses ln(1+x) = 2 artanh(y), y = x/(2+x): x − ln(1+x) = xy − 2(y³/3 + y⁵/5 + …). With |x| ≤ 0.1, |y| ≤ 0.053 and the
 * truncation after 16 terms is below 1e-40. The subtraction loses nothing: the sum is below 4% of xy.
 */
export function xMinusLog1p(x: number): number {
  if (Math.abs(x) > SERIES_BOUND) return x - Math.log1p(x);
  const y = x / (2 + x);
  const y2 = y * y;
  let sum = 0;
  for (let k = SERIES_TERMS; k >= 1; k--) sum = sum * y2 + 1 / (2 * k + 1);
  return y * (x - 2 * y2 * sum);
}

/**
 * ln(1+x) − x/(1+x) for x > −1, with full relative precision near 0, where it is x²/2 − 2x³/3 + …, and for x so large that 1/(1+x)
 * would be lost in 1 − x/(1+x).
 *
 * With w = x/(1+x) it is xMinusLog1p(−w), since 1 − w = 1/(1+x).
 */
export function log1pMinusRatio(x: number): number {
  const ratio = x / (1 + x);
  return Math.abs(ratio) > SERIES_BOUND ? Math.log1p(x) - ratio : xMinusLog1p(-ratio);
}
