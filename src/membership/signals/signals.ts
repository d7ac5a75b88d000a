// What was recorded of real models, and is it fit for an attack? Outputs, probabilities and losses are brought to one signal, the logit of the
// confidence in a record's own label (Carlini et al., S&P 2022, section IV.C); every attack in this folder reads it and returns `Scores`.

import { AuditError } from '../../base/errors.ts';

/**
 * Every kind of recorded signal, brought to one: φ = ln p_y − ln(1 − p_y), the logit of the confidence in the record's own label.
 * loss = ln(1 + e^−φ), p_y = 1/(1 + e^−φ).
 */
export interface Signals {
  /** n */
  readonly records: number;
  /** R ≥ 0 reference (shadow) models. */
  readonly references: number;
  /** k ≥ 1 augmentations of each record. */
  readonly queries: number;
  /** φ of the audited model, [n, k], row-major. */
  readonly target: Float64Array;
  /** φ of the reference models, [R, n, k]. */
  readonly reference: Float64Array;
  /** [n], 1 where the audited model was trained on the record. */
  readonly members: Uint8Array;
  /** [R, n], 1 where that reference model was trained on the record. */
  readonly referenceMembers: Uint8Array;
  /** [n], class indices, where known. */
  readonly labels: Int32Array | undefined;
}

/** What an attack says of each record. */
export interface Scores {
  /** Name of the attack in `ATTACKS`. */
  readonly name: string;
  /** [n]; higher = more likely a member. Compared with each other only: the unit is the attack's own. */
  readonly scores: Float64Array;
}

/**
 * Checks what the arrays alone can tell: whole counts, lengths, memberships of 0 and 1, finite φ, labels that are not negative. O(R·n·k).
 *
 * @throws AuditError OPTION_INVALID, SHAPE_MISMATCH, RECORDS_INVALID, NOT_FINITE (infinite φ: `boundInfinite`), LABELS_INVALID
 */
export function assertSignals(signals: Signals): void {
  const { records, references, queries, labels } = signals;
  assertCount('records', records, 1);
  assertCount('reference models', references, 0);
  assertCount('queries of each record', queries, 1);
  assertLength('target', signals.target, records * queries, 'records × queries');
  assertLength('reference', signals.reference, references * records * queries, 'reference models × records × queries');
  assertLength('members', signals.members, records, 'records');
  assertLength('referenceMembers', signals.referenceMembers, references * records, 'reference models × records');
  assertFlags('members', signals.members);
  assertFlags('referenceMembers', signals.referenceMembers);
  assertFinite('target', signals.target);
  assertFinite('reference', signals.reference);
  if (labels !== undefined) {
    assertLength('labels', labels, records, 'records');
    const wrong = labels.findIndex((label) => label < 0);
    if (wrong >= 0) throw labelError(`${labels[wrong]} at record ${wrong}`, 'class indices from 0', { record: wrong });
  }
}

/** @throws AuditError LABELS_INVALID */
export function labelError(got: string, expected: string, details: Readonly<Record<string, unknown>>): AuditError {
  return new AuditError(
    'LABELS_INVALID',
    { expected: `labels to be ${expected}`, got, try: 'numbering the classes from 0, in the order of the model’s outputs' },
    details,
  );
}

function assertCount(what: string, count: number, least: number): void {
  if (Number.isSafeInteger(count) && count >= least) return;
  throw new AuditError('OPTION_INVALID', {
    expected: `a whole number of ${what}, at least ${least}`,
    got: `${count}`,
    try: 'counting what the arrays hold',
  });
}

function assertLength(name: string, { length }: ArrayLike<number>, expected: number, what: string): void {
  if (length === expected) return;
  throw new AuditError(
    'SHAPE_MISMATCH',
    {
      expected: `\`${name}\` to hold ${expected} values (${what})`,
      got: `${length}`,
      try: 'checking that all arrays come from the same records and models',
    },
    { name, length, expected },
  );
}

function assertFlags(name: string, flags: Uint8Array): void {
  const wrong = flags.findIndex((flag) => flag > 1);
  if (wrong < 0) return;
  throw new AuditError(
    'RECORDS_INVALID',
    {
      expected: `\`${name}\` to hold 1 (trained on the record) and 0 (not)`,
      got: `${flags[wrong]} at place ${wrong}`,
      try: 'writing memberships as 0 and 1',
    },
    { name, place: wrong },
  );
}

function assertFinite(name: string, values: Float64Array): void {
  const wrong = values.findIndex((value) => !Number.isFinite(value));
  if (wrong < 0) return;
  const value = values[wrong] as number;
  throw new AuditError(
    'NOT_FINITE',
    {
      expected: `finite signals in \`${name}\``,
      got: `${value} at place ${wrong}`,
      try: Number.isNaN(value)
        ? 'leaving out the records or models whose outputs are not numbers'
        : 'recording logits, which do not round to certainty, or boundInfinite, which puts such signals at the end of the others',
    },
    { name, place: wrong },
  );
}
