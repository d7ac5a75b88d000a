// Which records are validated? Those named, or so many spread evenly over the ranking by leakage, so that agreement is seen over its whole range. Called by
// validate.ts.

import { AuditError } from '../../base/errors.ts';
import { klWithoutWith } from '../../lood/divergences.ts';
import { ownQueryPair } from '../../lood/pairs.ts';
import type { FittedSubject } from '../fitSubject.ts';
import { positionsOf } from '../queries/targets.ts';
import type { Subject } from '../subject.ts';
import { VALIDATE_DEFAULTS, type ValidationSettings } from './options.ts';

/** Checks the choice before any work. @throws AuditError RECORDS_INVALID */
export function assertRecords(subject: Subject, records: ValidationSettings['records']): void {
  if (records === undefined) return;
  if (typeof records !== 'number') {
    positionsOf(subject, records);
    return;
  }
  const n = subject.prepared.rows.length;
  if (Number.isInteger(records) && records >= 1 && records <= n) return;
  throw new AuditError('RECORDS_INVALID', {
    expected: `a whole number from 1 to ${n} (the records there are) for --records`,
    got: `${records}`,
    try: `--records ${Math.min(n, 40)}, or rows of the input in a list such as --records 3,57`,
  });
}

/** Positions. Of a count k: those in the middle of k equal parts of the ranking by KL, the least exposed first. */
export function chooseRecords(fitted: FittedSubject, records: ValidationSettings['records']): number[] {
  if (typeof records === 'object') return positionsOf(fitted, records);
  const n = fitted.gp.inputs.rows;
  const count = records ?? Math.min(VALIDATE_DEFAULTS.records, n);
  const kls = Array.from({ length: n }, (_, s) => klWithoutWith(ownQueryPair(fitted.gp, fitted.identities, s)));
  const ranked = Array.from(kls.keys()).sort((a, b) => (kls[a] as number) - (kls[b] as number) || a - b);
  return Array.from({ length: count }, (_, i) => ranked[Math.floor(((i + 0.5) * n) / count)] as number);
}
