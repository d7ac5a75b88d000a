// How large must ε be at least, by one run, when the best number of guesses is not known beforehand? One random half of the canaries chooses it,
// the other half is guessed and counted. Called for scores.

import { AuditError } from '../../base/errors.ts';
import type { BoundOptions, EpsilonBound } from './bounds.ts';
import { type OneRunCounts, oneRunEpsilon } from './oneRunEpsilon.ts';
import { oneRunGuesses } from './oneRunGuesses.ts';
import { shuffled } from './randomOrder.ts';
import { assertScores, type Membership } from './scoredRecords.ts';

/** Shares of the canaries that are guessed from an end, ½ from both being all of them. Few are enough: the bound is flat around its best. */
const SHARES = [0.01, 0.02, 0.05, 0.1, 0.2, 0.35, 0.5];

export interface OneRunSplitOptions extends BoundOptions {
  /** Of the halves and of ties; it stands in the result of whoever calls. */
  readonly seed: number;
}

/** The bound with the guesses it rests on, which are about the second half of the canaries. */
export interface OneRunSplitEpsilon extends EpsilonBound, OneRunCounts {
  readonly positives: number;
  readonly negatives: number;
}

/**
 * `oneRunEpsilon` of guesses whose numbers were chosen on other canaries of the same run: given their coins, the run is still a
 * differentially private function of the coins that are left, which are still fair. (Halves with equal numbers of members would not leave
 * fair coins, so the split does not look at them.) On the first half each of 7 shares is tried from the upper end, from the lower and from both.
 *
 * @param scores one per canary, higher for members; NaN is refused
 * @param members [as many] what the coins said
 * @throws AuditError SHAPE_MISMATCH, LABELS_INVALID, NOT_FINITE, RECORDS_INVALID for fewer than two canaries, OPTION_INVALID
 */
export function oneRunSplitEpsilon(
  scores: ArrayLike<number>,
  members: Membership,
  options: OneRunSplitOptions,
): OneRunSplitEpsilon {
  const { delta = 0, level = 0.95, seed } = options;
  assertScores(scores, members);
  const total = scores.length;
  if (total < 2) throw tooFew(total);
  const order = shuffled(total, seed);
  const half = Math.floor(total / 2);
  const guessesAbout = (chosen: readonly number[], plan: Plan): OneRunCounts =>
    oneRunGuesses(
      chosen.map((i) => scores[i] as number),
      chosen.map((i) => Number(members[i])),
      { ...numbersOf(plan, chosen.length), seed },
    );
  const choosing = order.slice(0, half);
  const bounding = order.slice(half);
  const bounds = PLANS.map((plan) => oneRunEpsilon(guessesAbout(choosing, plan), { delta, level }).epsilon);
  const best = PLANS[bounds.indexOf(Math.max(...bounds))] as Plan;
  const counts = guessesAbout(bounding, best);
  return { ...oneRunEpsilon(counts, { delta, level }), ...counts, ...numbersOf(best, bounding.length) };
}

interface Plan {
  readonly fromAbove: number;
  readonly fromBelow: number;
}

/** Everybody first, which is what remains where no plan shows anything. */
const PLANS: readonly Plan[] = SHARES.toReversed().flatMap((share) => [
  { fromAbove: share, fromBelow: share },
  { fromAbove: share, fromBelow: 0 },
  { fromAbove: 0, fromBelow: share },
]);

const numbersOf = ({ fromAbove, fromBelow }: Plan, canaries: number) => ({
  positives: Math.floor(fromAbove * canaries),
  negatives: Math.floor(fromBelow * canaries),
});

function tooFew(total: number): AuditError {
  return new AuditError('RECORDS_INVALID', {
    expected: 'at least two canaries, to be split',
    got: `${total}`,
    try: 'oneRunGuesses with numbers set beforehand',
  });
}
