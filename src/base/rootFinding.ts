// Where does a decreasing function cross a level? Newton's method on its logarithm, guarded by bisection.

import { AuditError } from './errors.ts';

/** Value > 0 and slope ≤ 0 of a decreasing function. */
export interface ValueAndSlope {
  readonly value: number;
  readonly slope: number;
}

/** From this relative distance to the level one more Newton step, whose error is its square, finishes without another evaluation. */
const LAST_STEP = 1e-7;
const MAX_ITERATIONS = 100;

/**
 * x in (low, high) with f(x) = level, f positive and decreasing, f(low) ≥ level. For log-concave f (tails of Gaussian losses) Newton
 * steps in ln f approach from one side and converge quadratically; bisection takes over where a step leaves the bracket.
 *
 * @param high upper end of the domain, where f falls below the level; may be Infinity
 * @param start first point to try, inside the bracket
 * @throws AuditError NOT_CONVERGED
 */
export function solveDecreasing(
  f: (x: number) => ValueAndSlope,
  level: number,
  low: number,
  high: number,
  start: number,
): number {
  let [a, b] = [low, high];
  let x = start > low && start < high ? start : Number.isFinite(high) ? (low + high) / 2 : low + 1;
  for (let iteration = 0; iteration < MAX_ITERATIONS; iteration++) {
    const { value, slope } = f(x);
    const excess = value > 0 ? Math.log(value / level) : Number.NEGATIVE_INFINITY;
    const exhausted = Number.isFinite(b) && b - a <= 4 * Number.EPSILON * Math.max(Math.abs(a), Math.abs(b));
    if (exhausted || excess === 0) return x;
    if (Math.abs(excess) < LAST_STEP) return x - (excess * value) / slope;
    if (excess > 0) a = x;
    else b = x;
    const newton = x - (excess * value) / slope;
    const step = Number.isFinite(b) ? (a + b) / 2 : a + 2 * Math.max(x - low, Math.abs(low), 1e-3);
    x = newton > a && newton < b ? newton : step;
  }
  throw new AuditError('NOT_CONVERGED', {
    expected: `a level of ${level} to be found between ${low} and ${high}`,
    got: `no convergence in ${MAX_ITERATIONS} steps`,
    try: 'reporting this input as a defect',
  });
}
