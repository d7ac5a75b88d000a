// Which kernel is an infinitely wide fully connected network? Dense, activation, …, Dense with `depth` activations, composed from
// layers/, activations/ and vector/. Gives the NNGP kernel (network at random initialization; Lee et al. 2018) or the NTK (network
// trained by gradient descent; Jacot et al. 2018), in the conventions of neural-tangents. Called by createKernel.ts.

import { createActivation, DEFAULT_NEGATIVE_SLOPE } from './activations/createActivation.ts';
import type { KernelSpec } from './kernel.ts';
import { layeredNetwork } from './layers/layeredNetwork.ts';
import { networkRecords } from './layers/networkRecords.ts';
import type { RecordState, RecordTangent } from './layers/networkState.ts';
import type { DifferentiablePairwise } from './pairwiseKernel.ts';
import type { UserActivation } from './quadrature/activationFunction.ts';
import { vectorNetwork } from './vector/vectorNetwork.ts';

export type FcnSpec = Extract<KernelSpec, { type: 'fcn' }>;

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
  const dual = createActivation(spec.activation, { negativeSlope: spec.negativeSlope, dimensions, activations });
  const shape = { ...spec, dimensions };
  const records = networkRecords(shape, dual);
  const isNtk = spec.output === 'ntk';
  /** They are kept for the next call: what callers get must be a copy. */
  const outputs = (norms: Float64Array, withTangent: boolean) => records(norms, withTangent).at(-1) as RecordState;

  return {
    statistic: 'innerProduct',
    ...('vector' in dual ? vectorNetwork(shape, dual.vector, records) : layeredNetwork(shape, dual, records)),
    diagonal(norms) {
      const { variance, tangent } = outputs(norms, isNtk);
      return (tangent ? tangent.ntk : variance).slice();
    },
    diagonalByNorm(norms) {
      const tangent = outputs(norms, true).tangent as RecordTangent;
      return (isNtk ? tangent.ntkByNorm : tangent.varianceByNorm).slice();
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
