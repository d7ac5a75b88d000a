// W·B and Wᵀ·B for a tiled lower-triangular W. One task finishes one tile row of the product, for up to a tile's width of columns.
// 2·(n²/2)·m flops each.

import type { Matrix } from '../matrix.ts';
import type { Block } from '../tileKernel/tileKernel.ts';
import type { TiledLower } from '../tiles.ts';
import type { JobKind } from './job.ts';
import { tileBlock } from './triangle.ts';

export interface ApplySpec {
  readonly w: TiledLower;
  /** B, [n, m]. */
  readonly b: Matrix;
  /** Receives the product, [n, m]. */
  readonly out: Matrix;
  readonly transposed: boolean;
}

export const applyInverse: JobKind<ApplySpec> = {
  taskCount: ({ w, b }) => w.tileRows.length * Math.ceil(b.cols / w.tileSize),
  costs({ w, b }) {
    const count = w.tileRows.length;
    return Array.from({ length: count * Math.ceil(b.cols / w.tileSize) }, (_, task) => count - (task % count));
  },
  prepare({ w, b, out, transposed }, kernel) {
    const { size, tileSize } = w;
    const count = w.tileRows.length;
    const block = ({ data, cols }: Matrix, i: number, strip: number): Block => ({
      data,
      offset: i * tileSize * cols + strip * tileSize,
      stride: cols,
      rows: Math.min(tileSize, size - i * tileSize),
      cols: Math.min(tileSize, cols - strip * tileSize),
    });
    let kept = -1;
    return (task) => {
      // The longest first, so that threads end together.
      const i = transposed ? task % count : count - 1 - (task % count);
      const strip = Math.floor(task / count);
      if (strip !== kept) kernel.forget();
      kept = strip;
      const target = block(out, i, strip);
      kernel.clear(target.rows, target.cols);
      if (transposed) {
        for (let k = i; k < count; k++) {
          const right = block(b, k, strip);
          kernel.addTransposedProduct({ ...tileBlock(w, k, i), cols: target.rows }, right, k);
        }
      } else {
        for (let k = 0; k <= i; k++) {
          const right = block(b, k, strip);
          kernel.addProduct(1, { ...tileBlock(w, i, k), cols: right.rows }, right, 'plain', k);
        }
      }
      kernel.store(target);
    };
  },
};
