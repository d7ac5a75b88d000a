// The lower triangle of X·Xᵀ. One task finishes a square of tiles (as many as the tile kernel takes at once), each of them handed to a
// finisher while it is in the cache. n²d flops.

import type { Matrix } from '../matrix.ts';
import { type TiledLower, tileAt } from '../tiles.ts';
import type { JobKind } from './job.ts';
import { rowsAsBlock, tileCosts, tileTasks, triangleSize, wholeTile } from './triangle.ts';

/** Turns inner products into whatever the caller needs, in place; `tile` is row-major rows×cols without gaps. */
export type FinishTile = (tile: Float64Array, rowStart: number, colStart: number, rows: number, cols: number) => void;

export interface SymmetricProductSpec {
  /** X, [n, d], in shared memory. */
  readonly x: Matrix;
  readonly out: TiledLower;
  /** Tiles along each side of what a task finishes. */
  readonly group: number;
}

/** Rows of a diagonal tile that are finished together: few, so that little is done above the diagonal. */
const STRIP = 32;

const groupCount = ({ out, group }: SymmetricProductSpec): number => Math.ceil(out.tileRows.length / group);

export const symmetricProduct = (finish: FinishTile | undefined): JobKind<SymmetricProductSpec> => ({
  taskCount: (spec) => triangleSize(groupCount(spec)),
  costs: (spec) => tileCosts(groupCount(spec), (i, j) => (i === j ? 1 : 2)),
  prepare(spec, kernel) {
    const { x, out, group } = spec;
    const { tileSize, size } = out;
    const side = group * tileSize;
    const spare = new Float64Array(STRIP * tileSize);
    const rowsOf = (tile: number): number => Math.min(tileSize, size - tile * tileSize);

    function finishBelow(i: number, j: number, row: number, col: number): void {
      const tile = tileAt(out, i, j);
      const rows = rowsOf(i);
      kernel.store({ ...wholeTile(tile, tileSize), rows }, row, col);
      finish?.(tile.subarray(0, rows * tileSize), i * tileSize, j * tileSize, rows, tileSize);
    }

    /** A tile on the diagonal, in strips that end at the diagonal. */
    function finishDiagonal(i: number, place: number): void {
      const tile = tileAt(out, i, i);
      const start = i * tileSize;
      const rows = rowsOf(i);
      for (let r = 0; r < rows; r += STRIP) {
        const height = Math.min(STRIP, rows - r);
        const width = r + height;
        const strip = spare.subarray(0, height * width);
        kernel.store({ data: strip, offset: 0, stride: width, rows: height, cols: width }, place + r, place);
        finish?.(strip, start + r, start, height, width);
        for (let k = 0; k < height; k++) tile.set(strip.subarray(k * width, (k + 1) * width), (r + k) * tileSize);
      }
      for (let r = rows; r < tileSize; r++) tile[r * (tileSize + 1)] = 1;
    }

    return tileTasks(groupCount(spec), kernel, (i, j) => {
      const [left, right] = [rowsAsBlock(x, i * side, side), rowsAsBlock(x, j * side, side)];
      kernel.clear(left.rows, right.rows);
      if (i === j) kernel.addSquare(1, left);
      else kernel.addProduct(1, left, right, 'transposed', 0);
      for (let r = 0; r * tileSize < left.rows; r++) {
        for (let c = 0; c * tileSize < right.rows; c++) {
          const [row, col] = [i * group + r, j * group + c];
          if (row > col) finishBelow(row, col, r * tileSize, c * tileSize);
          if (row === col) finishDiagonal(row, r * tileSize);
        }
      }
    });
  },
});
