// Which kernel do a few options mean? Defaults for what the command line and `audit()` leave out; called by cli/ and audit/.

import { AuditError } from '../base/errors.ts';
import { assertKnownName } from '../base/names.ts';
import { DEFAULT_NEGATIVE_SLOPE } from './activations/createActivation.ts';
import type { KernelSpec } from './kernel.ts';
import { inWords, KERNEL_TYPES, parseKernelSpec } from './kernelSpec.ts';

/** The options of `lood audit` that choose the kernel, under the names they have there. Those of other kernels are ignored. */
export interface KernelOptions {
  /** `fcn` (default), `rbf`, `matern`, `linear`, `precomputed`; or a name that settles a second option, see `KERNEL_ALIASES`. */
  readonly kernel?: string | undefined;
  /** For fcn: NNGP (default; the network at random initialization) or NTK (trained by gradient descent). */
  readonly kernelType?: string | undefined;
  /** For fcn; default `relu`. */
  readonly activation?: string | undefined;
  /** For leaky-relu; default 0.01. */
  readonly negativeSlope?: number | undefined;
  /** For fcn: number of hidden layers; default 5. */
  readonly depth?: number | undefined;
  /** For fcn and linear; default 2 (the paper's W_std = √2). */
  readonly weightVariance?: number | undefined;
  /** For fcn and linear; default 0. */
  readonly biasVariance?: number | undefined;
  /** For rbf and matern; default 1. */
  readonly gamma?: number | undefined;
  /** For rbf and matern: k(x, x); default 1. */
  readonly variance?: number | undefined;
  /** For matern: 0.5, 1.5 or 2.5 (default). */
  readonly smoothness?: number | undefined;
}

/** Names that stand for a kernel together with one of its options. */
export const KERNEL_ALIASES = {
  nngp: { kernel: 'fcn', kernelType: 'nngp' },
  ntk: { kernel: 'fcn', kernelType: 'ntk' },
  matern12: { kernel: 'matern', smoothness: 0.5 },
  matern32: { kernel: 'matern', smoothness: 1.5 },
  matern52: { kernel: 'matern', smoothness: 2.5 },
} as const satisfies Record<string, KernelOptions>;

/** All names that `--kernel` takes. */
export const KERNEL_OPTION_NAMES = [
  ...KERNEL_TYPES,
  ...(Object.keys(KERNEL_ALIASES) as (keyof typeof KERNEL_ALIASES)[]),
] as const;

/**
 * The full specification, with every default filled in; what a report states.
 *
 * @param ownActivations names of activations that the caller defines, besides the known ones
 * @throws AuditError `NAME_UNKNOWN`, `OPTION_INVALID`
 *
 * @example
 * completeKernelSpec({ depth: 2 });
 * // { type: 'fcn', output: 'nngp', activation: 'relu', depth: 2, weightVariance: 2, biasVariance: 0 }
 */
export function completeKernelSpec(options: KernelOptions = {}, ownActivations: readonly string[] = []): KernelSpec {
  const { kernel, ...given } = resolveAlias(options);
  const { weightVariance = 2, biasVariance = 0, gamma = 1, variance = 1 } = given;
  switch (kernel) {
    case 'fcn': {
      const { activation = 'relu', depth = 5, kernelType = 'nngp' } = given;
      const output = assertKnownName('kernel type', kernelType, ['nngp', 'ntk']);
      // A slope given for another activation is an option of another kernel, and ignored like those.
      const slope = activation === 'leaky-relu' ? { negativeSlope: given.negativeSlope ?? DEFAULT_NEGATIVE_SLOPE } : {};
      return parseKernelSpec({ type: 'fcn', output, activation, ...slope, depth, weightVariance, biasVariance }, ownActivations);
    }
    case 'rbf':
      return parseKernelSpec({ type: 'rbf', gamma, variance });
    case 'matern':
      return parseKernelSpec({ type: 'matern', smoothness: given.smoothness ?? 2.5, gamma, variance });
    case 'linear':
      return parseKernelSpec({ type: 'linear', weightVariance, biasVariance });
    case 'precomputed':
      return { type: 'precomputed' };
  }
}

type ResolvedOptions = Omit<KernelOptions, 'kernel'> & { readonly kernel: (typeof KERNEL_TYPES)[number] };

function resolveAlias(options: KernelOptions): ResolvedOptions {
  const name = assertKnownName('kernel', options.kernel ?? 'fcn', KERNEL_OPTION_NAMES);
  if (!(name in KERNEL_ALIASES)) return { ...options, kernel: name as ResolvedOptions['kernel'] };
  const meaning = KERNEL_ALIASES[name as keyof typeof KERNEL_ALIASES];
  for (const [key, value] of Object.entries(meaning)) {
    const given = options[key as keyof KernelOptions];
    if (key === 'kernel' || given === undefined || given === value) continue;
    throw new AuditError('OPTION_INVALID', {
      expected: `${inWords(key)} ${value} with the kernel ${name}`,
      got: `${inWords(key)} ${given}`,
      try: `the kernel ${meaning.kernel}, or leaving out the ${inWords(key)}`,
    });
  }
  return { ...options, ...meaning };
}
