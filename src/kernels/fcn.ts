// Which kernel is an infinitely wide fully connected network? Dense, activation, …, Dense with `depth` activations, composed from
// layers/ and activations/. Gives the NNGP kernel (network at random initialization; Lee et al. 2018) or the NTK (network
// trained by gradient descent; Jacot et al. 2018), in the conventions of neural-tangents. Called by createKernel.ts.

import { AuditError } from '../base/errors.ts';
import { createActivation, DEFAULT_NEGATIVE_SLOPE } from './activations/createActivation.ts';
import type { KernelSpec } from './kernel.ts';
import { activationLayer, activationValueLayer } from './layers/activation.ts';
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
import { remember } from './remember.ts';
import { createScratch } from './scratch.ts';
import { vectorNetwork } from './vector/vectorNetwork.ts';

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
  const dense = denseLayer(spec.weightVariance, spec.biasVariance);
  const dual = createActivation(spec.activation, { negativeSlope: spec.negativeSlope, dimensions, activations });
  const stack = <State extends PairState>(activation: Layer<State>): readonly Layer<State>[] => [
    dense,
    ...Array.from({ length: spec.depth }, () => [activation, dense]).flat(),
  ];
  const layers = stack(activationLayer(dual, scratch));
  const isNtk = spec.output === 'ntk';

  /** The states of single inputs before each layer, and after the last one. */
  function recordStates(norms: Float64Array, withTangent: boolean): readonly RecordState[] {
    const states = [inputRecords(norms, dimensions, withTangent)];
    layers.forEach((layer, index) => {
      states.push(checked(layer.records(states[index] as RecordState), index));
    });
    return states;
  }

  /** Without derivatives, which is what tiles need. */
  const plainStates = remember((norms) => recordStates(norms, false));

  function outputRecords(norms: Float64Array, withTangent: boolean): RecordState {
    return recordStates(norms, withTangent).at(-1) as RecordState;
  }

  /** Maps the pairs through all layers, in place. */
  function run<State extends PairState>(
    through: readonly Layer<State>[],
    state: State,
    rowNorms: Float64Array,
    colNorms: Float64Array,
  ): void {
    const rows = state.nngpTangent ? recordStates(rowNorms, true) : plainStates(rowNorms);
    const cols = plainStates(colNorms);
    startPairs(state, dimensions);
    through.forEach((layer, index) => {
      layer.pairs(state, rows[index] as RecordState, cols[index] as RecordState);
    });
  }

  function applyFunction(): DifferentiablePairwise['apply'] {
    if ('vector' in dual) {
      const network = { ...spec, activation: dual.vector, dimensions };
      const side = (norms: Float64Array) => ({
        count: norms.length,
        // Every second layer is one of activations.
        variances: plainStates(norms).flatMap(({ variance }, index) => (index % 2 === 1 ? [variance] : [])),
      });
      return (tile, rowNorms, colNorms) => vectorNetwork(network, tile, side(rowNorms), side(colNorms));
    }
    const valueLayers = stack(activationValueLayer(dual, scratch));
    if (!isNtk) return (tile, rowNorms, colNorms) => run(valueLayers, { nngp: tile }, rowNorms, colNorms);
    return (tile, rowNorms, colNorms) => {
      const nngp = scratch(NNGP, tile.length);
      nngp.set(tile);
      run(valueLayers, { nngp, ntk: tile }, rowNorms, colNorms);
    };
  }

  return {
    statistic: 'innerProduct',
    apply: applyFunction(),
    applyWithDerivatives(tile, rowNorms, colNorms, byPair, byRowNorm) {
      const { length } = tile;
      if (!isNtk) {
        run(layers, { nngp: tile, nngpTangent: { byPair, byRowNorm } }, rowNorms, colNorms);
        return;
      }
      const nngp = scratch(NNGP, length);
      nngp.set(tile);
      const nngpTangent = { byPair: scratch(NNGP_BY_PAIR, length), byRowNorm: scratch(NNGP_BY_ROW_NORM, length) };
      run(layers, { nngp, ntk: tile, nngpTangent, ntkTangent: { byPair, byRowNorm } }, rowNorms, colNorms);
    },
    diagonal(norms) {
      const { variance, tangent } = outputRecords(norms, isNtk);
      return tangent ? tangent.ntk : variance;
    },
    diagonalByNorm(norms) {
      const tangent = outputRecords(norms, true).tangent as RecordTangent;
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

/** The state, if all its variances are finite. */
function checked(state: RecordState, layerIndex: number): RecordState {
  const { variance } = state;
  let bad = 0;
  while (bad < variance.length && Number.isFinite(variance[bad] as number)) bad++;
  if (bad === variance.length) return state;
  throw new AuditError(
    'NUMERICAL_FAILURE',
    {
      expected: 'the variance of every record to stay finite through the network',
      got: `${variance[bad]} after layer ${layerIndex + 1}`,
      try: 'a smaller weight variance, fewer layers, or inputs of smaller norm',
    },
    { layer: layerIndex + 1, record: bad },
  );
}
