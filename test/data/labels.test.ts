import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { encodeLabels, type LabelArray } from '../../src/data/labels.ts';
import { expectAuditError } from './support.ts';

const numbers = (values: readonly number[], shape: readonly number[] = [values.length]): LabelArray => ({
  kind: 'numbers',
  shape,
  values: Float64Array.from(values),
});
const text = (values: readonly string[]): LabelArray => ({ kind: 'text', shape: [values.length], values });

describe('encodeLabels', () => {
  test('numbers are sorted numerically, negative ones too, and printed as they are', () => {
    const { labels, classes } = encodeLabels(numbers([10, 9, -1, 10, 9]), 5);
    expect(classes.map(({ label }) => label)).toEqual(['-1', '9', '10']);
    expect([...labels]).toEqual([2, 1, 0, 2, 1]);
  });
  test('text that is all numbers is sorted numerically, other text by code unit', () => {
    expect(encodeLabels(text(['10', '9', '9.5', '10']), 4).classes.map(({ label }) => label)).toEqual(['9', '9.5', '10']);
    expect(encodeLabels(text(['b', 'Z', 'é', 'b']), 4).classes.map(({ label }) => label)).toEqual(['Z', 'b', 'é']);
  });
  test('a column of shape [n, 1] and one-hot rows are the same as plain labels', () => {
    const plain = encodeLabels(numbers([2, 0, 1, 2]), 4);
    expect(encodeLabels(numbers([2, 0, 1, 2], [4, 1]), 4)).toEqual(plain);
    expect(encodeLabels(numbers([0, 0, 1, 1, 0, 0, 0, 1, 0, 0, 0, 1], [4, 3]), 4)).toEqual(plain);
  });
  test('a one-hot column that no record uses is no class', () => {
    expect(encodeLabels(numbers([1, 0, 0, 0, 0, 1, 1, 0, 0], [3, 3]), 3).classes.map(({ label }) => label)).toEqual(['0', '2']);
  });
  test('−0 and 0 are one class', () => {
    expect(encodeLabels(numbers([0, -0, 1]), 3).classes).toHaveLength(2);
  });
  test('the class of every record has the label of the record', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -3, max: 3 }), { minLength: 8 }), (values) => {
        fc.pre(new Set(values).size > 1);
        const { labels, classes } = encodeLabels(numbers(values), values.length);
        expect([...labels].map((c) => classes[c]?.label)).toEqual(values.map(String));
      }),
    );
  });
  test('class names belong to the labels 0, 1, 2; a label beyond them keeps its number, with a warning', () => {
    const named = encodeLabels(numbers([1, 0, 1]), 3, ['no', 'yes']);
    expect(named.classes.map(({ name }) => name)).toEqual(['no', 'yes']);
    expect(named.warnings).toEqual([]);
    const beyond = encodeLabels(numbers([1, 7, 1]), 3, ['no', 'yes']);
    expect(beyond.classes.map(({ name }) => name)).toEqual(['yes', '7']);
    expect(beyond.warnings.map(({ code }) => code)).toEqual(['CLASS_NAMES_INCOMPLETE']);
  });
});

describe('encodeLabels refuses', () => {
  test('labels of another length', () =>
    expectAuditError(() => encodeLabels(numbers([0, 1]), 3), 'SHAPE_MISMATCH', 'Expected as many labels as records (3). Got 2'));
  test('one class only', () =>
    expectAuditError(
      () => encodeLabels(numbers([4, 4, 4]), 3),
      'CLASSES_INVALID',
      'records of at least two classes. Got one class only',
    ));
  test('a label of empty text', () =>
    expectAuditError(() => encodeLabels(text(['a', ' ', 'b']), 3), 'LABELS_INVALID', 'an empty text in row 1'));
  test('measurements', () =>
    expectAuditError(
      () => encodeLabels(numbers([0, 0.5, 1]), 3),
      'LABELS_INVALID',
      'Expected classification labels (whole numbers, booleans or text). Got 0.5 in row 1',
    ));
  test('a missing label', () =>
    expectAuditError(() => encodeLabels(numbers([0, Number.NaN, 1]), 3), 'NOT_FINITE', 'NaN as the label of row 1'));
  test('as many classes as records', () =>
    expectAuditError(() => encodeLabels(numbers([3, 1, 2]), 3), 'LABELS_INVALID', 'Got 3 different labels for 3 records'));
  test('but allows two records of two classes', () => {
    expect(encodeLabels(numbers([1, 2]), 2).classes).toHaveLength(2);
  });
  test('more than one class per two records once there are more than 20', () => {
    const several = (classes: number, records: number) => numbers(Array.from({ length: records }, (_, i) => i % classes));
    expect(encodeLabels(several(20, 30), 30).classes).toHaveLength(20);
    expect(encodeLabels(several(21, 42), 42).classes).toHaveLength(21);
    return expectAuditError(() => encodeLabels(several(21, 41), 41), 'LABELS_INVALID', '21 different labels for 41 records');
  });
  test('one-hot rows of more classes than records', () =>
    expectAuditError(
      () => encodeLabels(numbers([1, 0, 0, 0, 1, 0], [2, 3]), 2),
      'LABELS_INVALID',
      '3 different labels for 2 records',
    ));
  test.each([
    ['two ones', [1, 1]],
    ['no one', [0, 0]],
    ['a share', [0.5, 0.5]],
  ])('rows with %s', (_, row) =>
    expectAuditError(
      () => encodeLabels(numbers([1, 0, ...row, 0, 1], [3, 2]), 3),
      'LABELS_INVALID',
      'to be one-hot',
      'Got another row 1',
    ),
  );
  test('labels with three axes', () =>
    expectAuditError(() => encodeLabels(numbers([0, 1], [2, 1, 1]), 2), 'LABELS_INVALID', 'labels of shape [2, 1, 1]'));
});
