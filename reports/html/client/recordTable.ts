// How does a reader find a record among 50,000? Sortable columns, a search field, pages, and the shown rows as CSV. This file holds the
// state and wires the parts; sorting is in tableModel.ts, the search language in query.ts, and neither touches the document.

import type { TableData } from '../pageData.ts';
import { rowsToCsv } from './csv.ts';
import { button, download, element, embeddedJson } from './dom.ts';
import { createPager } from './pager.ts';
import { filterRows, parseQuery } from './query.ts';
import { createSearch } from './search.ts';
import { type Column, type Direction, decodeTable, displayText, sortRows, type TableModel } from './tableModel.ts';

interface Sorting {
  readonly column: Column;
  readonly direction: Direction;
}

/** Builds the interactive table beside the static one, which stays for print. */
export function startRecordTable(host: Element): void {
  const data = embeddedJson(host, '.table-data') as TableData;
  const table = decodeTable(data);
  const pictureOf = pictureFinder(data.pictures, table);
  const classes = table.columns.map(columnClass);
  let sorting: Sorting | undefined;
  let rows = filterRows(table, parseQuery('', table.columns));
  let matching = rows;

  const head = createHead(table, classes, (column) => {
    sorting = { column, direction: nextDirection(sorting, column) };
    head.show(sorting);
    arrange();
  });
  const body = element('tbody');
  const status = element('p', { class: 'table-status', role: 'status' });
  const search = createSearch(table.columns, (text) => {
    const query = parseQuery(text, table.columns);
    search.showProblems(query.problems);
    matching = filterRows(table, query);
    arrange();
  });
  const pager = createPager((from, to) => {
    const shown = Array.from(rows.subarray(from, to), (row) => createRow(table, classes, row, pictureOf));
    body.replaceChildren(...(shown.length > 0 ? shown : [emptyRow(table.columns.length)]));
  });
  const save = button('Download CSV', () => download(csvBlob(table, rows), 'records-shown.csv'), {
    title: 'The rows that the search shows, in this order, with full precision',
  });

  function arrange(): void {
    rows = sorting === undefined ? matching : sortRows(matching, sorting.column, sorting.direction);
    status.textContent = statusText(rows.length, table.rowCount, sorting);
    pager.show(rows.length);
  }

  host.append(
    element(
      'div',
      { class: 'interactive-table' },
      element('p', { class: 'table-title' }, data.caption),
      element('div', { class: 'table-tools' }, search.field, save),
      search.help,
      search.problems,
      status,
      element(
        'div',
        { class: 'table-scroll', role: 'region', 'aria-label': data.caption, tabindex: '0' },
        element(
          'table',
          {},
          element('caption', { class: 'visually-hidden' }, data.caption),
          element('thead', {}, head.row),
          body,
        ),
      ),
      pager.controls,
    ),
  );
  host.classList.add('is-interactive');
  arrange();
}

/** Numbers start with the largest, texts with A; a second press turns the order round. */
function nextDirection(sorting: Sorting | undefined, column: Column): Direction {
  if (sorting?.column !== column) return column.kind === 'number' ? 'descending' : 'ascending';
  return sorting.direction === 'ascending' ? 'descending' : 'ascending';
}

function createHead(table: TableModel, classes: readonly string[], onSort: (column: Column) => void) {
  const cells = table.columns.map((column, i) => {
    const sign = element('span', { class: 'sort-sign', 'aria-hidden': 'true' });
    const sorter = element('button', { type: 'button', class: 'sorter' }, element('span', {}, column.spec.title), sign);
    sorter.addEventListener('click', () => onSort(column));
    return element('th', { scope: 'col', class: classes[i] ?? '' }, sorter);
  });
  const show = (sorting: Sorting): void => {
    table.columns.forEach((column, i) => {
      if (column === sorting.column) cells[i]?.setAttribute('aria-sort', sorting.direction);
      else cells[i]?.removeAttribute('aria-sort');
    });
  };
  return { row: element('tr', {}, ...cells), show };
}

function createRow(
  table: TableModel,
  classes: readonly string[],
  row: number,
  pictureOf: (row: number) => HTMLImageElement | undefined,
): HTMLTableRowElement {
  const cells = table.columns.map((column, i) => {
    const text = displayText(column, row);
    const picture = i === 0 ? pictureOf(row) : undefined;
    const content =
      picture === undefined ? text : element('span', { class: 'with-thumbnail' }, picture, element('span', {}, text));
    return element('td', { class: classes[i] ?? '' }, content);
  });
  return element('tr', {}, ...cells);
}

/** Characters of a text that stays on one line; columns of longer ones are at least several words wide. */
const ONE_LINE = 24;

/** Without it a column of texts would be squeezed to its longest word by the numbers beside it. */
function columnClass(column: Column): string {
  if (column.kind === 'number') return column.spec.align;
  const longest = column.words.reduce((most, word) => Math.max(most, word.length), 0);
  return `${column.spec.align} ${longest > ONE_LINE ? 'wordy' : 'one-line'}`;
}

function emptyRow(columns: number): HTMLTableRowElement {
  return element('tr', {}, element('td', { class: 'empty-cell', colspan: String(columns) }, 'No record fits this search.'));
}

/** A record's picture, from the table's own data or from the gallery elsewhere on the page. */
function pictureFinder(pictures: TableData['pictures'], table: TableModel): (row: number) => HTMLImageElement | undefined {
  const addresses = new Map(Object.entries(pictures));
  for (const image of document.querySelectorAll<HTMLImageElement>('img[data-record]')) {
    addresses.set(image.dataset.record ?? '', image.src);
  }
  const records = table.columns[0];
  return (row) => {
    const record = records?.kind === 'number' ? records.values[row] : undefined;
    const address = record === undefined ? undefined : addresses.get(String(record));
    return address === undefined ? undefined : element('img', { class: 'thumbnail', src: address, alt: '' });
  };
}

function csvBlob(table: TableModel, rows: Int32Array): Blob {
  return new Blob([rowsToCsv(table, rows)], { type: 'text/csv' });
}

function statusText(shown: number, all: number, sorting: Sorting | undefined): string {
  const count = shown === all ? `${integer(all)} rows` : `${integer(shown)} of ${integer(all)} rows`;
  if (sorting === undefined) return `${count}, in the order of the report`;
  const { column, direction } = sorting;
  const words = {
    number: { ascending: 'smallest first', descending: 'largest first' },
    text: { ascending: 'A to Z', descending: 'Z to A' },
  };
  return `${count}, by ${column.spec.title}, ${words[column.kind][direction]}`;
}

function integer(count: number): string {
  return count.toLocaleString('en-US');
}
