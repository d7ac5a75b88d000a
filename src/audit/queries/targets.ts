// Which records is a search about? Positions among the prepared records, from what the user chose. Called by findQueries.ts, landscapeOf.ts and
// reconstructRecords.ts.

import { AuditError } from '../../base/errors.ts';
import { createRandom, sampleWithoutReplacement } from '../../base/random.ts';
import { klWithoutWith } from '../../lood/divergences.ts';
import { ownQueryPair } from '../../lood/pairs.ts';
import type { FittedSubject } from '../fitSubject.ts';
import type { Subject } from '../subject.ts';
import { DEFAULT_TOP, type TargetOptions } from './options.ts';

/** What is needed to find records. */
type Records = Pick<Subject, 'prepared' | 'dataset'>;

/**
 * How many records differ at once, which is known before the model is fitted: checks the whole choice.
 *
 * @throws AuditError RECORDS_INVALID for records that are not there, are given twice or are more than there are
 */
export function groupSizeOf(subject: Records, { records, top, random, together }: TargetOptions): number {
  const n = subject.prepared.rows.length;
  if (records !== undefined) positionsOf(subject, records);
  if (random !== undefined) assertAtMost('random', random, n);
  if (top !== undefined) assertAtMost('top', top, n);
  if (together !== true) return 1;
  const count = records?.length ?? random ?? top ?? Math.min(DEFAULT_TOP, n);
  if (count < n) return count;
  throw new AuditError('RECORDS_INVALID', {
    expected: `a group that leaves at least one of the ${n} records`,
    got: 'all of them',
    try: 'fewer records with --together',
  });
}

/**
 * Groups of positions, each of which differs at once: one record each, or all chosen records.
 *
 * @throws AuditError as groupSizeOf
 */
export function chosenGroups(fitted: FittedSubject, options: TargetOptions): number[][] {
  groupSizeOf(fitted, options);
  const positions = chosenPositions(fitted, options);
  return options.together === true ? [positions] : positions.map((position) => [position]);
}

function chosenPositions(fitted: FittedSubject, { records, top, random }: TargetOptions): number[] {
  const n = fitted.gp.inputs.rows;
  if (records !== undefined) return positionsOf(fitted, records);
  const all = Array.from({ length: n }, (_, s) => s);
  if (random !== undefined) {
    return sampleWithoutReplacement(all, random, createRandom(fitted.prepared.selection.seed)).sort((a, b) => a - b);
  }
  const kls = all.map((s) => klWithoutWith(ownQueryPair(fitted.gp, fitted.identities, s)));
  return all.sort((a, b) => (kls[b] as number) - (kls[a] as number) || a - b).slice(0, top ?? Math.min(DEFAULT_TOP, n));
}

/**
 * Positions of rows of the input.
 *
 * @param option that named them
 * @throws AuditError RECORDS_INVALID
 */
export function positionsOf(
  { prepared, dataset }: Records,
  records: readonly number[],
  option: 'records' | 'record' = 'records',
): number[] {
  if (records.length === 0) throw wrongRecord('at least one record', 'none', `--${option} 3`);
  const positions = new Map(Array.from(prepared.rows, (row, position) => [row, position]));
  const seen = new Set<number>();
  return records.map((record) => {
    if (!(Number.isInteger(record) && record >= 0 && record < dataset.records)) {
      throw wrongRecord(
        `records from 0 to ${dataset.records - 1}, the rows of the input`,
        `${record}`,
        `--${option} ${dataset.records - 1}`,
      );
    }
    if (seen.has(record)) throw wrongRecord('each record once', `${record} twice`, 'leaving one of them out');
    seen.add(record);
    const position = positions.get(record);
    if (position !== undefined) return position;
    const kept = prepared.rows.find((row) => row > record) ?? prepared.rows.at(-1);
    throw wrongRecord(
      `records among the ${prepared.rows.length} that --classes and --limit keep`,
      `${record}, which they leave out`,
      `one that is kept, such as --${option} ${kept}${option === 'records' ? ', --top or --random' : ''}, or a larger --limit`,
    );
  });
}

function wrongRecord(expected: string, got: string, tryThis: string): AuditError {
  return new AuditError('RECORDS_INVALID', { expected, got, try: tryThis });
}

function assertAtMost(name: string, count: number, n: number): void {
  if (Number.isInteger(count) && count >= 1 && count <= n) return;
  throw wrongRecord(
    `a whole number from 1 to ${n} (the records there are) for --${name}`,
    `${count}`,
    `--${name} ${Math.min(n, 20)}`,
  );
}
