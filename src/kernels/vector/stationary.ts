// How does a tile of squared distances become a radial kernel at the speed of the processor's vector unit? Called by rbf.ts and matern.ts.

import { mapStrips, type Strip } from './strips.ts';
import { vectorUnit } from './vectorUnit.ts';

/** t → variance · exp(−rate·t), in place. */
export function vectorRbf(tile: Float64Array, rate: number, variance: number): void {
  const { wasm } = vectorUnit(0);
  mapElements(tile, (bytes) => wasm.rbf(rate, variance, bytes));
}

/** t → variance times the Matérn function of smoothness ν at r = √(rate·t), in place. */
export function vectorMatern(tile: Float64Array, smoothness: 0.5 | 1.5 | 2.5, rate: number, variance: number): void {
  const { wasm } = vectorUnit(0);
  mapElements(tile, (bytes) => wasm.matern(smoothness - 0.5, 2 * smoothness * rate, variance, bytes));
}

/** For maps that know nothing of rows and columns the tile is one long row. */
function mapElements(tile: Float64Array, run: (bytes: number) => void): void {
  const { pairs } = vectorUnit(0);
  mapStrips(tile, 1, tile.length, pairs, {
    map: ({ width }: Strip) => {
      run(width * Float64Array.BYTES_PER_ELEMENT);
      return pairs;
    },
  });
}
