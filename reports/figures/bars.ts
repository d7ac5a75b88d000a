// How are histograms and boxes drawn? Bars that end exactly on their edges, on logarithmic axes too, and lying boxes. Small plugins over Chart.js's
// scales, as in marks.ts. Made by chartConfiguration.ts; runs in the browser too.

import type { Plugin } from 'chart.js';
import type { Series } from './figure.ts';
import { hairline, strokeLine, withinArea } from './ink.ts';
import { type ChartTheme, DASHES, mixed } from './palette.ts';

type Bars = Extract<Series, { kind: 'bars' }>;
type Boxes = Extract<Series, { kind: 'boxes' }>;

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
