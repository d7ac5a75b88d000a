// What are inputs from another file, standardized as the training data are? Refused where they are no inputs of the same kind. Called by pool.ts and
// loadStarts.ts.

import { AuditError } from '../../base/errors.ts';
import { plainText, quotedPath } from '../../base/plainText.ts';
import type { Dataset, NumericArray, TableColumn } from '../../data/dataset.ts';
import { assertInputsFit } from '../../data/prepareDataset.ts';
import type { PreparedDataset } from '../../data/prepared.ts';
import { createRowReader } from '../../data/rowReader.ts';
import { type Matrix, matrix } from '../../linalg/matrix.ts';
import { sharedArray } from '../../linalg/tiles.ts';
import { axesOf, type PlaceOrder, placeOrder } from './inputAxes.ts';
import { scalingOf, standardized } from './valueRange.ts';

/** What is used of another data set. */
export type LikeDataset = Pick<Dataset, 'name' | 'records' | 'dimensions' | 'values' | 'image' | 'columns'>;

/**
 * (raw − mean)/scale of the rows of another data set with the mean and scale of the training data, [N, d]. Images of the other layout are
 * reordered. O(N d).
 *
 * @throws AuditError SHAPE_MISMATCH where dimensions, images or columns differ; RECORDS_INVALID where there are no rows; NOT_FINITE, TOO_LARGE
 */
export function standardizeLike(prepared: PreparedDataset, data: LikeDataset): Matrix {
  const { image, columns } = prepared.dataset;
  const difference = columns && data.columns && differenceOf(columns, data.columns);
  if (difference !== undefined) throw mismatch(prepared, data.name, difference);
  const axes = image && data.image ? axesOf(data.image) : [data.dimensions];
  return standardizeArray(prepared, data.name, [data.records, ...axes], data.values);
}

/** The same of an array of shape [N, …], whose axes after the first are those of one input. */
export function standardizeArray(
  prepared: PreparedDataset,
  name: string,
  shape: readonly number[],
  values: NumericArray,
): Matrix {
  const [rows = 0, ...axes] = shape;
  const order = axes.length === 0 ? null : placeOrder(axes, prepared.dataset);
  if (order === null) throw mismatch(prepared, name, `an array of shape [${shape.join(', ')}]`);
  if (rows === 0) {
    throw new AuditError('RECORDS_INVALID', {
      expected: `${quotedPath(name)} to hold at least one row`,
      got: 'none',
      try: 'another file',
    });
  }
  return standardizeRows(prepared, name, rows, values, order);
}

/** Rows of d values each, in this order. */
function standardizeRows(prepared: PreparedDataset, name: string, rows: number, values: NumericArray, order: PlaceOrder): Matrix {
  const { mean, scale } = scalingOf(prepared);
  const d = mean.length;
  assertInputsFit(rows, d);
  const out = matrix(rows, d, sharedArray(rows * d));
  const rowAt = createRowReader(values, d);
  for (let i = 0, at = 0; i < rows; i++) {
    const row = rowAt(i, 0);
    for (let j = 0; j < d; j++, at++) {
      const raw = row[order === undefined ? j : (order[j] as number)] as number;
      const value = standardized(raw, mean[j] as number, scale[j] as number);
      if (!Number.isFinite(value)) throw notFinite(raw, i, j, name);
      out.data[at] = value;
    }
  }
  return out;
}

/** What is different between the columns of two tables; undefined where they are the same. */
function differenceOf(columns: readonly TableColumn[], others: readonly TableColumn[]): string | undefined {
  const named = (column: TableColumn | undefined) => (column ? `"${plainText(column.name, 40)}"` : 'no column');
  for (let k = 0; k < Math.max(columns.length, others.length); k++) {
    const [own, other] = [columns[k], others[k]];
    if (own?.name !== other?.name) return `${named(other)} as column ${k} in place of ${named(own)}`;
    if (own?.kind !== other?.kind) return `${named(other)} with ${other?.kind === 'category' ? 'categories' : 'numbers'}`;
    if (own?.kind !== 'category' || other?.kind !== 'category') continue;
    const [ours, theirs] = [own.categories.join('\n'), other.categories.join('\n')];
    if (ours !== theirs) return `other categories of ${named(other)}`;
  }
  return undefined;
}

/** @param got what the other file holds */
export function mismatch({ dataset }: PreparedDataset, name: string, got: string): AuditError {
  const { image, columns, dimensions } = dataset;
  const kind = image
    ? `images of ${image.height} × ${image.width} pixels with ${image.channels} ${image.channels === 1 ? 'channel' : 'channels'} (${dimensions} values)`
    : columns
      ? `${columns.length} columns (${dimensions} values)`
      : `${dimensions} values`;
  return new AuditError('SHAPE_MISMATCH', {
    expected: `${quotedPath(name)} to hold rows like those of ${quotedPath(dataset.name)}, ${kind}`,
    got,
    try: columns ? 'a table with the same columns' : `an array of shape [rows, ${dimensions}]`,
  });
}

function notFinite(raw: number, row: number, place: number, name: string): AuditError {
  return new AuditError(
    'NOT_FINITE',
    {
      expected: `every value of ${quotedPath(name)} to be a finite number`,
      got: `${raw} in row ${row}, place ${place} (counted from 0)`,
      try: 'removing the row or filling in the value',
    },
    { row, place },
  );
}
