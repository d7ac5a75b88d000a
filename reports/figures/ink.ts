// The strokes all drawn parts of a chart share. Called by marks.ts and referenceLines.ts; runs in the browser too.

import type { Chart } from 'chart.js';
import type { ChartTheme } from './palette.ts';

/** The part of a canvas context the plugins use; the chart's own context has it in the browser and in Node. */
export type Ink = Chart['ctx'];

/** Width of a hairline for this theme; every other length on a chart is a multiple of it. */
export function hairline(theme: ChartTheme): number {
  return theme.fontSize / 14;
}

/** Strokes the current path; lengths of dashes and gaps are in line widths. */
export function strokeLine(ink: Ink, colour: string, width: number, dash: readonly number[]): void {
  ink.save();
  ink.strokeStyle = colour;
  ink.lineWidth = width;
  ink.setLineDash(dash.map((length) => length * width));
  ink.stroke();
  ink.restore();
}

/** Draws clipped to the chart's area and a margin around it. */
export function withinArea(chart: Chart, margin: number, draw: () => void): void {
  const { left, top, width, height } = chart.chartArea;
  chart.ctx.save();
  chart.ctx.beginPath();
  chart.ctx.rect(left - margin, top - margin, width + 2 * margin, height + 2 * margin);
  chart.ctx.clip();
  draw();
  chart.ctx.restore();
}

/** What a text is measured and cut with. */
export interface Font {
  readonly family: string;
  /** In the unit of the canvas. */
  readonly size: number;
  readonly weight?: number;
}

/** As a canvas takes it. */
export function fontText({ family, size, weight = 400 }: Font): string {
  return `${weight} ${size}px ${family}`;
}

export function textWidth(ink: Ink, text: string, font: Font): number {
  ink.save();
  ink.font = fontText(font);
  const { width } = ink.measureText(text);
  ink.restore();
  return width;
}

/** Words in lines at most `width` wide; a single word may be wider. */
export function linesWithin(ink: Ink, text: string, font: Font, width: number): string[] {
  const widthOf = (words: string) => textWidth(ink, words, font);
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const longer = lines.length === 0 ? word : `${lines.at(-1)} ${word}`;
    if (lines.length > 0 && widthOf(longer) <= width) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}

/** The text, or as much of its beginning as leaves room for `…` within `width`; at least one character. */
export function cutToWidth(ink: Ink, text: string, font: Font, width: number): string {
  const widthOf = (words: string) => textWidth(ink, words, font);
  if (widthOf(text) <= width) return text;
  const characters = Array.from(text.replace(/…$/, ''));
  while (characters.length > 1 && widthOf(`${characters.join('').trimEnd()}…`) > width) characters.pop();
  return `${characters.join('').trimEnd()}…`;
}
