// What are the tails of the normal distribution, and where is a tail so small? With full relative precision, for which jstat's will not do (its
// tail is off by 1e-10 of itself at 6 standard deviations, and 0 at 10). Called from membership/.

import { AuditError } from '../base/errors.ts';
import { solveDecreasing } from '../base/rootFinding.ts';

/** Below this the odd series for Φ − ½, from here on the trapezoidal rule, in which nothing cancels any more. */
const SERIES_BOUND = 1;
/** e^(−n²h²) at h = ½: the rule's error is e^(−π²/h²) = 7e-18 of the value, and the last term that counts is n = 12. */
const STEP = 0.5;
const WEIGHTS = Float64Array.from({ length: 13 }, (_, n) => Math.exp(-((n * STEP) ** 2)));
const TWO_PI = 2 * Math.PI;

export function normalDensity(x: number): number {
  return Math.exp((-x * x) / 2) / Math.sqrt(TWO_PI);
}

/**
 * Q(x) = P(Z > x) for a standard normal Z, right to 1e-15·(1 + x²) of itself for any x (below 5e-324, from x = 38.5 on, it is 0); Q(±∞) = 0, 1.
 * With z = x/√2, by the trapezoidal rule for erfc(z) = (2z/π) e^(−z²) ∫₀^∞ e^(−t²)/(z² + t²) dt and, where z < π/h, the residue at t = iz:
 *
 *   erfc(z) = (hz/π) e^(−z²) (1/z² + 2 Σ e^(−n²h²)/(z² + n²h²)) − 2/(e^(2πz/h) − 1)
 *
 * (Chiarella and Reichel, Math. Comp. 22, 137, 1968). 13 divisions.
 */
export function normalTail(x: number): number {
  if (x < 0) return 1 - normalTail(-x);
  if (x < SERIES_BOUND) return 0.5 - normalDensity(x) * oddSeries(x);
  if (x === Number.POSITIVE_INFINITY) return 0;
  const z = x * Math.SQRT1_2;
  let sum = 0.5 / (z * z);
  for (let n = 1; n < WEIGHTS.length; n++) sum += (WEIGHTS[n] as number) / (z * z + (n * STEP) ** 2);
  const residue = z < Math.PI / STEP ? 1 / Math.expm1((TWO_PI / STEP) * z) : 0;
  return ((STEP * z) / Math.PI) * Math.exp((-x * x) / 2) * sum - residue;
}

/** x + x³/3 + x⁵/15 + …, by which the density is multiplied for Φ(x) − ½. */
function oddSeries(x: number): number {
  let [sum, term] = [x, x];
  for (let k = 3; term > Number.EPSILON * 0.1 * sum; k += 2) {
    term *= (x * x) / k;
    sum += term;
  }
  return sum;
}

/**
 * x with P(Z > x) = tail, the inverse of `normalTail`, right to 1e-15 (of itself where |x| > 1); ±Infinity at tails of 0 and 1.
 *
 * @param tail in [0, 1]
 * @throws AuditError OPTION_INVALID
 */
export function normalTailQuantile(tail: number): number {
  if (!(tail >= 0 && tail <= 1)) {
    throw new AuditError('OPTION_INVALID', { expected: 'a probability', got: `${tail}`, try: 'a number from 0 to 1' });
  }
  if (tail === 0) return Number.POSITIVE_INFINITY;
  if (tail === 1) return Number.NEGATIVE_INFINITY;
  // Exact, and near 1 the tail itself hardly says where it is.
  if (tail > 0.5) return -normalTailQuantile(1 - tail);
  const f = (x: number) => {
    const density = normalDensity(x);
    return { value: normalTail(x), slope: -density, curvature: x * density };
  };
  return solveDecreasing(f, tail, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY, roughQuantile(tail));
}

/** To 4.5e-4 for tails up to ½: Hastings' approximation, Abramowitz and Stegun 26.2.23. The search does the rest. */
function roughQuantile(tail: number): number {
  const t = Math.sqrt(-2 * Math.log(tail));
  return t - (2.515517 + t * (0.802853 + t * 0.010328)) / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308)));
}
