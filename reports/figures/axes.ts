// Which axes does a whole figure have? Limits from all its series and reference lines, rows for the categories of boxes, titles that say what
// is missing, and the options Chart.js takes for them. Called by chartConfiguration.ts; runs in the browser too.

import type { Chart, Scale, ScaleOptionsByType } from 'chart.js';
import { plainText } from '../../src/base/plainText.ts';
import { type DrawnAxes, LONGEST_WORD } from './datasets.ts';
import type { Axis, Figure, ReferenceLine, Series } from './figure.ts';
import { heatEnds, heatOf } from './heat.ts';
import { cutToWidth, hairline, linesWithin } from './ink.ts';
import type { ChartTheme } from './palette.ts';
import { canStandOn, type ResolvedAxis, resolveAxis } from './ticks.ts';

const LONGEST_CATEGORY = 30;

export interface FigureAxes {
  readonly axes: DrawnAxes;
  /** Boxes lie on their side: the figure's x axis (categories) runs down the left. */
  readonly isTurned: boolean;
  readonly x: ResolvedAxis;
  readonly y: ResolvedAxis;
  readonly xTitle: string;
  readonly yTitle: string;
  /** In the drawn chart's directions. */
  readonly referenceLines: readonly ReferenceLine[];
}

export function figureAxes(figure: Figure): FigureAxes {
  const boxes = figure.series.find((series) => series.kind === 'boxes');
  const isTurned = boxes !== undefined;
  const axes = isTurned ? { x: figure.y, y: figure.x } : { x: figure.x, y: figure.y };
  const referenceLines = (figure.referenceLines ?? []).map((line) => placed(line, isTurned));
  const yValues = [...valuesOf(figure, 'y'), ...valuesAt(referenceLines, 'y'), ...barFloor(figure)];
  // A plane ends where its cells do.
  const isPlane = heatOf(figure) !== undefined;
  return {
    axes,
    isTurned,
    x: resolveAxis(axes.x, [...valuesOf(figure, 'x'), ...valuesAt(referenceLines, 'x')], hasBars(figure) || isPlane),
    y: isTurned ? categoryRows(boxes.categories) : resolveAxis(axes.y, yValues, isPlane),
    xTitle: axisTitle(axes.x, countHidden(figure, axes, 'x')),
    yTitle: isTurned ? plainText(axes.y.label, LONGEST_CATEGORY) : axisTitle(axes.y, countHidden(figure, axes, 'y')),
    referenceLines,
  };
}

export function hasBars(figure: Figure): boolean {
  return figure.series.some((series) => series.kind === 'bars');
}

/** Bars stand on zero, or on less than one where zero has no place, and one is in sight, so that a bar of one record can be seen. */
function barFloor(figure: Figure): number[] {
  if (!hasBars(figure)) return [];
  return [figure.y.scale === 'log' ? 0.7 : 0, 1];
}

/** Everything the drawn x (horizontal) or y axis must show. */
function valuesOf(figure: Figure, side: 'x' | 'y'): number[] {
  return figure.series.flatMap((series) => seriesValues(series, side));
}

function seriesValues(series: Series, side: 'x' | 'y'): readonly number[] {
  switch (series.kind) {
    case 'line':
      return series.points.map((point) => point[side === 'x' ? 0 : 1]);
    case 'scatter':
      return [
        ...series.points.map((point) => point[side === 'x' ? 0 : 1]),
        ...(side === 'x' ? [] : (series.intervals ?? []).flat()),
      ];
    case 'bars':
      return side === 'x' ? series.edges : series.counts;
    case 'boxes':
      return side === 'x' ? series.boxes.flat() : [];
    case 'heat':
      return heatEnds(side === 'x' ? series.columns : series.rows);
  }
}

function valuesAt(lines: readonly ReferenceLine[], side: 'x' | 'y'): number[] {
  return lines.filter((line) => line.axis === side).map((line) => line.value);
}

function placed(line: ReferenceLine, isTurned: boolean): ReferenceLine {
  const axis = isTurned ? (line.axis === 'x' ? 'y' : 'x') : line.axis;
  return { ...line, axis, label: plainText(line.label, LONGEST_WORD) };
}

/** Rows 0, 1, 2 …; the first category on top. With more rows than words fit, every second, third … row is named. */
function categoryRows(categories: readonly string[]): ResolvedAxis {
  const stride = Math.ceil(categories.length / 60);
  const ticks = categories.map((_, i) => i).filter((i) => i % stride === 0);
  const labels = ticks.map((i) => plainText(categories[i] as string, LONGEST_CATEGORY));
  return { scale: 'linear', min: -0.5, max: Math.max(0.5, categories.length - 0.5), ticks, labels };
}

/** How many points of scatters have no place on a logarithmic axis; the axis says so, because a reader would miss them. */
function countHidden(figure: Figure, axes: DrawnAxes, side: 'x' | 'y'): number {
  if (axes[side].scale === 'linear') return 0;
  return figure.series
    .filter((series) => series.kind === 'scatter')
    .flatMap((series) => series.points)
    .filter((point) => !canStandOn(axes[side], point[side === 'x' ? 0 : 1])).length;
}

function axisTitle(axis: Axis, hidden: number): string {
  const label = plainText(axis.label, LONGEST_WORD);
  return hidden === 0 ? label : `${label} · ${hidden} ${hidden === 1 ? 'point' : 'points'} at 0 not shown`;
}

/** Share of the chart's height that the y axis takes at least, with a legend below it and without one; of its width, the x axis. */
const AXIS_SHARE = { y: { withLegend: 0.5, alone: 0.7 }, x: 0.85 } as const;
/** Chart.js gives the names of rows and the title beside them half of the chart's width at most. */
const ROW_NAMES_SHARE = 0.5;
/** Room in that half for the title and the gaps, in font sizes. */
const BESIDE_ROW_NAMES = 4.5;

/** A title in lines, broken before its bracket (the unit or explanation) where that takes no more of them. */
function titleLines(title: string, broken: (words: string) => string[]): string[] {
  const lines = broken(title);
  const bracket = title.indexOf(' (');
  if (lines.length === 1 || bracket < 0) return lines;
  const parts = [title.slice(0, bracket), title.slice(bracket + 1)].flatMap(broken);
  return parts.length <= lines.length ? parts : lines;
}

interface ScaleSettings {
  readonly hasGrid: boolean;
  readonly hasLegend: boolean;
  /** Width of a chart without what stands beside its area. */
  widthIn(chart: Chart): number;
}

/** The options of one scale; `hasGrid` is false for rows of categories. Words are fitted to the chart whenever Chart.js lays it out. */
export function scaleOptions(
  side: 'x' | 'y',
  axis: ResolvedAxis,
  title: string,
  theme: ChartTheme,
  { hasGrid, hasLegend, widthIn }: ScaleSettings,
): ScaleOptionsByType<'linear' | 'logarithmic'> {
  const line = hairline(theme);
  const isRows = side === 'y' && !hasGrid;
  const font = { family: theme.fontFamily, size: theme.fontSize };
  // Chart.js types every option of a scale as required; given are those that differ from its defaults.
  const options = {
    type: axis.scale === 'log' ? 'logarithmic' : 'linear',
    // A matrix asks for room beyond its outermost cells.
    offset: false,
    min: axis.min,
    max: axis.max,
    reverse: isRows,
    afterBuildTicks: (scale: { ticks: { value: number }[] }) => {
      scale.ticks = axis.ticks.map((value) => ({ value }));
    },
    title: {
      display: title !== '',
      text: ({ chart }: { chart: Chart }) => {
        const room =
          side === 'x' ? AXIS_SHARE.x * widthIn(chart) : AXIS_SHARE.y[hasLegend ? 'withLegend' : 'alone'] * chart.height;
        return titleLines(title, (words) => linesWithin(chart.ctx, words, font, room));
      },
      color: theme.text,
      font,
      padding: { top: 3 * line, bottom: 2 * line },
    },
    ticks: {
      autoSkip: false,
      maxRotation: 0,
      padding: 4 * line,
      color: isRows ? theme.text : theme.muted,
      font: isRows ? font : { ...font, size: 0.94 * theme.fontSize },
      callback(this: Scale, _: unknown, index: number) {
        const label = axis.labels[index] ?? '';
        if (!isRows) return label;
        return cutToWidth(this.chart.ctx, label, font, ROW_NAMES_SHARE * this.chart.width - BESIDE_ROW_NAMES * theme.fontSize);
      },
    },
    grid: { display: hasGrid, color: theme.grid, lineWidth: line, drawTicks: hasGrid, tickLength: 4 * line },
    border: { color: theme.muted, width: line },
  };
  return options as unknown as ScaleOptionsByType<'linear' | 'logarithmic'>;
}
