// Does the attack find a leak, none, or nothing that can be told? From the intervals of the attack that the verdict rests on. Called by auditSignals.ts.

import type { AttackOutcome, AttackResult } from '../attackResult.ts';

/**
 * AUC up to which a leak that may have been missed counts as small: at 0.55 an attacker who is shown a member and another record picks the member 55
 * times in 100. A policy choice, stated in every report; raising it calls smaller samples sufficient.
 */
export const SMALL_LEAK = 0.55;

/**
 * A leak is found where the interval of the AUC lies above ½, or the intervals of both rates of some operating point lie apart: a few records that are
 * recognised surely hardly move the AUC. With three operating points the second happens by chance about as rarely as the first.
 */
export function findingOf({
  auc,
  operatingPoints,
}: Pick<AttackOutcome, 'auc' | 'operatingPoints'>): AttackResult['verdict']['finding'] {
  if (auc.high < 0.5) return 'reversed';
  if (auc.low > 0.5 || operatingPoints.some(({ low, fprHigh }) => low > fprHigh)) return 'leak';
  return auc.high <= SMALL_LEAK ? 'none-found' : 'too-few-records';
}
