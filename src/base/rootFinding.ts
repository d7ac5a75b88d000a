// Where does a decreasing function cross a level? Halley's method on its logarithm, guarded by bisection. Called from lood/ and reconstruction/.

import { AuditError } from './errors.ts';

/** Value > 0 of a decreasing function, with its first derivative (≤ 0) and its second. */
export interface ValueAndDerivatives {
  readonly value: number;
  readonly slope: number;
  readonly curvature: number;
}

/** From this relative distance to the level one more step, whose error is its cube, finishes without another evaluation. */
const LAST_STEP = 1e-5;
const MAX_ITERATIONS = 100;

/**
 * x in (low, high) with f(x) = level, for f positive and decreasing with f(low) ≥ level ≥ f(high). For log-concave f (tails of Gaussian
 * losses) the steps in ln f converge cubically; bisection takes over where a step leaves what is left of the bracket.
 *
 * @param low may be −Infinity
 * @param high may be Infinity
 * @param start first point to try
 * @throws AuditError NOT_CONVERGED
 */
export function solveDecreasing(
  f: (x: number) => ValueAndDerivatives,
  level: number,
  low: number,
  high: number,
  start: number,
): number {
  let [a, b] = [low, high];
  let x = start > low && start < high ? start : inside(low, high);
  for (let iteration = 0; iteration < MAX_ITERATIONS; iteration++) {
    const { value, slope, curvature } = f(x);
    const excess = value > 0 ? Math.log(value / level) : Number.NEGATIVE_INFINITY;
    if (b - a <= 4 * Number.EPSILON * Math.abs(x) || excess === 0) return x;
    // With g = ln f: g′ = f′/f and g″ = f″/f − g′².
    const first = slope / value;
    const second = curvature / value - first * first;
    const newton = -excess / first;
    const next = x + newton / Math.max(0.5, 1 + (newton * second) / (2 * first));
    if (Math.abs(excess) < LAST_STEP && Number.isFinite(next)) return next;
    if (excess > 0) a = x;
    else b = x;
    x = next > a && next < b ? next : inside(a, b);
  }
  throw new AuditError('NOT_CONVERGED', {
    expected: `a level of ${level} to be found between ${low} and ${high}`,
    got: `no convergence in ${MAX_ITERATIONS} steps`,
    try: 'reporting this input as a defect',
  });
}

/** A point strictly inside (a, b): the middle, or further out by the distance from 0, at least 1, where an end is infinite. */
function inside(a: number, b: number): number {
  if (Number.isFinite(a) && Number.isFinite(b)) return (a + b) / 2;
  if (Number.isFinite(a)) return a + Math.max(1, Math.abs(a));
  return Number.isFinite(b) ? b - Math.max(1, Math.abs(b)) : 0;
}
