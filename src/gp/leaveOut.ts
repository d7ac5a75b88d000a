// How would the model answer given queries had a group of records not been there? The posteriors with and without the group from the one
// factorization: with G = (k(Q, X) P)[:, S],   μ_without = μ_with − G P_SS⁻¹ α_S,   Σ_without = Σ_with + G P_SS⁻¹ Gᵀ
// ((2.2) of docs/mathematics.md).

import { AuditError } from '../base/errors.ts';
import type { RunOptions } from '../base/progress.ts';
import { type Matrix, matrix, selectRows } from '../linalg/matrix.ts';
import {
  type GaussianProcess,
  multiply,
  type Posterior,
  posterior,
  type QueryCovariances,
  transpose,
} from './gaussianProcess.ts';
import { choleskyRoot, solveLower } from './smallCholesky.ts';

/** The two neighbouring worlds at the same queries. */
export interface LeaveOut {
  readonly withRecords: Posterior;
  readonly withoutRecords: Posterior;
  /** The rank-g change between them, kept in factors because differences of the posteriors would cancel. */
  readonly change: RankChange;
}

/** μ_with − μ_without = F β and Σ_without − Σ_with = F Fᵀ. */
export interface RankChange {
  /** F = G R⁻ᵀ with P_SS = R Rᵀ, [m, g]. */
  readonly factor: Matrix;
  /** β = R⁻¹ α_S, [g, C]. */
  readonly weights: Matrix;
}

/**
 * Posteriors at the queries with all records and without those in `group`. O(n²(m + g)).
 *
 * @param group positions of the differing records S among the training inputs, distinct
 * @param queries from covariancesOf or covariancesOfRecords
 * @throws AuditError RECORDS_INVALID, NOT_POSITIVE_DEFINITE, CANCELLED
 */
export async function leaveOut(
  gp: GaussianProcess,
  group: readonly number[],
  queries: QueryCovariances,
  run?: RunOptions,
): Promise<LeaveOut> {
  assertGroup(group, gp.inputs.rows);
  const withRecords = await posterior(gp, queries, run);
  const columns = await gp.factor.inverseColumns(group, run);
  const g = multiply(queries.cross, columns);
  const root = choleskyRoot(selectRows(columns, group));
  const factor = transpose(solveLower(root, transpose(g)));
  const weights = solveLower(root, selectRows(gp.weights, group));
  return changed(withRecords, { factor, weights });
}

/** Both worlds, from one of them and the change between them. */
export function changed(withRecords: Posterior, change: RankChange): LeaveOut {
  const shift = multiply(change.factor, change.weights);
  const growth = multiply(change.factor, transpose(change.factor));
  return {
    withRecords,
    withoutRecords: {
      mean: combine(withRecords.mean, shift, -1),
      covariance: combine(withRecords.covariance, growth, 1),
      rounding: withRecords.rounding,
    },
    change,
  };
}

/** Throws `RECORDS_INVALID` unless `group` holds distinct positions below n and leaves at least one record. */
export function assertGroup(group: readonly number[], n: number): void {
  const wrong = group.find((s, i) => !Number.isInteger(s) || s < 0 || s >= n || group.indexOf(s) !== i);
  if (wrong === undefined && group.length > 0 && group.length < n) return;
  throw new AuditError('RECORDS_INVALID', {
    expected: `between 1 and ${n - 1} distinct positions from 0 to ${n - 1}`,
    got:
      wrong === undefined
        ? `${group.length} positions`
        : `${wrong}${group.indexOf(wrong) === group.lastIndexOf(wrong) ? '' : ' twice'}`,
    try: 'leaving out existing records, each once',
  });
}

function combine(a: Matrix, b: Matrix, sign: 1 | -1): Matrix {
  return matrix(
    a.rows,
    a.cols,
    a.data.map((value, i) => value + sign * (b.data[i] as number)),
  );
}
