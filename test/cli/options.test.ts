import { describe, expect, test } from '@jest/globals';
import { countOrIntegers, integer, integers, limits, list, number, numberOrAuto, type Place, text } from '../../cli/options.ts';

const place: Place = { name: '--it', with: (example) => `--it ${example}` };

describe('number', () => {
  const read = number('2');
  test.each<[unknown, number]>([
    ['2', 2],
    [' 2.5 ', 2.5],
    ['1e-3', 1e-3],
    ['-4', -4],
    [0, 0],
  ])('takes %j', (value, expected) => expect(read(value, place)).toBe(expected));

  test.each(['', ' ', 'x', '2x', '1,5', 'NaN', 'Infinity', '-Infinity', '1e999', Number.NaN, true, [2], {}])(
    'refuses %j and says how it would be right',
    (value) => expect(() => read(value, place)).toThrow(/^Expected --it to be one number\. Got .+\. Try --it 2\.$/),
  );
});

describe('integer', () => {
  test('takes whole numbers from its least one on', () => expect(integer(2, '5')('2', place)).toBe(2));
  test.each(['1', '-3', '2.5', '1e300', 'x'])('refuses %j', (value) => {
    expect(() => integer(2, '5')(value, place)).toThrow(/^Expected --it to be one (whole number, 2 or more|number)\. Got "/);
  });
});

describe('numberOrAuto', () => {
  test('takes auto or a number', () => {
    expect([numberOrAuto('0.1')('auto', place), numberOrAuto('0.1')('0.5', place)]).toEqual(['auto', 0.5]);
  });
  test.each(['atuo', '', 'NaN'])('refuses %j', (value) => {
    expect(() => numberOrAuto('0.1')(value, place)).toThrow('Expected --it to be one number or auto. Got ');
  });
});

describe('text', () => {
  test('takes any text, and a number of a config file as its digits', () => {
    expect([text('x')(' a b ', place), text('x')(3, place)]).toEqual([' a b ', '3']);
  });
  test.each(['', true, ['a'], {}])('refuses %j', (value) => {
    expect(() => text('x')(value, place)).toThrow('Expected --it to be one value. Got ');
  });
});

describe('list', () => {
  const read = list('a,b');
  test.each<[unknown, string[]]>([
    ['a', ['a']],
    ['a, b ,c', ['a', 'b', 'c']],
    ['-1,1', ['-1', '1']],
    ['"Smith, J",other', ['Smith, J', 'other']],
    ['"say ""no""" , b', ['say "no"', 'b']],
    ['5" disk,b', ['5" disk', 'b']],
    ['"open,b', ['"open', 'b']],
    [7, ['7']],
    [
      ['a,b', 3, true],
      ['a,b', '3', 'true'],
    ],
  ])('takes %j', (value, expected) => expect(read(value, place)).toEqual(expected));

  test.each(['', ',', 'a,', ',a', 'a,,b', ' ', [], [''], ['a', null], [['a']], {}])('refuses %j', (value) => {
    expect(() => read(value, place)).toThrow(/^Expected --it to be words separated by commas\. Got .+\. Try --it a,b\.$/);
  });
});

describe('integers', () => {
  const read = integers('3,57');
  test.each<[unknown, number[]]>([
    ['3,57', [3, 57]],
    ['2-4, 9', [2, 3, 4, 9]],
    [
      [7, '0-1'],
      [7, 0, 1],
    ],
  ])('takes %j', (value, expected) => expect(read(value, place)).toEqual(expected));
  test.each(['', 'x', '-1', '1.5', '5-3', '1e3', '3,', '0-99999999'])('refuses %j', (value) => {
    expect(() => read(value, place)).toThrow(/^Expected --it to be .+\. Got .+\. Try --it 3,57\.$/);
  });
});

describe('countOrIntegers', () => {
  const read = countOrIntegers('3,57');
  test.each<[unknown, number | number[]]>([
    ['40', 40],
    [' 40 ', 40],
    [40, 40],
    ['7,', [7]],
    ['7 , ', [7]],
    ['7-7', [7]],
    ['0,', [0]],
    ['3,57', [3, 57]],
    ['3,57,', [3, 57]],
    ['0-3', [0, 1, 2, 3]],
    [[7], [7]],
    [
      [7, '9-10'],
      [7, 9, 10],
    ],
  ])('takes %j as %j', (value, expected) => expect(read(value, place)).toEqual(expected));
  test.each(['', '0', 0, 1.5, '1.5', '-3', 'x', ',', ',,', '7,,', 'all', '5-3', true, [], {}])('refuses %j', (value) => {
    expect(() => read(value, place)).toThrow(/^Expected --it to be .+\. Got .+\. Try --it 3,57\.$/);
  });
});

describe('limits', () => {
  const read = limits('auc=0.9');
  test.each<[unknown, Record<string, number>]>([
    ['auc=0.9', { auc: 0.9 }],
    ['auc=0.9, kl = 3', { auc: 0.9, kl: 3 }],
    [
      { auc: 0.9, kl: '3' },
      { auc: 0.9, kl: 3 },
    ],
    [['auc=0.9', 'kl=3'], { auc: 0.9, kl: 3 }],
  ])('takes %j', (value, expected) => expect(read(value, place)).toEqual(expected));

  test.each(['', 'auc', 'auc=', 'auc=x', 'auc=1=2', 'auc=0.9,auc=0.8', {}, { auc: 'x' }, { auc: null }, 0.9])(
    'refuses %j',
    (value) => expect(() => read(value, place)).toThrow(/^Expected --it to be .+\. Got .+\. Try --it auc=0\.9\.$/),
  );
});
