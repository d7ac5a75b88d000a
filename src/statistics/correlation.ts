// What do all correlations have in common? The checks of their input, and their intervals. Called by pearson.ts, spearman.ts and kendall.ts.

import { AuditError } from '../base/errors.ts';
import { type BootstrapOptions, bootstrapInterval } from './bootstrap.ts';
import { normalTailQuantile } from './normal.ts';

export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** A correlation with its interval over records. */
export interface Correlation extends Interval {
  /** In [−1, 1]. */
  readonly value: number;
  /** The classical interval in Fisher's z = artanh r, from normal theory; null for fewer than five records. */
  readonly fisher: Interval | null;
}

/** A correlation of some rows of two columns, repeated rows too; NaN where one of them is constant. */
export type CorrelationOfRows = (rows: Int32Array) => number;

/**
 * The correlation of all rows with its BCa bootstrap interval, which asks nothing of the distribution, and Fisher's.
 *
 * Measured share of 95% intervals that hold the truth (300 samples of 10 to 100 records, correlations 0 to .9, 600 resamples):
 *
 *   |            | Pearson    | Spearman   | Kendall    |
 *   | normal     | BCa .91–.96, Fisher .92–.97 | .94–.98, .94–.97 | .95–.99, .90–.96 |
 *   | log-normal | BCa .90–.94, Fisher .72–.95 | as normal: ranks are the same |
 *
 * @param size n
 * @param variance of z, times n − 3, given the correlation
 * @throws AuditError OPTION_INVALID, NUMERICAL_FAILURE
 */
export function correlationWithIntervals(
  size: number,
  ofRows: CorrelationOfRows,
  variance: (value: number) => number,
  options: BootstrapOptions,
): Correlation {
  const value = ofRows(Int32Array.from({ length: size }, (_, i) => i));
  const { low, high } = bootstrapInterval(size, ofRows, options);
  return { value, low, high, fisher: fisherInterval(value, size, variance(value), options.level) };
}

function fisherInterval(value: number, size: number, variance: number, level = 0.95): Interval | null {
  if (size < 5) return null;
  const half = normalTailQuantile((1 - level) / 2) * Math.sqrt(variance / (size - 3));
  const centre = Math.atanh(value);
  return { low: Math.tanh(centre - half), high: Math.tanh(centre + half) };
}

/** @throws AuditError SHAPE_MISMATCH, NOT_FINITE; RECORDS_INVALID for fewer than three records or a constant column */
export function assertColumnsVary(...columns: readonly ArrayLike<number>[]): void {
  const lengths = columns.map(({ length }) => length);
  if (new Set(lengths).size > 1) {
    throw new AuditError('SHAPE_MISMATCH', {
      expected: 'columns of one length',
      got: lengths.join(' and '),
      try: 'one value of each for every record',
    });
  }
  for (const column of columns) {
    const values = Array.from(column);
    if (!values.every(Number.isFinite)) {
      throw new AuditError('NOT_FINITE', {
        expected: 'finite numbers to correlate',
        got: 'one that is NaN or infinite',
        try: 'leaving out records without a value',
      });
    }
    if (values.length < 3 || new Set(values).size < 2) {
      throw new AuditError('RECORDS_INVALID', {
        expected: 'three records or more, not all of one value, to correlate',
        got: values.length < 3 ? `${values.length} records` : `${values[0]} for each record`,
        try: 'more records',
      });
    }
  }
}
