// How does a tile of pairs pass through a network whose activation has no closed form? Layer by layer, the whole tile at a time.
// Called by fcn.ts; activations with a closed form pass through vector/vectorNetwork.ts instead.

import type { LayerwiseDual } from '../activations/activationDual.ts';
import type { PairMaps } from '../pairwiseKernel.ts';
import { createScratch } from '../scratch.ts';
import { activationPairs, activationValues } from './activation.ts';
import { densePairs } from './dense.ts';
import type { NetworkRecords } from './networkRecords.ts';
import type { NetworkShape, PairLayer, PairState, RecordState } from './networkState.ts';

/** Scratch arrays 0 … 3 belong to the activation layer. */
const NNGP = 4;
const NNGP_BY_PAIR = 5;
const NNGP_BY_ROW_NORM = 6;

/** t = x·z → k, with and without derivatives. Cost per pair: `depth` evaluations of the dual. */
export function layeredNetwork(shape: NetworkShape, dual: LayerwiseDual, records: NetworkRecords): PairMaps {
  const { depth, weightVariance, biasVariance, dimensions } = shape;
  const isNtk = shape.output === 'ntk';
  const scratch = createScratch();
  const dense = densePairs(weightVariance, biasVariance);
  const stack = <State extends PairState>(activation: PairLayer<State>): readonly PairLayer<State>[] => [
    dense,
    ...Array.from({ length: depth }, () => [activation, dense]).flat(),
  ];
  const valueLayers = stack(activationValues(dual, scratch));
  const layers = stack(activationPairs(dual, scratch));

  /** Maps the pairs through all layers, in place. */
  function run<State extends PairState>(
    through: readonly PairLayer<State>[],
    state: State,
    rowNorms: Float64Array,
    colNorms: Float64Array,
  ): void {
    const rows = records(rowNorms, state.nngpTangent !== undefined);
    const cols = records(colNorms, false);
    startPairs(state, dimensions);
    through.forEach((layer, index) => {
      layer(state, rows[index] as RecordState, cols[index] as RecordState);
    });
  }

  /** The NTK takes the tile's place; inner products and the NNGP have one of their own. */
  function copied(tile: Float64Array): Float64Array {
    const nngp = scratch(NNGP, tile.length);
    nngp.set(tile);
    return nngp;
  }

  return {
    apply(tile, rowNorms, colNorms) {
      const state = isNtk ? { nngp: copied(tile), ntk: tile } : { nngp: tile };
      run(valueLayers, state, rowNorms, colNorms);
    },
    applyWithDerivatives(tile, rowNorms, colNorms, byPair, byRowNorm) {
      const { length } = tile;
      if (!isNtk) {
        run(layers, { nngp: tile, nngpTangent: { byPair, byRowNorm } }, rowNorms, colNorms);
        return;
      }
      const nngpTangent = { byPair: scratch(NNGP_BY_PAIR, length), byRowNorm: scratch(NNGP_BY_ROW_NORM, length) };
      run(layers, { nngp: copied(tile), ntk: tile, nngpTangent, ntkTangent: { byPair, byRowNorm } }, rowNorms, colNorms);
    },
  };
}

/** Turns a tile of inner products t, held in `nngp`, into the state before the first layer: covariance t/d, NTK 0. */
function startPairs({ nngp, ntk, nngpTangent, ntkTangent }: PairState, dimensions: number): void {
  for (let i = 0; i < nngp.length; i++) nngp[i] = (nngp[i] as number) / dimensions;
  ntk?.fill(0);
  nngpTangent?.byPair.fill(1 / dimensions);
  nngpTangent?.byRowNorm.fill(0);
  ntkTangent?.byPair.fill(0);
  ntkTangent?.byRowNorm.fill(0);
}
