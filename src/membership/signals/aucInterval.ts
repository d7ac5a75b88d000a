// How sure is the AUC of a sample? DeLong's interval, and what takes its place where it has no width. Called by the command and byClass.ts.

import { AuditError } from '../../base/errors.ts';
import { normalTailQuantile } from '../../statistics/normal.ts';
import { shareInterval } from '../../statistics/shareInterval.ts';
import { assertScored, scoresOf } from './scoredSides.ts';

export interface AucInterval {
  readonly auc: number;
  readonly low: number;
  readonly high: number;
  readonly level: number;
  /** Of the AUC, DeLong's; 0 where every pair came out alike, NaN with a single record on a side. */
  readonly standardError: number;
}

/**
 * AUC of scores with its interval (DeLong, DeLong and Clarke-Pearson, Biometrics 44, 837, 1988). With V_i the share of others that member i
 * exceeds (ties half), and W_j the share of members that exceed other j, the variance of the AUC is var(V)/m + var(W)/n. The interval is normal in
 * ln(AUC/(1 − AUC)), which keeps it in [0, 1]. It holds for this model and these reference models: records are what was sampled.
 *
 * Where the variance is 0, all pairs came out alike: all right, all wrong, or all tied. The min(m, n) pairs without a common record are independent,
 * and the interval is then what so many equal outcomes leave open: AUC ≥ (α/2)^(1/min(m, n)) where all were right, the mirror image where all were
 * wrong, and 1 − AUC and AUC ≥ ½(α/2)^(1/min(m, n)) where all tied. A single record on a side says nothing about others: [0, 1]. O(n log n).
 *
 * @param level strictly between 0 and 1
 * @throws AuditError SHAPE_MISMATCH, NOT_FINITE, RECORDS_INVALID, OPTION_INVALID
 */
export function aucInterval(scores: Float64Array, members: Uint8Array, level = 0.95): AucInterval {
  if (!(level > 0 && level < 1)) {
    throw new AuditError('OPTION_INVALID', { expected: 'a level between 0 and 1', got: `${level}`, try: '0.95' });
  }
  const { members: m, others: n } = assertScored(scores, members);
  const inside = scoresOf(scores, members, 1).sort();
  const outside = scoresOf(scores, members, 0).sort();
  const above = variation(twiceBelow(inside, outside), 2 * n);
  const below = variation(twiceBelow(outside, inside), 2 * m);
  const auc = above.mean;
  if (m === 1 || n === 1) return { auc, low: 0, high: 1, level, standardError: Number.NaN };
  const standardError = Math.sqrt(above.variance / m + below.variance / n);
  if (standardError === 0) {
    const { low } = shareInterval(Math.min(m, n), Math.min(m, n), level);
    if (auc === 0.5) return { auc, low: low / 2, high: 1 - low / 2, level, standardError };
    return { auc, low: auc === 1 ? low : 0, high: auc === 1 ? 1 : 1 - low, level, standardError };
  }
  const logit = Math.log(auc / (1 - auc));
  const half = (normalTailQuantile((1 - level) / 2) * standardError) / (auc * (1 - auc));
  const at = (x: number) => 1 / (1 + Math.exp(-x));
  return { auc, low: at(logit - half), high: at(logit + half), level, standardError };
}

/** For each of the ascending values, twice the number of others below it, ties once: whole numbers. */
function twiceBelow(values: Float64Array, others: Float64Array): Float64Array {
  let [below, notAbove] = [0, 0];
  return values.map((value) => {
    while (below < others.length && (others[below] as number) < value) below++;
    while (notAbove < others.length && (others[notAbove] as number) <= value) notAbove++;
    return below + notAbove;
  });
}

/** Mean and sample variance of counts/unit; the deviations are taken of whole numbers, so that equal ones have none. */
function variation(counts: Float64Array, unit: number): { readonly mean: number; readonly variance: number } {
  const sum = counts.reduce((total, count) => total + count, 0);
  const mean = sum / counts.length;
  const squares = counts.reduce((total, count) => total + (count - mean) ** 2, 0);
  return { mean: sum / (counts.length * unit), variance: squares / (counts.length - 1) / unit ** 2 };
}
