// The lower triangle of X·Xᵀ, tile by tile, each tile handed to a finisher while it is in the cache. n²d flops.

import type { Matrix } from '../matrix.ts';
import { type TiledLower, tileAt } from '../tiles.ts';
import type { JobKind } from './job.ts';
import { tileCosts, tileTasks, triangleSize } from './triangle.ts';

/** Turns inner products into whatever the caller needs, in place; `tile` is row-major rows×cols without gaps. */
export type FinishTile = (tile: Float64Array, rowStart: number, colStart: number, rows: number, cols: number) => void;

export interface SymmetricProductSpec {
  /** X, [n, d], in shared memory. */
  readonly x: Matrix;
  readonly out: TiledLower;
}

export const symmetricProduct = (finish: FinishTile | undefined): JobKind<SymmetricProductSpec> => ({
  taskCount: ({ out }) => triangleSize(out.tileRows.length),
  costs: ({ out }) => tileCosts(out.tileRows.length, () => 1),
  prepare({ x, out }, kernel) {
    const { tileSize, size } = out;
    const rowsOf = (i: number): number => Math.min(tileSize, size - i * tileSize);
    const block = (i: number) => ({ data: x.data, offset: i * tileSize * x.cols, stride: x.cols, rows: rowsOf(i), cols: x.cols });
    return tileTasks(out.tileRows.length, kernel, (i, j) => {
      const [rows, cols] = [rowsOf(i), rowsOf(j)];
      kernel.clear(rows, cols);
      kernel.addProduct(1, block(i), block(j), 'transposed', 0);
      finish?.(kernel.accumulator(), i * tileSize, j * tileSize, rows, cols);
      const tile = tileAt(out, i, j);
      kernel.store({ data: tile, offset: 0, stride: tileSize, rows, cols });
      if (i === j) for (let r = rows; r < tileSize; r++) tile[r * (tileSize + 1)] = 1;
    });
  },
});
