// How are lines and points of a chart drawn? By small plugins over Chart.js's scales: lines through every point (Chart.js merges points that share
// a pixel column, which shows as steps in print), and markers that stay small in a PDF. Bars and boxes are in bars.ts. Made by
// chartConfiguration.ts; runs in the browser too.

import type { Chart, Plugin, Scale } from 'chart.js';
import type { Series, SeriesRole } from './figure.ts';
import { hairline, type Ink, strokeLine, withinArea } from './ink.ts';
import { type ChartTheme, DASHES, MARKERS, withOpacity } from './palette.ts';

type Line = Extract<Series, { kind: 'line' }>;
type Scatter = Extract<Series, { kind: 'scatter' }>;

/** A point in data units; not-a-number where it has no place on the axes. */
export interface Place {
  readonly x: number;
  readonly y: number;
}

export function lineWidth(series: Line, theme: ChartTheme): number {
  return (series.role === 'reference' ? 1.4 : 2.2) * hairline(theme);
}

/** When lines and markers are drawn: a plane is drawn with the datasets, and they lie on it. */
export type Layer = 'beforeDatasetsDraw' | 'afterDatasetsDraw';

/** A line through the points (those of the series that have a place on the axes) in the dash of its role. */
export function linePlugin(
  series: Line,
  points: readonly Place[],
  datasetIndex: number,
  theme: ChartTheme,
  layer: Layer = 'beforeDatasetsDraw',
): Plugin {
  return {
    id: `line-${datasetIndex}`,
    [layer](chart: Chart) {
      const x = chart.scales.x;
      const y = chart.scales.y;
      if (!x || !y || !chart.isDatasetVisible(datasetIndex)) return;
      const width = lineWidth(series, theme);
      withinArea(chart, width, () => {
        chart.ctx.beginPath();
        for (const point of points) chart.ctx.lineTo(x.getPixelForValue(point.x), y.getPixelForValue(point.y));
        if (layer === 'afterDatasetsDraw') strokeLine(chart.ctx, theme.background, 2 * width, []);
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

/** One marker per point, in the shape of the series' role; on a plane with a halo, since its colours may be the marker's own. */
export function scatterPlugin(
  series: Scatter,
  points: readonly Place[],
  datasetIndex: number,
  theme: ChartTheme,
  layer: Layer = 'beforeDatasetsDraw',
): Plugin {
  return {
    id: `scatter-${datasetIndex}`,
    [layer](chart: Chart) {
      const x = chart.scales.x;
      const y = chart.scales.y;
      if (!x || !y || !chart.isDatasetVisible(datasetIndex)) return;
      const { radius, colour } = markerStyle(series, theme);
      const strokes =
        layer === 'beforeDatasetsDraw'
          ? [{ radius, colour }]
          : [
              { radius: 2.1 * radius, colour: theme.background },
              { radius: 1.3 * radius, colour: theme.series[series.role] },
            ];
      withinArea(chart, 2 * radius, () => {
        drawIntervals(chart, series, points, 1.5 * radius, theme);
        for (const stroke of strokes) {
          chart.ctx.fillStyle = stroke.colour;
          chart.ctx.strokeStyle = stroke.colour;
          for (const point of points) {
            if (Number.isNaN(point.x)) continue;
            drawMarker(chart.ctx, MARKERS[series.role], x.getPixelForValue(point.x), y.getPixelForValue(point.y), stroke.radius);
          }
        }
      });
    },
  };
}

/** A bar with ends through each point that has an interval; an end without a place on a logarithmic axis is beyond the chart's edge. */
function drawIntervals(
  chart: Chart,
  { intervals, role }: Scatter,
  points: readonly Place[],
  half: number,
  theme: ChartTheme,
): void {
  const x = chart.scales.x as Scale;
  const y = chart.scales.y as Scale;
  intervals?.forEach(([low, high], i) => {
    const place = points[i] as Place;
    if (Number.isNaN(place.x)) return;
    const at = x.getPixelForValue(place.x);
    const [bottom, top] = [low, high].map((value) => y.getPixelForValue(Math.max(value, y.min))) as [number, number];
    chart.ctx.beginPath();
    chart.ctx.moveTo(at, bottom);
    chart.ctx.lineTo(at, top);
    for (const end of [bottom, top]) {
      chart.ctx.moveTo(at - half, end);
      chart.ctx.lineTo(at + half, end);
    }
    strokeLine(chart.ctx, theme.series[role], 1.6 * hairline(theme), []);
  });
}

/** Where the entries of a legend stand, which the types of Chart.js do not show. */
interface LegendPlaces {
  readonly legendHitBoxes: readonly { readonly left: number; readonly top: number; readonly height: number }[];
}

/**
 * The markers of a legend that also has lines: Chart.js would stretch them to the length of a dash.
 *
 * @param entries series of the legend's entries in order; those that are no scatters are left alone
 */
export function legendMarkersPlugin(entries: readonly Series[], signWidth: number, theme: ChartTheme): Plugin {
  return {
    id: 'legend-markers',
    afterDraw(chart) {
      const boxes = (chart.legend as unknown as LegendPlaces | undefined)?.legendHitBoxes ?? [];
      entries.forEach((series, i) => {
        const box = boxes[i];
        if (series.kind !== 'scatter' || box === undefined) return;
        chart.ctx.save();
        chart.ctx.fillStyle = theme.series[series.role];
        chart.ctx.strokeStyle = theme.series[series.role];
        const radius = 1.2 * markerStyle(series, theme).radius;
        drawMarker(chart.ctx, MARKERS[series.role], box.left + signWidth / 2, box.top + box.height / 2, radius);
        chart.ctx.restore();
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
