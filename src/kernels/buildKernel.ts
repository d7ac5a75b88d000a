// Which functions belong to a checked specification? The one place that knows every kernel. Called by createKernel.ts, and by threads, which need
// no second check and start sooner without the schema.

import { assertNever } from '../base/errors.ts';
import { describeFcn, fcnPairwise } from './fcn.ts';
import type { Kernel, KernelSpec } from './kernel.ts';
import { linearPairwise } from './linear.ts';
import { maternPairwise } from './matern.ts';
import { pairwiseKernel } from './pairwiseKernel.ts';
import { precomputedKernel } from './precomputed.ts';
import type { UserActivation } from './quadrature/activationFunction.ts';
import { rbfPairwise } from './rbf.ts';

/** @param dimensions as in createKernel */
export function buildKernel(
  spec: KernelSpec,
  dimensions: number,
  activations: Readonly<Record<string, UserActivation>> = {},
): Kernel {
  switch (spec.type) {
    case 'rbf':
      return pairwiseKernel(
        spec,
        `RBF, gamma ${spec.gamma}, variance ${spec.variance}`,
        dimensions,
        rbfPairwise(spec, dimensions),
      );
    case 'matern':
      return pairwiseKernel(
        spec,
        `Matérn, smoothness ${spec.smoothness}, gamma ${spec.gamma}, variance ${spec.variance}`,
        dimensions,
        maternPairwise(spec, dimensions),
      );
    case 'linear':
      return pairwiseKernel(
        spec,
        `linear, weight variance ${spec.weightVariance}, bias variance ${spec.biasVariance}`,
        dimensions,
        linearPairwise(spec, dimensions),
      );
    case 'precomputed':
      return precomputedKernel(spec, dimensions);
    case 'fcn': {
      const own = Object.hasOwn(activations, spec.activation);
      return pairwiseKernel(spec, describeFcn(spec), dimensions, fcnPairwise(spec, dimensions, activations), !own);
    }
    default:
      return assertNever(spec);
  }
}
