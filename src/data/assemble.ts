// How do an array of values and its labels become a data set? The checks that hold for every source stand here, once.
// Called by every reader and by datasetFromArrays.

import { AuditError } from '../base/errors.ts';
import { plainText } from '../base/plainText.ts';
import type { Warning } from '../base/warnings.ts';
import type { Dataset, DatasetFormat, NumericArray, TableColumn } from './dataset.ts';
import { type ImageShapeOption, resolveImageShape } from './imageShape.ts';
import { encodeLabels, type LabelArray } from './labels.ts';

/** What a reader found, before any check of its meaning. */
export interface RawDataset {
  readonly name: string;
  readonly format: DatasetFormat;
  readonly sha256: string;
  /** [n, …]: records first. Four sizes mean images, so a format that holds images gives four. */
  readonly shape: readonly number[];
  readonly values: NumericArray;
  readonly labels: LabelArray;
  readonly classNames?: readonly string[] | undefined;
  /** What the caller says; checked against `shape`. */
  readonly imageShape?: ImageShapeOption | undefined;
  readonly columns?: readonly TableColumn[] | undefined;
  readonly recordNames?: readonly string[] | undefined;
  readonly warnings?: readonly Warning[] | undefined;
}

/**
 * Checks and joins values and labels.
 *
 * @throws AuditError `RECORDS_INVALID`, `SHAPE_MISMATCH`, `NOT_FINITE` (row and column named), and the errors of encodeLabels
 */
export function assembleDataset(raw: RawDataset): Dataset {
  const { shape, values, columns } = raw;
  if (shape.length < 2) {
    throw new AuditError('SHAPE_MISMATCH', {
      expected: 'an array with one row per record (at least two axes)',
      got: `shape [${shape.join(', ')}]`,
      try: 'reshaping to [records, values per record], with one value per record to [records, 1]',
    });
  }
  const [records] = shape as [number];
  const dimensions = shape.slice(1).reduce((product, size) => product * size, 1);
  if (records < 2 || dimensions < 1) {
    throw new AuditError(
      'RECORDS_INVALID',
      {
        expected: 'at least 2 records with at least 1 value each',
        got: `${records} records with ${dimensions} values`,
        try: 'another file or other array names',
      },
      { records, dimensions },
    );
  }
  const { labels, classes, warnings } = encodeLabels(raw.labels, records, raw.classNames);
  assertFinite(values, dimensions, columns);
  const image = resolveImageShape(shape, raw.imageShape);
  return {
    name: raw.name,
    format: raw.format,
    records,
    dimensions,
    values,
    labels,
    classes,
    ...(image && { image }),
    ...(columns && { columns }),
    ...(raw.recordNames && { recordNames: raw.recordNames }),
    sha256: raw.sha256,
    warnings: [...(raw.warnings ?? []), ...warnings],
  };
}

/** Name of the column that holds place `j` of a row, for messages. */
function columnName(j: number, columns: readonly TableColumn[] | undefined): string {
  const column = columns?.findLast(({ start }) => start <= j);
  return column === undefined ? `column ${j}` : `column "${plainText(column.name, 60)}"`;
}

/** Values looked at by one call: what is called for each of many pieces is compiled early on, a single long loop only in its course. */
const PIECE = 8192;

function assertFinite(values: NumericArray, dimensions: number, columns: readonly TableColumn[] | undefined): void {
  if (!(values instanceof Float64Array || values instanceof Float32Array)) return;
  for (let start = 0; start < values.length; start += PIECE) {
    const piece = values.subarray(start, start + PIECE);
    if (areFinite(piece)) continue;
    const at = start + piece.findIndex((value) => !Number.isFinite(value));
    const [row, column] = [Math.floor(at / dimensions), at % dimensions];
    throw new AuditError(
      'NOT_FINITE',
      {
        expected: 'every value to be a finite number',
        got: `${values[at]} in row ${row}, ${columnName(column, columns)} (counted from 0)`,
        try: 'removing the record or filling in the value',
      },
      { row, column },
    );
  }
}

/** A finite number times 0 is 0, and no other number is. */
function areFinite(values: Float64Array | Float32Array): boolean {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += (values[i] as number) * 0;
  return sum === 0;
}
