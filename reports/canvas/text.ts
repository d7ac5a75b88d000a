// How is text set on a canvas? One preparation of the context, one notion of a style, and line breaking that also survives words without
// an end. Called by the PDF and the PNG writers.

import type { SKRSContext2D } from '@napi-rs/canvas';
import { plainText } from '../../src/base/plainText.ts';
import { FONT_FAMILY } from '../fonts.ts';

export interface TextStyle {
  readonly size: number;
  readonly weight: 400 | 600;
  readonly colour: string;
  /** Distance of baselines, in sizes. */
  readonly leading: number;
}

/**
 * Settings every context starts with. No ligatures: a search for “efficient” in a PDF must find it; in this canvas `optimizeSpeed` leaves
 * them out and keeps the kerning. The language is fixed because some
 * fonts draw characters differently by language, and the result must not depend on the machine.
 */
export function prepareContext(context: SKRSContext2D): void {
  context.lang = 'en';
  context.textRendering = 'optimizeSpeed';
  context.textBaseline = 'alphabetic';
  context.textAlign = 'left';
}

export function lineHeight(style: TextStyle): number {
  return style.size * style.leading;
}

function setStyle(context: SKRSContext2D, style: TextStyle): void {
  context.font = `${style.weight} ${style.size}px ${FONT_FAMILY}`;
  context.fillStyle = style.colour;
}

export function textWidth(context: SKRSContext2D, text: string, style: TextStyle): number {
  setStyle(context, style);
  return context.measureText(text).width;
}

/** Draws one line whose line box begins at `top`. */
export function drawLine(context: SKRSContext2D, text: string, style: TextStyle, left: number, top: number): void {
  setStyle(context, style);
  // The baseline that centres capitals and descenders of the shipped family in the line box.
  context.fillText(text, left, top + (lineHeight(style) + 0.62 * style.size) / 2);
}

/** Longest text taken from a report in one piece; far above any real sentence, it keeps a hostile name from filling pages. */
const LONGEST_TEXT = 4000;

/**
 * Breaks a text into lines at most `width` wide, at spaces, and inside a word only when the word alone is too wide.
 *
 * @param maxLines further lines are dropped and the last ends in `…`
 * @returns at least one line
 */
export function wrapText(
  context: SKRSContext2D,
  text: string,
  style: TextStyle,
  width: number,
  maxLines: number = Number.POSITIVE_INFINITY,
): string[] {
  setStyle(context, style);
  const fits = (line: string) => context.measureText(line).width <= width;
  const lines: string[] = [];
  let line = '';
  for (const word of plainText(text, LONGEST_TEXT).split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (fits(longer)) {
      line = longer;
      continue;
    }
    if (line !== '') lines.push(line);
    const pieces = fits(word) ? [word] : breakWord(word, fits);
    line = pieces.pop() as string;
    lines.push(...pieces);
    if (lines.length > maxLines) break;
  }
  lines.push(line);
  if (lines.length <= maxLines) return lines;
  const kept = lines.slice(0, maxLines);
  kept[maxLines - 1] = shorten(`${kept[maxLines - 1]}…`, fits);
  return kept;
}

/** One line at most `width` wide, ending in `…` when something is missing. */
export function fitText(context: SKRSContext2D, text: string, style: TextStyle, width: number): string {
  setStyle(context, style);
  return shorten(plainText(text, LONGEST_TEXT), (line) => context.measureText(line).width <= width);
}

function shorten(text: string, fits: (line: string) => boolean): string {
  if (fits(text)) return text;
  const characters = graphemes(text.replace(/…$/, ''));
  const count = longestPrefix(characters.length, (n) => fits(`${characters.slice(0, n).join('')}…`));
  return `${characters.slice(0, count).join('').trimEnd()}…`;
}

function breakWord(word: string, fits: (line: string) => boolean): string[] {
  const pieces: string[] = [];
  let rest = graphemes(word);
  while (rest.length > 0) {
    const count = Math.max(
      1,
      longestPrefix(rest.length, (n) => fits(rest.slice(0, n).join(''))),
    );
    pieces.push(rest.slice(0, count).join(''));
    rest = rest.slice(count);
  }
  return pieces;
}

/** The largest n ≤ length with `fits(n)`, by bisection; 0 when none does. */
function longestPrefix(length: number, fits: (n: number) => boolean): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (fits(middle)) low = middle;
    else high = middle - 1;
  }
  return low;
}

const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** What a reader takes for one character: never half an emoji, never a letter without its accent. */
function graphemes(text: string): string[] {
  return Array.from(segmenter.segment(text), (part) => part.segment);
}
