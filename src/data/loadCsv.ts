// How does a table with a header become a data set? Two passes: the first decides what each column is, the second fills the values.
// Called by loadDataset.ts. Only the values and labels are kept in memory, never the text of the whole table.

import { basename } from 'node:path';
import { AuditError } from '../base/errors.ts';
import { quotedPath } from '../base/plainText.ts';
import { assembleDataset } from './assemble.ts';
import { type OnRow, readCsvRows } from './csvRows.ts';
import { surveyTable } from './csvTable.ts';
import type { Dataset, TableColumn } from './dataset.ts';
import { sha256OfFile, statPath } from './files.ts';
import type { LabelArray } from './labels.ts';
import type { LoadOptions } from './loadOptions.ts';
import { assertArrayFits } from './memory.ts';

/**
 * Numeric columns become one value, text columns one place per category (sorted), 1 where the record has it.
 *
 * @throws AuditError `CONTAINER_INVALID` (no table, ragged rows), `RECORDS_INVALID` (empty cells, too many categories),
 *   `NOT_FINITE`, `OPTION_INVALID` (label column), `CONTAINER_TOO_LARGE`, and the errors of assembleDataset
 */
export async function loadCsv(path: string, options: LoadOptions): Promise<Dataset> {
  const { size } = await statPath(path);
  const report = (before: number) => (done: number) =>
    options.onProgress?.({ stage: 'read', done: before + done, total: 2 * size });
  const before = await sha256OfFile(path, options);
  const { columns, records, dimensions, labelIndex, labelsAreNumbers, warnings } = await surveyTable(path, options, report(0));
  assertArrayFits(
    records * dimensions,
    records * dimensions * Float64Array.BYTES_PER_ELEMENT,
    `the table of ${records} records with ${dimensions} values (a text column takes one place per category)`,
    'CONTAINER_TOO_LARGE',
    'removing text columns with many categories, or records',
  );

  const values = new Float64Array(records * dimensions);
  const labels = new Array<string>(records);
  const places = columns.map((column) =>
    column.kind === 'numeric' ? undefined : new Map(column.categories.map((category, place) => [category, place])),
  );
  const onRow: OnRow = (cells, row) => {
    if (row < 0 || row >= records) return;
    labels[row] = cells[labelIndex] as string;
    for (let j = 0; j < columns.length; j++) {
      const cell = cells[j < labelIndex ? j : j + 1] as string;
      const start = row * dimensions + (columns[j] as TableColumn).start;
      const categories = places[j];
      if (categories === undefined) values[start] = Number(cell);
      else values[start + (categories.get(cell) ?? 0)] = 1;
    }
  };
  await readCsvRows(path, options.signal, onRow, report(size));
  if ((await sha256OfFile(path, options)) !== before) {
    throw new AuditError('FILE_UNREADABLE', {
      expected: `${quotedPath(path)} to stay as it is while it is read`,
      got: 'a change between two passes',
      try: 'running again once nothing writes to the file',
    });
  }

  const labelArray: LabelArray = labelsAreNumbers
    ? { kind: 'numbers', shape: [records], values: Float64Array.from(labels, Number) }
    : { kind: 'text', shape: [records], values: labels };
  return assembleDataset({
    name: basename(path),
    format: 'csv',
    sha256: before,
    shape: [records, dimensions],
    values,
    labels: labelArray,
    imageShape: options.imageShape,
    columns,
    warnings,
  });
}
