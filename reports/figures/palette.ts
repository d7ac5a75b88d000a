// Which colours, dashes and markers do reports use? The one palette of charts, tiles and callouts, for the page, paper and pictures.
// No reader needs colour to tell series apart: dash and marker differ by role as well. Runs in the browser too.

import type { Tone } from '../blocks.ts';
import type { SeriesRole } from './figure.ts';

/** What a chart needs to know about the sheet it stands on. Sizes are in the unit of the canvas (points on paper, CSS pixels on a screen). */
export interface ChartTheme {
  readonly fontFamily: string;
  readonly fontSize: number;
  readonly text: string;
  readonly muted: string;
  readonly grid: string;
  readonly background: string;
  readonly series: Readonly<Record<SeriesRole, string>>;
}

/**
 * Blue, orange, teal and plum on white. Found by a search that held the contrast with white at 3:1 or more and the steps of lightness at
 * 10 or more, so that the four stay apart in black-and-white print, while it raised the smallest difference between two of them as seen
 * with normal sight, protanopia, deuteranopia and tritanopia: 0.16 in Oklab. The four colours of the Okabe–Ito set with enough contrast
 * for thin lines reach 0.08, and steps of lightness of 3.
 */
export const SERIES_COLOURS: Readonly<Record<SeriesRole, string>> = {
  primary: '#1953ab',
  secondary: '#b45b0a',
  tertiary: '#07a0a2',
  quaternary: '#43112b',
  reference: '#6b7280',
};

/** Lengths of dashes and gaps in line widths; empty for an unbroken line. */
export const DASHES: Readonly<Record<SeriesRole, readonly number[]>> = {
  primary: [],
  secondary: [4, 2],
  tertiary: [1.2, 1.8],
  quaternary: [6, 1.8, 1.2, 1.8],
  reference: [2.5, 2.5],
};

export const MARKERS: Readonly<Record<SeriesRole, 'circle' | 'triangle' | 'rect' | 'rectRot' | 'cross'>> = {
  primary: 'circle',
  secondary: 'triangle',
  tertiary: 'rect',
  quaternary: 'rectRot',
  reference: 'cross',
};

/** Ink (rules, marks, words on white) and tint (background under body text) of each tone. */
export const TONE_COLOURS: Readonly<Record<Tone, { readonly ink: string; readonly tint: string }>> = {
  good: { ink: '#12704a', tint: '#eef7f2' },
  caution: { ink: '#8f5600', tint: '#fdf5e6' },
  danger: { ink: '#a81e2c', tint: '#fdf0f0' },
  neutral: { ink: '#44546a', tint: '#f3f5f8' },
};

export const INK = { text: '#1c2430', muted: '#5b6675', rule: '#d5dae1', grid: '#e3e7ec', background: '#ffffff' } as const;

/** Black on white; callers set the font, and its size for their sheet. */
export function paperTheme(fontFamily: string, fontSize: number): ChartTheme {
  return {
    fontFamily,
    fontSize,
    text: INK.text,
    muted: INK.muted,
    grid: INK.grid,
    background: INK.background,
    series: SERIES_COLOURS,
  };
}

/** `#rrggbb` with an opacity between 0 and 1. */
export function withOpacity(colour: string, opacity: number): string {
  return `${colour}${Math.round(255 * opacity)
    .toString(16)
    .padStart(2, '0')}`;
}

/** The opaque colour that `share` of `colour` over `background` gives; both `#rrggbb`. */
export function mixed(colour: string, background: string, share: number): string {
  const part = (text: string, i: number) => Number.parseInt(text.slice(1 + 2 * i, 3 + 2 * i), 16);
  const parts = [0, 1, 2].map((i) => Math.round(share * part(colour, i) + (1 - share) * part(background, i)));
  return `#${parts.map((value) => value.toString(16).padStart(2, '0')).join('')}`;
}
