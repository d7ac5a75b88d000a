// What was recorded, of which records, and who was a member? From a file or arrays to signals of one kind, checked. Called by auditSignals.ts.

import { AuditError } from '../../base/errors.ts';
import { plainText } from '../../base/plainText.ts';
import type { RunOptions } from '../../base/progress.ts';
import type { Warning } from '../../base/warnings.ts';
import type { NumericArray } from '../../data/dataset.ts';
import { numbersOf } from '../../data/loadNpz.ts';
import type { NpyArray } from '../../data/npyArray.ts';
import { boundInfinite } from '../../membership/signals/boundInfinite.ts';
import type { Signals } from '../../membership/signals/signals.ts';
import type { SignalKind } from '../attackResult.ts';
import { modelSignals } from './modelSignals.ts';
import { assertRecords, holdsAllClasses, referenceCount, signalLayout, signalShape } from './signalLayout.ts';
import { openSignals, type SignalArrayName, type SignalSource, type SignalsInput } from './signalSource.ts';

export interface RecordedSignals {
  readonly name: string;
  readonly format: 'npz' | 'memory';
  readonly sha256: string;
  readonly kind: SignalKind;
  /** Labels are those of the input. */
  readonly signals: Signals;
  /** Share of the signals whose confidence was rounded to 0 or 1. */
  readonly infinite: number;
  /** Names of the labels 0, 1, 2, … */
  readonly classNames: readonly string[] | undefined;
  /** Ids of the records, where the input gives them. */
  readonly recordNames: readonly string[] | undefined;
  readonly warnings: readonly Warning[];
}

/**
 * @throws AuditError of kind `input`: what is wrong with the file, an array, or how they fit together; and CANCELLED
 */
export async function readSignals(input: string | SignalsInput, run: RunOptions = {}): Promise<RecordedSignals> {
  const source = await openSignals(input, run);
  try {
    return await readFrom(source, run);
  } finally {
    source.close();
  }
}

async function readFrom(source: SignalSource, run: RunOptions): Promise<RecordedSignals> {
  const layout = signalLayout(source.names);
  const { kind } = layout;
  const has = (name: SignalArrayName) => source.names.includes(name);
  const numbers = async (name: SignalArrayName) => numbersOf(await source.read(name), `array "${name}"`);

  const memberArray = await numbers('members');
  const records = memberArray.shape.length === 1 ? memberArray.values.length : 0;
  if (records === 0) throw wrongShape('members', '[n], one number for each record', memberArray.shape, 'flattening it');
  const members = flagsOf('members', memberArray.values);
  assertBothSides(members);
  const labels = has('labels') ? labelsOf(await numbersOrAdvice(source), records) : undefined;

  const targetArray = await numbers(layout.target);
  const shape = signalShape(layout, targetArray.shape, records);
  if (kind === 'confidences') assertNoDistributions(targetArray.values, shape.queries);
  const common = { kind, records, shape, labels: holdsAllClasses(kind) ? labels : undefined };
  const target = await modelSignals({ ...common, name: layout.target, values: targetArray.values, models: 1 }, run);

  let references = 0;
  let reference: Float64Array = new Float64Array(0);
  let referenceMembers: Uint8Array = new Uint8Array(0);
  if (layout.reference !== undefined) {
    const referenceArray = await numbers(layout.reference);
    references = referenceCount(layout, targetArray.shape, referenceArray.shape);
    const whose = await numbers('reference_members');
    assertReferenceMembers(whose.shape, references, records);
    referenceMembers = flagsOf('reference_members', whose.values);
    reference = await modelSignals({ ...common, name: layout.reference, values: referenceArray.values, models: references }, run);
  }
  const { signals, warnings } = boundInfinite({
    records,
    references,
    queries: shape.queries,
    target,
    reference,
    members,
    referenceMembers,
    labels,
  });
  return {
    name: source.name,
    format: source.format,
    sha256: source.sha256,
    kind,
    signals,
    infinite: infiniteShare(target, reference),
    classNames: has('class_names') ? textOf(await source.read('class_names')) : undefined,
    recordNames: has('record') ? recordNamesOf(await source.read('record'), records) : undefined,
    warnings: [...layout.warnings, ...warnings],
  };
}

function infiniteShare(...arrays: readonly Float64Array[]): number {
  let [infinite, total] = [0, 0];
  for (const values of arrays) {
    total += values.length;
    for (const value of values) if (!Number.isFinite(value)) infinite++;
  }
  return infinite / total;
}

/** All probabilities of a record under the name of its own would be read as augmentations. */
function assertNoDistributions(values: NumericArray, queries: number): void {
  if (queries < 2) return;
  for (let start = 0; start < values.length; start += queries) {
    let sum = 0;
    for (let q = 0; q < queries; q++) sum += values[start + q] as number;
    if (!(Math.abs(sum - 1) <= 0.01)) return;
  }
  throw new AuditError('OPTION_INVALID', {
    expected: 'target_confidences to hold the probability of the own label, for each augmentation',
    got: `${queries} values whose sum is 1 for every record, as probabilities of ${queries} classes have it`,
    try: 'target_probabilities, with labels',
  });
}

/** Labels as text are common, and have a remedy of their own. */
async function numbersOrAdvice(source: SignalSource): Promise<Extract<NpyArray, { kind: 'numbers' }>> {
  const array = await source.read('labels');
  if (array.kind === 'numbers') return array;
  throw new AuditError('LABELS_INVALID', {
    expected: 'array "labels" to hold class indices, whole numbers from 0',
    got: 'text',
    try: 'labels=numpy.unique(labels, return_inverse=True)[1], and class_names for the names',
  });
}

function labelsOf({ shape, values }: Extract<NpyArray, { kind: 'numbers' }>, records: number): Int32Array {
  if (shape.length !== 1)
    throw wrongShape('labels', '[n], one class index for each record', shape, 'numpy.argmax(labels, axis=-1) for one-hot rows');
  assertRecords('labels', shape[0], records);
  const wrong = values.findIndex((label) => !(Number.isSafeInteger(label) && label >= 0 && label < 2 ** 31));
  if (wrong < 0) return Int32Array.from(values);
  throw new AuditError(
    'LABELS_INVALID',
    {
      expected: 'array "labels" to hold class indices, whole numbers from 0',
      got: `${values[wrong]} at record ${wrong}`,
      try: 'labels=numpy.unique(labels, return_inverse=True)[1]',
    },
    { record: wrong },
  );
}

/** 1 for members, 0 for others. */
function flagsOf(name: string, values: NumericArray): Uint8Array {
  const wrong = values.findIndex((value) => value !== 0 && value !== 1);
  if (wrong < 0) return Uint8Array.from(values);
  throw new AuditError(
    'RECORDS_INVALID',
    {
      expected: `array "${name}" to hold 1 or True (trained on the record) and 0 or False (not)`,
      got: `${values[wrong]} at place ${wrong}`,
      try: 'a mask over the records, not their positions',
    },
    { name, place: wrong },
  );
}

/** With one side alone no rate of hits or false alarms exists. */
function assertBothSides(members: Uint8Array): void {
  const count = members.reduce((sum, flag) => sum + flag, 0);
  if (count > 0 && count < members.length) return;
  const isAll = count > 0;
  throw new AuditError(
    'RECORDS_INVALID',
    {
      expected: 'both members and non-members of the audited model among the records',
      got: isAll ? `${count} members and no non-members` : `${members.length} non-members and no members`,
      try: isAll
        ? 'adding records that the model was not trained on, such as the test set'
        : 'adding records of the training set',
    },
    { members: count, records: members.length },
  );
}

function assertReferenceMembers(shape: readonly number[], references: number, records: number): void {
  if (shape.length === 2 && shape[0] === references && shape[1] === records) return;
  const isTurned = shape.length === 2 && shape[0] === records && shape[1] === references;
  const isSingle = shape.length === 1 && references === 1;
  throw wrongShape(
    'reference_members',
    `[${references}, ${records}], a mask over the records for each reference model`,
    shape,
    isTurned
      ? 'reference_members.T'
      : isSingle
        ? 'reference_members[None]'
        : 'checking that all arrays come from the same models and records',
  );
}

function wrongShape(name: string, expected: string, shape: readonly number[], advice: string): AuditError {
  return new AuditError(
    'SHAPE_MISMATCH',
    { expected: `array "${name}" of shape ${expected}`, got: `[${shape.join(', ')}]`, try: advice },
    { name, shape },
  );
}

function textOf({ values }: NpyArray): readonly string[] {
  return Array.from(values, String);
}

/** @throws AuditError SHAPE_MISMATCH, RECORDS_INVALID for an id that stands for two records */
function recordNamesOf(array: NpyArray, records: number): readonly string[] {
  if (array.shape.length !== 1) throw wrongShape('record', '[n], one id for each record', array.shape, 'flattening it');
  assertRecords('record', array.shape[0], records);
  const names = textOf(array);
  const seen = new Map<string, number>();
  for (const [i, name] of names.entries()) {
    const earlier = seen.get(name);
    if (earlier !== undefined) {
      throw new AuditError(
        'RECORDS_INVALID',
        {
          expected: 'array "record" to name each record once',
          got: `"${plainText(name, 60)}" for rows ${earlier} and ${i}`,
          try: 'leaving "record" out, which numbers the rows',
        },
        { rows: [earlier, i] },
      );
    }
    seen.set(name, i);
  }
  return names;
}
