// How does a tile of inner products become squared distances at the speed of the processor's vector unit? Called by squaredDistances.ts.

import { mapStrips } from './strips.ts';
import { vectorUnit } from './vectorUnit.ts';

/**
 * x·z → ‖x‖² + ‖z‖² − 2x·z, in place; row-major.
 *
 * @returns whether any of them is below `closeShare` of ‖x‖² + ‖z‖²
 */
export function vectorDistances(tile: Float64Array, rowNorms: Float64Array, colNorms: Float64Array, closeShare: number): boolean {
  const { wasm, pairs, free } = vectorUnit(2);
  const length = wasm.STRIP.value;
  const [colsAt, rowsAt] = [wasm.FREE.value, wasm.FREE.value + length * Float64Array.BYTES_PER_ELEMENT];
  let anyClose = false;
  mapStrips(tile, rowNorms.length, colNorms.length, pairs, {
    startColumns: (col, count) => free.set(colNorms.subarray(col, col + count)),
    map: ({ row, rows, width }) => {
      for (let i = 0; i < rows; i++) free[length + i] = rowNorms[row + i] as number;
      if (wasm.squaredDistances(closeShare, rows, width, rowsAt, colsAt)) anyClose = true;
      return pairs;
    },
  });
  return anyClose;
}
