// Is this a kernel specification? The schema of what stands in reports and configuration files; called by createKernel.ts and by
// readers of saved results.

import { z } from 'zod';
import { AuditError } from '../base/errors.ts';
import { assertKnownName } from '../base/names.ts';
import { plainText } from '../base/plainText.ts';
import { ACTIVATION_NAMES } from './activations/createActivation.ts';
import type { KernelSpec } from './kernel.ts';

/** Deeper recursions take minutes and show nothing new: kernels have met their fixed point long before. */
const GREATEST_DEPTH = 10_000;

const positive = z.number('a positive number').positive('a positive number');
const nonnegative = z.number('a number ≥ 0').nonnegative('a number ≥ 0');

/** What a spec of each type consists of; an unknown key is an error, since a misspelt option would otherwise be ignored. */
export const kernelSpecSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('rbf'), gamma: positive, variance: positive }),
  z.strictObject({
    type: z.literal('matern'),
    smoothness: z.literal([0.5, 1.5, 2.5], 'one of 0.5, 1.5, 2.5'),
    gamma: positive,
    variance: positive,
  }),
  z.strictObject({ type: z.literal('linear'), weightVariance: positive, biasVariance: nonnegative }),
  z.strictObject({ type: z.literal('precomputed') }),
  z.strictObject({
    type: z.literal('fcn'),
    output: z.enum(['nngp', 'ntk'], 'nngp or ntk'),
    activation: z.string('the name of an activation').min(1, 'the name of an activation'),
    negativeSlope: z.number('a finite number').optional(),
    depth: z
      .int(`an integer from 0 to ${GREATEST_DEPTH}`)
      .min(0, `an integer from 0 to ${GREATEST_DEPTH}`)
      .max(GREATEST_DEPTH, `an integer from 0 to ${GREATEST_DEPTH}`),
    weightVariance: positive,
    biasVariance: nonnegative,
  }),
]);

/** The names a spec's `type` may have. */
export const KERNEL_TYPES = ['fcn', 'rbf', 'matern', 'linear', 'precomputed'] as const satisfies readonly KernelSpec['type'][];

/**
 * Returns `value` as a kernel specification, or throws with every fault named.
 *
 * @param ownActivations names of activations that the caller defines, besides the known ones
 * @throws AuditError `NAME_UNKNOWN` (kernel type or activation, with the nearest known name), `OPTION_INVALID`
 */
export function parseKernelSpec(value: unknown, ownActivations: readonly string[] = []): KernelSpec {
  const type = value !== null && typeof value === 'object' && 'type' in value ? value.type : undefined;
  if (typeof type === 'string') assertKnownName('kernel', type, KERNEL_TYPES);
  const parsed = kernelSpecSchema.safeParse(value);
  if (!parsed.success) throw invalid(value, parsed.error.issues);
  const spec = parsed.data as KernelSpec;
  if (spec.type !== 'fcn') return spec;
  assertKnownName('activation', spec.activation, [...ACTIVATION_NAMES, ...ownActivations]);
  if (spec.negativeSlope !== undefined && spec.activation !== 'leaky-relu') {
    throw new AuditError('OPTION_INVALID', {
      expected: 'a negative slope with the activation leaky-relu only',
      got: `activation "${plainText(spec.activation, 60)}"`,
      try: 'leaving out the slope, or activation leaky-relu',
    });
  }
  return spec;
}

/** The words for a key: weight variance for `weightVariance`, which callers in code and users of `--weight-variance` understand alike. */
export function inWords(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

/** One message for all issues: what each value should be, and what it was. */
function invalid(value: unknown, issues: readonly z.core.$ZodIssue[]): AuditError {
  const faults = issues.map((issue) => {
    if (issue.code === 'unrecognized_keys') {
      return {
        expected: 'no other keys in a kernel specification',
        got: `the unknown ${issue.keys.map((key) => plainText(key, 40)).join(', ')}`,
      };
    }
    const path = issue.path.join('.');
    if (path === '' || path === 'type') {
      return { expected: `a kernel specification, an object with type ${KERNEL_TYPES.join(', ')}`, got: shown(value) };
    }
    const name = inWords(path);
    return {
      expected: `the kernel’s ${name} to be ${issue.message}`,
      got: `${name} ${shown((value as Record<string, unknown>)[path])}`,
    };
  });
  return new AuditError(
    'OPTION_INVALID',
    {
      expected: faults.map((fault) => fault.expected).join('; '),
      got: faults.map((fault) => fault.got).join('; '),
      try: faults.length > 1 ? 'correcting these values' : 'correcting this value',
    },
    { issues: issues.map(({ path, message }) => ({ path, message })) },
  );
}

function shown(value: unknown): string {
  if (value === undefined) return 'missing';
  if (typeof value === 'number') return String(value);
  return plainText(JSON.stringify(value) ?? String(value), 80);
}
