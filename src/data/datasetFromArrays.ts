// How do arrays in memory become a data set? Typed arrays, nested arrays and tensors, for audits inside training code.
// Called by library users; the same checks as for files follow in assemble.ts.

import { createHash } from 'node:crypto';
import { AuditError } from '../base/errors.ts';
import { assertKnownName } from '../base/names.ts';
import { type ArrayInput, describe, type LabelInput, toLabelArray, toNumberArray } from './arrayInput.ts';
import { assembleDataset } from './assemble.ts';
import type { Dataset, NumericArray } from './dataset.ts';
import { hashNumbers } from './hashNumbers.ts';
import type { ImageShapeOption } from './imageShape.ts';
import type { LabelArray } from './labels.ts';

export interface ArraysInput {
  /** Values: [n, d], or [n, …] with more axes (4 axes mean images). A flat array is cut into as many rows as there are labels. */
  readonly x: ArrayInput;
  /** Labels: whole numbers, booleans or text [n], or one-hot rows [n, C]. */
  readonly y: LabelInput;
  /** Shape of a flat `x`: [n, …]. */
  readonly shape?: readonly number[] | undefined;
  readonly imageShape?: ImageShapeOption | undefined;
  /** Names of the labels 0, 1, 2, … */
  readonly classNames?: readonly string[] | undefined;
  /** For display. Default `memory`. */
  readonly name?: string | undefined;
}

const INPUT_KEYS: readonly (keyof ArraysInput)[] = ['x', 'y', 'shape', 'imageShape', 'classNames', 'name'];

/**
 * A data set from arrays. Typed arrays and tensor data are used in place, not copied: leave them unchanged while the data set is in use.
 *
 * @throws AuditError `SHAPE_MISMATCH`, `NOT_FINITE`, `LABELS_INVALID`, `CLASSES_INVALID`, `RECORDS_INVALID`, `DTYPE_UNSUPPORTED`,
 *   `OPTION_INVALID`, `NAME_UNKNOWN`
 *
 * @example
 * const dataset = datasetFromArrays({ x: [[0, 1], [1, 0], [1, 1]], y: ['a', 'b', 'a'] });
 */
export function datasetFromArrays(input: ArraysInput): Dataset {
  assertInput(input);
  const { x, y, shape, imageShape, classNames, name = 'memory' } = input;
  const labels = toLabelArray(y);
  const array = toNumberArray(x, 'x');
  const records = labels.shape[0] ?? 0;
  const resolved = shape ?? (array.shape.length === 1 ? rowsOf(array.values, records) : array.shape);
  const count = resolved.reduce((product, size) => product * size, 1);
  if (count !== array.values.length || !resolved.every((size) => Number.isSafeInteger(size) && size >= 0)) {
    throw new AuditError('SHAPE_MISMATCH', {
      expected: `x to have the ${count} values of shape [${resolved.join(', ')}]`,
      got: `${array.values.length} values`,
      try: 'the shape [records, values per record]',
    });
  }
  return assembleDataset({
    name,
    format: 'memory',
    sha256: hashOf(resolved, array.values, labels),
    shape: resolved,
    values: array.values,
    labels,
    classNames,
    imageShape,
  });
}

/** What the types say, for callers in plain JavaScript; x and y are looked at where they are read. A misspelt key would be ignored. */
function assertInput(input: ArraysInput): void {
  if (typeof input !== 'object' || input === null) {
    throw invalid('the arrays as an object { x, y }', describe(input), 'datasetFromArrays({ x: features, y: labels })');
  }
  const { shape, classNames, name } = input;
  for (const key of Object.keys(input)) assertKnownName('name of an input', key, INPUT_KEYS);
  if (shape !== undefined && !Array.isArray(shape)) {
    throw invalid('shape to be a list of sizes', describe(shape), 'shape: [records, values per record]');
  }
  if (classNames !== undefined && !(Array.isArray(classNames) && classNames.every((word) => typeof word === 'string'))) {
    throw invalid('classNames to be a list of text', describe(classNames), "classNames: ['cat', 'dog']");
  }
  if (name !== undefined && typeof name !== 'string') throw invalid('name to be text', describe(name), "name: 'my data'");
}

function invalid(expected: string, got: string, tryText: string): AuditError {
  return new AuditError('OPTION_INVALID', { expected, got, try: tryText });
}

function rowsOf(values: NumericArray, records: number): readonly number[] {
  const dimensions = values.length / records;
  if (Number.isInteger(dimensions)) return [records, dimensions];
  throw new AuditError('SHAPE_MISMATCH', {
    expected: `a flat x to divide into as many rows as there are labels (${records})`,
    got: `${values.length} values`,
    try: 'giving shape: [records, values per record]',
  });
}

/**
 * SHA-256 over shape, values as float64 (little-endian) and labels as JSON: the same for the same numbers in any numeric type,
 * so that a float32 tensor and a nested array of its values agree.
 */
function hashOf(shape: readonly number[], values: NumericArray, labels: LabelArray): string {
  const hash = createHash('sha256').update(`lood arrays ${JSON.stringify(shape)}\n`);
  hashNumbers(hash, values);
  return hash.update(JSON.stringify([labels.shape, [...labels.values]])).digest('hex');
}
