// K + shift·I = L Lᵀ in the tiles of K. One task finishes one tile: L_ij = (K_ij − Σ_{k<j} L_ik L_jkᵀ) L_jj⁻ᵀ. n³/3 flops.

import { type TiledLower, tileAt } from '../tiles.ts';
import type { JobKind } from './job.ts';
import { columnOrderIndex, tileBlock, tileCosts, tileTasks, triangleSize, wholeTile } from './triangle.ts';

export interface CholeskySpec {
  /** K, overwritten by L. */
  readonly matrix: TiledLower;
  /** Added to each pivot when it is formed. */
  readonly shift: number;
  /** Receives L_jj⁻¹ of each tile on the diagonal, one after the other. */
  readonly inverses: Float64Array;
  /** Receives L_ii² − shift, padded to whole tiles. */
  readonly variances: Float64Array;
  /** Receives the position of the first failed pivot plus one. */
  readonly failure: Int32Array;
}

export const cholesky: JobKind<CholeskySpec> = {
  taskCount: ({ matrix }) => triangleSize(matrix.tileRows.length),
  costs: ({ matrix }) => tileCosts(matrix.tileRows.length, (i, j) => (i === j ? j + 1 : 2 * j + 1)),
  prepare({ matrix, shift, inverses, variances, failure }, kernel, queue) {
    const { tileSize, tileRows } = matrix;
    const count = tileRows.length;
    const area = tileSize ** 2;
    const inverseOf = (j: number) => wholeTile(inverses.subarray(j * area, (j + 1) * area), tileSize);
    return tileTasks(count, kernel, (i, j) => {
      const target = i === j ? wholeTile(tileAt(matrix, i, i), tileSize) : tileBlock(matrix, i, j);
      kernel.load(target);
      for (let k = 0; k < j; k++) {
        queue.waitFor(columnOrderIndex(j, k, count));
        if (i === j) {
          kernel.addSquare(-1, wholeTile(tileAt(matrix, i, k), tileSize));
          continue;
        }
        queue.waitFor(columnOrderIndex(i, k, count));
        kernel.addProduct(-1, tileBlock(matrix, i, k), wholeTile(tileAt(matrix, j, k), tileSize), 'transposed', k);
      }
      if (i > j) {
        queue.waitFor(columnOrderIndex(j, j, count));
        kernel.multiplyByTriangle(1, inverseOf(j), 'transposed');
      } else {
        const failed = kernel.factor(shift, variances.subarray(j * tileSize, (j + 1) * tileSize), inverseOf(j));
        if (failed >= 0) {
          failure[0] = j * tileSize + failed + 1;
          queue.stop();
          return;
        }
      }
      kernel.store(target);
    });
  },
};
