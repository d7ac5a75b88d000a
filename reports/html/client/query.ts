// Which rows does the reader ask for? The small search language of the record table: `ship auc>0.9 class:"sports car"`.
// Pure functions: parse a query against the columns, then pick the rows. Called by recordTable.ts on every change of the search field.

import type { Column, NumberColumn, TableModel } from './tableModel.ts';

type Operator = '>=' | '<=' | '!=' | '>' | '<' | '=' | ':';

/** One condition; a row is shown when all hold. */
type Term =
  /** Somewhere in the row's texts, or exactly a whole number of it. */
  | { readonly kind: 'word'; readonly word: string }
  | { readonly kind: 'condition'; readonly column: Column; readonly operator: Operator; readonly value: string };

export interface Query {
  readonly terms: readonly Term[];
  /** What could not be understood, in words for the reader; such terms hide nothing. */
  readonly problems: readonly string[];
}

/**
 * Either a column, an operator (with blanks around it if one likes, but for the colon) and a value, which may be missing while it is being
 * typed; or a run of anything but blanks, with quotes around what has blanks in it.
 */
const TERM = /([^\s"<>=!:]+)(?:\s*(>=|<=|!=|>|<|=)\s*|(:))("[^"]*"?|[^\s"]+)?|(?:"[^"]*"?|[^\s"])+/g;

/** Reads a search: conditions where it finds them, words otherwise. */
export function parseQuery(text: string, columns: readonly Column[]): Query {
  const terms: Term[] = [];
  const problems: string[] = [];
  for (const [token, name, sign, colon, rawValue = ''] of text.matchAll(TERM)) {
    if (name === undefined) {
      const word = unquoted(token);
      if (word !== '') terms.push({ kind: 'word', word: word.toLowerCase() });
      continue;
    }
    const value = unquoted(rawValue);
    if (value === '') continue;
    const condition = readCondition(name, (sign ?? colon) as Operator, value, columns);
    if (typeof condition === 'string') problems.push(condition);
    else terms.push(condition);
  }
  return { terms, problems };
}

/** The condition, or what is wrong with it. */
function readCondition(name: string, operator: Operator, value: string, columns: readonly Column[]): Term | string {
  const [column, ...others] = findColumns(name, columns);
  if (column === undefined) return `No column is called “${name}”.`;
  if (others.length > 0) return `“${name}” could be ${[column, ...others].map(({ key }) => key).join(' or ')}.`;
  if (column.kind === 'number' && parseNumber(value) === undefined) {
    return `“${value}” is not a number to compare ${column.key} with.`;
  }
  return { kind: 'condition', column, operator, value };
}

function unquoted(text: string): string {
  return text.replaceAll('"', '').trim();
}

/** The column of exactly this key, or else all whose key begins with it, or else contains it. */
function findColumns(name: string, columns: readonly Column[]): readonly Column[] {
  const wanted = bare(name);
  if (wanted === '') return [];
  const exact = columns.find((column) => bare(column.key) === wanted);
  if (exact !== undefined) return [exact];
  const beginning = columns.filter((column) => bare(column.key).startsWith(wanted));
  return beginning.length > 0 ? beginning : columns.filter((column) => bare(column.key).includes(wanted));
}

function bare(name: string): string {
  return name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
}

interface TypedNumber {
  readonly value: number;
  /** Half a unit of the last digit that was typed. */
  readonly halfUnit: number;
}

/** `0.98`, `98%`, `1e-3`; undefined for anything else. */
function parseNumber(text: string): TypedNumber | undefined {
  const match = /^([+-]?)(\d*)(?:\.(\d*))?(?:e([+-]?\d{1,3}))?(%?)$/i.exec(text.replaceAll(',', ''));
  if (match === null) return undefined;
  const [, sign = '', whole = '', fraction = '', exponent = '0', percent = ''] = match;
  if (whole === '' && fraction === '') return undefined;
  const shift = Number(exponent) - (percent === '' ? 0 : 2);
  const value = Number(`${sign}${whole || '0'}.${fraction || '0'}e${shift}`);
  return { value, halfUnit: 0.5 * 10 ** (shift - fraction.length) };
}

/** The rows on which all terms hold, in the order of the report. O(rows × terms); texts are compared once per distinct text. */
export function filterRows(table: TableModel, query: Query): Int32Array {
  const tests = query.terms.map((term) => (term.kind === 'word' ? wordTest(table.columns, term.word) : conditionTest(term)));
  const rows = new Int32Array(table.rowCount);
  let count = 0;
  for (let row = 0; row < table.rowCount; row++) if (tests.every((test) => test(row))) rows[count++] = row;
  return rows.slice(0, count);
}

type RowTest = (row: number) => boolean;

function wordTest(columns: readonly Column[], word: string): RowTest {
  const number = /^\d+$/.test(word) ? Number(word) : undefined;
  const tests = columns.flatMap((column): RowTest[] => {
    if (column.kind === 'text') return [textTest(column, (text) => text.includes(word))];
    if (column.spec.format === 'integer' && number !== undefined) return [(row) => column.values[row] === number];
    return [];
  });
  return (row) => tests.some((test) => test(row));
}

function textTest(column: Extract<Column, { kind: 'text' }>, holds: (lowerCaseText: string) => boolean): RowTest {
  const fits = column.words.map((word) => holds(word.toLowerCase()));
  return (row) => fits[column.codes[row] as number] === true;
}

function conditionTest(term: Extract<Term, { kind: 'condition' }>): RowTest {
  const { column, operator, value } = term;
  const number = parseNumber(value);
  if (column.kind === 'number') return number === undefined ? () => true : numberTest(column.values, operator, number);
  const text = value.toLowerCase();
  switch (operator) {
    case ':':
      return textTest(column, (word) => word.includes(text));
    case '=':
      return textTest(column, (word) => word === text);
    case '!=':
      return textTest(column, (word) => word !== text);
    default: {
      // Classes are often named by numbers, and people compare them as such.
      const compare = number === undefined ? undefined : numberTest(Float64Array.from(column.words, Number), operator, number);
      return (row) => compare?.(column.codes[row] as number) ?? false;
    }
  }
}

/** `=` and `:` hold for every number that rounds to the digits typed, so that `auc=0.98` finds what is shown as 0.98. */
function numberTest(values: NumberColumn['values'], operator: Operator, { value, halfUnit }: TypedNumber): RowTest {
  const isNear = (row: number) => Math.abs((values[row] as number) - value) <= halfUnit;
  switch (operator) {
    case '>':
      return (row) => (values[row] as number) > value;
    case '>=':
      return (row) => (values[row] as number) >= value;
    case '<':
      return (row) => (values[row] as number) < value;
    case '<=':
      return (row) => (values[row] as number) <= value;
    case '!=':
      return (row) => !Number.isNaN(values[row]) && !isNear(row);
    case '=':
    case ':':
      return isNear;
  }
}
