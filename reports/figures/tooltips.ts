// What does the small box say when the reader points at something in a chart? Words only; Chart.js shows them. Called by
// chartConfiguration.ts; runs in the browser.

import { plainText } from '../../src/base/plainText.ts';
import { formatNumber } from '../format.ts';
import type { Axis, Figure } from './figure.ts';

const LONGEST = 120;

/** The name of what is pointed at: the point, the bin, the category, else the series. */
export function tooltipTitle(figure: Figure, seriesIndex: number, index: number): string {
  const series = figure.series[seriesIndex];
  if (!series) return '';
  switch (series.kind) {
    case 'line':
      return plainText(series.name, LONGEST);
    case 'scatter':
      return plainText(series.pointLabels?.[index] ?? series.name, LONGEST);
    case 'bars':
      return `${value(figure.x, series.edges[index])} to ${value(figure.x, series.edges[index + 1])}`;
    case 'boxes':
      return plainText(series.categories[index] ?? '', LONGEST);
    case 'heat':
      return `${plainText(series.value.label, LONGEST)}: ${value(series.value, series.values[index])}`;
  }
}

/** The numbers, each with the name of its axis. */
export function tooltipLines(
  figure: Figure,
  seriesIndex: number,
  index: number,
  at: { x: number | null; y: number | null },
): string[] {
  const series = figure.series[seriesIndex];
  if (!series) return [];
  switch (series.kind) {
    case 'line':
    case 'scatter':
    case 'heat':
      return [
        `${plainText(figure.x.label, LONGEST)}: ${value(figure.x, at.x)}`,
        `${plainText(figure.y.label, LONGEST)}: ${value(figure.y, at.y)}`,
      ];
    case 'bars':
      return [`${plainText(series.name, LONGEST)}: ${value(figure.y, series.counts[index])}`];
    case 'boxes': {
      const [low, lower, median, upper, high] = (series.boxes[index] ?? []).map((number) => value(figure.y, number));
      if (series.meaning === 'interval') return [`${plainText(series.name, LONGEST)}: ${median}`, `interval ${low} to ${high}`];
      return [
        `${plainText(series.name, LONGEST)}: median ${median}`,
        `middle half ${lower} to ${upper}`,
        `whiskers ${low} to ${high}`,
      ];
    }
  }
}

function value(axis: Axis, number: number | null | undefined): string {
  return formatNumber(number, axis.format);
}
