// How does a tile of squared distances become a radial kernel at the speed of the processor's vector unit? Called by rbf.ts and matern.ts.

import { mapStrips } from './strips.ts';
import { vectorUnit } from './vectorUnit.ts';

/**
 * t → variance · exp(−rate·t), in place.
 *
 * @param byPair receives dk/dt, if given; of the tile's length
 */
export function vectorRbf(tile: Float64Array, rate: number, variance: number, byPair?: Float64Array): void {
  const { wasm } = vectorUnit(0);
  mapElements(tile, byPair, (bytes) => wasm.rbf(rate, variance, byPair !== undefined, bytes));
}

/** t → variance times the Matérn function of smoothness ν at r = √(rate·t), in place; `byPair` as above. */
export function vectorMatern(
  tile: Float64Array,
  smoothness: 0.5 | 1.5 | 2.5,
  rate: number,
  variance: number,
  byPair?: Float64Array,
): void {
  const { wasm } = vectorUnit(0);
  mapElements(tile, byPair, (bytes) =>
    wasm.matern(smoothness - 0.5, 2 * smoothness * rate, variance, byPair !== undefined, bytes),
  );
}

/** For maps that know nothing of rows and columns the tile is one long row. */
function mapElements(tile: Float64Array, byPair: Float64Array | undefined, run: (bytes: number) => void): void {
  const unit = vectorUnit(0);
  mapStrips(tile, 1, tile.length, unit.pairs, {
    map: ({ width }) => {
      run(width * Float64Array.BYTES_PER_ELEMENT);
      return unit.pairs;
    },
    further: byPair && [{ strip: unit.byPair, tile: byPair }],
  });
}
