// How does a figure become a Chart.js chart? One pure function, used unchanged by the page, the PDF and the PNG writers: what it decides
// (axes, ticks, colours, dashes, words) is the same in all three. The figure's title is left to the writers. Runs in the browser too.

import type { Chart, ChartConfiguration } from 'chart.js';
import { figureAxes, hasBars, scaleOptions } from './axes.ts';
import { barsPlugin, boxesPlugin } from './bars.ts';
import { createDataset, places, standing } from './datasets.ts';
import type { Figure, Series } from './figure.ts';
import { barRoom, colourBarPlugin, heatOf, heatPadding } from './heat.ts';
import { cutToWidth, hairline } from './ink.ts';
import { legendMarkersPlugin, linePlugin, scatterPlugin } from './marks.ts';
import type { ChartTheme } from './palette.ts';
import { REFERENCE_ROW, referenceLinesPlugin, wordRows } from './referenceLines.ts';
import { tooltipLines, tooltipTitle } from './tooltips.ts';

/** The one chart type: every series but a plane is a dataset of invisible points, which carry tooltips; marks.ts draws what is seen. */
export type FigureConfiguration = ChartConfiguration<'scatter', { x: number; y: number }[]>;

/**
 * The chart of a figure, without its title. Boxes lie on their side: categories become rows, so that long names stay readable.
 *
 * Callers may add `responsive`, events and the like; everything else is final. Cost O(points).
 */
export function chartConfiguration(figure: Figure, theme: ChartTheme): FigureConfiguration {
  const { axes, isTurned, x, y, xTitle, yTitle, referenceLines } = figureAxes(figure);
  const boxes = figure.series.filter((series) => series.kind === 'boxes');
  const heat = heatOf(figure);
  const layer = heat === undefined ? 'beforeDatasetsDraw' : 'afterDatasetsDraw';
  const data = figure.series.map((series, index) => createDataset(series, axes, theme, index, figure.series.length));
  const rows = wordRows(referenceLines, x);
  const rowsAbove = Math.max(0, ...rows.map((row) => row + 1));
  const line = hairline(theme);
  const widthIn = (chart: Chart) => chart.width - (heat === undefined ? 0 : barRoom(heat, chart, theme));
  const above = { top: rowsAbove * REFERENCE_ROW * theme.fontSize + 4 * line, bottom: 0 };
  const legends = data.flatMap(({ legend }, datasetIndex) => (legend === undefined ? [] : [{ ...legend, datasetIndex }]));
  const hasLegend = figure.series.length > 1;
  const legendFont = { family: theme.fontFamily, size: theme.fontSize };
  // Long enough to show a dash, but only where there are lines: the width stretches markers too, which are then drawn by a plugin.
  const hasLines = legends.some(({ pointStyle }) => pointStyle === 'line');
  const signWidth = (hasLines ? 30 : 12.7) * line;
  const isMixed = hasLines && figure.series.some(({ kind }) => kind === 'scatter');
  const legendSeries = legends.map(({ datasetIndex }) => figure.series[datasetIndex] as Series);
  return {
    type: 'scatter',
    data: { datasets: data.map((entry) => entry.dataset) },
    options: {
      animation: false,
      responsive: false,
      maintainAspectRatio: false,
      devicePixelRatio: 1,
      locale: 'en-US',
      font: { family: theme.fontFamily, size: theme.fontSize },
      color: theme.text,
      layout: {
        padding:
          heat === undefined
            ? { ...above, left: 0, right: 14 * line }
            : ({ chart }: { chart: Chart }) => ({ ...above, ...heatPadding(heat, chart, theme) }),
      },
      interaction: isTurned
        ? { mode: 'nearest', axis: 'y', intersect: false }
        : {
            mode: 'nearest',
            axis: hasBars(figure) ? 'x' : 'xy',
            intersect: figure.series.every(({ kind }) => kind === 'scatter' || kind === 'heat'),
          },
      scales: {
        x: scaleOptions('x', x, xTitle, theme, { hasGrid: true, hasLegend, widthIn }),
        y: scaleOptions('y', y, yTitle, theme, { hasGrid: !isTurned, hasLegend, widthIn }),
      },
      plugins: {
        legend: {
          display: hasLegend,
          position: 'bottom',
          labels: {
            usePointStyle: true,
            pointStyleWidth: signWidth,
            boxHeight: 9 * line,
            padding: 12 * line,
            color: theme.text,
            font: legendFont,
            generateLabels: (chart) =>
              legends.map((legend, i) => ({
                ...legend,
                ...(isMixed && legendSeries[i]?.kind === 'scatter' ? INVISIBLE_SIGN : {}),
                text: cutToWidth(chart.ctx, legend.text, legendFont, widthIn(chart) - signWidth - LEGEND_GAPS * line),
                hidden: !chart.isDatasetVisible(legend.datasetIndex),
              })),
          },
        },
        tooltip: {
          displayColors: false,
          callbacks: {
            title: (items) => items.slice(0, 1).map((item) => tooltipTitle(figure, item.datasetIndex, item.dataIndex)),
            label: (item) => tooltipLines(figure, item.datasetIndex, item.dataIndex, item.parsed),
          },
        },
      },
    },
    // Later ones lie on top: reference lines over bars and boxes, curves over reference lines.
    plugins: [
      ...(heat === undefined ? [] : [colourBarPlugin(heat, theme)]),
      ...figure.series.flatMap((series, index) => {
        if (series.kind === 'bars') return [barsPlugin(series, index, figure.series.length, theme)];
        return series.kind === 'boxes' ? [boxesPlugin(series, index, boxes.indexOf(series), boxes.length, theme)] : [];
      }),
      referenceLinesPlugin(referenceLines, rows, figure.series, theme),
      ...figure.series.flatMap((series, index) => {
        if (series.kind === 'scatter') return [scatterPlugin(series, places(series.points, axes), index, theme, layer)];
        return series.kind === 'line' ? [linePlugin(series, standing(series.points, axes), index, theme, layer)] : [];
      }),
      ...(isMixed ? [legendMarkersPlugin(legendSeries, signWidth, theme)] : []),
    ],
  };
}

const INVISIBLE_SIGN = { pointStyle: 'line', lineWidth: 0, strokeStyle: 'transparent', fillStyle: 'transparent' } as const;

/** What stands beside sign and name in a line of the legend, in hairlines. */
const LEGEND_GAPS = 50;

/** Height of a plane with its axis, in widths: two of them fit on a sheet; in a chart narrower than this many font sizes it is higher. */
const PLANE_HEIGHT = 0.66;
const NARROW = 60;

/** A height that suits the figure at this width: rows of boxes get room each, a plane is nearly square, everything else a wide rectangle. */
export function figureHeight(figure: Figure, width: number, fontSize: number): number {
  const boxes = figure.series.filter((series) => series.kind === 'boxes');
  if (heatOf(figure) !== undefined)
    return Math.round(PLANE_HEIGHT * width + (1 - PLANE_HEIGHT) * Math.max(0, NARROW * fontSize - width));
  if (boxes.length === 0) return Math.round(0.56 * width);
  const rowCount = Math.max(...boxes.map((series) => series.categories.length));
  const wanted = rowCount * fontSize * (1.6 + 0.9 * boxes.length) + 7 * fontSize;
  return Math.round(Math.min(Math.max(wanted, 0.24 * width), 1.15 * width));
}
