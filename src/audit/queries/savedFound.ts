// How are finished searches written down for a run that may be interrupted? Numbers as text that reads back the same, arrays as the bytes they are;
// what is read is checked as anything from a file is. Called by runSearches.ts.

import { z } from 'zod';
import type { PartFormat } from '../checkpoint.ts';
import type { Found } from './found.ts';

/** What every outcome of a run has in common. */
export interface FoundShape {
  readonly groups: readonly (readonly number[])[];
  /** m·d. */
  readonly values: number;
}

/** One wave of searches as JSON. */
export function foundFormat({ groups, values }: FoundShape): PartFormat<readonly Found[]> {
  const wave = z.array(foundSchema(values)).min(1);
  return {
    encode: (part) => JSON.stringify(part, replaced),
    decode(text, before) {
      const parsed = wave.safeParse(JSON.parse(text));
      if (!parsed.success) return undefined;
      const done = before.reduce((sum, part) => sum + part.length, 0);
      const isNext = parsed.data.every(({ positions }, i) => `${positions}` === `${groups[done + i]}`);
      return isNext ? parsed.data : undefined;
    },
  };
}

/** JSON has no arrays of bytes, and no infinity, which a start that failed has. */
function replaced(_: string, value: unknown): unknown {
  if (value instanceof Float64Array) return Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('base64');
  return typeof value === 'number' && !Number.isFinite(value) ? String(value) : value;
}

function foundSchema(values: number) {
  const amount = z.number().min(0);
  const count = z.int().min(0);
  const orInfinity = z.union([z.number(), z.enum(['Infinity', '-Infinity']).transform(Number)]);
  const point = z
    .base64()
    .transform((text) => Buffer.from(text, 'base64'))
    .refine((bytes) => bytes.length === values * Float64Array.BYTES_PER_ELEMENT)
    .transform((bytes) => new Float64Array(Uint8Array.from(bytes).buffer))
    .refine((numbers) => numbers.every(Number.isFinite));
  const start = z.strictObject({
    from: z.string(),
    status: z.enum(['converged', 'iteration-limit', 'hopeless', 'failed']),
    reason: z.string().optional(),
    value: orInfinity,
    iterations: count,
    evaluations: count,
    kl: amount.nullable(),
    cosineToRecord: z.number().nullable(),
  });
  return z
    .strictObject({
      positions: z.array(count).min(1),
      point,
      leakage: z.strictObject({ kl: amount, meanDistance: amount, auc: amount }),
      ownKl: amount,
      ownMeanDistance: amount,
      gradientNorm: amount,
      gradientNormAtRecord: amount.nullable(),
      starts: z.array(start).min(1),
      best: count,
      trace: z.array(amount),
      steps: z.array(z.strictObject({ iteration: count, point })),
    })
    .refine(({ starts, best }) => best < starts.length)
    .refine(({ starts, best }) => starts[best]?.status !== 'failed');
}
