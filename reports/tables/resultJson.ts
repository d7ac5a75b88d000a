// How is a result kept, and read back? As JSON (audit.json, queries.json, …): the result object and nothing else, one record to a line, so that
// two runs can be compared line by line. Called by the output writers and by `lood report`.

import { ATTACK_RESULT_SCHEMA_VERSION, attackResultSchema } from '../../src/audit/attackResult.ts';
import { QUERY_RESULT_SCHEMA_VERSION, queryResultSchema } from '../../src/audit/queryResult.ts';
import { auditResultSchema, RESULT_SCHEMA_VERSION } from '../../src/audit/result.ts';
import { VALIDATION_RESULT_SCHEMA_VERSION, validationResultSchema } from '../../src/audit/validationResult.ts';
import { AuditError } from '../../src/base/errors.ts';
import { plainText } from '../../src/base/plainText.ts';
import type { AnyResult } from '../results.ts';
import { type Inconsistency, resultInconsistency } from './resultConsistency.ts';

const SCHEMAS = {
  'lood-audit': { schema: auditResultSchema, version: RESULT_SCHEMA_VERSION },
  'lood-query': { schema: queryResultSchema, version: QUERY_RESULT_SCHEMA_VERSION },
  'lood-attack': { schema: attackResultSchema, version: ATTACK_RESULT_SCHEMA_VERSION },
  'lood-validation': { schema: validationResultSchema, version: VALIDATION_RESULT_SCHEMA_VERSION },
} as const satisfies Record<AnyResult['kind'], unknown>;

/**
 * The result as JSON text. Keys stand in the order of the schema, each top-level key begins a line, and lists of objects have one
 * element per line; numbers read back to the same float64.
 *
 * @throws AuditError `NUMERICAL_FAILURE` when the result breaks its own schema (a number that is not finite would become `null` unseen)
 */
export function resultJson(result: AnyResult): string {
  const checked = SCHEMAS[result.kind].schema.safeParse(result);
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
 * Reads the JSON file of a result.
 *
 * @param text the file's text
 * @throws AuditError `RESULT_INVALID`: not JSON, not a result, written by an incompatible version, a value that breaks the schema
 *   (naming the first by its path), or parts that contradict each other
 */
export function parseResult(text: string): AnyResult {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    const got = plainText((cause as Error).message, 120);
    throw invalid({ expected: 'JSON text, as lood writes it to audit.json', got, path: '' }, RERUN, cause);
  }
  const checked = SCHEMAS[knownKind(value)].schema.safeParse(value);
  if (!checked.success) {
    const issue = firstIssue(checked.error.issues);
    const got = describeValue(valueAt(value, issue.keys));
    throw invalid({ expected: `${issue.path} to fit the schema (${issue.message})`, got, path: issue.path });
  }
  const inconsistency = resultInconsistency(checked.data);
  if (inconsistency !== undefined) throw invalid(inconsistency);
  return checked.data;
}

const RERUN = 'the JSON file as lood wrote it, or running the command again';

function invalid({ expected, got, path }: Inconsistency, tryThis = RERUN, cause?: unknown): AuditError {
  return new AuditError('RESULT_INVALID', { expected, got, try: tryThis }, { path }, cause);
}

/** Speaks of kind and version first: every other complaint about a result of another version would mislead. */
function knownKind(value: unknown): AnyResult['kind'] {
  const { kind, schemaVersion } = (typeof value === 'object' && value !== null ? value : {}) as Record<string, unknown>;
  if (!isKnownKind(kind)) {
    const kinds = Object.keys(SCHEMAS).map((known) => `"${known}"`);
    throw invalid(
      {
        expected: `a result of lood (kind ${kinds.slice(0, -1).join(', ')} or ${kinds.at(-1)})`,
        got: `kind ${describeValue(kind)}`,
        path: 'kind',
      },
      'the JSON file of an output folder, such as audit.json',
    );
  }
  const { version } = SCHEMAS[kind];
  if (schemaVersion === version) return kind;
  const major = (text: unknown) => String(text).split('.')[0];
  const another = major(schemaVersion) === major(version) ? 'another minor version' : 'another major version';
  throw invalid(
    {
      expected: `a result of schema version ${version}`,
      got: `schema version ${describeValue(schemaVersion)}, ${another}`,
      path: 'schemaVersion',
    },
    'the version of lood named in the manifest of that result, or running the command again',
  );
}

function isKnownKind(kind: unknown): kind is AnyResult['kind'] {
  return typeof kind === 'string' && Object.hasOwn(SCHEMAS, kind);
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
