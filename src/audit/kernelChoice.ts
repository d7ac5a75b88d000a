// Which kernel do the options of an audit mean, and which of them have no say in it? Called by audit.ts. An option of another kernel changes
// nothing, which its giver should know: it becomes a warning, and a value that no kernel takes is an error all the same.

import type { Warning } from '../base/warnings.ts';
import type { KernelSpec } from '../kernels/kernel.ts';
import { completeKernelSpec, type KernelOptions } from '../kernels/kernelOptions.ts';
import { inWords } from '../kernels/kernelSpec.ts';

/** Options besides the name of the kernel, and what they are called in a KernelSpec. */
const SPEC_KEYS = {
  kernelType: 'output',
  activation: 'activation',
  negativeSlope: 'negativeSlope',
  depth: 'depth',
  weightVariance: 'weightVariance',
  biasVariance: 'biasVariance',
  gamma: 'gamma',
  variance: 'variance',
  smoothness: 'smoothness',
} as const satisfies Record<Exclude<keyof KernelOptions, 'kernel'>, string>;

export interface KernelChoice {
  readonly spec: KernelSpec;
  readonly warnings: readonly Warning[];
}

/**
 * The kernel with every default filled in.
 *
 * @param ownActivations names of activations that the caller defines
 * @throws AuditError NAME_UNKNOWN, OPTION_INVALID
 */
export function chooseKernel(options: KernelOptions, ownActivations: readonly string[]): KernelChoice {
  const spec = completeKernelSpec(options, ownActivations);
  const keys = Object.keys(SPEC_KEYS) as (keyof typeof SPEC_KEYS)[];
  const unused = keys.filter((key) => options[key] !== undefined && !(SPEC_KEYS[key] in spec));
  if (unused.length === 0) return { spec, warnings: [] };
  // These two kernels take every option between them.
  const given = Object.fromEntries(keys.map((key) => [key, options[key]])) as KernelOptions;
  for (const kernel of ['fcn', 'matern']) completeKernelSpec({ ...given, kernel }, ownActivations);
  const model = spec.type === 'fcn' ? `fcn with activation ${spec.activation}` : spec.type;
  return {
    spec,
    warnings: [
      {
        code: 'OPTION_UNUSED',
        message: `The kernel ${model} has no ${unused.map(inWords).join(', no ')}: what was given for it changes nothing. Leave it out, or choose the kernel it belongs to.`,
      },
    ],
  };
}
