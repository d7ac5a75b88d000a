// The native tile kernel: products by the machine's BLAS, straight from and to shared memory; what is small by the embedded kernel.

import { type BlasLibrary, bindBlas } from '../blas/bindBlas.ts';
import type { Block, TileKernel } from './tileKernel.ts';
import { createWasmTileKernel } from './wasmTileKernel.ts';

/** Rows and columns of the native engine's tiles: large enough for BLAS to reach its speed on one product. */
export const BLAS_TILE = 256;

export function createBlasTileKernel({ path }: BlasLibrary, tileSize = BLAS_TILE): TileKernel {
  const { dgemm } = bindBlas(path);
  const small = createWasmTileKernel(tileSize);
  const area = tileSize * tileSize;
  const accumulator = new Float64Array(area);
  const spare = new Float64Array(area);
  let rows = 0;
  let cols = 0;
  const from = ({ data, offset }: Block): Float64Array => data.subarray(offset);
  const asBlock = (): Block => ({ data: accumulator, offset: 0, stride: cols, rows, cols });

  return {
    tileSize,
    clear(newRows, newCols) {
      rows = newRows;
      cols = newCols;
      accumulator.fill(0, 0, rows * cols);
    },
    load(c) {
      rows = c.rows;
      cols = c.cols;
      for (let r = 0; r < rows; r++) {
        const start = c.offset + r * c.stride;
        accumulator.set(c.data.subarray(start, start + cols), r * cols);
      }
    },
    addProduct(sign, a, b, orientation) {
      if (a.cols === 0) return;
      dgemm(
        false,
        orientation === 'transposed',
        rows,
        cols,
        a.cols,
        sign,
        from(a),
        a.stride,
        from(b),
        b.stride,
        1,
        accumulator,
        cols,
      );
    },
    addTransposedProduct(a, b) {
      dgemm(true, false, rows, cols, a.rows, 1, from(a), a.stride, from(b), b.stride, 1, accumulator, cols);
    },
    forget() {},
    factor(shift, variances) {
      small.load(asBlock());
      const failed = small.factor(shift, variances);
      small.store(asBlock());
      return failed;
    },
    invert() {
      small.load(asBlock());
      small.invert();
      small.store(asBlock());
    },
    multiplyBy(sign, b, orientation) {
      spare.set(accumulator.subarray(0, rows * cols));
      dgemm(false, orientation === 'transposed', rows, cols, cols, sign, spare, cols, from(b), b.stride, 0, accumulator, cols);
    },
    accumulator: () => accumulator.subarray(0, rows * cols),
    store(c) {
      for (let r = 0; r < rows; r++) c.data.set(accumulator.subarray(r * cols, (r + 1) * cols), c.offset + r * c.stride);
    },
    addColumnSquares: (a, sums) => small.addColumnSquares(a, sums),
  };
}
