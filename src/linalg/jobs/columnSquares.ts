// Column sums of squares of the strictly lower part of a tiled matrix. One task finishes one tile column; n² flops, one pass over memory.

import { type TiledLower, tileAt } from '../tiles.ts';
import type { JobKind } from './job.ts';
import { wholeTile } from './triangle.ts';

export interface ColumnSquaresSpec {
  readonly w: TiledLower;
  /** Receives the sums, padded to whole tiles. */
  readonly sums: Float64Array;
}

export const columnSquares: JobKind<ColumnSquaresSpec> = {
  taskCount: ({ w }) => w.tileRows.length,
  costs: ({ w }) => w.tileRows.map((_, j) => w.tileRows.length - j),
  prepare({ w, sums }, kernel) {
    const { tileSize } = w;
    return (j) => {
      const part = sums.subarray(j * tileSize, (j + 1) * tileSize);
      const diagonal = tileAt(w, j, j);
      for (let r = 1; r < tileSize; r++) {
        for (let c = 0; c < r; c++) part[c] = (part[c] as number) + (diagonal[r * tileSize + c] as number) ** 2;
      }
      for (let i = j + 1; i < w.tileRows.length; i++) kernel.addColumnSquares(wholeTile(tileAt(w, i, j), tileSize), part);
    };
  },
};
