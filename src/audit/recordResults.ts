// What is said about each record? LOOD at its own query, the exact membership test, ε, and the tier: one pass over the records, no n×n work.

import { pathToFileURL } from 'node:url';
import { AuditError } from '../base/errors.ts';
import { packageFile } from '../base/packageFile.ts';
import type { RunOptions } from '../base/progress.ts';
import type { GaussianProcess } from '../gp/gaussianProcess.ts';
import type { LeaveOneOut } from '../gp/leaveOneOut.ts';
import type { Engine } from '../linalg/engine.ts';
import { sharedArray } from '../linalg/tiles.ts';
import type { GaussianPair, Mode } from '../lood/gaussianPair.ts';
import { recordLood } from '../lood/recordLood.ts';
import { createForThread, MEMBERSHIP_FIELDS, type MembershipOptions, numbersOf, RECORDS_PER_TASK } from './membershipTasks.ts';
import type { RecordResult } from './result.ts';
import { tierOf } from './tiers.ts';

export interface RecordResults {
  readonly records: readonly RecordResult[];
  /** The pair of output distributions of each record at its own query, in the same order. */
  readonly pairs: readonly GaussianPair[];
  /** Largest estimated relative error of the true-positive rates. */
  readonly relativeError: number;
}

/** The module that other threads load for the membership tests. */
export function membershipTasksModule(): string {
  return pathToFileURL(packageFile('dist/src/audit/membershipTasks.js')).href;
}

/**
 * Results for all records.
 *
 * @param rows input row of each record
 * @param labels class index of each record
 * @param delta δ at which ε is computed
 * @param names by input row, where the input has names
 * @throws AuditError NUMERICAL_FAILURE, NOT_CONVERGED, CANCELLED
 */
export async function recordResults(
  engine: Engine,
  gp: GaussianProcess,
  identities: LeaveOneOut,
  rows: Int32Array,
  labels: Int32Array,
  delta: number,
  run: RunOptions,
  names?: readonly string[],
): Promise<RecordResults> {
  const loods = Array.from(rows, (_, s) => recordLood(gp, identities, s));
  const modes = sharedArray(2 * rows.length);
  loods.forEach(({ pair }, s) => {
    const [mode] = pair.modes as readonly [Mode];
    modes.set([mode.varianceRatio, mode.shiftSquared], 2 * s);
  });
  // A record that no task has reached must not read as one without leakage.
  const results = sharedArray(MEMBERSHIP_FIELDS.length * rows.length).fill(Number.NaN);
  const options: MembershipOptions = { outputs: gp.targets.cols, delta, modes, results };
  const work = { local: createForThread(options), portable: { module: membershipTasksModule(), options } };
  await engine.forEachTask(Math.ceil(rows.length / RECORDS_PER_TASK), work, 'records', run);
  assertComplete(results);

  let largestError = 0;
  const records = loods.map(({ pair: _, ...lood }, s): RecordResult => {
    const { relativeError, ...numbers } = numbersOf(results, s);
    largestError = Math.max(largestError, relativeError);
    const name = names?.[rows[s] as number];
    return {
      record: rows[s] as number,
      ...(name !== undefined && { name }),
      classIndex: labels[s] as number,
      ...lood,
      ...numbers,
      tier: tierOf(numbers.tprAtFpr001Percent, numbers.tprAtFpr1Percent),
    };
  });
  return { records, pairs: loods.map(({ pair }) => pair), relativeError: largestError };
}

function assertComplete(results: Float64Array): void {
  const at = results.findIndex((value) => Number.isNaN(value));
  if (at < 0) return;
  const [position, field] = [Math.floor(at / MEMBERSHIP_FIELDS.length), MEMBERSHIP_FIELDS[at % MEMBERSHIP_FIELDS.length]];
  throw new AuditError(
    'NUMERICAL_FAILURE',
    {
      expected: 'every number of the membership test to be computed',
      got: `none for ${field} at position ${position}`,
      try: 'running again, with fewer --threads if it happens again',
    },
    { position, field },
  );
}
