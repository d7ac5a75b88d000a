// Which kernel does a specification mean? The one place that turns a spec into functions; called by audit/, query/ and users' code.

import { AuditError, assertNever } from '../base/errors.ts';
import { describeFcn, fcnPairwise } from './fcn.ts';
import type { Kernel, KernelSpec } from './kernel.ts';
import { parseKernelSpec } from './kernelSpec.ts';
import { linearPairwise } from './linear.ts';
import { maternPairwise } from './matern.ts';
import { pairwiseKernel } from './pairwiseKernel.ts';
import { precomputedKernel } from './precomputed.ts';
import type { UserActivation } from './quadrature/activationFunction.ts';
import { rbfPairwise } from './rbf.ts';

export interface CreateKernelOptions {
  /** The caller's own activations, by the names that specs use. */
  readonly activations?: Readonly<Record<string, UserActivation>> | undefined;
}

/**
 * The kernel of a specification, as pure functions of inputs with `dimensions` columns.
 *
 * @param spec checked here; see `parseKernelSpec`
 * @param dimensions d ≥ 1, the number of columns of the inputs (for `precomputed`, the number of training records)
 * @throws AuditError `OPTION_INVALID`, `NAME_UNKNOWN`
 *
 * @example
 * const kernel = createKernel(
 *   { type: 'fcn', output: 'nngp', activation: 'relu', depth: 5, weightVariance: 2, biasVariance: 0 }, inputs.cols);
 * const gram = kernel.gram(inputs);
 */
export function createKernel(spec: KernelSpec, dimensions: number, options: CreateKernelOptions = {}): Kernel {
  if (!Number.isInteger(dimensions) || dimensions < 1) {
    throw new AuditError('OPTION_INVALID', {
      expected: 'the number of input dimensions to be a positive integer',
      got: String(dimensions),
      try: 'the number of columns of the inputs',
    });
  }
  const checked = Object.freeze(parseKernelSpec(spec, Object.keys(options.activations ?? {})));
  switch (checked.type) {
    case 'rbf':
      return pairwiseKernel(
        checked,
        `RBF, gamma ${checked.gamma}, variance ${checked.variance}`,
        dimensions,
        rbfPairwise(checked, dimensions),
      );
    case 'matern':
      return pairwiseKernel(
        checked,
        `Matérn, smoothness ${checked.smoothness}, gamma ${checked.gamma}, variance ${checked.variance}`,
        dimensions,
        maternPairwise(checked, dimensions),
      );
    case 'linear':
      return pairwiseKernel(
        checked,
        `linear, weight variance ${checked.weightVariance}, bias variance ${checked.biasVariance}`,
        dimensions,
        linearPairwise(checked, dimensions),
      );
    case 'precomputed':
      return precomputedKernel(checked, dimensions);
    case 'fcn': {
      const own = Object.hasOwn(options.activations ?? {}, checked.activation);
      return pairwiseKernel(
        checked,
        describeFcn(checked),
        dimensions,
        fcnPairwise(checked, dimensions, options.activations),
        !own,
      );
    }
    default:
      return assertNever(checked);
  }
}
