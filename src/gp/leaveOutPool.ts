// How would the model answer many sets of queries, each had some single record not been there? The n×n work is done once for all records and
// for a pool from which the sets are drawn, a few queries at a time, so that the event loop turns and a signal is heard. Called by the
// numerical check of the certificate (audit/certificate.ts).

import { AuditError, throwIfCancelled } from '../base/errors.ts';
import { type RunOptions, yieldToEventLoop } from '../base/progress.ts';
import { assertColumns, type Matrix, matrix, selectRows } from '../linalg/matrix.ts';
import {
  type GaussianProcess,
  multiply,
  type Posterior,
  posteriorFrom,
  type QueryCovariances,
  type SolvedQueries,
  transpose,
} from './gaussianProcess.ts';
import { assertGroup, changed, type LeaveOut } from './leaveOut.ts';

/** Columns of products with W between two turns of the event loop; fewer would read W, n²/2 doubles, too often. */
const COLUMNS = 8;
/** Rows of covariances between two turns: 10⁸ multiplications at 10,000 records of 3,072 values. */
const ROWS = 4;

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
  const columns = await inTurns(records.length, COLUMNS, run, (turn) =>
    transpose(gp.factor.inverseColumns(turn.map((i) => records[i] as number))),
  ).then(transpose);
  const all = posteriorFrom(gp, pool, await solveInTurns(gp, pool.cross, run));
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

/** Covariances of many queries [M, d], a few at a time. O(Mnd). @throws AuditError CANCELLED, SHAPE_MISMATCH */
export async function covariancesInTurns(gp: GaussianProcess, queries: Matrix, run: RunOptions = {}): Promise<QueryCovariances> {
  assertColumns('queries', queries, gp.inputs.cols, 'the training inputs');
  const cross = await inTurns(queries.rows, ROWS, run, (turn) => gp.kernel.cross(selectRows(queries, turn), gp.inputs));
  return { cross, prior: gp.kernel.gram(queries) };
}

/** As posterior does, a few queries at a time. */
async function solveInTurns(gp: GaussianProcess, cross: Matrix, run: RunOptions): Promise<SolvedQueries> {
  const columns = (product: (b: Matrix) => Matrix): Promise<Matrix> =>
    inTurns(cross.rows, COLUMNS, run, (turn) => transpose(product(transpose(selectRows(cross, turn))))).then(transpose);
  return { whitened: await columns(gp.factor.applyLower), predictor: await columns(gp.factor.solve) };
}

/** Rows 0 … count − 1 of a matrix, made `size` at a time; progress is that of the stage `queries`. */
async function inTurns(
  count: number,
  size: number,
  { onProgress, signal }: RunOptions,
  rowsOf: (turn: readonly number[]) => Matrix,
): Promise<Matrix> {
  let out: Matrix | undefined;
  onProgress?.({ stage: 'queries', done: 0, total: count });
  for (let start = 0; start < count; start += size) {
    await yieldToEventLoop();
    throwIfCancelled(signal);
    const turn = Array.from({ length: Math.min(size, count - start) }, (_, i) => start + i);
    const rows = rowsOf(turn);
    out ??= matrix(count, rows.cols);
    out.data.set(rows.data, start * rows.cols);
    onProgress?.({ stage: 'queries', done: start + turn.length, total: count });
  }
  return out ?? matrix(0, 0);
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
