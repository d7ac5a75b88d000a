// Are scores and memberships fit for a comparison of members with others? Called by roc.ts, aucInterval.ts, byClass.ts and falsePositiveRates.ts.

import { AuditError } from '../../base/errors.ts';

/** Number of members and of others. */
export interface SideSizes {
  readonly members: number;
  readonly others: number;
}

/**
 * @param scores [n], infinite ones allowed
 * @param members [n], 1 for members
 * @throws AuditError SHAPE_MISMATCH, NOT_FINITE for NaN, RECORDS_INVALID where one side is empty
 */
export function assertScored(scores: Float64Array, members: Uint8Array): SideSizes {
  if (scores.length !== members.length) {
    throw new AuditError(
      'SHAPE_MISMATCH',
      {
        expected: `as many memberships as scores (${scores.length})`,
        got: `${members.length}`,
        try: 'those of the same records',
      },
      { scores: scores.length, members: members.length },
    );
  }
  const wrong = scores.findIndex(Number.isNaN);
  if (wrong >= 0) {
    throw new AuditError(
      'NOT_FINITE',
      { expected: 'scores to be numbers', got: `NaN for record ${wrong}`, try: 'leaving out records that could not be scored' },
      { record: wrong },
    );
  }
  const count = members.reduce((sum, member) => sum + (member === 0 ? 0 : 1), 0);
  if (count > 0 && count < members.length) return { members: count, others: members.length - count };
  throw new AuditError(
    'RECORDS_INVALID',
    {
      expected: 'members and non-members to compare',
      got: `${count} members among ${members.length} records`,
      try: 'adding records that the model was trained on, and others that it was not',
    },
    { members: count, records: members.length },
  );
}

/** Scores of the members (`side` 1) or of the others (0). */
export function scoresOf(scores: Float64Array, members: Uint8Array, side: 0 | 1): Float64Array {
  return scores.filter((_, i) => (members[i] === 0 ? 0 : 1) === side);
}
