// How are answers put on the scale of their own uncertainty? By a pivoted Cholesky factor of their covariance, which sets aside queries
// whose answers follow from the others' (repeated queries, or more queries than the model can tell apart).

import { type Matrix, matrix } from '../linalg/matrix.ts';

/**
 * Queries whose remaining variance, given the queries taken before, is below this share of the largest variance (times m) carry only
 * rounding and are left out. The result is that of the queries kept, and fewer queries never tell more.
 */
const NEGLIGIBLE_VARIANCE = 4 * Number.EPSILON;

/**
 * L⁻¹F for the pivoted Cholesky factor L of `covariance`, rows in pivot order, negligible queries left out. O(m³ + m²g).
 *
 * @param covariance [m, m], symmetric positive semidefinite
 * @param f [m, g]
 * @returns [r, g], r ≤ m the numerical rank
 */
export function whiten(covariance: Matrix, f: Matrix): Matrix {
  const m = covariance.rows;
  const g = f.cols;
  const remaining = Float64Array.from({ length: m }, (_, i) => covariance.data[i * (m + 1)] as number);
  const floor = NEGLIGIBLE_VARIANCE * m * remaining.reduce((a, b) => Math.max(a, b), 0);
  /** Row i of the factor so far, for every query. */
  const rows = Array.from({ length: m }, () => [] as number[]);
  const out: number[] = [];
  const rest = f.data.slice();
  for (let rank = 0; rank < m; rank++) {
    const pivot = remaining.indexOf(remaining.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY));
    if ((remaining[pivot] as number) <= floor) break;
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
  return matrix(out.length / g, g, Float64Array.from(out));
}
