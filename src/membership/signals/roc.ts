// How well do scores tell members from others? The ROC curve of a sample and what is read off it. Called by the command on the scores of every
// attack; the exact curve of the optimal test is in membership/optimalTest.ts.

import { AuditError } from '../../base/errors.ts';
import { shareInterval } from '../../statistics/shareInterval.ts';
import { assertScored } from './scoredSides.ts';

/** The test that says "member" where score ≥ threshold. */
export interface RocPoint {
  readonly threshold: number;
  readonly fpr: number;
  readonly tpr: number;
}

export interface Roc {
  /** From (0, 0) with threshold ∞ to (1, 1): one point more than there are different scores. Records that tie are called members together. */
  readonly points: readonly RocPoint[];
  /** P(score of a member > score of another) + ½ P(=): the area under the points joined by lines. */
  readonly auc: number;
}

/**
 * ROC curve of scores, higher for members. Ties are one step, whose slanted line counts them half. O(n log n).
 *
 * @param scores [n]
 * @param members [n], 1 for members, of which there must be some, as of others
 * @throws AuditError SHAPE_MISMATCH, NOT_FINITE, RECORDS_INVALID
 *
 * @example
 * rocOf(Float64Array.of(9, 9, 5, 5), Uint8Array.of(1, 0, 1, 0)).auc; // 0.5
 */
export function rocOf(scores: Float64Array, members: Uint8Array): Roc {
  const sizes = assertScored(scores, members);
  const points: RocPoint[] = [{ threshold: Number.POSITIVE_INFINITY, fpr: 0, tpr: 0 }];
  // Twice the number of pairs in the right order, a whole number, so that nothing is rounded.
  let twice = 0;
  let [found, falselyFound] = [0, 0];
  for (const { score, members: inside, others } of steps(scores, members)) {
    twice += inside * (2 * (sizes.others - falselyFound) - others);
    found += inside;
    falselyFound += others;
    points.push({ threshold: score, fpr: falselyFound / sizes.others, tpr: found / sizes.members });
  }
  return { points, auc: twice / (2 * sizes.members * sizes.others) };
}

/** Members and others with the same score, from the highest score down. */
function* steps(scores: Float64Array, members: Uint8Array) {
  const order = Uint32Array.from(scores, (_, i) => i).sort((a, b) => compare(scores[b] as number, scores[a] as number));
  let next = 0;
  while (next < order.length) {
    const score = scores[order[next] as number] as number;
    const step = { score, members: 0, others: 0 };
    for (; next < order.length && scores[order[next] as number] === score; next++) {
      if (members[order[next] as number] === 0) step.others++;
      else step.members++;
    }
    yield step;
  }
}

/** The difference of equal infinities is no number. */
function compare(a: number, b: number): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

export interface TprAtFpr {
  readonly tpr: number;
  /** The false positive rate there, which ties and few non-members leave below the one asked for. */
  readonly realizedFpr: number;
  /** ∞ where calling even the highest score a member exceeds the rate. */
  readonly threshold: number;
  /** Ends of the interval of the TPR at this threshold. */
  readonly low: number;
  readonly high: number;
}

/**
 * Largest TPR of thresholds with FPR ≤ `fpr`, with its Clopper–Pearson interval. The interval takes the threshold as given: that the non-members
 * would have set another in another sample is not in it, which matters where fpr × non-members is not far above 1. O(n log n).
 *
 * @param fpr in [0, 1]; at 0, the share of members above all non-members
 * @param level of the interval
 * @throws AuditError as `rocOf`; OPTION_INVALID
 */
export function tprAtFprOf(scores: Float64Array, members: Uint8Array, fpr: number, level = 0.95): TprAtFpr {
  if (!(fpr >= 0 && fpr <= 1)) {
    throw new AuditError('OPTION_INVALID', { expected: 'a false positive rate from 0 to 1', got: `${fpr}`, try: '0.001' });
  }
  const { points } = rocOf(scores, members);
  const { threshold, tpr, fpr: realizedFpr } = points[lastAtMost(points, fpr)] as RocPoint;
  const trials = assertScored(scores, members).members;
  const { low, high } = shareInterval(Math.round(tpr * trials), trials, level);
  return { tpr, realizedFpr, threshold, low, high };
}

/** Index of the last point with such an FPR; they rise. */
function lastAtMost(points: readonly RocPoint[], fpr: number): number {
  let [low, high] = [0, points.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((points[middle] as RocPoint).fpr <= fpr) low = middle;
    else high = middle - 1;
  }
  return low;
}

/**
 * Largest share of right answers on members and others in equal numbers, 1 − (FPR + FNR)/2, in [½, 1]. As the best of all thresholds on the
 * same records it is above ½ for scores that tell nothing, by 0.44/√m of m members and as many others.
 */
export function accuracy({ points }: Roc): number {
  return points.reduce((best, { fpr, tpr }) => Math.max(best, 1 - (fpr + (1 - tpr)) / 2), 0);
}

/** Largest |TPR − FPR|, in [0, 1]: of the best threshold, read in the better direction. Biased upwards as `accuracy` is. */
export function advantage({ points }: Roc): number {
  return points.reduce((best, { fpr, tpr }) => Math.max(best, Math.abs(tpr - fpr)), 0);
}

/**
 * Positive predictive value TPR/(TPR + r·FPR): the share of members among those called so. Undefined where none are.
 *
 * @param othersPerMember r ≥ 0, how many non-members there are for each member where the attack is used
 * @throws AuditError OPTION_INVALID
 */
export function positivePredictiveValue(
  { fpr, tpr }: Pick<RocPoint, 'fpr' | 'tpr'>,
  othersPerMember: number,
): number | undefined {
  if (!(othersPerMember >= 0 && othersPerMember < Number.POSITIVE_INFINITY)) {
    throw new AuditError('OPTION_INVALID', {
      expected: 'a ratio of at least 0',
      got: `${othersPerMember}`,
      try: 'non-members divided by members',
    });
  }
  const positives = tpr + othersPerMember * fpr;
  return positives > 0 ? tpr / positives : undefined;
}
