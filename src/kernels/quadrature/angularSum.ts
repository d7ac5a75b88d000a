// How are tabulated angular series and their derivatives summed for the pairs of a block of a tile? Called by angularDerivatives.ts; values
// without derivatives come from vector/.

import type { Matrix } from '../../linalg/matrix.ts';
import { innerProducts } from '../innerProducts.ts';
import type { AngularSeries } from './angularSeries.ts';
import type { AngularTable } from './angularTable.ts';

/** A series Σ_m T_m Σ_r a_mr b_mr at the variances of a block's rows and columns. */
export interface BlockSeries {
  /** For each term m, how many products it has. */
  readonly ranks: Int32Array;
  /** a_mr for each row, [rows, sum of ranks]. */
  readonly rows: Matrix;
  /** b_mr for each column, [columns, sum of ranks]. */
  readonly cols: Matrix;
}

/** Both halves of a table at the variances of a block; each is worked out when first needed. */
export interface BlockTable {
  near(): BlockSeries;
  far(): BlockSeries;
}

/** @param rowBasis the basis functions of the row's panel at each row, [rows, PANEL_TERMS]; likewise for columns */
export function blockTable({ near, far }: AngularTable, rowBasis: Matrix, colBasis: Matrix): BlockTable {
  const lazy = ({ ranks, rowFactors, colFactors }: AngularSeries) => {
    let series: BlockSeries | undefined;
    return () => {
      series ??= { ranks, rows: innerProducts(rowBasis, rowFactors), cols: innerProducts(colBasis, colFactors) };
      return series;
    };
  };
  return { near: lazy(near), far: lazy(far) };
}

/**
 * sums[j] = Σ_m c_m T_m(y_j) with c_m = Σ_r a_mr b_mr for the given row and each of `columns`; for the derivative with respect to the
 * position, Σ_m m c_m U_{m−1}(y_j). Clenshaw's recurrences. Four columns share each load of a row's entry; O(sum of ranks) per pair.
 */
export function sumRow(
  { ranks, rows, cols }: BlockSeries,
  row: number,
  columns: Int32Array,
  positions: Float64Array,
  isDerivative: boolean,
  sums: Float64Array,
): void {
  const a = rows.data;
  const b = cols.data;
  const length = cols.cols;
  const last = columns.length - 1;
  const lowest = isDerivative ? 1 : 0;
  for (let n = 0; n <= last; n += 4) {
    // Beyond the last column, the last one is repeated.
    const j0 = columns[n] as number;
    const j1 = columns[Math.min(n + 1, last)] as number;
    const j2 = columns[Math.min(n + 2, last)] as number;
    const j3 = columns[Math.min(n + 3, last)] as number;
    const y0 = positions[j0] as number;
    const y1 = positions[j1] as number;
    const y2 = positions[j2] as number;
    const y3 = positions[j3] as number;
    let next0 = 0;
    let next1 = 0;
    let next2 = 0;
    let next3 = 0;
    let afterNext0 = 0;
    let afterNext1 = 0;
    let afterNext2 = 0;
    let afterNext3 = 0;
    let at = length;
    for (let m = ranks.length - 1; m >= lowest; m--) {
      let c0 = 0;
      let c1 = 0;
      let c2 = 0;
      let c3 = 0;
      for (let r = ranks[m] as number; r > 0; r--) {
        at--;
        const factor = a[row * length + at] as number;
        c0 += factor * (b[j0 * length + at] as number);
        c1 += factor * (b[j1 * length + at] as number);
        c2 += factor * (b[j2 * length + at] as number);
        c3 += factor * (b[j3 * length + at] as number);
      }
      const weight = isDerivative ? m : 1;
      const twice = m > 0 ? 2 : 1;
      const sum0 = weight * c0 + twice * y0 * next0 - afterNext0;
      const sum1 = weight * c1 + twice * y1 * next1 - afterNext1;
      const sum2 = weight * c2 + twice * y2 * next2 - afterNext2;
      const sum3 = weight * c3 + twice * y3 * next3 - afterNext3;
      afterNext0 = next0;
      afterNext1 = next1;
      afterNext2 = next2;
      afterNext3 = next3;
      next0 = sum0;
      next1 = sum1;
      next2 = sum2;
      next3 = sum3;
    }
    sums[j0] = next0;
    sums[j1] = next1;
    sums[j2] = next2;
    sums[j3] = next3;
  }
}
