// How are tabulated angular series summed for all pairs of a tile? Called by angularMethod.ts.

import { type AngularSeries, type AngularTable, stretchedPosition, stretchedPositionByDistance } from './angularTable.ts';
import { PANEL_TERMS } from './variancePanels.ts';

/** A series of the table at one row's variance: [terms, PANEL_TERMS (column's variance)], and how many of the latter matter. */
export interface RowSeries {
  readonly values: Float64Array;
  readonly colTerms: Int32Array;
}

/** Where the pairs of one row stand in the two halves of a table; indexed by column. */
export interface AngularPositions {
  /** Argument of the Chebyshev polynomials. */
  readonly positions: Float64Array;
  /** d position / dθ, negative in the far half. */
  readonly positionsByAngle: Float64Array;
}

/** Sets the positions of the columns in `members` from their angles. */
export function placeAngles(
  { stretch }: AngularTable,
  angles: Float64Array,
  members: Int32Array,
  { positions, positionsByAngle }: AngularPositions,
): void {
  for (let n = 0; n < members.length; n++) {
    const j = members[n] as number;
    const theta = angles[j] as number;
    const isFar = theta > Math.PI / 2;
    const tau = isFar ? Math.PI - theta : theta;
    const slope = stretchedPositionByDistance(tau, stretch);
    positions[j] = stretchedPosition(tau, stretch);
    positionsByAngle[j] = isFar ? -slope : slope;
  }
}

/** values[m, b] = Σ_a basis[at + a] · coefficients[a, m, b], written to `out`. O(terms · PANEL_TERMS²). */
export function contractRow(series: AngularSeries, basis: Float64Array, at: number, out: Float64Array): RowSeries {
  const length = series.colTerms.length * PANEL_TERMS;
  out.fill(0, 0, length);
  for (let a = 0; a < PANEL_TERMS; a++) {
    const factor = basis[at + a] as number;
    const from = a * length;
    for (let i = 0; i < length; i++) out[i] = (out[i] as number) + factor * (series.coefficients[from + i] as number);
  }
  return { values: out, colTerms: series.colTerms };
}

/** Sums a series for the columns in `members`: see the two functions of this type. */
export type SumAngularRow = (
  near: RowSeries,
  far: RowSeries,
  colBasis: Float64Array,
  members: Int32Array,
  places: AngularPositions,
  out: Float64Array,
  offset: number,
) => void;

/**
 * out[offset + j] = Σ_m e_m(j) T_m(position_j), where e(j) is the row's series at the column's variance. Clenshaw's recurrence;
 * O(terms · PANEL_TERMS) per pair.
 */
export const sumAngularRow: SumAngularRow = (near, far, colBasis, members, places, out, offset) => {
  for (let n = 0; n < members.length; n++) {
    const j = members[n] as number;
    const { values, colTerms } = (places.positionsByAngle[j] as number) < 0 ? far : near;
    const y = places.positions[j] as number;
    let next = 0;
    let afterNext = 0;
    for (let m = colTerms.length - 1; m > 0; m--) {
      const current = coefficient(values, m, colTerms[m] as number, colBasis, j) + 2 * y * next - afterNext;
      afterNext = next;
      next = current;
    }
    out[offset + j] = coefficient(values, 0, colTerms[0] as number, colBasis, j) + y * next - afterNext;
  }
};

/** The same for the derivative with respect to θ, by T′_m = m U_{m−1} and Clenshaw's recurrence for the polynomials U. */
export const sumAngularRowByAngle: SumAngularRow = (near, far, colBasis, members, places, out, offset) => {
  for (let n = 0; n < members.length; n++) {
    const j = members[n] as number;
    const { values, colTerms } = (places.positionsByAngle[j] as number) < 0 ? far : near;
    const y = places.positions[j] as number;
    let next = 0;
    let afterNext = 0;
    for (let m = colTerms.length - 1; m > 0; m--) {
      const current = m * coefficient(values, m, colTerms[m] as number, colBasis, j) + 2 * y * next - afterNext;
      afterNext = next;
      next = current;
    }
    out[offset + j] = (places.positionsByAngle[j] as number) * next;
  }
};

/** e_m at column j: values[m, ·] · colBasis[j, ·], over the coefficients that are not negligible. */
function coefficient(values: Float64Array, m: number, terms: number, colBasis: Float64Array, j: number): number {
  let sum = 0;
  for (let b = 0, from = m * PANEL_TERMS, at = j * PANEL_TERMS; b < terms; b++) {
    sum += (values[from + b] as number) * (colBasis[at + b] as number);
  }
  return sum;
}
