// What is in a table: which columns of which kind, how many records, which column holds the labels? The first of two passes, or two of three.
// Called by loadCsv.ts.

import { closest, distance } from 'fastest-levenshtein';
import { AuditError } from '../base/errors.ts';
import { plainText, quotedPath } from '../base/plainText.ts';
import type { Warning } from '../base/warnings.ts';
import { type ColumnSurvey, cellPlace, surveyColumn } from './csvColumns.ts';
import { type OnRow, readCsvRows } from './csvRows.ts';
import type { TableColumn } from './dataset.ts';
import type { LoadOptions } from './loadOptions.ts';
import { parseNumber } from './writtenNumbers.ts';

export interface Table {
  /** Feature columns in file order, without the label column. */
  readonly columns: readonly TableColumn[];
  readonly records: number;
  /** Values per record. */
  readonly dimensions: number;
  readonly labelIndex: number;
  /** Whether every label is written as a number (without leading zeros, which only names have). */
  readonly labelsAreNumbers: boolean;
  readonly warnings: readonly Warning[];
}

/** The column of labels when the caller names none. */
const DEFAULT_LABEL_COLUMN = 'label';

/** @throws AuditError `CONTAINER_INVALID`, `RECORDS_INVALID`, `NOT_FINITE`, `OPTION_INVALID` */
export async function surveyTable(path: string, options: LoadOptions, onBytes: (done: number) => void): Promise<Table> {
  let surveys: readonly ColumnSurvey[] = [];
  let labelIndex = -1;
  let records = 0;
  let zeroPadded = false;
  const onRow: OnRow = (cells, row, line) => {
    if (row < 0) {
      assertHeader(cells, path);
      labelIndex = findLabelColumn(cells, options.labelColumn);
      surveys = cells.map(surveyColumn);
      return;
    }
    if (cells.length !== surveys.length) throw raggedRow(cells.length, surveys.length, row, line, path);
    for (let j = 0; j < cells.length; j++) {
      const survey = surveys[j] as ColumnSurvey;
      if (cells[j] === '') throw emptyCell(row, line, survey.name);
      survey.add(cells[j] as string, row, line);
    }
    zeroPadded ||= /^[+-]?0\d/.test(cells[labelIndex] as string);
    records++;
  };
  await readCsvRows(path, options.signal, onRow, onBytes);
  const label = surveys[labelIndex];
  if (label === undefined) throw noHeader(path, 'an empty file');

  await collectCategories(path, surveys, label, options.signal);
  const columns: TableColumn[] = [];
  const warnings: Warning[] = [];
  let dimensions = 0;
  for (const survey of surveys) {
    if (survey === label) continue;
    const result = survey.finish(dimensions, records);
    columns.push(result.column);
    warnings.push(...result.warnings);
    dimensions += result.column.kind === 'numeric' ? 1 : result.column.categories.length;
  }
  return { columns, records, dimensions, labelIndex, labelsAreNumbers: label.isNumeric() && !zeroPadded, warnings };
}

/** Reads the table once more where numbers came before the first text of a column, which is rare. */
async function collectCategories(
  path: string,
  surveys: readonly ColumnSurvey[],
  label: ColumnSurvey,
  signal: AbortSignal | undefined,
): Promise<void> {
  const places = [...surveys.keys()].filter((j) => surveys[j] !== label && surveys[j]?.lacksCategories());
  if (places.length === 0) return;
  const onRow: OnRow = (cells, row) => {
    if (row >= 0) for (const j of places) surveys[j]?.addCategory(cells[j] as string);
  };
  await readCsvRows(path, signal, onRow, () => {});
}

function noHeader(path: string, got: string): AuditError {
  return new AuditError(
    'CONTAINER_INVALID',
    {
      expected: `${quotedPath(path)} to start with a header row of column names`,
      got,
      try: 'adding a first line such as age,income,label',
    },
    { path },
  );
}

/** Numbers as names are accepted where they count the columns, as data-frame libraries write them; other numbers are a first record. */
function assertHeader(names: readonly string[], path: string): void {
  const numbers = names.map(parseNumber);
  const counting = numbers.every((number, j) => number === j + (numbers[0] as number));
  if (numbers.every((number) => number !== undefined) && !(counting && (numbers[0] === 0 || numbers[0] === 1))) {
    throw noHeader(path, `numbers in the first line (${plainText(names.slice(0, 4).join(','), 60)})`);
  }
}

function findLabelColumn(names: readonly string[], wanted: string | number | undefined): number {
  const shown = `${names
    .slice(0, 20)
    .map((name) => plainText(name, 40))
    .join(', ')}${names.length > 20 ? ', …' : ''}`;
  const byName = names.indexOf(String(wanted ?? DEFAULT_LABEL_COLUMN));
  const position = typeof wanted === 'number' ? wanted : /^\d{1,9}$/.test(wanted ?? '') ? Number(wanted) : -1;
  const index = typeof wanted === 'number' || byName < 0 ? position : byName;
  if (index < 0 || index >= names.length || !Number.isInteger(index)) {
    throw new AuditError(
      'OPTION_INVALID',
      {
        expected: `the column of labels to be one of ${shown}, or a position from 0 to ${names.length - 1}`,
        got:
          wanted === undefined
            ? `no choice, and no column called "${DEFAULT_LABEL_COLUMN}"`
            : `"${plainText(String(wanted), 60)}"`,
        try: labelColumnHint(names, String(wanted ?? DEFAULT_LABEL_COLUMN)),
      },
      { columns: names },
    );
  }
  if (index === byName && names.lastIndexOf(names[byName] as string) !== byName) {
    throw new AuditError('OPTION_INVALID', {
      expected: `one column called "${plainText(names[byName] as string, 60)}"`,
      got: 'several',
      try: '--label-column with its position, counted from 0',
    });
  }
  return index;
}

/** A name that half of its letters away at most is taken for a slip. */
function labelColumnHint(names: readonly string[], wanted: string): string {
  if (names.length === 1 && names[0]?.includes(';')) return 'commas between the cells instead of semicolons';
  const word = wanted.slice(0, 60).toLowerCase();
  const lower = names.map((name) => name.slice(0, 60).toLowerCase());
  const nearest = closest(word, lower);
  if (2 * distance(word, nearest) > word.length) return '--label-column with the name of the column to predict';
  return `--label-column "${plainText(names[lower.indexOf(nearest)] as string, 60)}"`;
}

function raggedRow(cells: number, columns: number, row: number, line: number, path: string): AuditError {
  return new AuditError(
    'CONTAINER_INVALID',
    {
      expected: `${columns} cells in every row of ${quotedPath(path)}, as in its header`,
      got: `${cells} in row ${row} (line ${line})`,
      try: 'quotation marks around cells that contain commas',
    },
    { row, line, cells, columns },
  );
}

function emptyCell(row: number, line: number, column: string): AuditError {
  return new AuditError(
    'RECORDS_INVALID',
    {
      expected: 'a value in every cell',
      got: `an empty cell in ${cellPlace(row, line, column)}`,
      try: 'removing the record or filling in the value',
    },
    { row, line, column },
  );
}
