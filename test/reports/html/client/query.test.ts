import { describe, expect, test } from '@jest/globals';
import type { Cell, TableColumnSpec } from '../../../../reports/blocks.ts';
import { filterRows, parseQuery } from '../../../../reports/html/client/query.ts';
import { decodeTable } from '../../../../reports/html/client/tableModel.ts';
import { encodeTable } from '../../../../reports/html/encodeTable.ts';

const COLUMNS: readonly TableColumnSpec[] = [
  { title: 'Record', align: 'right', format: 'integer' },
  { title: 'Class', align: 'left' },
  { title: 'AUC', align: 'right', format: 'number' },
  { title: 'TPR at 0.1% FPR', align: 'right', format: 'percent' },
  { title: 'TPR at 1% FPR', align: 'right', format: 'percent' },
  { title: 'Digit', align: 'left' },
];

const ROWS: readonly (readonly Cell[])[] = [
  [48, 'Cat', 0.981, 0.5, 0.6, '9'],
  [482, 'sports car', 0.5, 0.001, 0.01, '10'],
  [7, 'car', 0.976, 0.25, 0.3, '7'],
  [1000, null, null, null, null, null],
];

const table = decodeTable(encodeTable({ caption: '', columns: COLUMNS, rows: ROWS }, {}));

/** Numbers of the records found. */
function find(text: string): Cell[] {
  return [...filterRows(table, parseQuery(text, table.columns))].map((row) => ROWS[row]?.[0] ?? null);
}

function problems(text: string): readonly string[] {
  return parseQuery(text, table.columns).problems;
}

describe('a search', () => {
  test('without words shows every row', () => {
    expect(find('')).toEqual([48, 482, 7, 1000]);
    expect(find('  ')).toEqual([48, 482, 7, 1000]);
  });

  test('for a word finds it within texts, whatever the case', () => {
    expect(find('CAR')).toEqual([482, 7]);
    expect(find('cat')).toEqual([48]);
  });

  test('for a whole number finds the record of exactly that number', () => {
    expect(find('48')).toEqual([48]);
    expect(find('7')).toEqual([7]);
  });

  test('for words in quotes keeps the space between them', () => {
    expect(find('"sports car"')).toEqual([482]);
    expect(find('class:"sports car"')).toEqual([482]);
    expect(find('"sports car')).toEqual([482]);
  });

  test.each([
    ['auc>0.976', [48]],
    ['auc>=0.976', [48, 7]],
    ['auc<0.976', [482]],
    ['auc<=0.976', [482, 7]],
    ['auc>1e-3', [48, 482, 7]],
    ['auc!=0.5', [48, 7]],
    ['tpr_at_0.1%_fpr>=25%', [48, 7]],
    ['record>=1,000', [1000]],
  ])('%s compares numbers, and an absent one never fits', (text, expected) => {
    expect(find(text)).toEqual(expected);
  });

  test('with = finds numbers that round to the digits typed', () => {
    expect(find('auc=0.98')).toEqual([48, 7]);
    expect(find('auc=0.981')).toEqual([48]);
    expect(find('record=48')).toEqual([48]);
    expect(find('tpr_at_1%=30%')).toEqual([7]);
  });

  test('with : finds a part of a text and with = the whole text', () => {
    expect(find('class:car')).toEqual([482, 7]);
    expect(find('class=car')).toEqual([7]);
    expect(find('class!=car')).toEqual([48, 482]);
  });

  test('compares texts that are numbers as numbers', () => {
    expect(find('digit>8')).toEqual([48, 482]);
    expect(find('digit>cat')).toEqual([]);
  });

  test('shows rows where every term holds', () => {
    expect(find('car auc>0.9')).toEqual([7]);
  });

  test('takes the beginning of a column name, or a part of it', () => {
    expect(find('cl:cat')).toEqual([48]);
    expect(find('0.1%>40%')).toEqual([48]);
  });

  test('says which columns a name could mean, and hides nothing by it', () => {
    expect(problems('tpr>0.5')).toEqual(['“tpr” could be tpr_at_0.1%_fpr or tpr_at_1%_fpr.']);
    expect(find('tpr>0.5 cat')).toEqual([48]);
  });

  test('says what it does not know', () => {
    expect(problems('size>3')).toEqual(['No column is called “size”.']);
    expect(problems('%>3')).toEqual(['No column is called “%”.']);
    expect(problems('auc>big')).toEqual(['“big” is not a number to compare auc with.']);
    expect(problems('auc>.')).toEqual(['“.” is not a number to compare auc with.']);
  });

  test('waits while a condition is being typed', () => {
    expect(problems('auc>')).toEqual([]);
    expect(find('auc>')).toEqual([48, 482, 7, 1000]);
  });

  test('allows blanks around comparisons', () => {
    expect(find('auc > 0.9 car')).toEqual([7]);
    expect(find('class = "sports car"')).toEqual([482]);
    expect(find('auc >')).toEqual([48, 482, 7, 1000]);
  });

  test('takes the characters of regular expressions as they are', () => {
    expect(find('.*')).toEqual([]);
    expect(find('(')).toEqual([]);
  });
});
