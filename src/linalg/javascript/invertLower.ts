// L becomes W = L⁻¹ in its own tiles. Tile columns are finished from the last to the first; inside a column from the bottom up, so that
// each tile of L is read for the last time before it is overwritten.

import { throwIfCancelled } from '../../base/errors.ts';
import { type RunOptions, yieldToEventLoop } from '../../base/progress.ts';
import { TILE, type TiledLower, tileAt, tileCount, tileRows } from '../tiles.ts';
import { invertTile } from './cholesky.ts';
import { multiplyPacked, pack, packBuffer } from './multiplyTile.ts';

/** Overwrites lower-triangular L by L⁻¹: W_ij = −(Σ_{k=j+1..i} W_ik L_kj) W_jj. n³/3 flops. */
export async function invertLower(l: TiledLower, run: RunOptions = {}): Promise<void> {
  const count = tileCount(l.size);
  const left = packBuffer(TILE, TILE);
  const right = packBuffer(TILE, TILE);
  const sum = new Float64Array(TILE * TILE);
  const inverse = new Float64Array(TILE * TILE);
  for (let j = count - 1; j >= 0; j--) {
    run.onProgress?.({ stage: 'factorization', done: count ** 3 + (count - 1 - j) ** 3, total: 2 * count ** 3 });
    const width = tileRows(l.size, j);
    const diagonal = tileAt(l, j, j);
    invertTile(diagonal, width, inverse);
    for (let i = count - 1; i > j; i--) {
      throwIfCancelled(run.signal);
      await yieldToEventLoop();
      const rows = tileRows(l.size, i);
      sum.fill(0, 0, rows * width);
      for (let k = j + 1; k <= i; k++) {
        const depth = tileRows(l.size, k);
        pack({ data: tileAt(l, i, k), offset: 0, rowStride: depth, colStride: 1 }, rows, depth, left);
        pack({ data: tileAt(l, k, j), offset: 0, rowStride: 1, colStride: width }, width, depth, right);
        multiplyPacked(sum, 0, width, left, right, rows, width, depth, 1);
      }
      const tile = tileAt(l, i, j);
      tile.fill(0);
      pack({ data: sum, offset: 0, rowStride: width, colStride: 1 }, rows, width, left);
      pack({ data: inverse, offset: 0, rowStride: 1, colStride: width }, width, width, right);
      multiplyPacked(tile, 0, width, left, right, rows, width, width, -1);
    }
    diagonal.set(inverse.subarray(0, width * width));
  }
  run.onProgress?.({ stage: 'factorization', done: 2 * count ** 3, total: 2 * count ** 3 });
}
