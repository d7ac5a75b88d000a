import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Cell, TableColumnSpec } from '../../../../reports/blocks.ts';
import { columnKey, decodeTable, displayText, sortRows } from '../../../../reports/html/client/tableModel.ts';
import { encodeTable } from '../../../../reports/html/encodeTable.ts';
import { scriptJson } from '../../../../reports/html/markup.ts';
import type { TableData } from '../../../../reports/html/pageData.ts';

const number: TableColumnSpec = { title: 'Number', align: 'right', format: 'number' };

/** The way of a table from the report through the page to its script. */
function throughPage(columns: readonly TableColumnSpec[], rows: readonly (readonly Cell[])[]) {
  return decodeTable(JSON.parse(scriptJson(encodeTable({ caption: '', columns, rows }, {})).markup) as TableData);
}

function oneColumn(cells: readonly Cell[], spec = number) {
  const column = throughPage(
    [spec],
    cells.map((cell) => [cell]),
  ).columns[0];
  if (column === undefined) throw new Error('no column');
  return column;
}

const allRows = (count: number) => Int32Array.from({ length: count }, (_, i) => i);

describe('a table on its way through the page', () => {
  test('keeps every bit of its numbers', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ noNaN: true }), { minLength: 1 }), (values) => {
        const column = oneColumn(values.map((value) => (Number.isFinite(value) ? value : 0.5)));
        if (column.kind !== 'number') throw new Error('not numbers');
        // −0 travels as 0 where all are whole, which no reader can tell apart.
        expect(Array.from(column.values, (v) => v + 0)).toEqual(values.map((v) => (Number.isFinite(v) ? v : 0.5) + 0));
      }),
    );
  });

  test('keeps whole numbers, fractions and absent values', () => {
    expect(oneColumn([3, null, 2 ** 40])).toMatchObject({ kind: 'number', values: Float64Array.of(3, Number.NaN, 2 ** 40) });
    expect(oneColumn([0.1, null, 1e-300])).toMatchObject({ kind: 'number', values: Float64Array.of(0.1, Number.NaN, 1e-300) });
  });

  test('stores each distinct text once', () => {
    expect(oneColumn(['b', 'a', null, 'b'])).toMatchObject({
      kind: 'text',
      words: ['b', 'a'],
      codes: Int32Array.of(0, 1, -1, 0),
    });
  });

  test('treats numbers among texts as they are written', () => {
    const column = oneColumn([0.25, 'none', null], { title: 'x', align: 'left', format: 'percent' });
    expect([0, 1, 2].map((row) => displayText(column, row))).toEqual(['25.0%', 'none', '–']);
  });

  test('carries an empty table', () => {
    expect(throughPage([number], [])).toMatchObject({ rowCount: 0 });
  });

  test('shows numbers by the format of their column and absent values as a dash', () => {
    const column = oneColumn([0.123456, null], { title: 'x', align: 'right', format: 'percent' });
    expect([displayText(column, 0), displayText(column, 1)]).toEqual(['12.3%', '–']);
  });
});

describe('columnKey', () => {
  test('is what one would type for the title', () => {
    expect(['KL (nats)', 'AUC', 'TPR at 0.1% FPR', 'ε at δ = 1×10⁻⁵', '(?)'].map(columnKey)).toEqual([
      'kl',
      'auc',
      'tpr_at_0.1%_fpr',
      'epsilon_at_delta_1_10',
      'column',
    ]);
  });
});

describe('sortRows', () => {
  test('orders numbers by size both ways, absent ones last', () => {
    const column = oneColumn([10, null, 9, 1e-5, -2]);
    expect([...sortRows(allRows(5), column, 'ascending')]).toEqual([4, 3, 2, 0, 1]);
    expect([...sortRows(allRows(5), column, 'descending')]).toEqual([0, 2, 3, 4, 1]);
  });

  test('orders texts by alphabet and numbers within them by size, absent ones last', () => {
    const column = oneColumn(['class 10', 'class 9', null, 'Bird', 'ant']);
    expect([...sortRows(allRows(5), column, 'ascending')]).toEqual([4, 3, 1, 0, 2]);
    expect([...sortRows(allRows(5), column, 'descending')]).toEqual([0, 1, 3, 4, 2]);
  });

  test('keeps equal rows in the order of the report, either way', () => {
    const column = oneColumn([1, 0, 1, 0]);
    expect([...sortRows(allRows(4), column, 'ascending')]).toEqual([1, 3, 0, 2]);
    expect([...sortRows(allRows(4), column, 'descending')]).toEqual([0, 2, 1, 3]);
  });

  test('sorts only the given rows and leaves the list it was given', () => {
    const rows = Int32Array.of(0, 2, 3);
    expect([...sortRows(rows, oneColumn([5, 1, 4, 3]), 'ascending')]).toEqual([3, 2, 0]);
    expect([...rows]).toEqual([0, 2, 3]);
  });
});
