import { expect, test } from '@jest/globals';
import { createCanvas } from '@napi-rs/canvas';
import { Chart } from 'chart.js';
import { drawFigure } from '../../../reports/canvas/drawFigure.ts';
import { figureHeight } from '../../../reports/figures/chartConfiguration.ts';
import type { Figure } from '../../../reports/figures/figure.ts';
import { paperTheme } from '../../../reports/figures/palette.ts';
import { FONT_FAMILY, registerFonts } from '../../../reports/fonts.ts';
import { sampleFigures } from '../../support/sampleFigures.ts';

registerFonts();
const theme = paperTheme(FONT_FAMILY, 12);

/** Pixels drawn inside and outside a rectangle of this size on a larger canvas. */
function drawnPixels(figure: Figure, width: number, height: number): { readonly inside: number; readonly outside: number } {
  const canvas = createCanvas(width + 300, height + 200);
  const context = canvas.getContext('2d');
  context.fillStyle = '#ff00ff';
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.translate(110, 70);
  drawFigure(context, figure, theme, { left: 40, top: 30, width, height });
  const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
  let inside = 0;
  let outside = 0;
  for (let y = 0; y < canvas.height; y++) {
    for (let x = 0; x < canvas.width; x++) {
      const i = 4 * (y * canvas.width + x);
      if (data[i] === 255 && data[i + 1] === 0 && data[i + 2] === 255) continue;
      if (x >= 150 && x < 150 + width && y >= 100 && y < 100 + height) inside++;
      else outside++;
    }
  }
  return { inside, outside };
}

const withLongNames = sampleFigures.map((figure): [string, Figure] => [figure.id, longNamed(figure)]);

/** The same figure with axis titles, series and categories that are far longer than a phone is wide. */
function longNamed(figure: Figure): Figure {
  const lengthened = (name: string) => `${name}, which has the longest of all names that were ever given`;
  return {
    ...figure,
    x: { ...figure.x, label: lengthened(figure.x.label) },
    y: { ...figure.y, label: lengthened(figure.y.label) },
    series: figure.series.map((series) =>
      series.kind === 'boxes'
        ? { ...series, name: lengthened(series.name), categories: series.categories.map(lengthened) }
        : { ...series, name: lengthened(series.name) },
    ),
  };
}

test.each(sampleFigures.map((figure) => [figure.id, figure] as const))('%s stays inside its rectangle', (_, figure) => {
  const { inside, outside } = drawnPixels(figure, 600, 400);
  expect(outside).toBe(0);
  expect(inside).toBeGreaterThan(2000);
});

test.each(withLongNames)('%s with long names stays inside a rectangle as narrow as a phone', (_, figure) => {
  expect(drawnPixels(figure, 310, Math.max(340, figureHeight(figure, 310, 12))).outside).toBe(0);
});

test('the context is left as it was, and no chart is kept', () => {
  const context = createCanvas(300, 200).getContext('2d');
  context.translate(3, 4);
  const before = context.getTransform();
  drawFigure(context, sampleFigures[0] as (typeof sampleFigures)[number], theme, { left: 0, top: 0, width: 300, height: 200 });
  expect(context.getTransform()).toEqual(before);
  expect(Object.keys(Chart.instances)).toEqual([]);
});
