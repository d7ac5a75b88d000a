// In which order are the tiles of a lower triangle numbered? By columns, each from the diagonal down. And how are tiles and rows given to a
// tile kernel?

import type { Matrix } from '../matrix.ts';
import type { Block, TileKernel } from '../tileKernel/tileKernel.ts';
import { type TiledLower, tileAt } from '../tiles.ts';

/** Tiles in a lower triangle with `count` tiles along its side. */
export function triangleSize(count: number): number {
  return (count * (count + 1)) / 2;
}

/** Number of tile (i, j). */
export function columnOrderIndex(i: number, j: number, count: number): number {
  return j * count - (j * (j - 1)) / 2 + (i - j);
}

/** The places of all tiles in that order: [i, j] of tile t at 2t and 2t + 1. */
function columnOrder(count: number): Int32Array {
  const places = new Int32Array(2 * triangleSize(count));
  let at = 0;
  for (let j = 0; j < count; j++) {
    for (let i = j; i < count; i++) {
      places[at++] = i;
      places[at++] = j;
    }
  }
  return places;
}

/** A number for every tile, in that order. */
export function tileCosts(count: number, cost: (i: number, j: number) => number): Float64Array {
  const costs = new Float64Array(triangleSize(count));
  let at = 0;
  for (let j = 0; j < count; j++) for (let i = j; i < count; i++) costs[at++] = cost(i, j);
  return costs;
}

/**
 * Tasks that each finish one tile and share the operands of their column: calls `doTile(i, j)` for the tile of a task, dropping what the kernel
 * kept when the column changes.
 *
 * @param numberOf place in the column order of a task's tile
 */
export function tileTasks(
  count: number,
  kernel: TileKernel,
  doTile: (i: number, j: number) => void,
  numberOf = (task: number) => task,
): (task: number) => void {
  const places = columnOrder(count);
  let column = -1;
  return (task) => {
    const at = 2 * numberOf(task);
    const j = places[at + 1] as number;
    if (j !== column) kernel.forget();
    column = j;
    doTile(places[at] as number, j);
  };
}

/** A whole tile as an operand. */
export function wholeTile(data: Float64Array, tileSize: number): Block {
  return { data, offset: 0, stride: tileSize, rows: tileSize, cols: tileSize };
}

/** Tile (i, j) without the rows that continue the matrix to whole tiles. */
export function tileBlock(a: TiledLower, i: number, j: number): Block {
  return { ...wholeTile(tileAt(a, i, j), a.tileSize), rows: Math.min(a.tileSize, a.size - i * a.tileSize) };
}

/** The leading square of a whole tile, of as many rows as `block` has. */
export function leadingSquare(tile: Block, { rows }: Block): Block {
  return { ...tile, rows, cols: rows };
}

/** Up to `count` rows of a matrix from `start` on. */
export function rowsAsBlock(m: Matrix, start: number, count: number): Block {
  return { data: m.data, offset: start * m.cols, stride: m.cols, rows: Math.min(count, m.rows - start), cols: m.cols };
}
