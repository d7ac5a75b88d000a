// L becomes W = L⁻¹ in its own tiles. One task finishes one tile: W_ij = −(Σ_{k=j+1..i} W_ik L_kj) L_jj⁻¹. n³/3 flops.
// Columns are done from the last to the first, each from the bottom up. A tile of L is still read by the tasks below it in its column,
// so a task overwrites its own only after the task before it, the next lower tile, is finished.

import { type TiledLower, tileAt } from '../tiles.ts';
import type { JobKind } from './job.ts';
import { columnOrderIndex, tileCosts, tileTasks, triangleSize, wholeTile } from './triangle.ts';

export interface InvertLowerSpec {
  /** L, overwritten by its inverse. */
  readonly matrix: TiledLower;
  /** L_jj⁻¹ of each tile on the diagonal, one after the other. */
  readonly inverses: Float64Array;
}

export const invertLower: JobKind<InvertLowerSpec> = {
  taskCount: ({ matrix }) => triangleSize(matrix.tileRows.length),
  costs: ({ matrix }) => tileCosts(matrix.tileRows.length, (i, j) => 1 + i - j).reverse(),
  prepare({ matrix, inverses }, kernel, queue) {
    const { tileSize, tileRows } = matrix;
    const count = tileRows.length;
    const area = tileSize ** 2;
    const last = triangleSize(count) - 1;
    /** The tasks are the tiles of the column order, backwards. */
    const taskOf = (i: number, j: number): number => last - columnOrderIndex(i, j, count);
    const doTile = (i: number, j: number): void => {
      const target = wholeTile(tileAt(matrix, i, j), tileSize);
      const inverse = wholeTile(inverses.subarray(j * area, (j + 1) * area), tileSize);
      if (i === j) {
        kernel.load(inverse);
      } else {
        kernel.clear(tileSize, tileSize);
        for (let k = i; k > j; k--) {
          queue.waitFor(taskOf(i, k));
          const left = wholeTile(tileAt(matrix, i, k), tileSize);
          kernel.addProduct(1, left, wholeTile(tileAt(matrix, k, j), tileSize), 'plain', k);
        }
        kernel.multiplyBy(-1, inverse, 'plain');
      }
      if (i < count - 1) queue.waitFor(taskOf(i + 1, j));
      kernel.store(target);
    };
    return tileTasks(count, kernel, doTile, (task) => last - task);
  },
};
