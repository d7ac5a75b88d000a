// How do rows of cells become a table that reads without a script? Called for small tables and for the printed head of the record table.

import type { Cell, TableColumnSpec } from '../blocks.ts';
import { formatNumber } from '../format.ts';
import { html, type Markup } from './markup.ts';

export interface TableContent {
  readonly caption: string;
  readonly columns: readonly TableColumnSpec[];
  readonly rows: readonly (readonly Cell[])[];
}

/** A table with its caption; it scrolls sideways by itself where the page is narrow. */
export function renderTable(table: TableContent): Markup {
  const classes = table.columns.map((column, i) => `${column.align}${isWordy(table, i) ? ' wordy' : ''}`);
  const heads = table.columns.map((column, i) => html`<th scope="col" class="${classes[i] ?? ''}">${column.title}</th>`);
  const rows = table.rows.map(
    (
      row,
    ) => html`<tr>${table.columns.map((column, i) => html`<td class="${classes[i] ?? ''}">${cellText(row[i] ?? null, column)}</td>`)}</tr>
`,
  );
  return html`<div class="table-scroll" role="region" aria-label="${table.caption}" tabindex="0"><table>
<caption><span class="caption-words">${table.caption}</span></caption>
<thead><tr>${heads}</tr></thead>
<tbody>
${rows}</tbody>
</table></div>`;
}

/** Characters of a cell from which on its column needs room for several words on a narrow page. */
const WORDY = 24;

function isWordy(table: TableContent, column: number): boolean {
  return table.rows.some((row) => {
    const cell = row[column];
    return typeof cell === 'string' && cell.length > WORDY;
  });
}

/** A cell as people read it: numbers by the column's format, strings as they are, a dash where the value is absent. */
function cellText(cell: Cell, column: TableColumnSpec): string {
  return typeof cell === 'string' ? cell : formatNumber(cell, column.format ?? 'number');
}
