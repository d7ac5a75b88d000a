// How are thresholds and chance levels marked on a chart? Dashed lines with a word on each. Made by chartConfiguration.ts; runs in the browser too.

import type { Chart, Plugin } from 'chart.js';
import type { ReferenceLine, Series } from './figure.ts';
import { hairline, strokeLine } from './ink.ts';
import { type ChartTheme, withOpacity } from './palette.ts';
import type { ResolvedAxis } from './ticks.ts';

/**
 * Dashed lines across the chart. Words of vertical lines stand above the chart in the row given by `rows`; words of horizontal lines over or
 * under their line, at the end where they cover the least of the data, on a patch of background.
 */
export function referenceLinesPlugin(
  lines: readonly ReferenceLine[],
  rows: readonly number[],
  series: readonly Series[],
  theme: ChartTheme,
): Plugin {
  return {
    id: 'reference-lines',
    beforeDatasetsDraw(chart) {
      const { left, right, top, bottom } = chart.chartArea;
      for (const line of lines) {
        const pixel = positionOf(chart, line);
        if (pixel === undefined) continue;
        chart.ctx.beginPath();
        chart.ctx.moveTo(line.axis === 'x' ? pixel : left, line.axis === 'x' ? top : pixel);
        chart.ctx.lineTo(line.axis === 'x' ? pixel : right, line.axis === 'x' ? bottom : pixel);
        // A pale line underneath keeps the dashes visible on dark bars.
        strokeLine(chart.ctx, withOpacity(theme.background, 0.6), 3 * hairline(theme), []);
        strokeLine(chart.ctx, theme.text, 1.2 * hairline(theme), [3, 2.5]);
      }
    },
    afterDatasetsDraw(chart) {
      const ink = chart.ctx;
      const { left, right, top } = chart.chartArea;
      const size = 0.92 * theme.fontSize;
      ink.save();
      ink.font = `${size}px ${theme.fontFamily}`;
      ink.textBaseline = 'alphabetic';
      lines.forEach((line, i) => {
        const pixel = positionOf(chart, line);
        if (pixel === undefined) return;
        const width = ink.measureText(line.label).width;
        if (line.axis === 'x') {
          const start = Math.min(Math.max(pixel - width / 2, left), right - width);
          ink.fillStyle = theme.text;
          ink.fillText(line.label, start, top - 0.35 * size - (rows[i] ?? 0) * REFERENCE_ROW * theme.fontSize);
          return;
        }
        const { start, base } = quietPlace(chart, dataPixels(chart, series, size), pixel, width, size);
        ink.fillStyle = withOpacity(theme.background, 0.85);
        ink.fillRect(start - 0.2 * size, base - 0.9 * size, width + 0.4 * size, 1.15 * size);
        ink.fillStyle = theme.text;
        ink.fillText(line.label, start, base);
      });
      ink.restore();
    },
  };
}

interface TextPlace {
  /** Left end and baseline of the words. */
  readonly start: number;
  readonly base: number;
}

/** Over or under the line at its right or left end (in this order when several are equally free), inside the chart. */
function quietPlace(chart: Chart, data: readonly Pixel[], line: number, width: number, size: number): TextPlace {
  const { left, right, top, bottom } = chart.chartArea;
  const starts = [right - width - 0.4 * size, left + 0.4 * size];
  const bases = [line - 0.4 * size, line + 1.15 * size].filter(
    (base) => base - 0.9 * size >= top && base + 0.25 * size <= bottom,
  );
  const places = (bases.length > 0 ? bases : [line - 0.4 * size]).flatMap((base) => starts.map((start) => ({ start, base })));
  const covered = ({ start, base }: TextPlace) =>
    data.filter(
      ([x, y]) => x > start - 0.4 * size && x < start + width + 0.4 * size && y > base - 1.2 * size && y < base + 0.5 * size,
    ).length;
  const costs = places.map(covered);
  return places[costs.indexOf(Math.min(...costs))] as TextPlace;
}

type Pixel = readonly [x: number, y: number];

/** Where points stand, and samples of the curves between them, no further than `step` apart. */
function dataPixels(chart: Chart, series: readonly Series[], step: number): Pixel[] {
  const { x, y } = chart.scales;
  if (!x || !y) return [];
  return chart.data.datasets.flatMap((dataset, index) => {
    if (!chart.isDatasetVisible(index)) return [];
    const points = (dataset.data as { x: number; y: number }[]).map(
      (point): Pixel => [x.getPixelForValue(point.x), y.getPixelForValue(point.y)],
    );
    return series[index]?.kind === 'line' ? points.flatMap((point, i) => between(point, points[i + 1] ?? point, step)) : points;
  });
}

function between([x, y]: Pixel, [nextX, nextY]: Pixel, step: number): Pixel[] {
  const count = Math.min(Math.max(1, Math.ceil(Math.hypot(nextX - x, nextY - y) / step)), 200);
  return Array.from({ length: count }, (_, k): Pixel => [x + ((nextX - x) * k) / count, y + ((nextY - y) * k) / count]);
}

/** Height of a row of words above the chart, in font sizes. */
export const REFERENCE_ROW = 1.3;

/** Where the line runs, or undefined when it lies outside the axis. */
function positionOf(chart: Chart, line: ReferenceLine): number | undefined {
  const scale = chart.scales[line.axis];
  if (!scale || !(line.value >= scale.min && line.value <= scale.max)) return undefined;
  return scale.getPixelForValue(line.value);
}

/** The row above the chart for the words of each vertical line: the lowest in which it does not run into an earlier one. */
export function wordRows(lines: readonly ReferenceLine[], axis: ResolvedAxis): number[] {
  const along = (value: number) =>
    axis.scale === 'log'
      ? Math.log(value / axis.min) / Math.log(axis.max / axis.min)
      : (value - axis.min) / (axis.max - axis.min);
  // Share of the chart's width that one character of a word takes, on the narrowest sheet (paper): an estimate on the safe side.
  const CHARACTER = 0.0115;
  const taken: [row: number, from: number, to: number][] = [];
  return lines.map((line) => {
    if (line.axis !== 'x') return -1;
    const width = line.label.length * CHARACTER + 0.02;
    const from = Math.min(Math.max(along(line.value) - width / 2, 0), 1 - width);
    let row = 0;
    while (taken.some(([r, a, b]) => r === row && from < b && from + width > a)) row++;
    taken.push([row, from, from + width]);
    return row;
  });
}
