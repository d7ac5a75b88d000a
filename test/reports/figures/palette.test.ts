import { describe, expect, test } from '@jest/globals';
import {
  DASHES,
  INK,
  MARKERS,
  mixed,
  paperTheme,
  SERIES_COLOURS,
  TONE_COLOURS,
  withOpacity,
} from '../../../reports/figures/palette.ts';
import { contrast, SIGHTS, smallestDifference } from '../../support/colour.ts';

/** CIE lightness, what is left of a colour in black-and-white print; its luminance follows from the contrast with black. */
const lightness = (colour: string) => 116 * Math.cbrt(0.05 * (contrast(colour, '#000000') - 1)) - 16;

const colours = [SERIES_COLOURS.primary, SERIES_COLOURS.secondary, SERIES_COLOURS.tertiary, SERIES_COLOURS.quaternary];

describe('the series colours', () => {
  test.each(Object.entries(SIGHTS))('stay at least 0.16 apart in Oklab with %s', (_, sight) => {
    expect(smallestDifference(colours, sight)).toBeGreaterThanOrEqual(0.16);
  });

  test('stay at least ten steps of lightness apart in black-and-white print', () => {
    const steps = colours.map(lightness).sort((a, b) => a - b);
    for (let i = 1; i < steps.length; i++) expect((steps[i] as number) - (steps[i - 1] as number)).toBeGreaterThanOrEqual(10);
  });

  test('have a contrast of 3:1 or more with paper', () => {
    for (const colour of [...colours, SERIES_COLOURS.reference]) {
      expect(contrast(colour, INK.background)).toBeGreaterThanOrEqual(3);
    }
  });

  test('are not needed to tell series apart: dashes and markers differ by role', () => {
    expect(new Set(Object.values(DASHES).map(String)).size).toBe(5);
    expect(new Set(Object.values(MARKERS)).size).toBe(5);
  });
});

test('words have a contrast of 4.5:1 or more with what they stand on', () => {
  for (const { ink, tint } of Object.values(TONE_COLOURS)) {
    expect(contrast(ink, tint)).toBeGreaterThanOrEqual(4.5);
    expect(contrast(INK.text, tint)).toBeGreaterThanOrEqual(4.5);
    expect(contrast(INK.muted, tint)).toBeGreaterThanOrEqual(4.5);
  }
  expect(contrast(INK.muted, INK.background)).toBeGreaterThanOrEqual(4.5);
});

test('colours mix on paper and carry an opacity', () => {
  expect(mixed('#000000', '#ffffff', 0.5)).toBe('#808080');
  expect(mixed('#1953ab', '#ffffff', 1)).toBe('#1953ab');
  expect(withOpacity('#1953ab', 0.5)).toBe('#1953ab80');
  expect(withOpacity('#1953ab', 0)).toBe('#1953ab00');
});

test('the paper theme takes font and size from its caller', () => {
  expect(paperTheme('serif', 9)).toMatchObject({ fontFamily: 'serif', fontSize: 9, background: '#ffffff' });
});
