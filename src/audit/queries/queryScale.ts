// At which scale is a query reported whose scale tells nothing? Where the kernel does not see it, at the one the record itself would have: a record
// asked at itself has v_without = σ²u, which fixes the scale of its multiples; then shrunk, if need be, to what the data's range allows.
// Called by runSearches.ts and reconstructRecords.ts.

import type { ValueRange } from '../../query/constraints/valueRange.ts';
import type { Leakage } from '../../query/evaluateQueries.ts';

/**
 * The factor by which a query must be multiplied for v_without to be σ²u, as at a record's own query: v_without = v_with(1 + u) grows with the square
 * of the scale, and u does not depend on it. At a multiple of the record it gives back the record.
 */
export function calibratedScale({ pair, variance }: Pick<Leakage, 'pair' | 'variance'>, noiseVariance: number): number {
  const u = pair.modes[0]?.varianceRatio ?? 0;
  return Math.sqrt((noiseVariance * u) / (variance * (1 + u)));
}

/** The largest factor up to 1 by which the point lies within the range; the mean of the data, 0, lies within it. */
export function shrinkInto({ low, high }: ValueRange, point: Float64Array): number {
  let factor = 1;
  const d = low.length;
  for (let i = 0; i < point.length; i++) {
    const value = point[i] as number;
    const bound = value > 0 ? (high[i % d] as number) : (low[i % d] as number);
    if (Math.abs(value) > Math.abs(bound)) factor = Math.min(factor, bound / value);
  }
  return factor;
}
