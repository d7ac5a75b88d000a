// How are answers put on the scale of their own uncertainty? By a pivoted Cholesky factor of their covariance, which sets aside queries
// whose answers follow from the others' (repeated queries, or more queries than the model can tell apart).

import { type Matrix, matrix } from '../linalg/matrix.ts';

/**
 * Queries whose remaining variance, given the queries taken before, is below this many times its rounding error (times m) carry only
 * rounding and are left out. The result is that of the queries kept, and fewer queries never tell more.
 */
const NEGLIGIBLE = 4;

export interface Whitened {
  /** L⁻¹F, rows in pivot order, [r, g]; r ≤ m is the numerical rank. */
  readonly factor: Matrix;
  /** Estimated relative rounding error of the least certain variance among the queries kept; 0 when none is kept. */
  readonly relativeRounding: number;
}

/**
 * L⁻¹F for the pivoted Cholesky factor L of `covariance`, negligible queries left out. The query whose variance is best known relative to
 * its rounding comes first, so that the result does not depend on the units of each query. O(m³ + m²g).
 *
 * @param covariance [m, m], symmetric positive semidefinite
 * @param f [m, g]
 * @param rounding estimated absolute error of each variance, [m]
 */
export function whiten(covariance: Matrix, f: Matrix, rounding: Float64Array): Whitened {
  const m = covariance.rows;
  const g = f.cols;
  const remaining = Float64Array.from({ length: m }, (_, i) => covariance.data[i * (m + 1)] as number);
  const floors = rounding.map((error, i) => NEGLIGIBLE * m * Math.max(error, Number.EPSILON * (remaining[i] as number)));
  /** Row i of the factor so far, for every query. */
  const rows = Array.from({ length: m }, () => [] as number[]);
  const out: number[] = [];
  const rest = f.data.slice();
  let relativeRounding = 0;
  for (let rank = 0; rank < m; rank++) {
    const pivot = bestKnown(remaining, floors);
    if (pivot < 0) break;
    relativeRounding = Math.max(relativeRounding, (rounding[pivot] as number) / (remaining[pivot] as number));
    const scale = Math.sqrt(remaining[pivot] as number);
    const pivotRow = rows[pivot] as number[];
    for (let c = 0; c < g; c++) out.push((rest[pivot * g + c] as number) / scale);
    for (let i = 0; i < m; i++) {
      if (remaining[i] === Number.NEGATIVE_INFINITY || i === pivot) continue;
      const row = rows[i] as number[];
      let entry = covariance.data[i * m + pivot] as number;
      for (let k = 0; k < rank; k++) entry -= (row[k] as number) * (pivotRow[k] as number);
      entry /= scale;
      row.push(entry);
      remaining[i] = (remaining[i] as number) - entry * entry;
      for (let c = 0; c < g; c++) rest[i * g + c] = (rest[i * g + c] as number) - entry * (out[rank * g + c] as number);
    }
    remaining[pivot] = Number.NEGATIVE_INFINITY;
  }
  return { factor: matrix(out.length / g, g, Float64Array.from(out)), relativeRounding };
}

/** Index of the largest remaining variance in units of its floor, or −1 when none exceeds it. */
function bestKnown(remaining: Float64Array, floors: Float64Array): number {
  let [best, largest] = [-1, 1];
  for (let i = 0; i < remaining.length; i++) {
    const ratio = (remaining[i] as number) / (floors[i] as number);
    if (ratio > largest) [best, largest] = [i, ratio];
  }
  return best;
}
