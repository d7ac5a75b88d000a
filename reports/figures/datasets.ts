// What does Chart.js know of a series? Invisible points, which carry the tooltips, and its entry in the legend; marks.ts draws what is seen.
// Called by chartConfiguration.ts; runs in the browser too.

import type { ChartDataset, LegendItem } from 'chart.js';
import { plainText } from '../../src/base/plainText.ts';
import { barFill, boxFill } from './bars.ts';
import type { Axis, Series } from './figure.ts';
import { heatDataset } from './heat.ts';
import { hairline } from './ink.ts';
import { lineWidth, markerStyle } from './marks.ts';
import { type ChartTheme, DASHES, MARKERS } from './palette.ts';
import { canStandOn } from './ticks.ts';

type Point = { x: number; y: number };

/** The axes as drawn: `x` runs along the bottom. */
export interface DrawnAxes {
  readonly x: Axis;
  readonly y: Axis;
}

/** Longest name in a legend, longest word on a reference line or axis. */
export const LONGEST_WORD = 80;

export interface DatasetWithLegend {
  readonly dataset: ChartDataset<'scatter', Point[]>;
  /** Absent for a plane, whose colours have a bar of their own. */
  readonly legend?: Omit<LegendItem, 'hidden' | 'datasetIndex'>;
}

/** `index` is the place of the series among the `seriesCount` of its figure: histograms after the first are outlines. */
export function createDataset(
  series: Series,
  axes: DrawnAxes,
  theme: ChartTheme,
  index: number,
  seriesCount: number,
): DatasetWithLegend {
  if (series.kind === 'heat') return { dataset: heatDataset(series) };
  const colour = theme.series[series.role];
  const line = hairline(theme);
  const label = plainText(series.name, LONGEST_WORD);
  const text = { text: label, fontColor: theme.text };
  const invisible = { pointRadius: 0, pointHoverRadius: 0, pointHitRadius: 0, showLine: false } as const;
  switch (series.kind) {
    case 'line': {
      const width = lineWidth(series, theme);
      const dash = DASHES[series.role].map((length) => length * width);
      return {
        dataset: {
          ...invisible,
          label,
          data: standing(series.points, axes),
          pointHitRadius: 8 * line,
          pointHoverRadius: 4 * line,
          backgroundColor: colour,
        },
        legend: { ...text, strokeStyle: colour, lineWidth: width, lineDash: dash, pointStyle: 'line' },
      };
    }
    case 'scatter':
      return {
        dataset: {
          ...invisible,
          label,
          data: places(series.points, axes),
          pointHitRadius: 6 * line,
          pointHoverRadius: 4 * line,
          backgroundColor: colour,
        },
        legend: {
          ...text,
          fillStyle: markerStyle(series, theme).colour,
          strokeStyle: colour,
          lineWidth: MARKERS[series.role] === 'cross' ? line : 0,
          pointStyle: MARKERS[series.role],
        },
      };
    case 'bars': {
      const outlined = index > 0;
      const data = series.counts.map((count, i) => ({ x: binMiddle(series.edges, i, axes.x), y: count }));
      const dash = outlined ? DASHES[series.role].map((length) => length * 1.8 * line) : [];
      return {
        dataset: { ...invisible, label, data, backgroundColor: colour },
        legend: outlined
          ? { ...text, strokeStyle: colour, lineWidth: 1.8 * line, lineDash: dash, pointStyle: 'line' }
          : { ...text, fillStyle: barFill(series, seriesCount === 1, theme), lineWidth: 0, pointStyle: 'rect' },
      };
    }
    case 'boxes': {
      const data = series.boxes.map((box, i) => ({ x: box[2], y: i }));
      return {
        dataset: { ...invisible, label, data, backgroundColor: colour },
        legend: { ...text, fillStyle: boxFill(series, theme), strokeStyle: colour, lineWidth: 1.3 * line, pointStyle: 'rect' },
      };
    }
  }
}

/** Points without a place on the axes stay in the list, because tooltips and point labels go by index. */
export function places(points: readonly (readonly [number, number])[], axes: DrawnAxes): Point[] {
  return points.map(([x, y]) => (canStandOn(axes.x, x) && canStandOn(axes.y, y) ? { x, y } : { x: Number.NaN, y: Number.NaN }));
}

/** The points that have a place. */
export function standing(points: readonly (readonly [number, number])[], axes: DrawnAxes): Point[] {
  return places(points, axes).filter((place) => !Number.isNaN(place.x));
}

/** The middle of a bin as the eye sees it: geometric on a logarithmic axis. */
function binMiddle(edges: readonly number[], bin: number, axis: Axis): number {
  const low = edges[bin] as number;
  const high = edges[bin + 1] as number;
  return axis.scale === 'log' ? Math.sqrt(low) * Math.sqrt(high) : low + (high - low) / 2;
}
