// How does a chart get onto a canvas that is not a browser's? Chart.js draws once, at once, into a rectangle of a Skia context: a PDF page
// (as vectors) or a picture. Called by the PDF and the PNG writers.

import type { SKRSContext2D } from '@napi-rs/canvas';
import {
  BasicPlatform,
  Chart,
  type ChartComponentLike,
  Legend,
  LinearScale,
  LogarithmicScale,
  PointElement,
  ScatterController,
} from 'chart.js';
import { MatrixController, MatrixElement } from 'chartjs-chart-matrix';
import { chartConfiguration } from '../figures/chartConfiguration.ts';
import type { Figure } from '../figures/figure.ts';
import type { ChartTheme } from '../figures/palette.ts';

export interface Rectangle {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** What every chart of a report needs from Chart.js. */
const CHART_PARTS: readonly ChartComponentLike[] = [
  ScatterController,
  PointElement,
  MatrixController,
  MatrixElement,
  LinearScale,
  LogarithmicScale,
  Legend,
];

/** Draws the figure, without its title, into a rectangle in the context's current coordinates. */
export function drawFigure(context: SKRSContext2D, figure: Figure, theme: ChartTheme, area: Rectangle): void {
  Chart.register(...CHART_PARTS);
  context.save();
  context.translate(area.left, area.top);
  const chart = new Chart(confinedContext(context, area.width, area.height) as unknown as Chart['ctx'], {
    ...chartConfiguration(figure, theme),
    platform: BasicPlatform,
  });
  chart.destroy();
  context.restore();
}

/** Chart.js takes the whole canvas for its own: it resets the transformation and clears everything. Here it has only its rectangle. */
const FORBIDDEN = new Set<PropertyKey>(['setTransform', 'resetTransform', 'clearRect', 'reset']);

/** The context as Chart.js may see it, on a canvas that is nothing but a size. */
function confinedContext(context: SKRSContext2D, width: number, height: number): object {
  const canvas = { width, height, style: {}, getContext: () => confined, getAttribute: () => null, setAttribute: () => {} };
  const methods = new Map<PropertyKey, unknown>();
  const confined: object = new Proxy(context, {
    get(target, property) {
      if (property === 'canvas') return canvas;
      const known = methods.get(property);
      if (known !== undefined) return known;
      const value: unknown = Reflect.get(target, property, target);
      if (typeof value !== 'function') return value;
      const method = FORBIDDEN.has(property) ? () => {} : value.bind(target);
      methods.set(property, method);
      return method;
    },
    set: (target, property, value) => Reflect.set(target, property, value, target),
  });
  return confined;
}
