import { describe, expect, test } from '@jest/globals';
import { AuditError } from '../../src/base/errors.ts';
import { assertKnownName } from '../../src/base/names.ts';
import { plainText } from '../../src/base/plainText.ts';

describe('AuditError', () => {
  test('says Expected, Got and Try in one line', () => {
    const error = new AuditError('FILE_NOT_FOUND', { expected: 'a file', got: 'nothing at\na.csv', try: 'another path' });
    expect(error.message).toBe('Expected a file. Got nothing at\\u000aa.csv. Try another path.');
    expect(error.kind).toBe('input');
  });
});

describe('assertKnownName', () => {
  test('names the nearest known name', () => {
    expect(() => assertKnownName('kernel', 'rbd', ['rbf', 'matern'])).toThrow(
      'Expected the kernel to be one of rbf, matern. Got "rbd". Try "rbf".',
    );
  });

  test('refuses what is no name at all with the same words', () => {
    expect(() => assertKnownName('kernel', 5 as unknown as string, ['rbf', 'matern'])).toThrow('Got "5". Try "rbf".');
  });

  test('a long list of names ends in their number and keeps the advice', () => {
    const known = Array.from({ length: 300 }, (_, i) => `class ${i}`);
    expect(() => assertKnownName('class', 'class 29O', known)).toThrow(
      /class 19 and 280 more\. Got "class 29O"\. Try "class 29"\.$/,
    );
  });
});

describe('plainText', () => {
  test('shows terminal controls and direction overrides as visible escapes', () => {
    expect(plainText('\u001b[31mred\u202e')).toBe('\\u001b[31mred\\u202e');
  });
  test('leaves ordinary text in any script alone', () => {
    expect(plainText('Größe 猫 🐈')).toBe('Größe 猫 🐈');
  });
  test('cuts a long text and says so', () => {
    expect(plainText('x'.repeat(300), 10)).toBe(`${'x'.repeat(9)}…`);
    expect(plainText('x'.repeat(10), 10)).toBe('x'.repeat(10));
  });
  test('cuts before a character of two halves, never within', () => {
    expect(plainText('ab🐈🐈', 4)).toBe('ab…');
    expect(plainText('ab🐈🐈', 5)).toBe('ab🐈…');
  });
  test.each([
    ['a tag character, which is invisible', 'cat\u{e0041}', 'cat\\u{e0041}'],
    ['an Arabic letter mark, which changes the direction', 'a\u061cb', 'a\\u061cb'],
    ['a soft hyphen', 'a\u00adb', 'a\\u00adb'],
    ['half a surrogate pair', 'a\ud83d', 'a\\ud83d'],
    ['a line separator', 'a\u2028b', 'a\\u2028b'],
  ])('shows %s', (_, text, shown) => {
    expect(plainText(text)).toBe(shown);
  });
  test('writes what is no text as text', () => {
    expect(plainText(5 as unknown as string)).toBe('5');
    expect(plainText(undefined as unknown as string)).toBe('undefined');
  });
});
