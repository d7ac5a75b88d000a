// Which records is a search about? Positions among the prepared records, from what the user chose. Called by runSearches.ts.

import { AuditError } from '../../base/errors.ts';
import { createRandom, sampleWithoutReplacement } from '../../base/random.ts';
import { klWithoutWith } from '../../lood/divergences.ts';
import { ownQueryPair } from '../../lood/pairs.ts';
import type { FittedSubject } from '../fitSubject.ts';
import { DEFAULT_TOP, type TargetOptions } from './options.ts';

/**
 * Groups of positions, each of which differs at once: one record each, or all chosen records.
 *
 * @throws AuditError RECORDS_INVALID for records that are not there, are given twice or are more than there are
 */
export function chosenGroups(fitted: FittedSubject, options: TargetOptions): number[][] {
  const positions = chosenPositions(fitted, options);
  if (options.together !== true) return positions.map((position) => [position]);
  if (positions.length < fitted.gp.inputs.rows) return [positions];
  throw new AuditError('RECORDS_INVALID', {
    expected: `a group that leaves at least one of the ${positions.length} records`,
    got: 'all of them',
    try: 'fewer records with --together',
  });
}

function chosenPositions(fitted: FittedSubject, { records, top, random }: TargetOptions): number[] {
  const n = fitted.gp.inputs.rows;
  if (records !== undefined) return positionsOf(fitted, records);
  if (random !== undefined) {
    assertAtMost('random', random, n);
    const all = Array.from({ length: n }, (_, i) => i);
    return sampleWithoutReplacement(all, random, createRandom(fitted.prepared.selection.seed)).sort((a, b) => a - b);
  }
  const count = top ?? Math.min(DEFAULT_TOP, n);
  assertAtMost('top', count, n);
  const kls = Array.from({ length: n }, (_, s) => klWithoutWith(ownQueryPair(fitted.gp, fitted.identities, s)));
  return kls
    .map((_, s) => s)
    .sort((a, b) => (kls[b] as number) - (kls[a] as number) || a - b)
    .slice(0, count);
}

/** Positions of rows of the input. */
export function positionsOf({ prepared, dataset }: FittedSubject, records: readonly number[]): number[] {
  if (records.length === 0) {
    throw new AuditError('RECORDS_INVALID', { expected: 'at least one record', got: 'none', try: '--records 3,57' });
  }
  const seen = new Set<number>();
  return records.map((record) => {
    if (!(Number.isInteger(record) && record >= 0 && record < dataset.records)) {
      throw wrongRecord(`records from 0 to ${dataset.records - 1}`, `${record}`, '--records with rows of the input');
    }
    if (seen.has(record)) throw wrongRecord('each record once', `${record} twice`, 'leaving one of them out');
    seen.add(record);
    const position = prepared.rows.indexOf(record);
    if (position >= 0) return position;
    throw wrongRecord(
      `records among the ${prepared.rows.length} that --classes and --limit keep`,
      `${record}, which they leave out`,
      '--top or --random, or a larger --limit',
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
