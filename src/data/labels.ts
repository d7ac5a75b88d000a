// Which class does each record belong to? Integers, whole floats, booleans, text or one-hot rows become indices into a sorted class list.
// Called by assemble.ts, the one place where values and labels meet.

import { AuditError } from '../base/errors.ts';
import { plainText } from '../base/plainText.ts';
import type { Warning } from '../base/warnings.ts';
import { byCodeUnit } from './byCodeUnit.ts';
import type { DatasetClass } from './dataset.ts';
import type { NpyArray } from './npyArray.ts';
import { parseNumber } from './writtenNumbers.ts';

/** Labels as read, one per record or one one-hot row per record. */
export type LabelArray = NpyArray;

export interface EncodedLabels {
  readonly labels: Int32Array;
  readonly classes: readonly DatasetClass[];
  readonly warnings: readonly Warning[];
}

/** Above this many classes, more than one class per two records is taken for measurements given as labels. */
const MANY_CLASSES = 20;

/**
 * Encodes labels; O(records + classes·log classes).
 *
 * @param input shape [n], [n, 1], or [n, C] with one 1 in every row
 * @param records n, the number of records they have to match
 * @param classNames names of the labels 0, 1, 2, …; a label beyond them keeps its number as its name, with a warning
 * @throws AuditError `SHAPE_MISMATCH`, `LABELS_INVALID` (not classes, or more classes than records), `CLASSES_INVALID` (one class),
 *   `NOT_FINITE`
 */
export function encodeLabels(input: LabelArray, records: number, classNames?: readonly string[]): EncodedLabels {
  assertOnePerRecord(input.shape, records);
  const width = input.shape.length === 2 ? (input.shape[1] as number) : 1;
  const raw =
    input.kind === 'text'
      ? namedLabels(input.values)
      : width === 1
        ? wholeNumbers(input.values)
        : hotColumns(input.values, records, width);

  const codes = new Map<string | number, number>();
  const order = new Int32Array(records);
  for (let i = 0; i < records; i++) {
    const label = raw[i] as string | number;
    let code = codes.get(label);
    if (code === undefined) {
      code = codes.size;
      codes.set(label, code);
    }
    order[i] = code;
  }
  const sorted = sortedLabels([...codes.keys()]);
  assertClassCount(sorted.length, records);

  const rank = new Int32Array(sorted.length);
  sorted.forEach((label, i) => {
    rank[codes.get(label) as number] = i;
  });
  const labels = order.map((code) => rank[code] as number);
  const { names, warnings } = nameClasses(sorted, classNames);
  return { labels, classes: sorted.map((label, i) => ({ label: String(label), name: names[i] as string })), warnings };
}

function assertOnePerRecord(shape: readonly number[], records: number): void {
  if (shape.length === 0 || shape.length > 2) {
    throw new AuditError('LABELS_INVALID', {
      expected: 'one label per record (shape [n], [n, 1] or one-hot [n, classes])',
      got: `labels of shape [${shape.join(', ')}]`,
      try: 'flattening the label array',
    });
  }
  if (shape[0] !== records) {
    throw new AuditError(
      'SHAPE_MISMATCH',
      {
        expected: `as many labels as records (${records})`,
        got: `${shape[0]} labels`,
        try: 'checking that both come from the same export',
      },
      { records, labels: shape[0] },
    );
  }
}

const CLASSIFICATION_HINT = 'giving class labels; for a measured quantity, group it into classes first';

/** Passes text through; an empty text is a label that is missing. */
function namedLabels(values: readonly string[]): readonly string[] {
  const row = values.findIndex((label) => label.trim() === '');
  if (row < 0) return values;
  throw new AuditError(
    'LABELS_INVALID',
    { expected: 'every record to have a label', got: `an empty text in row ${row}`, try: 'removing or labelling that record' },
    { row },
  );
}

/** Passes whole numbers through. */
function wholeNumbers(values: ArrayLike<number>): ArrayLike<number> {
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    if (Number.isSafeInteger(value)) continue;
    if (!Number.isFinite(value)) {
      throw new AuditError(
        'NOT_FINITE',
        {
          expected: 'every record to have a label',
          got: `${value} as the label of row ${i}`,
          try: 'removing or labelling that record',
        },
        { row: i, column: 'label' },
      );
    }
    throw new AuditError(
      'LABELS_INVALID',
      {
        expected: 'classification labels (whole numbers, booleans or text)',
        got: `${value} in row ${i}`,
        try: CLASSIFICATION_HINT,
      },
      { row: i, value },
    );
  }
  return values;
}

/** The position of the 1 in each row of [records, width]. */
function hotColumns(values: ArrayLike<number>, records: number, width: number): Int32Array {
  if (width > records) throw tooManyClasses(width, records);
  const hot = new Int32Array(records);
  for (let i = 0; i < records; i++) {
    let ones = 0;
    for (let j = 0; j < width; j++) {
      const value = values[i * width + j] as number;
      if (value === 1) {
        ones++;
        hot[i] = j;
      } else if (value !== 0) {
        ones = -1;
        break;
      }
    }
    if (ones !== 1) {
      throw new AuditError(
        'LABELS_INVALID',
        {
          expected: `labels of shape [${records}, ${width}] to be one-hot (a single 1 and otherwise 0 in every row)`,
          got: `another row ${i}`,
          try: CLASSIFICATION_HINT,
        },
        { row: i },
      );
    }
  }
  return hot;
}

/** Numerically where every label is a number (also as text), otherwise by code unit: the same order on every machine. */
function sortedLabels(labels: (string | number)[]): (string | number)[] {
  const numeric = labels.every((label) => typeof label === 'number' || parseNumber(label) !== undefined);
  return labels.sort((a, b) => {
    if (numeric && Number(a) !== Number(b)) return Number(a) - Number(b);
    return byCodeUnit(String(a), String(b));
  });
}

function tooManyClasses(classes: number, records: number): AuditError {
  return new AuditError(
    'LABELS_INVALID',
    {
      expected: 'fewer classes than records, with several records in most classes',
      got: `${classes} different labels for ${records} records`,
      try: CLASSIFICATION_HINT,
    },
    { classes, records },
  );
}

function assertClassCount(classes: number, records: number): void {
  if (classes < 2) {
    throw new AuditError(
      'CLASSES_INVALID',
      {
        expected: 'records of at least two classes',
        got: 'one class only',
        try: 'checking the labels, or adding records of another class',
      },
      { classes, records },
    );
  }
  if ((records > 2 && classes >= records) || (classes > MANY_CLASSES && 2 * classes > records))
    throw tooManyClasses(classes, records);
}

function nameClasses(
  sorted: readonly (string | number)[],
  classNames: readonly string[] | undefined,
): { names: readonly string[]; warnings: readonly Warning[] } {
  const labels = sorted.map(String);
  if (classNames === undefined) return { names: labels, warnings: [] };
  const names = sorted.map((label, i) => (typeof label === 'number' ? classNames[label] : undefined) || (labels[i] as string));
  const unnamed = labels.filter((_, i) => typeof sorted[i] === 'string' || !classNames[sorted[i] as number]);
  if (unnamed.length === 0) return { names, warnings: [] };
  const shown = unnamed.slice(0, 3).map((label) => `"${plainText(label, 40)}"`);
  return {
    names,
    warnings: [
      {
        code: 'CLASS_NAMES_INCOMPLETE',
        message: `The ${classNames.length} class names belong to the labels 0 to ${classNames.length - 1}; ${unnamed.length} labels have none (${shown.join(', ')}) and are shown as they are.`,
      },
    ],
  };
}
