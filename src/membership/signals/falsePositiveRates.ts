// How conspicuous is each record? The false positive rate at which it would be called a member. Called by the command for its table of records.

import { assertScored, scoresOf } from './scoredSides.ts';

/**
 * Share of the non-members, other than the record itself, with a score at least as high: the FPR of the strictest threshold that finds the record.
 * Low = conspicuous. Of a non-member it is as likely to be any value as any other; of a member it is low where the attack works. With N other
 * non-members, 0 means below about 1/N. NaN for the only non-member, who has no others. O(n log n).
 *
 * @returns [n], in [0, 1]
 * @throws AuditError SHAPE_MISMATCH, NOT_FINITE, RECORDS_INVALID
 */
export function falsePositiveRates(scores: Float64Array, members: Uint8Array): Float64Array {
  assertScored(scores, members);
  const others = scoresOf(scores, members, 0).sort();
  return scores.map((score, i) => {
    const self = members[i] === 0 ? 1 : 0;
    return (others.length - firstAtLeast(others, score) - self) / (others.length - self);
  });
}

/** Index of the first of the ascending values that is not below. */
function firstAtLeast(sorted: Float64Array, value: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] as number) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
