// Which kernel does a specification mean? The door for everybody's specs, which are checked here; called by audit/ and users' code.

import { AuditError } from '../base/errors.ts';
import { buildKernel } from './buildKernel.ts';
import type { Kernel, KernelSpec } from './kernel.ts';
import { parseKernelSpec } from './kernelSpec.ts';
import type { UserActivation } from './quadrature/activationFunction.ts';

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
  return buildKernel(checked, dimensions, options.activations);
}
