// What can be asked of W = L⁻¹: products with it and the diagonal and columns of A⁻¹ = WᵀW, all O(n²) per right-hand side.

import type { InverseFactor } from '../engine.ts';
import { type Matrix, matrix } from '../matrix.ts';
import { forEachTile, type TiledLower } from '../tiles.ts';

/** @param w tiles of L⁻¹ (strict upper parts of diagonal tiles zero); kept, not copied */
export function createInverseFactor(w: TiledLower, shift: number, conditionalVariances: Float64Array): InverseFactor {
  const logDet = conditionalVariances.reduce((sum, variance) => sum + Math.log(variance + shift), 0);
  return {
    size: w.size,
    logDet,
    conditionalVariances,
    belowDiagonal: () => columnSquares(w),
    inverseDiagonal() {
      const below = columnSquares(w);
      for (let i = 0; i < w.size; i++) below[i] = (below[i] as number) + 1 / ((conditionalVariances[i] as number) + shift);
      return below;
    },
    solve: (b) => applyTransposed(w, apply(w, b)),
    applyLower: (b) => apply(w, b),
    inverseColumns(indices) {
      const unit = matrix(w.size, indices.length);
      for (let c = 0; c < indices.length; c++) unit.data[(indices[c] as number) * indices.length + c] = 1;
      return applyTransposed(w, apply(w, unit));
    },
  };
}

/** Column sums of squares of the strictly lower part. */
function columnSquares(w: TiledLower): Float64Array {
  const out = new Float64Array(w.size);
  forEachTile(w, (tile, rowStart, colStart, rows, cols) => {
    for (let r = 0; r < rows; r++) {
      const end = rowStart === colStart ? r : cols;
      for (let c = 0; c < end; c++) out[colStart + c] = (out[colStart + c] as number) + (tile[r * cols + c] as number) ** 2;
    }
  });
  return out;
}

/** W·B. */
function apply(w: TiledLower, b: Matrix): Matrix {
  const out = matrix(b.rows, b.cols);
  const m = b.cols;
  forEachTile(w, (tile, rowStart, colStart, rows, cols) => {
    for (let r = 0; r < rows; r++) {
      const to = (rowStart + r) * m;
      const end = rowStart === colStart ? r + 1 : cols;
      for (let c = 0; c < end; c++) axpy(out.data, to, tile[r * cols + c] as number, b.data, (colStart + c) * m, m);
    }
  });
  return out;
}

/** Wᵀ·B. */
function applyTransposed(w: TiledLower, b: Matrix): Matrix {
  const out = matrix(b.rows, b.cols);
  const m = b.cols;
  forEachTile(w, (tile, rowStart, colStart, rows, cols) => {
    for (let r = 0; r < rows; r++) {
      const from = (rowStart + r) * m;
      const end = rowStart === colStart ? r + 1 : cols;
      for (let c = 0; c < end; c++) axpy(out.data, (colStart + c) * m, tile[r * cols + c] as number, b.data, from, m);
    }
  });
  return out;
}

/** y[yAt…] += a · x[xAt…], m values. */
function axpy(y: Float64Array, yAt: number, a: number, x: Float64Array, xAt: number, m: number): void {
  for (let i = 0; i < m; i++) y[yAt + i] = (y[yAt + i] as number) + a * (x[xAt + i] as number);
}
