// Which kernel is an infinitely wide fully connected network? Dense, activation, …, Dense with `depth` activations, composed from
// layers/ and activations/. Gives the NNGP kernel (network at random initialization; Lee et al. 2018) or the NTK (network
// trained by gradient descent; Jacot et al. 2018), in the conventions of neural-tangents. Called by createKernel.ts.

import { AuditError } from '../base/errors.ts';
import type { ActivationDual } from './activations/activationDual.ts';
import { createActivation, DEFAULT_NEGATIVE_SLOPE } from './activations/createActivation.ts';
import type { KernelSpec } from './kernel.ts';
import { activationLayer } from './layers/activation.ts';
import { denseLayer } from './layers/dense.ts';
import {
  inputRecords,
  type Layer,
  type PairState,
  type RecordState,
  type RecordTangent,
  startPairs,
} from './layers/networkState.ts';
import type { DifferentiablePairwise } from './pairwiseKernel.ts';
import type { UserActivation } from './quadrature/activationFunction.ts';
import { createScratch } from './scratch.ts';
import { piecewiseLinearNetwork } from './vector/piecewiseLinearNetwork.ts';

export type FcnSpec = Extract<KernelSpec, { type: 'fcn' }>;

/** Scratch arrays 0 … 3 belong to the activation layer. */
const NNGP = 4;
const NNGP_BY_PAIR = 5;
const NNGP_BY_ROW_NORM = 6;

/**
 * The pairwise map of a fully connected network, t = x·z → k. Cost per pair: `depth` evaluations of the activation's dual.
 *
 * @param dimensions d; the first layer's covariance is weightVariance·x·z/d + biasVariance
 * @throws AuditError `NAME_UNKNOWN` for an unknown activation; the maps throw `NUMERICAL_FAILURE` when a variance overflows
 */
export function fcnPairwise(
  spec: FcnSpec,
  dimensions: number,
  activations?: Readonly<Record<string, UserActivation>>,
): DifferentiablePairwise {
  const scratch = createScratch();
  const { layers, dual } = fcnLayers(spec, dimensions, scratch, activations);
  const isNtk = spec.output === 'ntk';

  /** Maps the pairs through all layers, in place. */
  function run(state: PairState, rowNorms: Float64Array, colNorms: Float64Array): void {
    const withTangent = state.nngpTangent !== undefined;
    let rows = inputRecords(rowNorms, dimensions, withTangent);
    let cols = inputRecords(colNorms, dimensions, false);
    startPairs(state, dimensions);
    layers.forEach((layer, index) => {
      layer.pairs(state, rows, cols);
      rows = checked(layer.records(rows), index);
      cols = checked(layer.records(cols), index);
    });
  }

  /** For each hidden layer, the variances of what enters its activation. */
  function activationInputs(norms: Float64Array): Float64Array[] {
    const variances: Float64Array[] = [];
    layers.reduce(
      (state, layer, index) => {
        if (index % 2 === 1) variances.push(state.variance);
        return checked(layer.records(state), index);
      },
      inputRecords(norms, dimensions, false),
    );
    return variances;
  }

  /** The state of single inputs after all layers. */
  function records(norms: Float64Array, withTangent: boolean): RecordState {
    const input = inputRecords(norms, dimensions, withTangent);
    return layers.reduce((state, layer, index) => checked(layer.records(state), index), input);
  }

  return {
    statistic: 'innerProduct',
    apply(tile, rowNorms, colNorms) {
      if (dual.piecewiseLinear) {
        const { weightVariance, biasVariance } = spec;
        for (let i = 0; i < tile.length; i++) tile[i] = weightVariance * ((tile[i] as number) / dimensions) + biasVariance;
        piecewiseLinearNetwork(
          { ...spec, ...dual.piecewiseLinear },
          tile,
          activationInputs(rowNorms),
          activationInputs(colNorms),
        );
        return;
      }
      if (!isNtk) {
        run({ nngp: tile }, rowNorms, colNorms);
        return;
      }
      const nngp = scratch(NNGP, tile.length);
      nngp.set(tile);
      run({ nngp, ntk: tile }, rowNorms, colNorms);
    },
    applyWithDerivatives(tile, rowNorms, colNorms, byPair, byRowNorm) {
      const { length } = tile;
      if (!isNtk) {
        run({ nngp: tile, nngpTangent: { byPair, byRowNorm } }, rowNorms, colNorms);
        return;
      }
      const nngp = scratch(NNGP, length);
      nngp.set(tile);
      const nngpTangent = { byPair: scratch(NNGP_BY_PAIR, length), byRowNorm: scratch(NNGP_BY_ROW_NORM, length) };
      run({ nngp, ntk: tile, nngpTangent, ntkTangent: { byPair, byRowNorm } }, rowNorms, colNorms);
    },
    diagonal(norms) {
      const { variance, tangent } = records(norms, isNtk);
      return tangent ? tangent.ntk : variance;
    },
    diagonalByNorm(norms) {
      const tangent = records(norms, true).tangent as RecordTangent;
      return isNtk ? tangent.ntkByNorm : tangent.varianceByNorm;
    },
  };
}

/** `NTK of a fully connected gelu network, depth 3, weight variance 2, bias variance 0.1`. */
export function describeFcn(spec: FcnSpec): string {
  const { output, activation, depth, weightVariance, biasVariance } = spec;
  const slope = activation === 'leaky-relu' ? ` (slope ${spec.negativeSlope ?? DEFAULT_NEGATIVE_SLOPE})` : '';
  return (
    `${output.toUpperCase()} of a fully connected ${activation}${slope} network, depth ${depth}, ` +
    `weight variance ${weightVariance}, bias variance ${biasVariance}`
  );
}

function fcnLayers(
  spec: FcnSpec,
  dimensions: number,
  scratch: (index: number, length: number) => Float64Array,
  activations: Readonly<Record<string, UserActivation>> | undefined,
): { readonly layers: readonly Layer[]; readonly dual: ActivationDual } {
  const dense = denseLayer(spec.weightVariance, spec.biasVariance);
  const dual = createActivation(spec.activation, { negativeSlope: spec.negativeSlope, dimensions, activations });
  const activation = activationLayer(dual, scratch);
  return { layers: [dense, ...Array.from({ length: spec.depth }, () => [activation, dense]).flat()], dual };
}

/** The state, if all its variances are finite. */
function checked(state: RecordState, layerIndex: number): RecordState {
  const bad = state.variance.findIndex((v) => !Number.isFinite(v));
  if (bad < 0) return state;
  throw new AuditError(
    'NUMERICAL_FAILURE',
    {
      expected: 'the variance of every record to stay finite through the network',
      got: `${state.variance[bad]} after layer ${layerIndex + 1}`,
      try: 'a smaller weight variance, fewer layers, or inputs of smaller norm',
    },
    { layer: layerIndex + 1, record: bad },
  );
}
