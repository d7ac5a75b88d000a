// Do the parts of a result agree with each other? What no schema can say: numbers of records and classes that are there, sums that stand in two
// places. A hand-made result may break it, and a report would print the contradiction. Called by resultJson.ts.

import type { AttackResult } from '../../src/audit/attackResult.ts';
import type { QueryResult } from '../../src/audit/queryResult.ts';
import type { AuditResult } from '../../src/audit/result.ts';
import type { ValidationResult } from '../../src/audit/validationResult.ts';
import { assertNever } from '../../src/base/errors.ts';
import type { AnyResult } from '../results.ts';

export interface Inconsistency {
  /** Words after *Expected* and *Got*. */
  readonly expected: string;
  readonly got: string;
  /** Where it stands in the result. */
  readonly path: string;
}

/** The first contradiction; undefined for a sound result. */
export function resultInconsistency(result: AnyResult): Inconsistency | undefined {
  switch (result.kind) {
    case 'lood-audit':
      return auditInconsistency(result);
    case 'lood-query':
      return queryInconsistency(result);
    case 'lood-attack':
      return attackInconsistency(result);
    case 'lood-validation':
      return validationInconsistency(result);
    default:
      return assertNever(result);
  }
}

type Named = readonly [what: 'record' | 'class', path: string, numbers: readonly number[], exists: (n: number) => boolean];
type Counted = readonly [path: string, stated: number, counted: number];

function auditInconsistency({ dataset, records, verdict, ...result }: AuditResult): Inconsistency | undefined {
  const numbers = new Set(records.map((r) => r.record));
  const isClass = (i: number) => i < dataset.classes.length;
  const isRecord = (r: number) => numbers.has(r);
  return (
    firstUnknown([
      ['class', 'records', records.map((r) => r.classIndex), isClass],
      ['class', 'summary.byClass', result.summary.byClass.map((c) => c.classIndex), isClass],
      ['record', 'membership.roc', result.membership.roc.map((c) => c.record), isRecord],
      ['record', 'membership.privacy', result.membership.privacy.map((c) => c.record), isRecord],
      ['record', 'exhibits', result.exhibits.map((e) => e.record), isRecord],
      ['record', 'certificate.trials', result.certificate?.trials.map((t) => t.record) ?? [], isRecord],
      ['record', 'verdict.failAbove', verdict.failAbove.map((f) => f.record), isRecord],
    ]) ??
    repeatedRecord('records', records) ??
    firstMiscount([
      ['dataset.records', dataset.records, records.length],
      ...verdict.tiers.map(
        ({ id, records: stated }, i): Counted => [
          `verdict.tiers[${i}].records`,
          stated,
          records.filter(({ tier }) => tier === id).length,
        ],
      ),
    ])
  );
}

function queryInconsistency(result: QueryResult): Inconsistency | undefined {
  const { command, dataset, search, searches, study, landscape, reconstruction } = result;
  const isClass = (i: number) => i < dataset.classes.length;
  const rebuilt = reconstruction?.records ?? [];
  const rebuiltNumbers = new Set(rebuilt.map((r) => r.record));
  const plane = landscape?.plane ?? undefined;
  return (
    missingPart('search', command !== 'landscape' && search === null) ??
    missingPart('searches', command === 'query' && searches.length === 0) ??
    missingPart('landscape', command === 'landscape' && landscape === null) ??
    missingPart('reconstruction', command === 'reconstruct' && reconstruction === null) ??
    firstUnknown([
      ['class', 'searches', searches.map((s) => Math.max(...s.classIndexes)), isClass],
      ['class', 'reconstruction.records', rebuilt.map((r) => r.classIndex), isClass],
      [
        'record',
        'reconstruction.gallery',
        reconstruction?.gallery.map((g) => g.record) ?? [],
        (record) => rebuiltNumbers.has(record),
      ],
    ]) ??
    repeatedRecord('reconstruction.records', rebuilt) ??
    firstMiscount([
      ...searches.map((s, i): Counted => [`searches[${i}].classIndexes`, s.classIndexes.length, s.records.length]),
      ...(study === null ? [] : [['study.searches', study.searches, searches.length] as const]),
      ...(reconstruction === null
        ? []
        : ([
            ['reconstruction.success.records', reconstruction.success.records, rebuilt.length],
            ['reconstruction.success.successes', reconstruction.success.successes, rebuilt.filter((r) => r.success).length],
          ] as const)),
      ...(plane === undefined
        ? []
        : [plane.kl, plane.meanDistance, plane.auc].map(
            (values): Counted => ['landscape.plane', values.length, plane.offsets.length ** 2],
          )),
    ]) ??
    bestOutOfRange(searches)
  );
}

function attackInconsistency({ signals, attacks, records, verdict }: AttackResult): Inconsistency | undefined {
  const isClass = (i: number) => i < (signals.classes?.length ?? 0);
  return (
    missingPart('verdict.attack', !attacks.some(({ name }) => name === verdict.attack)) ??
    firstUnknown([
      ['class', 'records', records.flatMap(({ classIndex }) => classIndex ?? []), isClass],
      ['class', 'attacks', attacks.flatMap(({ byClass }) => byClass.map(({ classIndex }) => classIndex)), isClass],
    ]) ??
    repeatedRecord('records', records) ??
    firstMiscount([
      ['signals.records', signals.records, records.length],
      ['signals.members', signals.members, records.filter(({ member }) => member).length],
      ['signals.nonMembers', signals.nonMembers, records.filter(({ member }) => !member).length],
      ...records.map(({ scores }, i): Counted => [`records[${i}].scores`, scores.length, attacks.length]),
    ])
  );
}

function validationInconsistency(result: ValidationResult): Inconsistency | undefined {
  const { dataset, records, rivals, landscapes } = result;
  const numbers = new Set(records.map(({ record }) => record));
  return (
    missingPart('rivals', rivals === null && records.some((one) => one.rivals !== null)) ??
    missingPart('rivals of each record', rivals !== null && records.some((one) => one.rivals === null)) ??
    firstUnknown([
      ['class', 'records', records.map(({ classIndex }) => classIndex), (i) => i < dataset.classes.length],
      ['record', 'landscapes', landscapes.map(({ record }) => record), (record) => numbers.has(record)],
    ]) ??
    repeatedRecord('records', records)
  );
}

function missingPart(path: string, isMissing: boolean): Inconsistency | undefined {
  return isMissing ? { expected: `${path} in the result of this command`, got: 'nothing', path } : undefined;
}

/** Records and classes are named by number in many places. */
function firstUnknown(named: readonly Named[]): Inconsistency | undefined {
  for (const [what, path, numbers, exists] of named) {
    const at = numbers.findIndex((n) => !exists(n));
    if (at < 0) continue;
    const place = `${path}[${at}]`;
    return { expected: `${place} to name a ${what} of this result`, got: `${what} ${numbers[at]}`, path: place };
  }
  return undefined;
}

function repeatedRecord(path: string, rows: readonly { readonly record: number }[]): Inconsistency | undefined {
  const { size } = new Set(rows.map(({ record }) => record));
  return size === rows.length
    ? undefined
    : { expected: 'each record once', got: `${rows.length} rows for ${size} records`, path };
}

function firstMiscount(counts: readonly Counted[]): Inconsistency | undefined {
  const wrong = counts.find(([, stated, counted]) => stated !== counted);
  if (wrong === undefined) return undefined;
  const [path, stated, counted] = wrong;
  return { expected: `${path} to be the number that the result holds, ${counted}`, got: `${stated}`, path };
}

function bestOutOfRange(searches: QueryResult['searches']): Inconsistency | undefined {
  const at = searches.findIndex(({ best, starts }) => best >= starts.length);
  const found = searches[at];
  if (found === undefined) return undefined;
  const path = `searches[${at}].best`;
  return { expected: `${path} to name one of ${found.starts.length} starts`, got: `${found.best}`, path };
}
