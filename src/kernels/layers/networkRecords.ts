// What do single inputs become, layer by layer? The states that pairs of them need on their way through the network, and the kernel's diagonal.
// Called by fcn.ts for layeredNetwork.ts and vector/vectorNetwork.ts.

import { AuditError } from '../../base/errors.ts';
import type { DualMoments } from '../activations/activationDual.ts';
import { mapEach } from '../mapEach.ts';
import { remember } from '../remember.ts';
import { activationRecords } from './activation.ts';
import { denseRecords } from './dense.ts';
import type { NetworkShape, RecordLayer, RecordState } from './networkState.ts';

/**
 * The states of inputs with these squared norms before each layer, and after the last one; every second layer is one of activations.
 *
 * @throws AuditError `NUMERICAL_FAILURE` when a variance overflows
 */
export type NetworkRecords = (norms: Float64Array, withTangent: boolean) => readonly RecordState[];

/** Numbers of states that are kept with tangents, and as many without: 8 MB each. At depth 5 these are the states of 87,000 inputs. */
const KEPT = 2 ** 20;

/** Cost per call: O(n·depth), or O(n) where the results are kept from a call before. */
export function networkRecords(
  { depth, weightVariance, biasVariance, dimensions }: NetworkShape,
  dual: DualMoments,
): NetworkRecords {
  const dense = denseRecords(weightVariance, biasVariance);
  const activation = activationRecords(dual);
  const layers: readonly RecordLayer[] = [dense, ...Array.from({ length: depth }, () => [activation, dense]).flat()];

  function statesOf(norms: Float64Array, withTangent: boolean): readonly RecordState[] {
    const states = [inputRecords(norms, dimensions, withTangent)];
    layers.forEach((layer, index) => {
      states.push(checked(layer(states[index] as RecordState), index));
    });
    return states;
  }

  // A tangent is three arrays beside the variances.
  const room = KEPT / (layers.length + 1);
  const plainStates = remember((norms) => statesOf(norms, false), room);
  const tangentStates = remember((norms) => statesOf(norms, true), room / 4);
  return (norms, withTangent) => (withTangent ? tangentStates(norms) : plainStates(norms));
}

/** The state of inputs with these squared norms before the first layer: variance ‖x‖²/d. */
function inputRecords(norms: Float64Array, dimensions: number, withTangent: boolean): RecordState {
  const variance = mapEach(norms, (norm) => norm / dimensions);
  if (!withTangent) return { variance };
  const n = norms.length;
  const tangent = {
    varianceByNorm: new Float64Array(n).fill(1 / dimensions),
    ntk: new Float64Array(n),
    ntkByNorm: new Float64Array(n),
  };
  return { variance, tangent };
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
