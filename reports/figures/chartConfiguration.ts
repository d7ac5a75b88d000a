// How does a figure become a Chart.js chart? One pure function, used unchanged by the page, the PDF and the PNG writers: what it decides
// (axes, ticks, colours, dashes, words) is the same in all three. The figure's title is left to the writers. Runs in the browser too.

import type { ChartConfiguration } from 'chart.js';
import { figureAxes, hasBars, scaleOptions } from './axes.ts';
import { createDataset, places, standing } from './datasets.ts';
import type { Figure } from './figure.ts';
import { cutToWidth, hairline } from './ink.ts';
import { barsPlugin, boxesPlugin, linePlugin, scatterPlugin } from './marks.ts';
import type { ChartTheme } from './palette.ts';
import { REFERENCE_ROW, referenceLinesPlugin, wordRows } from './referenceLines.ts';
import { tooltipLines, tooltipTitle } from './tooltips.ts';

/** The one chart type: every series is a dataset of invisible points, which carry tooltips; marks.ts draws what is seen. */
export type FigureConfiguration = ChartConfiguration<'scatter', { x: number; y: number }[]>;

/**
 * The chart of a figure, without its title. Boxes lie on their side: categories become rows, so that long names stay readable.
 *
 * Callers may add `responsive`, events and the like; everything else is final. Cost O(points).
 */
export function chartConfiguration(figure: Figure, theme: ChartTheme): FigureConfiguration {
  const { axes, isTurned, x, y, xTitle, yTitle, referenceLines } = figureAxes(figure);
  const boxes = figure.series.filter((series) => series.kind === 'boxes');
  const data = figure.series.map((series, index) => createDataset(series, axes, theme, index, figure.series.length));
  const rows = wordRows(referenceLines, x);
  const rowsAbove = Math.max(0, ...rows.map((row) => row + 1));
  const line = hairline(theme);
  const hasLegend = figure.series.length > 1;
  const legendFont = { family: theme.fontFamily, size: theme.fontSize };
  // Long enough to show a dash, but only where there are lines: the width stretches markers too.
  const signWidth = (data.some(({ legend }) => legend.pointStyle === 'line') ? 30 : 12.7) * line;
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
      layout: { padding: { top: rowsAbove * REFERENCE_ROW * theme.fontSize + 4 * line, right: 14 * line, left: 0, bottom: 0 } },
      interaction: isTurned
        ? { mode: 'nearest', axis: 'y', intersect: false }
        : { mode: 'nearest', axis: hasBars(figure) ? 'x' : 'xy', intersect: figure.series.every((s) => s.kind === 'scatter') },
      scales: {
        x: scaleOptions('x', x, xTitle, theme, { hasGrid: true, hasLegend }),
        y: scaleOptions('y', y, yTitle, theme, { hasGrid: !isTurned, hasLegend }),
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
              data.map((entry, i) => ({
                ...entry.legend,
                text: cutToWidth(chart.ctx, entry.legend.text, legendFont, chart.width - signWidth - LEGEND_GAPS * line),
                hidden: !chart.isDatasetVisible(i),
                datasetIndex: i,
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
      ...figure.series.flatMap((series, index) => {
        if (series.kind === 'bars') return [barsPlugin(series, index, figure.series.length, theme)];
        return series.kind === 'boxes' ? [boxesPlugin(series, index, boxes.indexOf(series), boxes.length, theme)] : [];
      }),
      referenceLinesPlugin(referenceLines, rows, figure.series, theme),
      ...figure.series.flatMap((series, index) => {
        if (series.kind === 'scatter') return [scatterPlugin(series, places(series.points, axes), index, theme)];
        return series.kind === 'line' ? [linePlugin(series, standing(series.points, axes), index, theme)] : [];
      }),
    ],
  };
}

/** What stands beside sign and name in a line of the legend, in hairlines. */
const LEGEND_GAPS = 50;

/** A height that suits the figure at this width: rows of boxes get room each, everything else a wide rectangle. */
export function figureHeight(figure: Figure, width: number, fontSize: number): number {
  const boxes = figure.series.filter((series) => series.kind === 'boxes');
  if (boxes.length === 0) return Math.round(0.56 * width);
  const rowCount = Math.max(...boxes.map((series) => series.categories.length));
  const wanted = rowCount * fontSize * (1.6 + 0.9 * boxes.length) + 7 * fontSize;
  return Math.round(Math.min(Math.max(wanted, 0.24 * width), 1.15 * width));
}
