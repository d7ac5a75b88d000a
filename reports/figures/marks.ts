// How are the series of a chart drawn? By small plugins over Chart.js's scales: histogram bars that end exactly on their edges (on logarithmic
// axes too), boxes, lines through every point (Chart.js merges points that share a pixel column, which shows as steps in print), and
// markers that stay small in a PDF. Made by chartConfiguration.ts; runs in the browser too.

import type { Plugin } from 'chart.js';
import type { Series, SeriesRole } from './figure.ts';
import { hairline, type Ink, strokeLine, withinArea } from './ink.ts';
import { type ChartTheme, DASHES, MARKERS, mixed, withOpacity } from './palette.ts';

type Line = Extract<Series, { kind: 'line' }>;
type Scatter = Extract<Series, { kind: 'scatter' }>;
type Bars = Extract<Series, { kind: 'bars' }>;
type Boxes = Extract<Series, { kind: 'boxes' }>;

/** A point in data units; not-a-number where it has no place on the axes. */
export interface Place {
  readonly x: number;
  readonly y: number;
}

export function lineWidth(series: Line, theme: ChartTheme): number {
  return (series.role === 'reference' ? 1.4 : 2.2) * hairline(theme);
}

/** A line through the points (those of the series that have a place on the axes) in the dash of its role. */
export function linePlugin(series: Line, points: readonly Place[], datasetIndex: number, theme: ChartTheme): Plugin {
  return {
    id: `line-${datasetIndex}`,
    beforeDatasetsDraw(chart) {
      const x = chart.scales.x;
      const y = chart.scales.y;
      if (!x || !y || !chart.isDatasetVisible(datasetIndex)) return;
      const width = lineWidth(series, theme);
      withinArea(chart, width, () => {
        chart.ctx.beginPath();
        for (const point of points) chart.ctx.lineTo(x.getPixelForValue(point.x), y.getPixelForValue(point.y));
        strokeLine(chart.ctx, theme.series[series.role], width, DASHES[series.role]);
      });
    },
  };
}

/** Markers are small and see-through when there are many, so that density shows. */
export function markerStyle(series: Scatter, theme: ChartTheme): { readonly radius: number; readonly colour: string } {
  const isCrowded = series.points.length > 300;
  return {
    radius: (isCrowded ? 2.1 : 3.2) * hairline(theme),
    colour: withOpacity(theme.series[series.role], isCrowded ? 0.45 : 0.75),
  };
}

/** One marker per point, in the shape of the series' role. */
export function scatterPlugin(series: Scatter, points: readonly Place[], datasetIndex: number, theme: ChartTheme): Plugin {
  return {
    id: `scatter-${datasetIndex}`,
    beforeDatasetsDraw(chart) {
      const x = chart.scales.x;
      const y = chart.scales.y;
      if (!x || !y || !chart.isDatasetVisible(datasetIndex)) return;
      const { radius, colour } = markerStyle(series, theme);
      withinArea(chart, 2 * radius, () => {
        chart.ctx.fillStyle = colour;
        chart.ctx.strokeStyle = colour;
        for (const point of points) {
          if (Number.isNaN(point.x)) continue;
          drawMarker(chart.ctx, MARKERS[series.role], x.getPixelForValue(point.x), y.getPixelForValue(point.y), radius);
        }
      });
    },
  };
}

function drawMarker(ink: Ink, shape: (typeof MARKERS)[SeriesRole], x: number, y: number, radius: number): void {
  ink.beginPath();
  switch (shape) {
    case 'circle':
      // A short stroke with round ends: a tenth of the size that a circle of curves takes in a PDF.
      ink.lineCap = 'round';
      ink.lineWidth = 2 * radius;
      ink.moveTo(x, y);
      ink.lineTo(x + 0.01, y);
      ink.stroke();
      return;
    case 'rect':
      ink.fillRect(x - 0.9 * radius, y - 0.9 * radius, 1.8 * radius, 1.8 * radius);
      return;
    case 'triangle':
      ink.moveTo(x, y - 1.2 * radius);
      ink.lineTo(x + 1.1 * radius, y + 0.8 * radius);
      ink.lineTo(x - 1.1 * radius, y + 0.8 * radius);
      break;
    case 'rectRot':
      ink.moveTo(x, y - 1.3 * radius);
      ink.lineTo(x + 1.3 * radius, y);
      ink.lineTo(x, y + 1.3 * radius);
      ink.lineTo(x - 1.3 * radius, y);
      break;
    case 'cross':
      ink.lineCap = 'butt';
      ink.lineWidth = 0.6 * radius;
      ink.moveTo(x - radius, y);
      ink.lineTo(x + radius, y);
      ink.moveTo(x, y - radius);
      ink.lineTo(x, y + radius);
      ink.stroke();
      return;
  }
  ink.closePath();
  ink.fill();
}

/** Bars from edge to edge, standing on the axis. The first series is filled; later ones are outlines in their own dash, so that both show. */
export function barsPlugin(bars: Bars, datasetIndex: number, seriesCount: number, theme: ChartTheme): Plugin {
  return {
    id: `bars-${datasetIndex}`,
    beforeDatasetsDraw(chart) {
      const x = chart.scales.x;
      const y = chart.scales.y;
      if (!x || !y || !chart.isDatasetVisible(datasetIndex)) return;
      const ink = chart.ctx;
      const floor = Math.min(chart.chartArea.bottom, y.type === 'logarithmic' ? chart.chartArea.bottom : y.getPixelForValue(0));
      const heightAt = (count: number) => (count > 0 ? Math.min(floor, y.getPixelForValue(count)) : floor);
      const colour = theme.series[bars.role];
      withinArea(chart, 0, () => {
        if (datasetIndex > 0) {
          ink.beginPath();
          ink.moveTo(x.getPixelForValue(bars.edges[0] as number), floor);
          bars.counts.forEach((count, i) => {
            ink.lineTo(x.getPixelForValue(bars.edges[i] as number), heightAt(count));
            ink.lineTo(x.getPixelForValue(bars.edges[i + 1] as number), heightAt(count));
          });
          ink.lineTo(x.getPixelForValue(bars.edges[bars.counts.length] as number), floor);
          strokeLine(ink, colour, 1.8 * hairline(theme), DASHES[bars.role]);
          return;
        }
        ink.fillStyle = barFill(bars, seriesCount === 1, theme);
        bars.counts.forEach((count, i) => {
          if (!(count > 0)) return;
          const left = x.getPixelForValue(bars.edges[i] as number);
          const right = x.getPixelForValue(bars.edges[i + 1] as number);
          const gap = Math.min(hairline(theme), 0.15 * (right - left));
          ink.fillRect(left + gap / 2, heightAt(count), right - left - gap, floor - heightAt(count));
        });
      });
    },
  };
}

/** Paler when outlines of further series have to show on it. */
export function barFill(bars: Bars, isAlone: boolean, theme: ChartTheme): string {
  return mixed(theme.series[bars.role], theme.background, isAlone ? 0.7 : 0.4);
}

export function boxFill(boxes: Boxes, theme: ChartTheme): string {
  return mixed(theme.series[boxes.role], theme.background, 0.22);
}

/** One lying box per category: whiskers to the ends, a box over the middle half, a heavy line at the median. */
export function boxesPlugin(boxes: Boxes, datasetIndex: number, lane: number, lanes: number, theme: ChartTheme): Plugin {
  return {
    id: `boxes-${datasetIndex}`,
    beforeDatasetsDraw(chart) {
      const x = chart.scales.x;
      const y = chart.scales.y;
      if (!x || !y || !chart.isDatasetVisible(datasetIndex)) return;
      const ink = chart.ctx;
      const line = hairline(theme);
      const row = Math.abs(y.getPixelForValue(1) - y.getPixelForValue(0));
      const thickness = Math.min((0.62 * row) / lanes, 2.2 * theme.fontSize);
      const thin = Math.min(1.3 * line, thickness / 5);
      const colour = theme.series[boxes.role];
      // A value without a place on a logarithmic axis (zero) stands at the axis's lower end.
      const at = (value: number) => x.getPixelForValue(Math.max(value, x.min));
      withinArea(chart, 0, () => {
        boxes.boxes.forEach(([low, lower, median, upper, high], i) => {
          const middle = y.getPixelForValue(i) + (lane - (lanes - 1) / 2) * thickness * 1.15;
          const half = thickness / 2;
          ink.beginPath();
          for (const [from, to] of [
            [low, lower],
            [upper, high],
          ] as const) {
            ink.moveTo(at(from), middle);
            ink.lineTo(at(to), middle);
          }
          for (const end of [low, high]) {
            ink.moveTo(at(end), middle - half / 2);
            ink.lineTo(at(end), middle + half / 2);
          }
          strokeLine(ink, colour, thin, []);
          ink.beginPath();
          ink.rect(at(lower), middle - half, Math.max(at(upper) - at(lower), line), thickness);
          ink.fillStyle = boxFill(boxes, theme);
          ink.fill();
          strokeLine(ink, colour, thin, []);
          ink.beginPath();
          ink.moveTo(at(median), middle - half);
          ink.lineTo(at(median), middle + half);
          strokeLine(ink, colour, 2.4 * thin, []);
        });
      });
    },
  };
}
