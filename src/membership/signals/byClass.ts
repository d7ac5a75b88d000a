// Which classes does an attack work on? Called by the command where labels are known.

import { AuditError } from '../../base/errors.ts';
import { type AucInterval, aucInterval } from './aucInterval.ts';
import { assertScored } from './scoredSides.ts';

export interface ClassRow {
  readonly label: number;
  readonly members: number;
  readonly others: number;
  /** Undefined where the class has no members or no others. */
  readonly auc: AucInterval | undefined;
}

/**
 * AUC of the scores within each class, ascending by label. Scores are compared inside a class only, so that classes the model knows better are
 * not taken for members. With many classes some interval misses its AUC by chance. O(n log n).
 *
 * @param labels [n]
 * @throws AuditError SHAPE_MISMATCH, NOT_FINITE, RECORDS_INVALID, OPTION_INVALID
 */
export function byClass(scores: Float64Array, members: Uint8Array, labels: Int32Array, level = 0.95): ClassRow[] {
  assertScored(scores, members);
  if (labels.length !== scores.length) {
    throw new AuditError('SHAPE_MISMATCH', {
      expected: `as many labels as scores (${scores.length})`,
      got: `${labels.length}`,
      try: 'those of the same records',
    });
  }
  const records = new Map<number, number[]>();
  labels.forEach((label, i) => {
    const of = records.get(label);
    if (of === undefined) records.set(label, [i]);
    else of.push(i);
  });
  return [...records]
    .sort(([a], [b]) => a - b)
    .map(([label, rows]) => {
      const own = Uint8Array.from(rows, (i) => members[i] as number);
      const count = own.reduce((sum, member) => sum + (member === 0 ? 0 : 1), 0);
      const others = rows.length - count;
      const auc =
        count > 0 && others > 0
          ? aucInterval(
              Float64Array.from(rows, (i) => scores[i] as number),
              own,
              level,
            )
          : undefined;
      return { label, members: count, others, auc };
    });
}
