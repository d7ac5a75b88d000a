// Which canaries does an attack guess to have been in the training set, which not, and how often is it right? Called before oneRunEpsilon.ts and
// oneRunFdpEpsilon.ts.

import { AuditError } from '../../base/errors.ts';
import type { OneRunCounts } from './oneRunEpsilon.ts';
import { randomOrder } from './randomOrder.ts';
import { assertScores, type Membership } from './scoredRecords.ts';

export interface GuessOptions {
  /** How many canaries, those with the highest scores, are guessed to be members. */
  readonly positives: number;
  /** How many, those with the lowest scores, are guessed not to be. With 0 the attack only guesses members. */
  readonly negatives: number;
  /** Among equal scores chance decides, by this seed. */
  readonly seed: number;
}

/**
 * The attack abstains from the rest. Both numbers must be set before the memberships are looked at: the best of several, by the bound they give,
 * is no bound at its level; oneRunSplitEpsilon.ts chooses them on other canaries.
 *
 * @param scores one per canary, higher for members; NaN is refused
 * @param members [as many] what the coins said
 * @throws AuditError SHAPE_MISMATCH, LABELS_INVALID, NOT_FINITE, OPTION_INVALID
 */
export function oneRunGuesses(
  scores: ArrayLike<number>,
  members: Membership,
  { positives, negatives, seed }: GuessOptions,
): OneRunCounts {
  assertScores(scores, members);
  const canaries = scores.length;
  assertGuesses(positives, negatives, canaries);
  const order = randomOrder(scores, seed);
  let correct = 0;
  for (const i of order.slice(canaries - positives)) correct += Number(members[i]);
  for (const i of order.slice(0, negatives)) correct += 1 - Number(members[i]);
  return { canaries, guesses: positives + negatives, correct };
}

function assertGuesses(positives: number, negatives: number, canaries: number): void {
  const areCounts = [positives, negatives].every((count) => Number.isSafeInteger(count) && count >= 0);
  if (areCounts && positives + negatives <= canaries && canaries > 0) return;
  throw new AuditError('OPTION_INVALID', {
    expected: `whole numbers of guesses, no more in all than there are canaries (${canaries})`,
    got: `${positives} and ${negatives}`,
    try: 'a tenth of the canaries from each end',
  });
}
