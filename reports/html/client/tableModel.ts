// What does the record table hold, and in which order do its rows stand? Columns decoded from the page, and sorting. No document here:
// the tests call these functions directly, recordTable.ts puts their answers on the screen.

import type { Cell, TableColumnSpec } from '../../blocks.ts';
import { formatNumber } from '../../format.ts';
import type { ColumnData, TableData } from '../pageData.ts';

interface ColumnCommon {
  readonly spec: TableColumnSpec;
  /** What one types to name the column in a search: `auc`, `tpr_at_0.1%_fpr`. */
  readonly key: string;
}

export interface NumberColumn extends ColumnCommon {
  readonly kind: 'number';
  /** NaN where the value is absent. */
  readonly values: Float64Array;
}

export interface TextColumn extends ColumnCommon {
  readonly kind: 'text';
  /** Each distinct text once. */
  readonly words: readonly string[];
  /** Index into `words` per row; −1 where the value is absent. */
  readonly codes: Int32Array;
}

export type Column = NumberColumn | TextColumn;

export interface TableModel {
  readonly rowCount: number;
  readonly columns: readonly Column[];
}

export function decodeTable(data: TableData): TableModel {
  const columns = data.columns.map((column): Column => {
    const { data: encoded, ...spec } = column;
    return decodeColumn(encoded, spec, columnKey(spec.title));
  });
  return { rowCount: data.rowCount, columns };
}

/** A title as one can type it: no unit in brackets, lower case, `_` for spaces and marks, Greek spelt out. `KL (nats)` is `kl`. */
export function columnKey(title: string): string {
  const key = title
    .replaceAll('ε', 'epsilon')
    .replaceAll('δ', 'delta')
    .replace(/\([^)]*\)/g, ' ')
    .toLowerCase()
    .replace(/[^\p{L}\p{Nd}.%]+/gu, '_')
    .replace(/^_+|_+$/g, '');
  return key || 'column';
}

function decodeColumn(data: ColumnData, spec: TableColumnSpec, key: string): Column {
  switch (data.encoding) {
    case 'float64':
      return { kind: 'number', spec, key, values: float64FromBase64(data.base64) };
    case 'dictionary':
      return { kind: 'text', spec, key, words: data.words, codes: Int32Array.from(data.codes) };
    case 'plain':
      return data.values.every((value) => value === null || typeof value === 'number')
        ? { kind: 'number', spec, key, values: Float64Array.from(data.values, (value) => value ?? Number.NaN) }
        : textColumn(data.values, spec, key);
  }
}

/** Numbers among texts are kept as they are written. */
function textColumn(values: readonly Cell[], spec: TableColumnSpec, key: string): TextColumn {
  const codeOf = new Map<string, number>();
  const codes = Int32Array.from(values, (value) => {
    if (value === null) return -1;
    const word = typeof value === 'number' ? formatNumber(value, spec.format ?? 'number') : value;
    const code = codeOf.get(word) ?? codeOf.size;
    codeOf.set(word, code);
    return code;
  });
  return { kind: 'text', spec, key, words: [...codeOf.keys()], codes };
}

function float64FromBase64(base64: string): Float64Array {
  const text = atob(base64);
  const view = new DataView(new ArrayBuffer(text.length));
  for (let i = 0; i < text.length; i++) view.setUint8(i, text.charCodeAt(i));
  return Float64Array.from({ length: text.length / 8 }, (_, i) => view.getFloat64(8 * i, true));
}

/** The cell as people read it; a dash where the value is absent. */
export function displayText(column: Column, row: number): string {
  if (column.kind === 'text') return column.words[column.codes[row] as number] ?? formatNumber(null);
  return formatNumber(column.values[row], column.spec.format ?? 'number');
}

export type Direction = 'ascending' | 'descending';

/** Digits within words count as numbers, so that `class 10` follows `class 9`. */
const collator = new Intl.Collator('en', { numeric: true });

/**
 * The given rows in the order of one column: numbers by size, texts by alphabet, absent values last either way; equal rows keep
 * the order of the report. O(r log r) for r rows; about 20 ms for 50,000.
 */
export function sortRows(rows: Int32Array, column: Column, direction: Direction): Int32Array {
  const keys = sortKeys(column);
  const sign = direction === 'ascending' ? 1 : -1;
  return rows.slice().sort((a, b) => {
    const ka = keys[a] as number;
    const kb = keys[b] as number;
    if (Number.isNaN(ka) || Number.isNaN(kb)) return Number(Number.isNaN(ka)) - Number(Number.isNaN(kb)) || a - b;
    return sign * (ka - kb) || a - b;
  });
}

/** One number per row whose order is the order of the column; NaN where the value is absent. */
function sortKeys(column: Column): Float64Array {
  if (column.kind === 'number') return column.values;
  const order = column.words
    .map((_, code) => code)
    .sort((a, b) => collator.compare(column.words[a] ?? '', column.words[b] ?? ''));
  const rank = new Float64Array(order.length);
  for (let position = 0; position < order.length; position++) rank[order[position] as number] = position;
  return Float64Array.from(column.codes, (code) => (code < 0 ? Number.NaN : (rank[code] as number)));
}
