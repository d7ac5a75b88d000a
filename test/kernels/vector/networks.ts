// What do the tests of networks in the vector unit share? Networks, inputs with the special cases among them, and both routes through them.

import { createKernel } from '../../../src/kernels/createKernel.ts';
import { innerProducts } from '../../../src/kernels/innerProducts.ts';
import type { ClosedFormActivation, Kernel, KernelSpec } from '../../../src/kernels/kernel.ts';
import { layeredNetwork } from '../../../src/kernels/layers/layeredNetwork.ts';
import { networkRecords } from '../../../src/kernels/layers/networkRecords.ts';
import type { PairMaps } from '../../../src/kernels/pairwiseKernel.ts';
import { type Matrix, matrix, rowSquaredNorms } from '../../../src/linalg/matrix.ts';
import { randomMatrix } from '../../support/randomMatrices.ts';
import { scalarDual } from '../../support/scalarDuals.ts';

export const OUTPUTS = ['nngp', 'ntk'] as const;

/** Activations with a kink, at which the NTK has a cusp. */
export const KINKED: readonly string[] = ['relu', 'leaky-relu', 'abs'];

/** Relative to the largest value, for each layer: the formulas are the layers', in which a dozen roundings are distributed otherwise. */
export const PER_LAYER = 4e-15;

/**
 * The same for an NTK. At a kink it depends on the angle between inputs, in which the rounding of their correlation grows by the inverse of
 * the angle, and layer by layer inputs draw closer.
 */
export const perLayer = (activation: string, output: string): number =>
  output === 'ntk' && KINKED.includes(activation) ? 10 * PER_LAYER : PER_LAYER;

type FcnSpec = Extract<KernelSpec, { type: 'fcn' }>;

/** Columns of the inputs. */
const D = 6;

export function network(activation: string, output: FcnSpec['output'], depth: number, more: Partial<FcnSpec> = {}): Kernel {
  return createKernel({ type: 'fcn', output, activation, depth, weightVariance: 1.7, biasVariance: 0.1, ...more }, D);
}

/** A chaotic network would multiply every rounding; of these activations only sin makes one at weight variance 1.1. */
export const calm = (activation: string): Partial<FcnSpec> => ({ weightVariance: activation === 'sin' ? 0.9 : 1.1 });

/** Random inputs with a copy, an opposite and a zero among them. */
export function inputsOf(rows: number, seed: number, size = 1): Matrix {
  const inputs = scaled(randomMatrix(rows, D, seed), size);
  for (let c = 0; c < D && rows > 3; c++) {
    inputs.data[D + c] = inputs.data[c] as number;
    inputs.data[2 * D + c] = -(inputs.data[c] as number);
    inputs.data[3 * D + c] = 0;
  }
  return inputs;
}

export const mapsOf = ({ pairwise }: Kernel): PairMaps => pairwise as PairMaps;

/** The same network by the layers, one pair at a time. */
export function layersOf({ spec }: Kernel): PairMaps {
  const fcn = spec as FcnSpec & { activation: ClosedFormActivation };
  const shape = { ...fcn, dimensions: D };
  const dual = scalarDual(fcn.activation, D, fcn.negativeSlope);
  return layeredNetwork(shape, dual, networkRecords(shape, dual));
}

export function tileOf(maps: PairMaps, rows: Matrix, cols: Matrix): Float64Array {
  const tile = innerProducts(rows, cols).data;
  maps.apply(tile, rowSquaredNorms(rows), rowSquaredNorms(cols));
  return tile;
}

export interface DifferentiatedTile {
  readonly values: Float64Array;
  readonly byPair: Float64Array;
  readonly byRowNorm: Float64Array;
}

export function differentiate(maps: PairMaps, rows: Matrix, cols: Matrix): DifferentiatedTile {
  const values = innerProducts(rows, cols).data;
  const [byPair, byRowNorm] = [values.map(() => Number.NaN), values.map(() => Number.NaN)];
  maps.applyWithDerivatives(values, rowSquaredNorms(rows), rowSquaredNorms(cols), byPair, byRowNorm);
  return { values, byPair, byRowNorm };
}

export function scaled({ rows, cols, data }: Matrix, factor: number): Matrix {
  return matrix(
    rows,
    cols,
    data.map((v) => factor * v),
  );
}

/** Of a square tile. */
export function diagonalOf(tile: Float64Array): number[] {
  const n = Math.sqrt(tile.length);
  return Array.from({ length: n }, (_, i) => tile[(n + 1) * i] as number);
}
