// How does a tile of inner products pass through a fully connected network at the speed of the processor's vector unit? Strip by strip, all
// layers of it in WebAssembly, with derivatives or without. Called by fcn.ts for activations with a closed form; the others pass through
// layers/layeredNetwork.ts.

import type { NetworkRecords } from '../layers/networkRecords.ts';
import type { NetworkShape, PairTangent, RecordState } from '../layers/networkState.ts';
import type { PairMaps } from '../pairwiseKernel.ts';
import { type FurtherResults, mapStrips } from './strips.ts';
import { setActivation, type VectorActivation } from './vectorActivation.ts';
import { type VectorUnit, vectorUnit } from './vectorUnit.ts';

const DOUBLE = Float64Array.BYTES_PER_ELEMENT;

/** States of the rows' and columns' inputs before each layer, of which every second is one of activations. */
interface Sides {
  readonly rows: readonly RecordState[];
  readonly cols: readonly RecordState[];
}

/** t = x·z → k, in place; row-major. Agrees with layers/layeredNetwork.ts to a few roundings a layer. */
export function vectorNetwork(shape: NetworkShape, activation: VectorActivation, records: NetworkRecords): PairMaps {
  return {
    apply(tile, rowNorms, colNorms) {
      mapTile(shape, activation, tile, { rows: records(rowNorms, false), cols: records(colNorms, false) });
    },
    applyWithDerivatives(tile, rowNorms, colNorms, byPair, byRowNorm) {
      const sides = { rows: records(rowNorms, true), cols: records(colNorms, false) };
      mapTile(shape, activation, tile, sides, { byPair, byRowNorm });
    },
  };
}

/** @param derivatives arrays that receive them; the rows' states must have tangents then */
function mapTile(
  { output, depth, weightVariance, biasVariance, dimensions }: NetworkShape,
  activation: VectorActivation,
  tile: Float64Array,
  { rows, cols }: Sides,
  derivatives?: PairTangent,
): void {
  const isNtk = output === 'ntk';
  const unit = vectorUnit(2 * depth * vectorUnit(0).wasm.TERMS.value);
  const { wasm, pairs, tangents, free } = unit;
  // The terms of a layer's columns, then those of its rows, each with room for a whole strip.
  const length = wasm.STRIP.value;
  const side = wasm.TERMS.value * length;
  const stride = 2 * side * DOUBLE;
  const code = setActivation(activation, unit);
  wasm.setDense(weightVariance, biasVariance);

  const write = (states: readonly RecordState[], start: number, count: number, offset: number): void => {
    for (let layer = 0; layer < depth; layer++) {
      const { variance, tangent } = states[2 * layer + 1] as RecordState;
      const at = offset + 2 * side * layer;
      copy(variance, start, count, free, at);
      if (tangent) copy(tangent.varianceByNorm, start, count, free, at + side - length);
    }
    wasm.terms(code, depth, (count + (count % 2)) * DOUBLE, wasm.FREE.value + offset * DOUBLE, stride);
  };
  mapStrips(tile, countOf(rows), countOf(cols), pairs, {
    startColumns: (col, count) => write(cols, col, count, 0),
    map: (strip) => {
      write(rows, strip.row, strip.rows, side);
      wasm.network(code, isNtk, derivatives !== undefined, depth, dimensions, strip.rows, strip.width, wasm.FREE.value, stride);
      return isNtk ? tangents : pairs;
    },
    further: derivatives && furtherResults(unit, isNtk, derivatives),
  });
}

/** In a loop: Float64Array.set takes longer for the one or few rows of a strip. */
function copy(from: Float64Array, start: number, count: number, to: Float64Array, at: number): void {
  for (let i = 0; i < count; i++) to[at + i] = from[start + i] as number;
}

/** The strips of the output's derivatives, and where they go. */
function furtherResults(unit: VectorUnit, isNtk: boolean, { byPair, byRowNorm }: PairTangent): readonly FurtherResults[] {
  return [
    { strip: isNtk ? unit.tangentsByPair : unit.byPair, tile: byPair },
    { strip: isNtk ? unit.tangentsByRowNorm : unit.byRowNorm, tile: byRowNorm },
  ];
}

function countOf([first]: readonly RecordState[]): number {
  return first?.variance.length ?? 0;
}
