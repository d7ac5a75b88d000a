// How would the model answer many sets of queries, each had some single record not been there? The n×n work is done once for all records and
// for a pool from which the sets are drawn. Called by the numerical check of the certificate (audit/certificate.ts).

import { AuditError } from '../base/errors.ts';
import type { RunOptions } from '../base/progress.ts';
import { matrix, selectRows } from '../linalg/matrix.ts';
import {
  type GaussianProcess,
  multiply,
  type Posterior,
  posterior,
  type QueryCovariances,
  transpose,
} from './gaussianProcess.ts';
import { assertGroup, changed, type LeaveOut } from './leaveOut.ts';

/** The LeaveOut of one of the prepared records at the pool queries with the given indices. @throws AuditError RECORDS_INVALID for another record */
export type LeaveOutPool = (record: number, queries: readonly number[]) => LeaveOut;

/**
 * Prepares the leaving out of any one of `records` at subsets of a pool of M queries. O(n²(M + |records|)); each answer then costs O(m³).
 *
 * @param records positions of the records whose leaving out will be asked for
 * @throws AuditError RECORDS_INVALID, CANCELLED
 */
export async function leaveOutPool(
  gp: GaussianProcess,
  records: readonly number[],
  pool: QueryCovariances,
  run: RunOptions = {},
): Promise<LeaveOutPool> {
  for (const record of records) assertGroup([record], gp.inputs.rows);
  const columns = await gp.factor.inverseColumns(records, run);
  const all = await posterior(gp, pool, run);
  const changes = multiply(pool.cross, columns);
  return (record, queries) => {
    const column = records.indexOf(record);
    if (column < 0) throw notPrepared(record, records);
    const root = Math.sqrt(columns.data[record * records.length + column] as number);
    const factor = matrix(queries.length, 1);
    for (let i = 0; i < queries.length; i++) {
      factor.data[i] = (changes.data[(queries[i] as number) * records.length + column] as number) / root;
    }
    const weights = selectRows(gp.weights, [record]);
    for (let c = 0; c < weights.cols; c++) weights.data[c] = (weights.data[c] as number) / root;
    return changed(at(all, queries), { factor, weights });
  };
}

/** The posterior at some of its queries. */
function at({ mean, covariance, rounding }: Posterior, queries: readonly number[]): Posterior {
  return {
    mean: selectRows(mean, queries),
    covariance: transpose(selectRows(transpose(selectRows(covariance, queries)), queries)),
    rounding: Float64Array.from(queries, (query) => rounding[query] as number),
  };
}

function notPrepared(record: number, records: readonly number[]): AuditError {
  return new AuditError('RECORDS_INVALID', {
    expected: `one of the ${records.length} records prepared for leaving out`,
    got: `${record}`,
    try: 'naming it when the pool is made',
  });
}
