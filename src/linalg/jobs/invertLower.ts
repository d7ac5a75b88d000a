// L becomes W = L⁻¹ in its own tiles. One task finishes one tile: W_ij = −(W_ii L_ij + Σ_{k=j+1..i−1} W_ik L_kj) L_jj⁻¹. n³/3 flops.
// Columns are done from the last to the first, each from the bottom up. A tile of L is still read by the tasks below it in its column,
// so a task overwrites its own only after the task before it, the next lower tile, is finished.

import { type TiledLower, tileAt } from '../tiles.ts';
import type { JobKind } from './job.ts';
import { columnOrderIndex, leadingSquare, tileBlock, tileCosts, tileTasks, triangleSize, wholeTile } from './triangle.ts';

export interface InvertLowerSpec {
  /** L, overwritten by its inverse. */
  readonly matrix: TiledLower;
  /** L_jj⁻¹ of each tile on the diagonal, one after the other. */
  readonly inverses: Float64Array;
}

export const invertLower: JobKind<InvertLowerSpec> = {
  taskCount: ({ matrix }) => triangleSize(matrix.tileRows.length),
  costs: ({ matrix }) => tileCosts(matrix.tileRows.length, (i, j) => (i === j ? 0.1 : i - j)).reverse(),
  prepare({ matrix, inverses }, kernel, queue) {
    const { tileSize, tileRows } = matrix;
    const count = tileRows.length;
    const area = tileSize ** 2;
    const last = triangleSize(count) - 1;
    const inverseOf = (j: number) => wholeTile(inverses.subarray(j * area, (j + 1) * area), tileSize);
    /** The tasks are the tiles of the column order, backwards. */
    const taskOf = (i: number, j: number): number => last - columnOrderIndex(i, j, count);
    const doTile = (i: number, j: number): void => {
      if (i === j) {
        const target = wholeTile(tileAt(matrix, i, i), tileSize);
        kernel.load(inverseOf(i));
        if (i < count - 1) queue.waitFor(taskOf(i + 1, i));
        kernel.store(target);
        return;
      }
      const target = tileBlock(matrix, i, j);
      kernel.load(target);
      kernel.premultiplyByTriangle(leadingSquare(inverseOf(i), target));
      for (let k = i - 1; k > j; k--) {
        queue.waitFor(taskOf(i, k));
        kernel.addProduct(1, tileBlock(matrix, i, k), wholeTile(tileAt(matrix, k, j), tileSize), 'plain', k);
      }
      kernel.multiplyByTriangle(-1, inverseOf(j), 'plain');
      if (i < count - 1) queue.waitFor(taskOf(i + 1, j));
      kernel.store(target);
    };
    return tileTasks(count, kernel, doTile, (task) => last - task);
  },
};
