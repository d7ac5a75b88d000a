// Which rows does a table hold, for the columns of another one? Columns are found by name, in any order, and categories are those of the training
// data, so that a row means the same in both. Called by pool.ts.

import { closest } from 'fastest-levenshtein';
import { AuditError } from '../../base/errors.ts';
import { plainText, quotedPath } from '../../base/plainText.ts';
import type { RunOptions } from '../../base/progress.ts';
import { cellPlace } from '../../data/csvColumns.ts';
import { readCsvRows } from '../../data/csvRows.ts';
import type { TableColumn } from '../../data/dataset.ts';
import { sha256OfFile } from '../../data/files.ts';
import { assertArrayFits } from '../../data/memory.ts';
import { parseNumber } from '../../data/writtenNumbers.ts';

/** Rows in the input's units. */
export interface PoolRows {
  readonly records: number;
  readonly values: Float64Array;
  readonly sha256: string;
}

/**
 * Reads the table, in two passes.
 *
 * @param columns those of the training data, which fill `dimensions` places
 * @param label a column that is passed over where it is there: its name or position, by default `label`
 * @throws AuditError CONTAINER_INVALID, FILE_UNREADABLE (changed between the passes), SHAPE_MISMATCH (other columns), RECORDS_INVALID (another category, no number),
 *   CONTAINER_TOO_LARGE, CANCELLED
 */
export async function readPoolTable(
  path: string,
  columns: readonly TableColumn[],
  dimensions: number,
  label: string | number | undefined,
  run: RunOptions,
): Promise<PoolRows> {
  const { signal } = run;
  const sha256 = await sha256OfFile(path, run);
  let records = 0;
  await readCsvRows(
    path,
    signal,
    (_, row) => (records = row + 1),
    () => {},
  );
  assertArrayFits(
    records * dimensions,
    records * dimensions * Float64Array.BYTES_PER_ELEMENT,
    `the table ${quotedPath(path)} of ${records} rows with ${dimensions} values`,
    'CONTAINER_TOO_LARGE',
    'a pool of fewer rows',
  );
  const values = new Float64Array(records * dimensions);
  let width = 0;
  let positions: readonly number[] = [];
  const writers = columns.map(cellWriter);
  await readCsvRows(
    path,
    signal,
    (cells, row, line) => {
      if (row < 0) {
        width = cells.length;
        positions = positionsOf(cells, columns, labelIn(cells, label), path);
        return;
      }
      if (row >= records) return;
      if (cells.length !== width) throw ragged(cells.length, width, row, line, path);
      const into = values.subarray(row * dimensions, (row + 1) * dimensions);
      for (const [k, write] of writers.entries()) write(cells[positions[k] as number] as string, into, row, line);
    },
    () => {},
  );
  if ((await sha256OfFile(path, run)) !== sha256) {
    throw new AuditError('FILE_UNREADABLE', {
      expected: `${quotedPath(path)} to stay as it is while it is read`,
      got: 'a change between two passes',
      try: 'running again once nothing writes to the file',
    });
  }
  return { records, values, sha256 };
}

type CellWriter = (cell: string, row: Float64Array, index: number, line: number) => void;

function cellWriter(column: TableColumn): CellWriter {
  const { name, start } = column;
  if (column.kind === 'numeric') {
    return (cell, row, index, line) => {
      const value = parseNumber(cell);
      if (value === undefined || !Number.isFinite(value)) throw noNumber(cell, cellPlace(index, line, name));
      row[start] = value;
    };
  }
  const places = new Map(column.categories.map((category, k) => [category, start + k]));
  return (cell, row, index, line) => {
    const place = places.get(cell);
    if (place === undefined) throw unknownCategory(cell, column.categories, cellPlace(index, line, name));
    row[place] = 1;
  };
}

/** A position is that in the training data, of which this table may be a part; a column of features is not passed over in any case. */
function labelIn(header: readonly string[], label: string | number = 'label'): string | undefined {
  return header.includes(String(label)) ? String(label) : header[Number(label)];
}

/** Where each column of the training data stands; of several with one name, in order. */
function positionsOf(
  header: readonly string[],
  columns: readonly TableColumn[],
  label: string | undefined,
  path: string,
): number[] {
  const free = new Map<string, number[]>();
  for (const [position, name] of header.entries()) free.set(name, [...(free.get(name) ?? []), position]);
  const positions = columns.map(({ name }) => free.get(name)?.shift());
  const missing = columns.find((_, k) => positions[k] === undefined)?.name;
  const extra = header.find((name) => name !== label && (free.get(name)?.length ?? 0) > 0);
  if (missing === undefined && extra === undefined) return positions as number[];
  const expected = `${quotedPath(path)} to have the columns of the training data`;
  if (missing === undefined) {
    throw new AuditError('SHAPE_MISMATCH', {
      expected,
      got: `one more, "${plainText(extra as string, 40)}"`,
      try: 'removing it, or --label-column with its name if it holds labels',
    });
  }
  throw new AuditError('SHAPE_MISMATCH', {
    expected,
    got: `no column "${plainText(missing, 40)}"${extra === undefined ? '' : `, but "${plainText(extra, 40)}"`}`,
    try: extra === undefined ? 'adding it' : `calling it "${plainText(missing, 40)}" if it is the same`,
  });
}

function ragged(cells: number, columns: number, row: number, line: number, path: string): AuditError {
  return new AuditError('CONTAINER_INVALID', {
    expected: `${columns} cells in every row of ${quotedPath(path)}, as in its header`,
    got: `${cells} in row ${row} (line ${line})`,
    try: 'quotation marks around cells that contain commas',
  });
}

function noNumber(cell: string, place: string): AuditError {
  return new AuditError('RECORDS_INVALID', {
    expected: 'a finite number written like 1234.5, since the column holds numbers in the training data',
    got: `${cell === '' ? 'an empty cell' : `"${plainText(cell, 40)}"`} in ${place}`,
    try: 'removing the row',
  });
}

function unknownCategory(cell: string, categories: readonly string[], place: string): AuditError {
  return new AuditError('RECORDS_INVALID', {
    expected: 'a category that occurs in the training data, since the model knows no others',
    got: `${cell === '' ? 'an empty cell' : `"${plainText(cell, 40)}"`} in ${place}`,
    try: `"${plainText(closest(cell.slice(0, 60), categories), 40)}", or removing the row`,
  });
}
