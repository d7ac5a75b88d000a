// How does leakage fall off around a record? LOOD of single queries along directions from it, and over planes of two directions. Called by the
// landscape pipeline in src/audit.

import { AuditError, throwIfCancelled } from '../base/errors.ts';
import type { RunOptions } from '../base/progress.ts';
import { BATCH, type Leakage, type QueryEvaluator } from './evaluateQueries.ts';
import type { Target } from './target.ts';

/** LOOD at one point of a landscape. */
export type Altitude = Pick<Leakage, 'kl' | 'meanDistance' | 'auc'>;

/**
 * LOOD of each query, asked alone, as progress of the stage `landscape`. 4n² + 2n·d flops each.
 *
 * @param queries [d] each
 * @throws AuditError NUMERICAL_FAILURE where rounding hides an answer, CANCELLED
 */
export async function altitudes(
  evaluator: QueryEvaluator,
  target: Target,
  queries: readonly Float64Array[],
  run: RunOptions = {},
): Promise<Altitude[]> {
  const out: Altitude[] = [];
  for (let start = 0; start < queries.length; start += BATCH) {
    throwIfCancelled(run.signal);
    run.onProgress?.({ stage: 'landscape', done: start, total: queries.length });
    const batch = queries.slice(start, start + BATCH).map((query) => ({ target, queries: query }));
    (await evaluator.leakages(batch)).forEach((leakage, i) => {
      if (leakage === undefined) throw hidden(start + i);
      const { kl, meanDistance, auc } = leakage;
      out.push({ kl, meanDistance, auc });
    });
  }
  run.onProgress?.({ stage: 'landscape', done: queries.length, total: queries.length });
  return out;
}

/** `count` offsets from −span to span, symmetric to the last bit; 0 is among them where the count is odd. */
export function offsetsOf(span: number, count: number): number[] {
  const last = count - 1;
  return Array.from({ length: count }, (_, i) => (last === 0 ? 0 : span * ((2 * i - last) / last)));
}

/** origin + a·u + b·v. */
export function displaced(origin: Float64Array, a: number, u: Float64Array, b = 0, v: Float64Array = u): Float64Array {
  return origin.map((value, i) => value + a * (u[i] as number) + b * (v[i] as number));
}

function hidden(index: number): AuditError {
  return new AuditError(
    'NUMERICAL_FAILURE',
    {
      expected: 'posterior variances along the landscape that exceed their rounding errors',
      got: `one at point ${index} that does not`,
      try: 'a larger --noise-variance, or a smaller --span',
    },
    { index },
  );
}
