// How are tabulated angular series summed for all pairs of a tile? Called by quadratureDual.ts where Hermite series are too long.

import type { AngularTable } from './angularTable.ts';
import { PANEL_TERMS } from './variancePanels.ts';

/**
 * The table's series for one row's variance: out[m, b] = Σ_a basis[at + a] · coefficients[a, m, b], [terms, PANEL_TERMS].
 * O(terms · PANEL_TERMS²); `out` is long enough for the table at hand.
 */
export function contractRow(table: AngularTable, basis: Float64Array, at: number, out: Float64Array): void {
  const length = table.terms * PANEL_TERMS;
  out.fill(0, 0, length);
  for (let a = 0; a < PANEL_TERMS; a++) {
    const factor = basis[at + a] as number;
    const from = a * length;
    for (let i = 0; i < length; i++) out[i] = (out[i] as number) + factor * (table.coefficients[from + i] as number);
  }
}

/**
 * out[offset + j] = Σ_m e_m(j) T_m(2θ_j/π − 1) for the columns j in `members`, where e(j) is the row's series at the column's
 * variance. Clenshaw's recurrence; O(terms · PANEL_TERMS) per pair. `angles` is indexed by column.
 */
export function sumAngularRow(
  row: Float64Array,
  colTerms: Int32Array,
  colBasis: Float64Array,
  members: Int32Array,
  angles: Float64Array,
  out: Float64Array,
  offset: number,
): void {
  for (let n = 0; n < members.length; n++) {
    const j = members[n] as number;
    const y = (2 / Math.PI) * (angles[j] as number) - 1;
    let next = 0;
    let afterNext = 0;
    for (let m = colTerms.length - 1; m > 0; m--) {
      const current = coefficient(row, m, colTerms[m] as number, colBasis, j) + 2 * y * next - afterNext;
      afterNext = next;
      next = current;
    }
    out[offset + j] = coefficient(row, 0, colTerms[0] as number, colBasis, j) + y * next - afterNext;
  }
}

/** The same for the derivative with respect to θ. */
export function sumAngularRowByAngle(
  row: Float64Array,
  colTerms: Int32Array,
  colBasis: Float64Array,
  members: Int32Array,
  angles: Float64Array,
  out: Float64Array,
  offset: number,
): void {
  for (let n = 0; n < members.length; n++) {
    const j = members[n] as number;
    const y = (2 / Math.PI) * (angles[j] as number) - 1;
    // T′_m = m U_{m−1}; Clenshaw's recurrence for the polynomials U.
    let next = 0;
    let afterNext = 0;
    for (let m = colTerms.length - 1; m > 0; m--) {
      const current = m * coefficient(row, m, colTerms[m] as number, colBasis, j) + 2 * y * next - afterNext;
      afterNext = next;
      next = current;
    }
    out[offset + j] = (2 / Math.PI) * next;
  }
}

/** e_m at column j: row[m, ·] · colBasis[j, ·], over the coefficients that are not negligible. */
function coefficient(row: Float64Array, m: number, terms: number, colBasis: Float64Array, j: number): number {
  let sum = 0;
  for (let b = 0, from = m * PANEL_TERMS, at = j * PANEL_TERMS; b < terms; b++) {
    sum += (row[from + b] as number) * (colBasis[at + b] as number);
  }
  return sum;
}
