// How is a plane of cells drawn? As a matrix of chartjs-chart-matrix on the chart's own axes, and beside it a bar that says which colour is which
// value. Called by chartConfiguration.ts; runs in the browser too.

import type { Chart, ChartDataset, Plugin } from 'chart.js';
import { plainText } from '../../src/base/plainText.ts';
import { colourAt } from './colourScale.ts';
import type { Axis, Figure, Series } from './figure.ts';
import { type Font, fontText, hairline, linesWithin, textWidth } from './ink.ts';
import type { ChartTheme } from './palette.ts';
import { type ResolvedAxis, resolveAxis } from './ticks.ts';

export type Heat = Extract<Series, { kind: 'heat' }>;

const LONGEST_WORD = 80;

export function heatOf(figure: Figure): Heat | undefined {
  return figure.series.find((series) => series.kind === 'heat');
}

/** The ends of a plane along x or y: half a cell beyond the outermost middles. */
export function heatEnds(middles: readonly number[]): readonly [number, number] {
  const half = cellSize(middles) / 2;
  return [(middles[0] as number) - half, (middles[middles.length - 1] as number) + half];
}

function cellSize(middles: readonly number[]): number {
  return ((middles[middles.length - 1] as number) - (middles[0] as number)) / (middles.length - 1);
}

/** The axis of the colours, as the bar shows it. */
function colourAxis({ value, values }: Heat): ResolvedAxis {
  return resolveAxis(value, values, true);
}

function shareOn({ scale, min, max }: ResolvedAxis, value: number): number {
  return scale === 'log' ? Math.log(value / min) / Math.log(max / min) : (value - min) / (max - min);
}

/** Share of a pixel by which cells reach over the next, so that no white hair shows between them. */
const OVERLAP = 0.6;

/** The cells as a dataset of type `matrix`, which the type of the whole chart does not know. */
export function heatDataset(heat: Heat): ChartDataset<'scatter', { x: number; y: number }[]> {
  const axis = colourAxis(heat);
  const sizeOn = (side: 'x' | 'y', middles: readonly number[]) => (context: { chart: Chart }) => {
    const scale = context.chart.scales[side];
    if (!scale) return 0;
    return Math.abs(scale.getPixelForValue(cellSize(middles)) - scale.getPixelForValue(0)) + OVERLAP;
  };
  const dataset = {
    type: 'matrix',
    label: plainText(heat.name, LONGEST_WORD),
    data: heat.rows.flatMap((y) => heat.columns.map((x) => ({ x, y }))),
    backgroundColor: heat.values.map((value) => colourAt(shareOn(axis, value))),
    borderWidth: 0,
    width: sizeOn('x', heat.columns),
    height: sizeOn('y', heat.rows),
  };
  return dataset as unknown as ChartDataset<'scatter', { x: number; y: number }[]>;
}

/** Sizes of the bar in hairlines, and steps of its colours. */
const BAR = { gap: 14, width: 13, tick: 4, steps: 64 };

/** Room that bar, numbers and title take to the right of the plane. */
export function barRoom(heat: Heat, chart: Chart, theme: ChartTheme): number {
  const line = hairline(theme);
  const font = fontOf(theme);
  const numbers = Math.max(...colourAxis(heat).labels.map((label) => textWidth(chart.ctx, label, font)));
  const titles = titleLines(heat.value, chart, theme).length;
  return (BAR.gap + BAR.width + 2 * BAR.tick) * line + numbers + (titles + 0.4) * 1.25 * theme.fontSize;
}

function fontOf(theme: ChartTheme): Font {
  return { family: theme.fontFamily, size: 0.94 * theme.fontSize };
}

/** Along the bar, which is at least so much of the chart's height. */
const BAR_SHARE = 0.45;

function titleLines({ label }: Axis, chart: Chart, theme: ChartTheme): string[] {
  return linesWithin(
    chart.ctx,
    plainText(label, LONGEST_WORD),
    { family: theme.fontFamily, size: theme.fontSize },
    BAR_SHARE * chart.height,
  );
}

export function colourBarPlugin(heat: Heat, theme: ChartTheme): Plugin {
  const axis = colourAxis(heat);
  return {
    id: 'colour-bar',
    beforeDatasetsDraw(chart) {
      const ink = chart.ctx;
      const line = hairline(theme);
      const { right, top, bottom, height } = chart.chartArea;
      const left = right + BAR.gap * line;
      const end = left + BAR.width * line;
      ink.save();
      for (let i = 0; i < BAR.steps; i++) {
        ink.fillStyle = colourAt((i + 0.5) / BAR.steps);
        const upper = bottom - ((i + 1) / BAR.steps) * height;
        ink.fillRect(left, upper, end - left, height / BAR.steps + (i === 0 ? 0 : OVERLAP));
      }
      ink.strokeStyle = theme.muted;
      ink.lineWidth = line;
      ink.strokeRect(left, top, end - left, bottom - top);
      const font = fontOf(theme);
      ink.font = fontText(font);
      ink.fillStyle = theme.muted;
      ink.textBaseline = 'middle';
      ink.textAlign = 'left';
      let widest = 0;
      axis.ticks.forEach((tick, i) => {
        const y = bottom - shareOn(axis, tick) * height;
        const label = axis.labels[i] ?? '';
        ink.beginPath();
        ink.moveTo(end, y);
        ink.lineTo(end + BAR.tick * line, y);
        ink.stroke();
        ink.fillText(label, end + 2 * BAR.tick * line, y);
        widest = Math.max(widest, textWidth(ink, label, font));
      });
      ink.font = fontText({ family: theme.fontFamily, size: theme.fontSize });
      ink.fillStyle = theme.text;
      ink.textAlign = 'center';
      titleLines(heat.value, chart, theme).forEach((words, i) => {
        ink.save();
        ink.translate(end + 2 * BAR.tick * line + widest + (i + 0.9) * 1.25 * theme.fontSize, (top + bottom) / 2);
        ink.rotate(-Math.PI / 2);
        ink.fillText(words, 0, 0);
        ink.restore();
      });
      ink.restore();
    },
  };
}

/** What the axes take of a chart's width and height, in font sizes: an estimate that makes the plane nearly square. */
const AXES = { width: 5, height: 4.2 };

/** Padding to the left and right of the plane: room for the bar, and on wide charts what keeps the plane square and in the middle. */
export function heatPadding(heat: Heat, chart: Chart, theme: ChartTheme): { readonly left: number; readonly right: number } {
  const bar = barRoom(heat, chart, theme);
  const side = chart.height - AXES.height * theme.fontSize;
  const spare = Math.max(0, chart.width - AXES.width * theme.fontSize - side - bar);
  return { left: spare / 2, right: bar + spare / 2 };
}
