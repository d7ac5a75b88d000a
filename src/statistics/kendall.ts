// Of two records, how often do two quantities agree which one comes first? Kendall's rank correlation. Called by the validation in audit/.

import type { BootstrapOptions } from './bootstrap.ts';
import { assertColumnsVary, type Correlation, type CorrelationOfRows, correlationWithIntervals } from './correlation.ts';
import { countPlaces, placesOf } from './midRanks.ts';

/**
 * Kendall's τ_b = (concordant − discordant pairs)/√((N − ties in x)(N − ties in y)), N = n(n − 1)/2, with a BCa bootstrap interval over records; Fisher's z has
 * variance .437·(n − 3)/(n − 4) of 1/(n − 3) (Fieller, Hartley and Pearson, Biometrika 44, 470, 1957). O(resamples·n log n).
 *
 * @param x [n]
 * @param y [n]
 * @throws AuditError SHAPE_MISMATCH, NOT_FINITE, RECORDS_INVALID, OPTION_INVALID, NUMERICAL_FAILURE
 */
export function kendall(x: ArrayLike<number>, y: ArrayLike<number>, options: BootstrapOptions): Correlation {
  const variance = (0.437 * (x.length - 3)) / (x.length - 4);
  return correlationWithIntervals(x.length, kendallOfRows(x, y), () => variance, options);
}

/** By Knight's algorithm (J. Am. Stat. Assoc. 61, 436, 1966). @throws AuditError SHAPE_MISMATCH, NOT_FINITE, RECORDS_INVALID */
export function kendallOfRows(x: ArrayLike<number>, y: ArrayLike<number>): CorrelationOfRows {
  assertColumnsVary(x, y);
  const [placesX, placesY] = [placesOf(x), placesOf(y)];
  const size = x.length;
  return (rows) => {
    // Both places in one number: in its order, x rises, and y where x is the same.
    const both = Float64Array.from(rows, (i) => (placesX[i] as number) * size + (placesY[i] as number)).sort();
    const pairs = (rows.length * (rows.length - 1)) / 2;
    const tiesX = tiesOf(countPlaces(placesX, rows));
    const tiesY = tiesOf(countPlaces(placesY, rows));
    const discordant = inversions(Int32Array.from(both, (value) => value % size));
    const concordant = pairs - tiesX - tiesY + tiesOfSorted(both) - discordant;
    if (tiesX === pairs || tiesY === pairs) return Number.NaN;
    // One root, whose square is a whole number: a perfect order gives 1 and no more.
    return (concordant - discordant) / Math.sqrt((pairs - tiesX) * (pairs - tiesY));
  };
}

/** Pairs at the same place. */
function tiesOf(counts: Int32Array): number {
  return counts.reduce((sum, count) => sum + (count * (count - 1)) / 2, 0);
}

function tiesOfSorted(sorted: Float64Array): number {
  let ties = 0;
  for (let i = 1, run = 0; i < sorted.length; i++) {
    run = sorted[i] === sorted[i - 1] ? run + 1 : 0;
    ties += run;
  }
  return ties;
}

/** Pairs i < k with values[i] > values[k], by merging; `values` is overwritten. O(n log n). */
function inversions(values: Int32Array): number {
  let from: Int32Array = values;
  let to: Int32Array = values.slice();
  let count = 0;
  for (let width = 1; width < values.length; width *= 2) {
    for (let start = 0; start < values.length; start += 2 * width) {
      const middle = Math.min(start + width, values.length);
      const end = Math.min(start + 2 * width, values.length);
      let [left, right] = [start, middle];
      for (let at = start; at < end; at++) {
        if (right >= end || (left < middle && (from[left] as number) <= (from[right] as number))) to[at] = from[left++] as number;
        else {
          count += middle - left;
          to[at] = from[right++] as number;
        }
      }
    }
    [from, to] = [to, from];
  }
  return count;
}
