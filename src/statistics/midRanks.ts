// Which place does each value take among all? Called by spearman.ts and kendall.ts.

/** The place of each value among the distinct ones in increasing order, from 0 on. O(n log n). */
export function placesOf(values: ArrayLike<number>): Int32Array {
  const sorted = Float64Array.from(values).sort();
  const place = new Map<number, number>();
  for (const value of sorted) if (!place.has(value)) place.set(value, place.size);
  return Int32Array.from(values, (value) => place.get(value) as number);
}

/** How many values are at each place. */
export function countPlaces(places: Int32Array, rows: ArrayLike<number>): Int32Array {
  const counts = new Int32Array(places.length);
  for (let i = 0; i < rows.length; i++) (counts[places[rows[i] as number] as number] as number)++;
  return counts;
}

/**
 * Ranks from 1 on of some of the values, repeated ones too, in increasing order; equal values share the mean of the ranks they take (mid-ranks). O(n), since
 * the places are known.
 *
 * @param places of all values
 * @param rows which of them
 */
export function midRanks(places: Int32Array, rows: ArrayLike<number>): Float64Array {
  const counts = countPlaces(places, rows);
  const rank = new Float64Array(places.length);
  for (let place = 0, below = 0; place < counts.length; place++) {
    const count = counts[place] as number;
    rank[place] = below + (count + 1) / 2;
    below += count;
  }
  return Float64Array.from(rows, (i) => rank[places[i] as number] as number);
}
