// What kind of column is each: numbers, or categories that become one-hot places? Decided by the first pass over a table.
// Called by loadCsv.ts.

import { AuditError } from '../base/errors.ts';
import { plainText } from '../base/plainText.ts';
import type { Warning } from '../base/warnings.ts';
import { byCodeUnit } from './byCodeUnit.ts';
import type { TableColumn } from './dataset.ts';
import { isMissingNumber, isNumberForPeople, parseNumber } from './writtenNumbers.ts';

/** A one-hot column of more places than this is an identifier or free text, whatever the number of records. */
const MOST_CATEGORIES = 1000;
/** Of so many records on, a column that counts them is an index rather than chance. */
const FEWEST_COUNTED = 20;
/** Below this many categories even a column that differs in every record is taken as it is: small tables exist. */
const FEW_CATEGORIES = 20;

interface Cell {
  readonly text: string;
  readonly row: number;
  readonly line: number;
}

/** What the first pass has seen of one column. */
export interface ColumnSurvey {
  readonly name: string;
  add(text: string, row: number, line: number): void;
  /** Whether every cell is a finite number. @throws AuditError `NOT_FINITE` when all others are */
  isNumeric(): boolean;
  /** Whether `finish` lacks categories: of a column that began with numbers and turned out to hold text. */
  lacksCategories(): boolean;
  /** Takes a cell again, for its category; called for every record of a column that lacks them. */
  addCategory(text: string): void;
  /** @throws AuditError `NOT_FINITE`, `RECORDS_INVALID` (too many categories) */
  finish(start: number, records: number): { column: TableColumn; warnings: readonly Warning[] };
}

/**
 * Starts the survey of a column. Memory is bounded: categories are counted up to one above the limit, and only in a column that begins with
 * text, since a wide table of numbers would otherwise be held as text many times over.
 */
export function surveyColumn(name: string): ColumnSurvey {
  let numbers = 0;
  let total = 0;
  let firstNumber = 0;
  let counting = true;
  let firstText: Cell | undefined;
  let firstForPeople: Cell | undefined;
  let firstNotFinite: Cell | undefined;
  let categories: Set<string> | undefined;

  function isNumeric(): boolean {
    // A column of nothing but "NA" is text that happens to look like a missing number.
    const text = firstText ?? firstForPeople;
    if (firstNotFinite === undefined || text !== undefined || numbers === 0) return numbers === total;
    throw new AuditError(
      'NOT_FINITE',
      {
        expected: `every value of column "${plainText(name, 60)}" to be a finite number`,
        got: `"${plainText(firstNotFinite.text, 40)}" in ${cellPlace(firstNotFinite.row, firstNotFinite.line, name)}`,
        try: 'removing the record or filling in the value',
      },
      { row: firstNotFinite.row, column: name },
    );
  }

  function addCategory(text: string): void {
    categories ??= new Set();
    if (categories.size <= MOST_CATEGORIES) categories.add(text);
  }

  return {
    name,
    isNumeric,
    lacksCategories: () => categories === undefined && !isNumeric(),
    addCategory,
    add(text, row, line) {
      total++;
      // A number too large for float64 reads as infinity.
      const number = parseNumber(text);
      if (number !== undefined && Number.isFinite(number)) numbers++;
      else if (number !== undefined || isMissingNumber(text)) firstNotFinite ??= { text, row, line };
      else if (isNumberForPeople(text)) firstForPeople ??= { text, row, line };
      else firstText ??= { text, row, line };
      if (row === 0) firstNumber = number ?? Number.NaN;
      counting &&= number === firstNumber + row;
      if (categories !== undefined || (row === 0 && numbers === 0)) addCategory(text);
    },
    finish(start, records) {
      if (isNumeric()) {
        const warnings = counting && records >= FEWEST_COUNTED ? [countingColumn(name, firstNumber)] : [];
        return { column: { kind: 'numeric', name, start }, warnings };
      }
      if (firstText === undefined && firstForPeople !== undefined) throw numbersForPeople(name, firstForPeople);
      const count = categories?.size ?? 0;
      if (count > MOST_CATEGORIES || (count > FEW_CATEGORIES && 2 * count > records))
        throw tooManyCategories(name, count, records, firstText);
      const column: TableColumn = { kind: 'category', name, start, categories: [...(categories ?? [])].sort(byCodeUnit) };
      return { column, warnings: firstText !== undefined && 2 * numbers > total ? [mixedColumn(name, firstText)] : [] };
    },
  };
}

/** `row 4 (line 6), column "age"`: row from 0 as in records.csv, line from 1 as in an editor. */
export function cellPlace(row: number, line: number, column: string): string {
  return `row ${row} (line ${line}), column "${plainText(column, 60)}"`;
}

function numbersForPeople(name: string, { text, row, line }: Cell): AuditError {
  return new AuditError(
    'RECORDS_INVALID',
    {
      expected: `the numbers of column "${plainText(name, 60)}" to be written like 1234.5`,
      got: `"${plainText(text, 40)}" in ${cellPlace(row, line, name)}`,
      try: 'writing them without thousands separators, decimal commas, currency and percent signs (with a letter if they name categories)',
    },
    { row, column: name },
  );
}

function tooManyCategories(name: string, count: number, records: number, example: Cell | undefined): AuditError {
  const shown = count > MOST_CATEGORIES ? `more than ${MOST_CATEGORIES}` : `${count}`;
  return new AuditError(
    'RECORDS_INVALID',
    {
      expected: `the text column "${plainText(name, 60)}" to hold categories that repeat`,
      got: `${shown} different values in ${records} records${example ? `, for example "${plainText(example.text, 40)}"` : ''}`,
      try: 'removing the column (names and identifiers are no features), or writing its values as numbers',
    },
    { column: name, categories: count, records },
  );
}

function countingColumn(name: string, first: number): Warning {
  return {
    code: 'COUNTING_COLUMN',
    message: `Column "${plainText(name, 60)}" counts the records (${first}, ${first + 1}, ${first + 2}, …) as an index does, and is used as a feature; remove it (pandas: to_csv(path, index=False)) unless it measures something.`,
  };
}

function mixedColumn(name: string, text: Cell): Warning {
  return {
    code: 'MIXED_COLUMN',
    message: `Column "${plainText(name, 60)}" is mostly numbers but became categories because ${cellPlace(text.row, text.line, name)} holds "${plainText(text.text, 40)}"; write a number there to keep the column numeric.`,
  };
}
