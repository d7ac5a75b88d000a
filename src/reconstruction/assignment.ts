// Which reconstruction of a group belongs to which record? Those of a group left out together come in no order, so they are given to the records
// as it fits best on the whole. Called by the attacks of this folder.

import { linearSumAssignment } from 'linear-sum-assignment';
import { type Matrix, rowOf } from '../linalg/matrix.ts';
import { dissimilarities, type Likeness } from './likeness.ts';

export interface Match {
  /** Row of the reconstructions. */
  readonly reconstruction: number;
  /** Row of the records. */
  readonly record: number;
  /** ‖r − x‖², or 1 − cos(r, x). */
  readonly dissimilarity: number;
}

/**
 * One-to-one matches of reconstructions with records of the least sum of dissimilarities: squared distances (so that of the pairs the
 * 2-Wasserstein distance is the root mean), or the largest sum of cosines. As many as there are of the fewer; what is left over is in no match.
 * By shortest augmenting paths (Crouse 2016), as implemented by linear-sum-assignment. O(rgd + min(r, g)² max(r, g)).
 *
 * @param reconstructions [r, d], standardized
 * @param records [g, d], the true records of the group
 * @returns in the order of the records; which of several best assignments is not specified
 * @throws AuditError SHAPE_MISMATCH, NUMERICAL_FAILURE where a dissimilarity is not finite
 */
export function matchByAssignment(reconstructions: Matrix, records: Matrix, likeness: Likeness): Match[] {
  const costs = Array.from({ length: reconstructions.rows }, (_, i) =>
    dissimilarities(rowOf(reconstructions, i), records, likeness),
  );
  // By reconstruction the record it is given, or −1. The library's spelling.
  const { rowAssignments } = linearSumAssignment(costs, { maximaze: false });
  return Array.from(rowAssignments)
    .flatMap((record, reconstruction) =>
      record < 0 ? [] : [{ reconstruction, record, dissimilarity: costs[reconstruction]?.[record] as number }],
    )
    .sort((a, b) => a.record - b.record);
}
