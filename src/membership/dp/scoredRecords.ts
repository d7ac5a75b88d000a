// How do scores of members and of others compare at a threshold? Checks and sorts what an attack has recorded. Called by the bounds that take
// scores.

import { AuditError } from '../../base/errors.ts';
import type { AttackCounts } from './clopperPearsonEpsilon.ts';

/** Which scores speak for membership: those above a threshold, those below it, or whichever says more. */
export type Direction = 'above' | 'below' | 'either';

/** Whether each record was a member: booleans, or 1 and 0. */
export type Membership = ArrayLike<boolean> | ArrayLike<number>;

/** Scores in ascending order. */
export interface ScoredRecords {
  readonly members: Float64Array;
  readonly others: Float64Array;
}

/**
 * @throws AuditError SHAPE_MISMATCH, LABELS_INVALID, NOT_FINITE (for NaN: an infinite score has its place), RECORDS_INVALID without both kinds
 */
export function scoredRecords(scores: ArrayLike<number>, members: Membership): ScoredRecords {
  assertScores(scores, members);
  const [inside, outside]: [number[], number[]] = [[], []];
  for (let i = 0; i < scores.length; i++) (members[i] ? inside : outside).push(scores[i] as number);
  if (inside.length === 0 || outside.length === 0) {
    throw new AuditError('RECORDS_INVALID', {
      expected: 'scores of members and of others',
      got: `${inside.length} and ${outside.length}`,
      try: 'scoring records that were not trained on as well',
    });
  }
  return { members: Float64Array.from(inside).sort(), others: Float64Array.from(outside).sort() };
}

/** @throws AuditError SHAPE_MISMATCH, LABELS_INVALID, NOT_FINITE */
export function assertScores(scores: ArrayLike<number>, members: Membership): void {
  if (scores.length !== members.length) {
    throw new AuditError('SHAPE_MISMATCH', {
      expected: `as many memberships as scores (${scores.length})`,
      got: `${members.length}`,
      try: 'checking that both come from the same run',
    });
  }
  for (let i = 0; i < scores.length; i++) {
    if (Number(members[i]) !== 0 && Number(members[i]) !== 1) {
      throw new AuditError('LABELS_INVALID', {
        expected: 'true or false, or 1 or 0, for each record',
        got: `${members[i]} for record ${i}`,
        try: '1 for members',
      });
    }
    if (Number.isNaN(scores[i])) {
      throw new AuditError('NOT_FINITE', {
        expected: 'a number as score of each record',
        got: `NaN for record ${i}`,
        try: 'leaving out records whose score could not be computed',
      });
    }
  }
}

/** The same records with scores of the opposite sign, still in ascending order. */
export function reversed({ members, others }: ScoredRecords): ScoredRecords {
  const turn = (scores: Float64Array) => scores.map((score) => -score).reverse();
  return { members: turn(members), others: turn(others) };
}

/** The attack "member when score > threshold", or < for `below`. */
export function countsBeyond({ members, others }: ScoredRecords, threshold: number, direction: 'above' | 'below'): AttackCounts {
  const count = direction === 'above' ? countAbove : countBelow;
  return {
    truePositives: count(members, threshold),
    positives: members.length,
    falsePositives: count(others, threshold),
    negatives: others.length,
  };
}

/** How many of ascending numbers lie above a threshold. */
export function countAbove(ascending: Float64Array, threshold: number): number {
  return ascending.length - firstIndex(ascending, (score) => score > threshold);
}

export function countBelow(ascending: Float64Array, threshold: number): number {
  return firstIndex(ascending, (score) => score >= threshold);
}

/** Index of the first element that is beyond, by bisection; the length where none is. */
function firstIndex(ascending: Float64Array, isBeyond: (score: number) => boolean): number {
  let [low, high] = [0, ascending.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isBeyond(ascending[middle] as number)) high = middle;
    else low = middle + 1;
  }
  return low;
}
