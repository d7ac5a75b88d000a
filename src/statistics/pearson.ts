// How close to a straight line do two quantities lie? Pearson's correlation. Called by spearman.ts and the validation in audit/.

import type { BootstrapOptions } from './bootstrap.ts';
import { assertColumnsVary, type Correlation, type CorrelationOfRows, correlationWithIntervals } from './correlation.ts';

/**
 * Pearson's correlation Σ(x − x̄)(y − ȳ)/√(Σ(x − x̄)² Σ(y − ȳ)²) with a BCa bootstrap interval over records; Fisher's z has variance 1/(n − 3). O(resamples·n).
 *
 * @param x [n]
 * @param y [n]
 * @throws AuditError SHAPE_MISMATCH, NOT_FINITE, RECORDS_INVALID, OPTION_INVALID, NUMERICAL_FAILURE
 */
export function pearson(x: ArrayLike<number>, y: ArrayLike<number>, options: BootstrapOptions): Correlation {
  return correlationWithIntervals(x.length, pearsonOfRows(x, y), () => 1, options);
}

/** @throws AuditError SHAPE_MISMATCH, NOT_FINITE, RECORDS_INVALID */
export function pearsonOfRows(x: ArrayLike<number>, y: ArrayLike<number>): CorrelationOfRows {
  assertColumnsVary(x, y);
  return (rows) =>
    productMoment(
      Float64Array.from(rows, (i) => x[i] as number),
      Float64Array.from(rows, (i) => y[i] as number),
    );
}

/** Pearson's correlation of two columns as they are; NaN where one is constant. */
export function productMoment(x: Float64Array, y: Float64Array): number {
  const size = x.length;
  const [a, b] = [meanOf(x), meanOf(y)];
  let [xx, yy, xy] = [0, 0, 0];
  for (let i = 0; i < size; i++) {
    const [dx, dy] = [(x[i] as number) - a, (y[i] as number) - b];
    xx += dx * dx;
    yy += dy * dy;
    xy += dx * dy;
  }
  // Equal values leave a mean that is off by rounding.
  if (isConstant(x) || isConstant(y)) return Number.NaN;
  return Math.max(-1, Math.min(1, xy / Math.sqrt(xx) / Math.sqrt(yy)));
}

function meanOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function isConstant(values: Float64Array): boolean {
  return values.every((value) => value === values[0]);
}
