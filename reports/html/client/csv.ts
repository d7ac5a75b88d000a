// How do the shown rows leave the page? As CSV with full precision and the same defence against spreadsheet formulas as records.csv.
// Called by the download button of the record table.

import { textCell } from '../../tables/csv.ts';
import type { TableModel } from './tableModel.ts';

/** Header and the given rows, in the given order; absent values are empty fields. */
export function rowsToCsv(table: TableModel, rows: Int32Array): string {
  const lines = [table.columns.map((column) => textCell(column.spec.title)).join(',')];
  for (const row of rows) {
    const cells = table.columns.map((column) => {
      if (column.kind === 'text') return textCell(column.words[column.codes[row] as number] ?? '');
      const value = column.values[row] as number;
      return Number.isNaN(value) ? '' : String(value);
    });
    lines.push(cells.join(','));
  }
  return `${lines.join('\n')}\n`;
}
