import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { INK, TONE_COLOURS } from '../../../reports/figures/palette.ts';
import { DARK_COLOURS } from '../../../reports/html/client/darkColours.ts';
import { contrast, SIGHTS, smallestDifference } from '../../support/colour.ts';

const sheet = readFileSync(new URL('../../../reports/html/style/tokens.css', import.meta.url), 'utf8');
const darkStart = sheet.indexOf('@media');

function tokens(css: string): Record<string, string> {
  return Object.fromEntries([...css.matchAll(/--([a-z-]+): (#[0-9a-f]{6});/g)].map((match) => [match[1], match[2]]));
}

const schemes = { light: tokens(sheet.slice(0, darkStart)), dark: tokens(sheet.slice(darkStart)) };
const TONES = ['good', 'caution', 'danger', 'neutral'] as const;

describe.each(Object.entries(schemes))('the %s page', (_, token) => {
  const between = (a: string, b: string) => contrast(token[a] ?? '', token[b] ?? '');

  test('has a contrast of 4.5:1 or more between words and what they stand on', () => {
    for (const words of ['ink', 'soft', 'faint', 'accent', 'caution']) {
      for (const ground of ['ground', 'paper', 'hover']) expect(between(words, ground)).toBeGreaterThanOrEqual(4.5);
    }
    for (const tone of TONES) {
      for (const words of [tone, 'ink', 'soft']) expect(between(words, `${tone}-ground`)).toBeGreaterThanOrEqual(4.5);
      // The sign of a tone is written in the colour of paper on a disc of the tone.
      expect(between('paper', tone)).toBeGreaterThanOrEqual(4.5);
    }
  });

  test('shows the focus with a contrast of 3:1 or more', () => {
    for (const ground of ['ground', 'paper']) expect(between('focus', ground)).toBeGreaterThanOrEqual(3);
  });
});

test('the light page uses the inks of the palette that all reports share', () => {
  expect(schemes.light).toMatchObject({ ink: INK.text, faint: INK.muted, paper: INK.background });
  for (const tone of TONES) expect(schemes.light[tone]).toBe(TONE_COLOURS[tone].ink);
});

describe('charts on the dark page', () => {
  const { series, background, text, muted } = DARK_COLOURS;

  test('stand on the colour of the cards', () => {
    expect(background).toBe(schemes.dark.paper);
  });

  test('have a contrast of 4:1 or more for series and 4.5:1 for words', () => {
    for (const colour of Object.values(series)) expect(contrast(colour, background)).toBeGreaterThanOrEqual(4);
    for (const words of [text, muted]) expect(contrast(words, background)).toBeGreaterThanOrEqual(4.5);
  });

  test.each(Object.entries(SIGHTS))('have series at least 0.18 apart in Oklab with %s', (_, sight) => {
    const { reference: _reference, ...roles } = series;
    expect(smallestDifference(Object.values(roles), sight)).toBeGreaterThanOrEqual(0.18);
  });
});
