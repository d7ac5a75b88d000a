// Which training record is a vector nearest to, and how many are nearer than the one it should be? Called by the attacks of this folder and by
// searches for queries.

import { AuditError } from '../base/errors.ts';
import type { RunOptions } from '../base/progress.ts';
import type { Engine } from '../linalg/engine.ts';
import { type Matrix, matrix, rowOf } from '../linalg/matrix.ts';
import { dissimilarities, forEachDissimilarities, isTie, type Likeness } from './likeness.ts';

/**
 * Place of a record among all training records by likeness to its reconstruction: 1 + records that are nearer + half of those that are as
 * near (see `isTie`), rounded up. A reconstruction that is as near to all records thus gets the middle place. Copies of the record (equal to it
 * by this likeness: by cosine also its positive multiples) do not count, since whoever has found one of them has found the record.
 * O(nd), one pass; see `dissimilarities`.
 *
 * @param reconstruction [d], standardized as the inputs are
 * @param inputs training inputs, [n, d]
 * @param record position of the true record in `inputs`
 * @returns 1 (nearest) to n
 * @throws AuditError SHAPE_MISMATCH, RECORDS_INVALID for a record that is not there, NUMERICAL_FAILURE
 */
export function rankOfRecord(reconstruction: Float64Array, inputs: Matrix, record: number, likeness: Likeness): number {
  assertRecord(record, inputs.rows);
  return rankAmong(dissimilarities(reconstruction, inputs, likeness), inputs, record, likeness);
}

/**
 * `rankOfRecord` of many reconstructions, through one product on the engine's threads.
 *
 * @param reconstructions [m, d]
 * @param records position of the true record of each, [m]
 * @throws AuditError SHAPE_MISMATCH, RECORDS_INVALID, NUMERICAL_FAILURE, CANCELLED
 */
export async function ranksOfRecords(
  engine: Engine,
  reconstructions: Matrix,
  inputs: Matrix,
  records: ArrayLike<number>,
  likeness: Likeness,
  run?: RunOptions,
): Promise<number[]> {
  assertOnePerRow(records, reconstructions.rows);
  for (let i = 0; i < records.length; i++) assertRecord(records[i] as number, inputs.rows);
  const ranks: number[] = [];
  const use = (i: number, values: Float64Array): void => {
    ranks.push(rankAmong(values, inputs, records[i] as number, likeness));
  };
  await forEachDissimilarities(engine, reconstructions, inputs, likeness, use, run);
  return ranks;
}

/**
 * Position of the training record nearest to a vector; of those that are as near (see `isTie`) the first. O(nd), one pass.
 *
 * @param query [d], standardized as the inputs are
 * @param inputs [n, d], n ≥ 1
 * @throws AuditError SHAPE_MISMATCH, RECORDS_INVALID without records, NUMERICAL_FAILURE
 */
export function nearestRecord(query: Float64Array, inputs: Matrix, likeness: Likeness): number {
  assertAnyRecord(inputs);
  return nearestAmong(dissimilarities(query, inputs, likeness), likeness);
}

/**
 * `nearestRecord` of many vectors, through one product on the engine's threads.
 *
 * @param queries [m, d]
 * @throws AuditError SHAPE_MISMATCH, RECORDS_INVALID, NUMERICAL_FAILURE, CANCELLED
 */
export async function nearestRecords(
  engine: Engine,
  queries: Matrix,
  inputs: Matrix,
  likeness: Likeness,
  run?: RunOptions,
): Promise<number[]> {
  assertAnyRecord(inputs);
  const nearest: number[] = [];
  const use = (_: number, values: Float64Array): void => {
    nearest.push(nearestAmong(values, likeness));
  };
  await forEachDissimilarities(engine, queries, inputs, likeness, use, run);
  return nearest;
}

function rankAmong(values: Float64Array, inputs: Matrix, record: number, likeness: Likeness): number {
  const own = values[record] as number;
  let nearer = 0;
  let ties = 0;
  for (let j = 0; j < values.length; j++) {
    const value = values[j] as number;
    if (isTie(value, own, likeness)) {
      if (!areCopies(inputs, record, j, likeness)) ties++;
    } else if (value < own) nearer++;
  }
  return 1 + nearer + Math.ceil(ties / 2);
}

/** Whether two records are one and the same by this likeness, as a record is to itself. */
function areCopies(inputs: Matrix, i: number, j: number, likeness: Likeness): boolean {
  if (i === j) return true;
  const [apart] = dissimilarities(rowOf(inputs, i), matrix(1, inputs.cols, rowOf(inputs, j)), likeness);
  return isTie(apart as number, 0, likeness);
}

function nearestAmong(values: Float64Array, likeness: Likeness): number {
  const least = values.reduce((a, b) => Math.min(a, b), Infinity);
  return values.findIndex((value) => isTie(value, least, likeness));
}

function assertRecord(record: number, n: number): void {
  if (Number.isInteger(record) && record >= 0 && record < n) return;
  throw new AuditError('RECORDS_INVALID', {
    expected: `a position from 0 to ${n - 1}`,
    got: `${record}`,
    try: 'the position of a training record',
  });
}

function assertOnePerRow(records: ArrayLike<number>, rows: number): void {
  if (records.length === rows) return;
  throw new AuditError('SHAPE_MISMATCH', {
    expected: `as many records as reconstructions (${rows})`,
    got: `${records.length}`,
    try: 'naming the true record of each reconstruction',
  });
}

function assertAnyRecord(inputs: Matrix): void {
  if (inputs.rows > 0) return;
  throw new AuditError('RECORDS_INVALID', { expected: 'at least one record', got: 'none', try: 'the training inputs' });
}
