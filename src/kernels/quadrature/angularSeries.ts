// How is a Chebyshev series stored whose coefficients depend on the variances of both inputs? Each coefficient as a short sum of products of a
// function of one variance and a function of the other, so that for a tile these functions are evaluated once for each input and
// a pair costs only the products. Called by angularTable.ts.

import { type Matrix, matrix } from '../../linalg/matrix.ts';
import { PANEL_TERMS, panelCoefficients } from './variancePanels.ts';

/** Σ_m T_m(position) Σ_r a_mr(p) b_mr(q) */
export interface AngularSeries {
  /** For each term m, how many products it has. */
  readonly ranks: Int32Array;
  /** The series of all a_mr in the row's panel, m by m; [sum of ranks, PANEL_TERMS]. */
  readonly rowFactors: Matrix;
  /** The same of b_mr in the column's panel. */
  readonly colFactors: Matrix;
}

/**
 * @param coefficients for each term, its series in both variances, [PANEL_TERMS (row's), PANEL_TERMS (column's)]
 * @param negligible what is dropped, in absolute value
 */
export function separateVariances(coefficients: readonly Float64Array[], negligible: number): AngularSeries {
  const terms = coefficients.map((series) => factorize(series, negligible));
  const last = terms.findLastIndex((products) => products.length > 0);
  const products = terms.slice(0, last + 1).flat();
  const factors = (side: 'row' | 'col') =>
    matrix(products.length, PANEL_TERMS, Float64Array.from(products.flatMap((product) => [...product[side]])));
  return {
    ranks: Int32Array.from(terms.slice(0, last + 1), ({ length }) => length),
    rowFactors: factors('row'),
    colFactors: factors('col'),
  };
}

/** How one series follows from another. */
export type Parity = -1 | 0 | 1;

/** 1 where both lists of coefficients are the same to the last bit, −1 where they are but for the sign, else 0. */
export function parityOf(coefficients: readonly Float64Array[], others: readonly Float64Array[]): Parity {
  const holds = (sign: number) => coefficients.every((series, m) => series.every((c, i) => others[m]?.[i] === sign * c));
  if (holds(1)) return 1;
  return holds(-1) ? -1 : 0;
}

/** Values at the nodes of two panels → coefficients of the series through them; [row's panel, column's panel] both. */
export function inBothVariances(values: Float64Array): Float64Array {
  const out = new Float64Array(PANEL_TERMS ** 2);
  const byCol = Array.from({ length: PANEL_TERMS }, (_, a) =>
    panelCoefficients(values.subarray(a * PANEL_TERMS, (a + 1) * PANEL_TERMS)),
  );
  for (let b = 0; b < PANEL_TERMS; b++) {
    panelCoefficients(byCol.map((row) => row[b] as number)).forEach((c, a) => {
      out[a * PANEL_TERMS + b] = c;
    });
  }
  return out;
}

/** The largest coefficient among the last two terms in either variance: about the error of the series. */
export function lastTerms(series: Float64Array): number {
  const isLast = (term: number) => term >= PANEL_TERMS - 2;
  return series.reduce(
    (size, c, at) => (isLast(Math.floor(at / PANEL_TERMS)) || isLast(at % PANEL_TERMS) ? Math.max(size, Math.abs(c)) : size),
    0,
  );
}

interface Product {
  readonly row: Float64Array;
  readonly col: Float64Array;
}

/** A square matrix as a sum of products of a column and a row of it, up to entries of `tolerance`: elimination with complete pivoting. */
function factorize(entries: Float64Array, tolerance: number): Product[] {
  const n = PANEL_TERMS;
  const rest = entries.slice();
  const products: Product[] = [];
  for (;;) {
    let pivotAt = 0;
    rest.forEach((v, at) => {
      if (Math.abs(v) > Math.abs(rest[pivotAt] as number)) pivotAt = at;
    });
    const pivot = rest[pivotAt] as number;
    if (Math.abs(pivot) <= tolerance || products.length === n) return products;
    const row = Float64Array.from({ length: n }, (_, a) => rest[a * n + (pivotAt % n)] as number);
    const from = pivotAt - (pivotAt % n);
    const col = rest.slice(from, from + n).map((v) => v / pivot);
    for (let a = 0; a < n; a++) {
      for (let b = 0; b < n; b++) rest[a * n + b] = (rest[a * n + b] as number) - (row[a] as number) * (col[b] as number);
    }
    products.push({ row, col });
  }
}
