// How does a table become CSV? RFC 4180 quoting, lines ended by `\n`, numbers in the shortest form that reads back to the same float64. Called
// by every table of the reports and by the page, for the rows a reader saves.

import { plainText } from '../../src/base/plainText.ts';
import { parseNumber } from '../../src/data/writtenNumbers.ts';

/** Name of a column and its cell in a row; a string has been through `textCell` where it is a stranger's. */
export type CsvColumn<Row> = readonly [name: string, cell: (row: Row) => number | string | null];

/** Head and rows; an absent value is an empty field. */
export function csvText<Row>(columns: readonly CsvColumn<Row>[], rows: readonly Row[]): string {
  const head = columns.map(([name]) => name).join(',');
  return `${[head, ...rows.map((row) => columns.map(([, cell]) => cell(row) ?? '').join(','))].join('\n')}\n`;
}

/** What spreadsheets start a formula with: ASCII and full-width signs, also behind white space, which some strip. */
const FORMULA_START = /^\s*[=+\-@＝＋－＠\t\r]/;

/**
 * A stranger's text as one CSV field that is only ever text: control characters become visible escapes, and what a spreadsheet would take
 * for a formula gets a leading apostrophe; plain numbers such as -1 stay as they are.
 */
export function textCell(text: string): string {
  const isFormula = FORMULA_START.test(text) && parseNumber(text) === undefined;
  const visible = plainText(text, Number.POSITIVE_INFINITY);
  const safe = isFormula ? `'${visible}` : visible;
  return /[",\r\n]|^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
