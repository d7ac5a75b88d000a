// K + shift·I = L Lᵀ in the tiles of K. One task finishes one tile: L_ij = (K_ij − Σ_{k<j} L_ik L_jkᵀ) L_jj⁻ᵀ. n³/3 flops.

import { type TiledLower, tileAt } from '../tiles.ts';
import type { JobKind } from './job.ts';
import { columnOrderIndex, tileCosts, tileTasks, triangleSize, wholeTile } from './triangle.ts';

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
  costs: ({ matrix }) => tileCosts(matrix.tileRows.length, (_, j) => 1 + j),
  prepare({ matrix, shift, inverses, variances, failure }, kernel, queue) {
    const { tileSize, tileRows } = matrix;
    const count = tileRows.length;
    const area = tileSize ** 2;
    return tileTasks(count, kernel, (i, j) => {
      const target = wholeTile(tileAt(matrix, i, j), tileSize);
      kernel.load(target);
      for (let k = 0; k < j; k++) {
        queue.waitFor(columnOrderIndex(j, k, count));
        queue.waitFor(columnOrderIndex(i, k, count));
        const left = wholeTile(tileAt(matrix, i, k), tileSize);
        kernel.addProduct(-1, left, wholeTile(tileAt(matrix, j, k), tileSize), 'transposed', k);
      }
      const inverse = wholeTile(inverses.subarray(j * area, (j + 1) * area), tileSize);
      if (i > j) {
        queue.waitFor(columnOrderIndex(j, j, count));
        kernel.multiplyBy(1, inverse, 'transposed');
        kernel.store(target);
        return;
      }
      const failed = kernel.factor(shift, variances.subarray(j * tileSize, (j + 1) * tileSize));
      if (failed >= 0) {
        failure[0] = j * tileSize + failed + 1;
        queue.stop();
        return;
      }
      kernel.store(target);
      kernel.invert();
      kernel.store(inverse);
    });
  },
};
