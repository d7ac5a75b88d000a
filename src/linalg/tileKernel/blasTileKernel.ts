// The native tile kernel: products by the machine's BLAS, straight from and to shared memory; what is small by the embedded kernel.

import { type BlasLibrary, bindBlas } from '../blas/bindBlas.ts';
import type { Block, TileKernel } from './tileKernel.ts';
import { createWasmTileKernel } from './wasmTileKernel.ts';

/** Rows and columns of the native engine's smallest tiles: large enough for BLAS to reach its speed on one product. */
export const BLAS_TILE = 256;

const LARGEST_TILE = 1024;

/** Tiles up to this are taken two by two in products of inputs, which have no triangles and no order to keep. */
const LARGEST_DOUBLED = 384;

/**
 * Tiles for matrices of this size. Operands of large tiles are fetched from memory less often for each multiplication; few tiles leave threads
 * waiting for each other. Measured on two threads between 2,000 and 20,000 rows, the best side grows like √n: 256, 384 at 4,000, 640 at
 * 10,000, 896 at 20,000, and is worth 5 to 15% against 256.
 */
export function blasTiles(size: number): { readonly tileSize: number; readonly capacity: number } {
  const best = Number.isFinite(size) ? 128 * Math.round((6.2 * Math.sqrt(size)) / 128) : BLAS_TILE;
  const tileSize = Math.max(BLAS_TILE, Math.min(LARGEST_TILE, best));
  return { tileSize, capacity: tileSize <= LARGEST_DOUBLED ? 2 * tileSize : tileSize };
}

/** Rows and columns factored and inverted by the embedded kernel; a call of BLAS for less would cost more than its work. */
const SMALL = 64;

/** @param tileSize a multiple of 64 */
export function createBlasTileKernel({ path }: BlasLibrary, tileSize: number, capacity: number): TileKernel {
  const { dgemm, dsyrk, dtrmm } = bindBlas(path);
  const small = createWasmTileKernel(SMALL);
  const accumulator = new Float64Array(capacity * capacity);
  let rows = 0;
  let cols = 0;
  /** Whether C is zero, which the next product then need not read. */
  let isZero = false;
  const from = ({ data, offset }: Block): Float64Array => data.subarray(offset);
  /** What C counts for in the next product. */
  const weight = (): number => {
    const old = isZero ? 0 : 1;
    isZero = false;
    return old;
  };
  /** Products over nothing, which BLAS refuses. */
  const addNothing = (): void => {
    if (isZero) accumulator.fill(0, 0, rows * cols);
    isZero = false;
  };
  /** The accumulator from element (i, j) on. */
  const at = (i: number, j: number): Float64Array => accumulator.subarray(i * cols + j);

  return {
    tileSize,
    capacity,
    clear(newRows, newCols) {
      rows = newRows;
      cols = newCols;
      isZero = true;
    },
    load(c) {
      rows = c.rows;
      cols = c.cols;
      isZero = false;
      if (c.stride === cols) {
        accumulator.set(c.data.subarray(c.offset, c.offset + rows * cols));
        return;
      }
      for (let r = 0; r < rows; r++) {
        const start = c.offset + r * c.stride;
        accumulator.set(c.data.subarray(start, start + cols), r * cols);
      }
    },
    addProduct(sign, a, b, orientation) {
      if (a.cols === 0) return addNothing();
      const transposed = orientation === 'transposed';
      dgemm(false, transposed, rows, cols, a.cols, sign, from(a), a.stride, from(b), b.stride, weight(), accumulator, cols);
    },
    addSquare(sign, a) {
      if (a.cols === 0) return addNothing();
      dsyrk(rows, a.cols, sign, from(a), a.stride, weight(), accumulator, cols);
    },
    addTransposedProduct(a, b) {
      dgemm(true, false, rows, cols, a.rows, 1, from(a), a.stride, from(b), b.stride, weight(), accumulator, cols);
    },
    forget() {},
    factor(shift, variances, inverse) {
      const { data, offset, stride } = inverse;
      const inverseAt = (i: number, j: number): Float64Array => data.subarray(offset + i * stride + j);
      for (let j = 0; j < tileSize; j += small.tileSize) {
        const size = small.tileSize;
        const end = j + size;
        const below = tileSize - end;
        // The block column, less what the columns before it account for.
        if (j > 0) {
          dsyrk(size, j, -1, at(j, 0), cols, 1, at(j, j), cols);
          if (below > 0) dgemm(false, true, below, size, j, -1, at(end, 0), cols, at(j, 0), cols, 1, at(end, j), cols);
        }
        const diagonal: Block = { data: accumulator, offset: j * (cols + 1), stride: cols, rows: size, cols: size };
        small.load(diagonal);
        const failed = small.factor(shift, variances.subarray(j, end), {
          ...diagonal,
          data,
          offset: offset + j * (stride + 1),
          stride,
        });
        if (failed >= 0) return j + failed;
        small.store(diagonal);
        if (below > 0) dtrmm(true, true, below, size, 1, inverseAt(j, j), stride, at(end, j), cols);
        // Row j of the inverse: −L_jj⁻¹ · (L[j, <j] · L⁻¹[<j, <j]).
        if (j > 0) {
          for (let r = j; r < end; r++) data.set(at(r, 0).subarray(0, j), offset + r * stride);
          dtrmm(true, false, size, j, 1, inverseAt(0, 0), stride, inverseAt(j, 0), stride);
          dtrmm(false, false, size, j, -1, inverseAt(j, j), stride, inverseAt(j, 0), stride);
        }
        for (let r = j; r < end; r++) {
          at(r, 0).fill(0, end, tileSize);
          inverseAt(r, 0).fill(0, end, tileSize);
        }
      }
      return -1;
    },
    multiplyByTriangle(sign, t, orientation) {
      dtrmm(true, orientation === 'transposed', rows, cols, sign, from(t), t.stride, accumulator, cols);
    },
    premultiplyByTriangle(t) {
      dtrmm(false, false, rows, cols, 1, from(t), t.stride, accumulator, cols);
    },
    store(c, row = 0, col = 0) {
      if (c.stride === cols && c.cols === cols) {
        c.data.set(accumulator.subarray(row * cols, (row + c.rows) * cols), c.offset);
        return;
      }
      for (let r = 0; r < c.rows; r++) {
        const start = (row + r) * cols + col;
        c.data.set(accumulator.subarray(start, start + c.cols), c.offset + r * c.stride);
      }
    },
    addColumnSquares: (a, sums) => {
      for (let r = 0; r < a.rows; r++) {
        const start = a.offset + r * a.stride;
        for (let j = 0; j < a.cols; j++) sums[j] = (sums[j] as number) + (a.data[start + j] as number) ** 2;
      }
    },
  };
}
