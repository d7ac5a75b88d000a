// How many values fall where? Bins that are even on the axis's own scale, for the figures of distribution.ts.

import { formatNumber } from '../format.ts';

export interface Histogram {
  /** Ascending, one more than `counts`; the first and last are the limits of the binned values. */
  readonly edges: readonly number[];
  readonly counts: readonly number[];
}

/** Enough bins to show a shape, few enough that each holds several values: √n, between 5 and 40. */
export function binCount(values: number): number {
  return Math.min(40, Math.max(5, Math.ceil(Math.sqrt(values))));
}

/**
 * Bins even in log10 over the values, all positive; a last bin includes its upper edge. Values that are all equal get one decade.
 *
 * @throws Error for a value that is not positive: a log axis has no place for it, so the caller must leave it out and say so
 */
export function logHistogram(values: readonly number[], bins = binCount(values.length)): Histogram {
  const bad = values.find((v) => !(v > 0));
  if (bad !== undefined) throw new Error(`a logarithmic histogram got the value ${formatNumber(bad)}`);
  const logs = values.map((v) => Math.log10(v));
  let low = logs.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  let high = logs.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  if (high - low < 1e-6) [low, high] = [low - 0.5, high + 0.5];
  const { edges, counts } = evenBins(logs, low, high, bins);
  return { edges: edges.map((edge) => 10 ** edge), counts };
}

/** Even bins over [low, high]; values outside fall into the first or last bin. */
export function evenBins(values: readonly number[], low: number, high: number, bins: number): Histogram {
  const counts = new Array<number>(bins).fill(0);
  for (const value of values) {
    const bin = Math.min(bins - 1, Math.max(0, Math.floor(((value - low) / (high - low)) * bins)));
    counts[bin] = (counts[bin] as number) + 1;
  }
  return { edges: Array.from({ length: bins + 1 }, (_, i) => low + ((high - low) * i) / bins), counts };
}
