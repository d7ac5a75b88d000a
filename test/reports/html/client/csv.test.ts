import { describe, expect, test } from '@jest/globals';
import { rowsToCsv } from '../../../../reports/html/client/csv.ts';
import { decodeTable } from '../../../../reports/html/client/tableModel.ts';
import { encodeTable } from '../../../../reports/html/encodeTable.ts';

const table = decodeTable(
  encodeTable(
    {
      caption: '',
      columns: [
        { title: 'Record', align: 'right', format: 'integer' },
        { title: 'Class, or "kind"', align: 'left' },
        { title: 'AUC', align: 'right', format: 'number' },
      ],
      rows: [
        [0, '=1+2', 0.1 + 0.2],
        [1, 'say "hi", twice', null],
        [2, '@SUM(A1)', -0.5],
        [3, null, 1],
      ],
    },
    {},
  ),
);

describe('rowsToCsv', () => {
  test('writes the given rows in the given order, numbers in full precision', () => {
    expect(rowsToCsv(table, Int32Array.of(3, 0)).split('\n')).toEqual([
      'Record,"Class, or ""kind""",AUC',
      '3,,1',
      "0,'=1+2,0.30000000000000004",
      '',
    ]);
  });

  test('quotes what needs quotes, defuses formulas and leaves absent values empty', () => {
    expect(rowsToCsv(table, Int32Array.of(1, 2)).split('\n').slice(1, 3)).toEqual(['1,"say ""hi"", twice",', "2,'@SUM(A1),-0.5"]);
  });
});
