// How does a tile of inner products pass through a fully connected network at the speed of the processor's vector unit? Strip by strip, all
// layers of it in WebAssembly. Called by fcn.ts for activations with a closed form; derivatives are computed by layers/ instead.

import { mapStrips } from './strips.ts';
import { setActivation, TERMS, type Term, type VectorActivation } from './vectorActivation.ts';
import { vectorUnit } from './vectorUnit.ts';

export interface VectorNetwork {
  readonly activation: VectorActivation;
  readonly output: 'nngp' | 'ntk';
  readonly depth: number;
  readonly weightVariance: number;
  readonly biasVariance: number;
  /** d; the first layer's covariance is weightVariance·x·z/d + biasVariance. */
  readonly dimensions: number;
}

/** One side of the tile's pairs. */
export interface Side {
  readonly count: number;
  /** For each hidden layer, the variances of the inputs to its activation. */
  readonly variances: readonly Float64Array[];
}

/** Inner products → the network's kernel, in place; row-major. Agrees with layers/ to a few roundings a layer. */
export function vectorNetwork(network: VectorNetwork, tile: Float64Array, rows: Side, cols: Side): void {
  const { activation, depth, weightVariance, biasVariance, dimensions } = network;
  const isNtk = network.output === 'ntk';
  const terms = TERMS[activation.type];
  const unit = vectorUnit(2 * terms.length * depth);
  const { wasm, pairs, tangents, free } = unit;
  // The terms of a layer's columns, then those of its rows, each with room for a whole strip.
  const length = wasm.STRIP.value;
  const side = terms.length * length;
  const stride = 2 * side * Float64Array.BYTES_PER_ELEMENT;
  const code = setActivation(activation, unit);
  wasm.setDense(weightVariance, biasVariance);

  const write = ({ variances }: Side, start: number, count: number, offset: number): void => {
    for (let layer = 0; layer < depth; layer++) {
      const inputs = variances[layer] as Float64Array;
      terms.forEach((term, t) => {
        writeTerm(term, inputs, start, count, free, offset + 2 * side * layer + length * t);
      });
    }
  };
  mapStrips(tile, rows.count, cols.count, pairs, {
    startColumns: (col, count) => write(cols, col, count, 0),
    map: (strip) => {
      write(rows, strip.row, strip.rows, side);
      wasm.network(code, isNtk, depth, dimensions, strip.rows, strip.width, wasm.FREE.value, stride);
      return isNtk ? tangents : pairs;
    },
  });
}

function writeTerm(term: Term, variances: Float64Array, start: number, count: number, out: Float64Array, at: number): void {
  for (let i = 0; i < count; i++) out[at + i] = term(variances[start + i] as number);
}
