// Which places `--vary` means: columns by name, places by number.

import { describe, expect, test } from '@jest/globals';
import type { TableColumn } from '../../../src/data/dataset.ts';
import { varyFeatures } from '../../../src/query/constraints/varyFeatures.ts';
import { expectAuditError } from '../../data/support.ts';

const columns: readonly TableColumn[] = [
  { kind: 'numeric', name: 'age', start: 0 },
  { kind: 'category', name: 'colour', start: 1, categories: ['blue', 'green', 'red'] },
  { kind: 'numeric', name: 'weight, kg', start: 4 },
  { kind: 'numeric', name: '0-1', start: 5 },
];
const table = { columns, dimensions: 6 };
const plain = { dimensions: 300 };

describe('columns of a table', () => {
  test.each([
    [['age'], ['age'], [0]],
    [
      ['colour', 'age'],
      ['colour', 'age'],
      [0, 1, 2, 3],
    ],
    [['colour,age'], ['colour', 'age'], [0, 1, 2, 3]],
    [[' weight, kg , age'], ['weight, kg', 'age'], [0, 4]],
    [['age,weight, kg,colour'], ['age', 'weight, kg', 'colour'], [0, 1, 2, 3, 4]],
    [['0-1'], ['0-1'], [5]],
    [['age', 'age'], ['age', 'age'], [0]],
  ])('%j', (words, features, places) => {
    expect(varyFeatures(words, table)).toEqual({ features, places: Int32Array.from(places) });
  });

  test('of one name vary together', () => {
    const twice: readonly TableColumn[] = [...columns, { kind: 'numeric', name: 'age', start: 6 }];
    expect([...varyFeatures(['age'], { columns: twice, dimensions: 7 }).places]).toEqual([0, 6]);
  });

  test('by another name get advice', () =>
    expectAuditError(
      () => varyFeatures(['age,color'], table),
      'NAME_UNKNOWN',
      'the column to vary to be one of age, colour, weight, kg, 0-1',
      'Got "color"',
      'Try "colour"',
    ));
  test('are not meant by numbers', () => expectAuditError(() => varyFeatures(['3'], table), 'NAME_UNKNOWN', 'Got "3"'));
  test('are asked for', () =>
    expectAuditError(() => varyFeatures(['', ' , '], table), 'OPTION_INVALID', 'Got none', '--vary age'));
});

describe('places of data without names', () => {
  test.each([
    [['0-3,200'], ['0-3', '200'], [0, 1, 2, 3, 200]],
    [
      ['299', ' 4-5 '],
      ['299', '4-5'],
      [4, 5, 299],
    ],
    [
      ['2-4', '3-5'],
      ['2-4', '3-5'],
      [2, 3, 4, 5],
    ],
  ])('%j', (words, features, places) => {
    expect(varyFeatures(words, plain)).toEqual({ features, places: Int32Array.from(places) });
  });

  test.each(['300', '5-300', '9-3', 'age', '1.5', '-1', '', '1-', '99999999999'])('are not %p', (word) =>
    expectAuditError(
      () => varyFeatures(['0', word], plain),
      'OPTION_INVALID',
      'places to vary from 0 to 299, since the data have no columns with names',
      `Got "${word}"`,
      '--vary 0-9',
    ),
  );
  test('are asked for', () =>
    expectAuditError(() => varyFeatures([], plain), 'OPTION_INVALID', 'features to vary', '--vary 0-9'));
});
