// Which records stand for the whole in the figures of the membership test, and how are their curves named and coloured? Called by
// membershipTest.ts and privacyCurve.ts.

import type { AuditResult } from '../../src/audit/result.ts';
import type { SeriesRole } from '../figures/figure.ts';
import { recordByNumber } from '../ranking.ts';
import { recordName } from './words.ts';

export type Role = AuditResult['membership']['roc'][number]['role'];

const ROLE_NAMES: Readonly<Record<Role, string>> = {
  'most-exposed': 'most exposed',
  'upper-decile': 'top 10%',
  median: 'median',
  'least-exposed': 'least exposed',
};

export const ROLE_SERIES: Readonly<Record<Role, SeriesRole>> = {
  'most-exposed': 'primary',
  'upper-decile': 'secondary',
  median: 'tertiary',
  'least-exposed': 'quaternary',
};

/** A curve with every role of its record: in a small data set one record has several. */
export type Shown<Curve> = Curve & { readonly roles: readonly Role[] };

/** One curve for each record, in the order given. */
export function mergeRoles<Curve extends { readonly record: number; readonly role: Role }>(
  curves: readonly Curve[],
): readonly Shown<Curve>[] {
  const byRecord = new Map<number, Shown<Curve>>();
  for (const curve of curves) {
    const earlier = byRecord.get(curve.record);
    byRecord.set(
      curve.record,
      earlier === undefined ? { ...curve, roles: [curve.role] } : { ...earlier, roles: [...earlier.roles, curve.role] },
    );
  }
  return [...byRecord.values()];
}

/** `most exposed, top 10%: record 482 (class ship)`. */
export function curveName(
  result: AuditResult,
  { roles, record }: { readonly roles: readonly Role[]; readonly record: number },
): string {
  return `${roles.map((role) => ROLE_NAMES[role]).join(', ')}: ${recordName(result, recordByNumber(result, record))}`;
}
