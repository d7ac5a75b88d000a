// How large must ε be at least, by how often an attack with a threshold set beforehand was right? From exact intervals of its two rates, as in
// Jagielski, Ullman and Oprea, NeurIPS 2020. Called for counts, and by sampleSplitEpsilon.ts and bonferroniEpsilon.ts for scores.

import { shareInterval } from '../../statistics/shareInterval.ts';
import { assertDelta, assertLevel, type BoundOptions, type EpsilonBound } from './bounds.ts';

/** What became of an attack: trials with the record ("positives") and without it, and how many of each it took for members. */
export interface AttackCounts {
  readonly truePositives: number;
  readonly positives: number;
  readonly falsePositives: number;
  readonly negatives: number;
}

export interface ClopperPearsonOptions extends BoundOptions {
  /** Also count the opposite attack, which guesses the other way each time; each gets half of 1 − level. False by default. */
  readonly bothDirections?: boolean;
}

export interface ClopperPearsonEpsilon extends EpsilonBound {
  /** What the rates imply before it is set to at least 0, negative for an attack that is no better than chance; null where δ alone explains it. */
  readonly logRatio: number | null;
  /** Which rates gave it: ln((TPR − δ)/FPR) of `members`, ln((TNR − δ)/FNR) of `nonMembers`. */
  readonly from: 'members' | 'nonMembers';
  /** Of the attack as counted, or, where `isReversed`, of its opposite: the lower end of TPR and the upper end of FPR. */
  readonly tprLow: number;
  readonly fprHigh: number;
  readonly isReversed: boolean;
}

/**
 * Differential privacy asks TPR ≤ e^ε FPR + δ of every attack, and the same of non-members. With the lower end of TPR and the upper end of FPR,
 * each wrong with probability (1 − level)/2 at most (Clopper and Pearson), both
 *
 *   ε ≥ ln((TPR_low − δ)/FPR_high)   and   ε ≥ ln((1 − FPR_high − δ)/(1 − TPR_low))
 *
 * hold at once, so that the larger counts without a further price. The other two inequalities are about the opposite attack.
 *
 * It promises what it says for trials that are independent (each with a model trained anew, say) and a threshold that does not depend on them;
 * the largest of several is no bound at this level: see bonferroniEpsilon.ts. Finite: no number of trials bounds FPR by 0.
 *
 * @example
 * clopperPearsonEpsilon({ truePositives: 500, positives: 500, falsePositives: 0, negatives: 500 }, { level: 0.99 }).epsilon; // 4.5419
 * @throws AuditError OPTION_INVALID
 */
export function clopperPearsonEpsilon(counts: AttackCounts, options: ClopperPearsonOptions = {}): ClopperPearsonEpsilon {
  const { delta = 0, level = 0.95, bothDirections = false } = options;
  assertDelta(delta);
  assertLevel(level);
  if (!bothDirections) return oneDirection(counts, delta, level, level, false);
  const share = 1 - (1 - level) / 2;
  const { truePositives, positives, falsePositives, negatives } = counts;
  const opposite = { ...counts, truePositives: positives - truePositives, falsePositives: negatives - falsePositives };
  return largerBound(oneDirection(counts, delta, share, level, false), oneDirection(opposite, delta, share, level, true));
}

/** @param share the level of this direction, of which `level` is the whole */
function oneDirection(
  { truePositives, positives, falsePositives, negatives }: AttackCounts,
  delta: number,
  share: number,
  level: number,
  isReversed: boolean,
): ClopperPearsonEpsilon {
  const tprLow = shareInterval(truePositives, positives, share).low;
  const fprHigh = shareInterval(falsePositives, negatives, share).high;
  const members = Math.log(Math.max(0, tprLow - delta) / fprHigh);
  const nonMembers = Math.log(Math.max(0, 1 - fprHigh - delta) / (1 - tprLow));
  const logRatio = Math.max(members, nonMembers);
  return {
    epsilon: Math.max(0, logRatio),
    logRatio: logRatio === Number.NEGATIVE_INFINITY ? null : logRatio,
    from: members >= nonMembers ? 'members' : 'nonMembers',
    tprLow,
    fprHigh,
    isReversed,
    delta,
    level,
  };
}

/** The bound of the two that says more. */
export function largerBound<B extends ClopperPearsonEpsilon>(a: B, b: B): B {
  return (b.logRatio ?? Number.NEGATIVE_INFINITY) > (a.logRatio ?? Number.NEGATIVE_INFINITY) ? b : a;
}
