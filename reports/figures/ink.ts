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
