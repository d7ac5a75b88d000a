// What is the middle of some numbers? Called by sideFit.ts.

/** The middle value, or the mean of the two middle ones; NaN of nothing. O(R log R). */
export function median(values: readonly number[]): number {
  const sorted = Float64Array.from(values).sort();
  const half = sorted.length >> 1;
  if (sorted.length === 0) return Number.NaN;
  if (sorted.length % 2 === 1) return sorted[half] as number;
  return ((sorted[half - 1] as number) + (sorted[half] as number)) / 2;
}
