import { describe, expect, test } from '@jest/globals';
import { createCanvas } from '@napi-rs/canvas';
import { fitText, prepareContext, type TextStyle, textWidth, wrapText } from '../../../reports/canvas/text.ts';
import { registerFonts } from '../../../reports/fonts.ts';

registerFonts();
const ruler = createCanvas(1, 1).getContext('2d');
prepareContext(ruler);
const style: TextStyle = { size: 10, weight: 400, colour: '#000000', leading: 1.4 };
const width = (text: string) => textWidth(ruler, text, style);

describe('wrapText', () => {
  test('breaks at spaces, and no line is wider than asked', () => {
    const text = 'The quick brown fox jumps over the lazy dog and then over the next one, too.';
    const lines = wrapText(ruler, text, style, 100);
    expect(lines.length).toBeGreaterThan(2);
    expect(lines.join(' ')).toBe(text);
    for (const line of lines) expect(width(line)).toBeLessThanOrEqual(100);
  });

  test('breaks inside a word only when the word alone is too wide, and loses nothing', () => {
    const word = 'supercalifragilistic'.repeat(20);
    const lines = wrapText(ruler, `a ${word} z`, style, 80);
    expect(lines.join('').replace(' ', '')).toBe(`a${word}z`);
    for (const line of lines) expect(width(line)).toBeLessThanOrEqual(80);
  });

  test('never tears a character apart, and makes progress where not even one fits', () => {
    const lines = wrapText(ruler, 'é'.normalize('NFD').repeat(3) + '👩‍👩‍👧'.replace(/\u200d/g, ''), style, 1);
    expect(lines.slice(0, 3)).toEqual(Array(3).fill('é'.normalize('NFD')));
    expect(lines.join('')).not.toContain('\ufffd');
  });

  test('ends in an ellipsis when lines are left out', () => {
    const lines = wrapText(ruler, 'one two three four five six seven eight nine ten', style, 60, 2);
    expect(lines).toHaveLength(2);
    expect(lines[1]).toMatch(/…$/);
    expect(width(lines[1] as string)).toBeLessThanOrEqual(60);
  });

  test('shows control characters instead of obeying them', () => {
    expect(wrapText(ruler, 'a\u001bb\u202ec', style, 500)).toEqual(['a\\u001bb\\u202ec']);
    expect(wrapText(ruler, '', style, 500)).toEqual(['']);
  });
});

test('fitText keeps what fits and marks what is missing', () => {
  expect(fitText(ruler, 'short', style, 500)).toBe('short');
  const cut = fitText(ruler, 'a rather long sentence that cannot fit', style, 60);
  expect(cut).toMatch(/^a rather.*…$/);
  expect(width(cut)).toBeLessThanOrEqual(60);
});

test('digits are equally wide, so that numbers line up in columns', () => {
  const widths = Array.from('0123456789', (digit) => width(digit.repeat(10)));
  for (const one of widths) expect(one).toBeCloseTo(widths[0] as number, 6);
});

test('ligatures are off: three letters are as wide together as they say one by one', () => {
  ruler.fontKerning = 'none';
  expect(width('ffi')).toBeCloseTo(width('f') * 2 + width('i'), 6);
  ruler.fontKerning = 'auto';
});
