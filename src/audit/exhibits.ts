// Which records are shown whole? The most and the least exposed, with their values in the input's units; more where records are small.

import type { Dataset } from '../data/dataset.ts';
import type { Exhibit } from './result.ts';

/** Values kept in the result over all exhibits, so that it stays near a megabyte. */
const VALUE_BUDGET = 250_000;
const MOST = { least: 6, most: 60 };
/** One least exposed record for this many most exposed ones. */
const RATIO = 5;

/**
 * @param ranked positions, most exposed first
 * @param rowOfPosition input row behind each position
 */
export function exhibitsOf(dataset: Dataset, ranked: readonly number[], rowOfPosition: Int32Array): Exhibit[] {
  const affordable = Math.floor(VALUE_BUDGET / dataset.dimensions);
  const most = Math.min(ranked.length, Math.max(MOST.least, Math.min(MOST.most, affordable)));
  const least = Math.min(ranked.length - most, Math.ceil(most / RATIO));
  const ranks = [
    ...Array.from({ length: most }, (_, i) => i),
    ...Array.from({ length: least }, (_, i) => ranked.length - least + i),
  ];
  return ranks.map((rank) => {
    const record = rowOfPosition[ranked[rank] as number] as number;
    const start = record * dataset.dimensions;
    return { record, rank: rank + 1, values: Array.from(dataset.values.subarray(start, start + dataset.dimensions)) };
  });
}
