// Which other training records give a target away most when they are asked about? Starts for an attacker who knows the rest of the data; read
// off the columns of the inverse, without any n×n work. Called by the pipelines in src/audit.

import type { LeaveOneOut } from '../gp/leaveOneOut.ts';
import { type Matrix, rowOf } from '../linalg/matrix.ts';
import type { Objective } from './objective.ts';
import type { Target, Targets } from './target.ts';

/**
 * Positions of the `count` records outside the target that tell most about it, most first. At another record j the change is F_j = −σ²H_j and the
 * variance v_with = σ²h_j, so u_j = σ²‖H_j‖²/h_j, and ‖F_jβ‖² for the mean distance. O(n g C + n log n).
 *
 * @param allowed which records may be asked; all by default
 */
export function leakiestRecords(
  objective: Objective,
  { influence }: Targets,
  { records, column, weights }: Target,
  { leverages }: LeaveOneOut,
  count: number,
  allowed: (position: number) => boolean = () => true,
): number[] {
  const own = new Set(records);
  const scores = Float64Array.from({ length: influence.rows }, (_, j) => {
    const row = influence.data.subarray(j * influence.cols + column, j * influence.cols + column + records.length);
    if (objective === 'mean-distance') return squaredShift(row, weights);
    const leverage = leverages[j] as number;
    // A record of which the model knows nothing tells nothing.
    return leverage > 0 ? row.reduce((sum, value) => sum + value * value, 0) / leverage : 0;
  });
  return Array.from(scores.keys())
    .filter((j) => !own.has(j) && allowed(j))
    .sort((a, b) => (scores[b] as number) - (scores[a] as number) || a - b)
    .slice(0, count);
}

/** ‖H_j β‖². */
function squaredShift(row: Float64Array, weights: Matrix): number {
  const shift = new Float64Array(weights.cols);
  for (let g = 0; g < row.length; g++) {
    rowOf(weights, g).forEach((beta, c) => {
      shift[c] = (shift[c] as number) + (row[g] as number) * beta;
    });
  }
  return shift.reduce((sum, value) => sum + value * value, 0);
}
