import { describe, expect, test } from '@jest/globals';
import {
  auc,
  className,
  correlation,
  count,
  listInWords,
  quantile,
  shareOf,
  shownName,
} from '../../../reports/sections/words.ts';
import { sampleResult } from '../../support/sampleResult.ts';

describe('the words of a report', () => {
  test.each([
    [1, '>0.999'],
    [0.9995, '>0.999'],
    [0.9994, '0.999'],
    [0.5, '0.5'],
    [0.50026, '0.500'],
  ])('an AUC of %d reads %s', (value, text) => {
    expect(auc(value)).toBe(text);
  });

  test.each([
    [1, '1.00'],
    [0.996, 'above 0.99'],
    [0.994, '0.99'],
    [-0.001, '0.00'],
    [-0.4, '−0.40'],
    [-0.999, 'below −0.99'],
  ])('a correlation of %d reads %s', (value, text) => {
    expect(correlation(value)).toBe(text);
  });

  test('one and many are told apart', () => {
    expect([count(1, 'class', 'classes'), count(2000, 'record'), shareOf(1, 4)]).toEqual([
      '1 class',
      '2,000 records',
      '1 of 4 records (25.0%)',
    ]);
    expect([listInWords([]), listInWords(['a']), listInWords(['a', 'b', 'c'])]).toEqual(['', 'a', 'a, b and c']);
  });

  test('names are cut, made plain, and never blank', () => {
    expect([shownName(' \t'), shownName('a\u0007b'), shownName('abcdef', 4)]).toEqual(['(blank)', 'a\\u0007b', 'abc…']);
    expect(className(sampleResult({ records: 3, classes: 2, classNames: ['x'.repeat(99)] }), 0)).toHaveLength(40);
  });

  test('a summary without the level asked for is an error, not a number', () => {
    expect(() => quantile(sampleResult({ records: 3, classes: 2 }).summary.kl, 0.42)).toThrow(
      'the summary has no quantile at 0.42',
    );
  });
});
