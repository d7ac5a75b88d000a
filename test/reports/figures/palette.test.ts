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

type Rgb = readonly [number, number, number];

/** Linear light, from `#rrggbb` (IEC 61966-2-1). */
function linear(colour: string): Rgb {
  const channel = (i: number) => {
    const value = Number.parseInt(colour.slice(1 + 2 * i, 3 + 2 * i), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return [channel(0), channel(1), channel(2)];
}

const luminance = ([r, g, b]: Rgb) => 0.2126 * r + 0.7152 * g + 0.0722 * b;

/** WCAG 2 contrast ratio. */
function contrast(a: string, b: string): number {
  const [high, low] = [luminance(linear(a)), luminance(linear(b))].sort((x, y) => y - x) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

/** CIE lightness, what is left of a colour in black-and-white print. */
const lightness = (colour: string) => 116 * Math.cbrt(luminance(linear(colour))) - 16;

/** Oklab (Ottosson 2020): distances are close to perceived differences. */
function oklab([r, g, b]: Rgb): Rgb {
  const l = Math.cbrt(Math.max(0, 0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b));
  const m = Math.cbrt(Math.max(0, 0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b));
  const s = Math.cbrt(Math.max(0, 0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b));
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}

/** How a colour is seen without one kind of cones (Machado, Oliveira and Fernandes 2009, severity 1). */
const SIGHTS: Readonly<Record<string, readonly Rgb[]>> = {
  'normal sight': [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

function seen(colour: string, sight: readonly Rgb[]): Rgb {
  const rgb = linear(colour);
  const clamp = (value: number) => Math.min(1, Math.max(0, value));
  return oklab(sight.map((row) => clamp(row[0] * rgb[0] + row[1] * rgb[1] + row[2] * rgb[2])) as unknown as Rgb);
}

const colours = [SERIES_COLOURS.primary, SERIES_COLOURS.secondary, SERIES_COLOURS.tertiary, SERIES_COLOURS.quaternary];
const pairs = colours.flatMap((a, i) => colours.slice(i + 1).map((b) => [a, b] as const));

function smallestDifference(sight: readonly Rgb[]): number {
  return Math.min(
    ...pairs.map(([a, b]) => {
      const [p, q] = [seen(a, sight), seen(b, sight)];
      return Math.hypot(p[0] - q[0], p[1] - q[1], p[2] - q[2]);
    }),
  );
}

describe('the series colours', () => {
  test.each(Object.entries(SIGHTS))('stay at least 0.16 apart in Oklab with %s', (_, sight) => {
    expect(smallestDifference(sight)).toBeGreaterThanOrEqual(0.16);
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
