// How often does one sample exceed another? The area under the ROC curve of two samples. Called by networks/empiricalLood/.

/**
 * AUC of samples, P(high > low) + ½ P(high = low) over all pairs. O(n log n): both are sorted and walked through together.
 *
 * @param high values that should be the larger ones, at least one, none NaN
 * @param low at least one
 */
export function rankAuc(high: ArrayLike<number>, low: ArrayLike<number>): number {
  const rising = Float64Array.from(high).sort();
  const others = Float64Array.from(low).sort();
  let [below, notAbove, twice] = [0, 0, 0];
  for (const value of rising) {
    while (below < others.length && (others[below] as number) < value) below++;
    while (notAbove < others.length && (others[notAbove] as number) <= value) notAbove++;
    twice += below + notAbove;
  }
  return twice / (2 * rising.length * others.length);
}
