// How far do two quantities put records in the same order? Spearman's rank correlation. Called by differenceOfCorrelations.ts, noiseCeiling.ts and the
// validation in audit/.

import type { BootstrapOptions } from './bootstrap.ts';
import { assertColumnsVary, type Correlation, type CorrelationOfRows, correlationWithIntervals } from './correlation.ts';
import { midRanks, placesOf } from './midRanks.ts';
import { productMoment } from './pearson.ts';

/**
 * Spearman's ρ: Pearson's correlation of the mid-ranks, with a BCa bootstrap interval over records; Fisher's z has variance (1 + ρ²/2)/(n − 3) (Bonett and
 * Wright, Psychometrika 65, 23, 2000). O(resamples·n).
 *
 * @param x [n]
 * @param y [n]
 * @throws AuditError SHAPE_MISMATCH, NOT_FINITE, RECORDS_INVALID, OPTION_INVALID, NUMERICAL_FAILURE
 */
export function spearman(x: ArrayLike<number>, y: ArrayLike<number>, options: BootstrapOptions): Correlation {
  return correlationWithIntervals(x.length, spearmanOfRows(x, y), (value) => 1 + (value * value) / 2, options);
}

/** @throws AuditError SHAPE_MISMATCH, NOT_FINITE, RECORDS_INVALID */
export function spearmanOfRows(x: ArrayLike<number>, y: ArrayLike<number>): CorrelationOfRows {
  assertColumnsVary(x, y);
  const [placesX, placesY] = [placesOf(x), placesOf(y)];
  return (rows) => productMoment(midRanks(placesX, rows), midRanks(placesY, rows));
}
