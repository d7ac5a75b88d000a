// What can go wrong, and how is it said? One catalogue of codes; one message shape: Expected … Got … Try …
// Called from every folder; the command line turns `kind` into its exit code.

import { plainText } from './plainText.ts';

/** Every error code, with whether the user's input (exit code 2) or the computation (exit code 1) is at fault. */
const CATALOGUE = {
  FILE_NOT_FOUND: 'input',
  FILE_UNREADABLE: 'input',
  FORMAT_UNKNOWN: 'input',
  CONTAINER_INVALID: 'input',
  CONTAINER_TOO_LARGE: 'input',
  DTYPE_UNSUPPORTED: 'input',
  ARRAY_MISSING: 'input',
  SHAPE_MISMATCH: 'input',
  NOT_FINITE: 'input',
  LABELS_INVALID: 'input',
  CLASSES_INVALID: 'input',
  CONSTANT_FEATURES: 'input',
  RECORDS_INVALID: 'input',
  OPTION_INVALID: 'input',
  NAME_UNKNOWN: 'input',
  OUTPUT_UNWRITABLE: 'input',
  RESULT_INVALID: 'input',
  TOO_LARGE: 'input',
  NOT_POSITIVE_DEFINITE: 'failure',
  NOT_CONVERGED: 'failure',
  NUMERICAL_FAILURE: 'failure',
  DOWNLOAD_FAILED: 'failure',
  CHECKSUM_MISMATCH: 'failure',
  CANCELLED: 'failure',
  WRITE_FAILED: 'failure',
} as const satisfies Record<string, 'input' | 'failure'>;

export type ErrorCode = keyof typeof CATALOGUE;

/** The three sentences of a message; the words after *Expected*, *Got* and *Try*, without final full stops. */
export interface ErrorText {
  readonly expected: string;
  readonly got: string;
  readonly try: string;
}

/**
 * An error that a user can act on. `message` is one line, *Expected … Got … Try …*, free of control characters.
 *
 * @example
 * throw new AuditError('SHAPE_MISMATCH', {
 *   expected: 'as many labels as records (500)', got: '499 labels', try: 'checking that x and y come from the same export',
 * }, { records: 500, labels: 499 });
 */
export class AuditError extends Error {
  override readonly name = 'AuditError';
  readonly code: ErrorCode;
  /** Whose fault: `input` (the caller can mend it; exit code 2) or `failure` (exit code 1). */
  readonly kind: 'input' | 'failure';
  /** The three parts of the message, for passing the error on between threads. */
  readonly text: ErrorText;
  /** Machine-readable facts behind the text (pivot, size, path…). */
  readonly details: Readonly<Record<string, unknown>>;

  constructor(code: ErrorCode, text: ErrorText, details: Readonly<Record<string, unknown>> = {}, cause?: unknown) {
    super(plainText(`Expected ${text.expected}. Got ${text.got}. Try ${text.try}.`, 1000), cause === undefined ? {} : { cause });
    this.code = code;
    this.kind = CATALOGUE[code];
    this.text = text;
    this.details = details;
  }
}

/** Closes a `switch` over a union: a new member that nobody handles is a compile error here. */
export function assertNever(value: never): never {
  throw new Error(`unhandled case: ${plainText(JSON.stringify(value))}`);
}

/** Throws `CANCELLED` when the caller's signal has been raised; long loops call it between units of work. */
export function throwIfCancelled(signal: AbortSignal | undefined): void {
  if (signal?.aborted) {
    throw new AuditError('CANCELLED', {
      expected: 'the run to finish',
      got: 'a request to stop',
      try: 'running the same command again; nothing was left half-written',
    });
  }
}
