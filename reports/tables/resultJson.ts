// How is a result kept, and read back? As audit.json: the result object and nothing else, one record to a line, so that two audits can be
// compared line by line. Called by the output writers and by `lood report`.

import { type AuditResult, auditResultSchema, RESULT_SCHEMA_VERSION } from '../../src/audit/result.ts';
import { AuditError } from '../../src/base/errors.ts';
import { plainText } from '../../src/base/plainText.ts';

/**
 * The result as JSON text. Keys stand in the order of the schema, each top-level key begins a line, and lists of objects have one
 * element per line; numbers read back to the same float64.
 *
 * @throws AuditError `NUMERICAL_FAILURE` when the result breaks its own schema (a number that is not finite would become `null` unseen)
 */
export function resultJson(result: AuditResult): string {
  const checked = auditResultSchema.safeParse(result);
  if (!checked.success) {
    const issue = firstIssue(checked.error.issues);
    throw new AuditError(
      'NUMERICAL_FAILURE',
      {
        expected: `every value of the result to fit its schema (${issue.message} at ${issue.path})`,
        got: describeValue(valueAt(result, issue.keys)),
        try: 'a larger noise variance; if that does not help, please report the command and this line',
      },
      { path: issue.path },
    );
  }
  const members = Object.entries(checked.data).map(([key, value]) => `${JSON.stringify(key)}:${memberText(value)}`);
  return `{\n${members.join(',\n')}\n}\n`;
}

function memberText(value: unknown): string {
  const isListOfObjects = Array.isArray(value) && value.length > 0 && value.every((v) => typeof v === 'object' && v !== null);
  return isListOfObjects ? `[\n${value.map((v) => JSON.stringify(v)).join(',\n')}\n]` : JSON.stringify(value);
}

/**
 * Reads audit.json.
 *
 * @param text the file's text
 * @throws AuditError `RESULT_INVALID`: not JSON, not a result, written by an incompatible version, a value that breaks the schema
 *   (naming the first by its path), or a record or class named that the result does not hold
 */
export function parseResult(text: string): AuditResult {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw invalid(
      'JSON text, as `lood audit` writes it to audit.json',
      plainText((cause as Error).message, 120),
      RERUN,
      '',
      cause,
    );
  }
  assertVersion(value);
  const checked = auditResultSchema.safeParse(value);
  if (!checked.success) {
    const issue = firstIssue(checked.error.issues);
    throw invalid(
      `${issue.path} to fit the schema (${issue.message})`,
      describeValue(valueAt(value, issue.keys)),
      RERUN,
      issue.path,
    );
  }
  assertReferences(checked.data);
  assertCounts(checked.data);
  return checked.data;
}

const RERUN = 'the audit.json as `lood audit` wrote it, or running the audit again';

function invalid(expected: string, got: string, tryThis: string, path: string, cause?: unknown): AuditError {
  return new AuditError('RESULT_INVALID', { expected, got, try: tryThis }, { path }, cause);
}

/** Speaks of kind and version first: every other complaint about a result of another version would mislead. */
function assertVersion(value: unknown): void {
  const { kind, schemaVersion } = (typeof value === 'object' && value !== null ? value : {}) as Record<string, unknown>;
  if (kind !== 'lood-audit') {
    throw invalid(
      'an audit result (kind "lood-audit")',
      `kind ${describeValue(kind)}`,
      'the audit.json of an output folder',
      'kind',
    );
  }
  if (schemaVersion === RESULT_SCHEMA_VERSION) return;
  const major = (version: unknown) => String(version).split('.')[0];
  const another = major(schemaVersion) === major(RESULT_SCHEMA_VERSION) ? 'another minor version' : 'another major version';
  throw invalid(
    `a result of schema version ${RESULT_SCHEMA_VERSION}`,
    `schema version ${describeValue(schemaVersion)}, ${another}`,
    'the version of lood named in the manifest of that result, or running the audit again',
    'schemaVersion',
  );
}

/** Records and classes are named by number in many places; a hand-made result may name one that is not there. */
function assertReferences(result: AuditResult): void {
  const records = new Set(result.records.map((r) => r.record));
  const classes = result.dataset.classes.length;
  const named: readonly (readonly [path: string, numbers: readonly number[], exists: (n: number) => boolean])[] = [
    ['records', result.records.map((r) => r.classIndex), (i) => i < classes],
    ['summary.byClass', result.summary.byClass.map((c) => c.classIndex), (i) => i < classes],
    ['membership.roc', result.membership.roc.map((c) => c.record), (r) => records.has(r)],
    ['membership.privacy', result.membership.privacy.map((c) => c.record), (r) => records.has(r)],
    ['exhibits', result.exhibits.map((e) => e.record), (r) => records.has(r)],
    ['certificate.trials', result.certificate?.trials.map((t) => t.record) ?? [], (r) => records.has(r)],
    ['verdict.failAbove', result.verdict.failAbove.map((f) => f.record), (r) => records.has(r)],
  ];
  for (const [path, numbers, exists] of named) {
    const at = numbers.findIndex((n) => !exists(n));
    if (at >= 0) {
      const what = path === 'records' || path === 'summary.byClass' ? 'class' : 'record';
      throw invalid(`${path}[${at}] to name a ${what} of this result`, `${what} ${numbers[at]}`, RERUN, `${path}[${at}]`);
    }
  }
  if (records.size !== result.records.length) {
    throw invalid('each record once', `${result.records.length} rows for ${records.size} records`, RERUN, 'records');
  }
}

/** Sums that stand in two places, which a report would otherwise print as a contradiction. */
function assertCounts({ dataset, records, verdict }: AuditResult): void {
  const counts: readonly (readonly [path: string, stated: number, counted: number])[] = [
    ['dataset.records', dataset.records, records.length],
    ...verdict.tiers.map(
      ({ id, records: stated }, i) =>
        [`verdict.tiers[${i}].records`, stated, records.filter(({ tier }) => tier === id).length] as const,
    ),
  ];
  for (const [path, stated, counted] of counts) {
    if (stated !== counted) throw invalid(`${path} to be the number of such records, ${counted}`, `${stated}`, RERUN, path);
  }
}

interface Issue {
  readonly path: string;
  readonly keys: readonly PropertyKey[];
  readonly message: string;
}

function firstIssue(issues: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[]): Issue {
  const { path: keys, message } = issues[0] as (typeof issues)[number];
  const path = keys.map((key, i) => (typeof key === 'number' ? `[${key}]` : `${i > 0 ? '.' : ''}${String(key)}`)).join('');
  return { path: plainText(path || 'the whole', 120), keys, message: plainText(message, 200) };
}

function valueAt(value: unknown, keys: readonly PropertyKey[]): unknown {
  return keys.reduce<unknown>(
    (inner, key) => (typeof inner === 'object' && inner !== null ? (inner as Record<PropertyKey, unknown>)[key] : undefined),
    value,
  );
}

function describeValue(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (typeof value === 'number') return String(value);
  if (Array.isArray(value)) return `a list of ${value.length}`;
  return typeof value === 'object' && value !== null ? 'an object' : plainText(JSON.stringify(value), 80);
}
