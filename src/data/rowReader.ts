// How are rows of any numeric type read as float64? Through this one place, so that loops over values meet a single type of array, for which
// alone the engine's compiler makes fast code. Called by placeStatistics.ts and prepareDataset.ts.

import type { NumericArray } from './dataset.ts';

/** Rows that loops take at once, so that what they keep for each place of a record is loaded and stored once for all of them. */
export const ROWS_AT_ONCE = 4;

/** Row `row` as float64: not to be written to, and valid until the same slot, 0 … ROWS_AT_ONCE − 1, is used again. */
export type RowReader = (row: number, slot: number) => Float64Array;

/** @param dimensions values per row */
export function createRowReader(values: NumericArray, dimensions: number): RowReader {
  if (values instanceof Float64Array) return (row) => values.subarray(row * dimensions, (row + 1) * dimensions);
  const slots = Array.from({ length: ROWS_AT_ONCE }, () => new Float64Array(dimensions));
  return (row, slot) => {
    const out = slots[slot] as Float64Array;
    out.set(values.subarray(row * dimensions, (row + 1) * dimensions));
    return out;
  };
}
