import { expect, test } from '@jest/globals';
import { createCanvas } from '@napi-rs/canvas';
import { Chart } from 'chart.js';
import { drawFigure } from '../../../reports/canvas/drawFigure.ts';
import { paperTheme } from '../../../reports/figures/palette.ts';
import { FONT_FAMILY, registerFonts } from '../../../reports/fonts.ts';
import { sampleFigures } from '../../support/sampleFigures.ts';

registerFonts();
const theme = paperTheme(FONT_FAMILY, 12);

test.each(sampleFigures.map((figure) => [figure.id, figure] as const))('%s stays inside its rectangle', (_, figure) => {
  const canvas = createCanvas(700, 500);
  const context = canvas.getContext('2d');
  context.fillStyle = '#ff00ff';
  context.fillRect(0, 0, 700, 500);
  context.translate(10, 20);
  drawFigure(context, figure, theme, { left: 40, top: 30, width: 600, height: 400 });
  const { data } = context.getImageData(0, 0, 700, 500);
  let inside = 0;
  let outside = 0;
  for (let y = 0; y < 500; y++) {
    for (let x = 0; x < 700; x++) {
      const i = 4 * (y * 700 + x);
      if (data[i] === 255 && data[i + 1] === 0 && data[i + 2] === 255) continue;
      if (x >= 50 && x < 650 && y >= 50 && y < 450) inside++;
      else outside++;
    }
  }
  expect(outside).toBe(0);
  expect(inside).toBeGreaterThan(2000);
});

test('the context is left as it was, and no chart is kept', () => {
  const context = createCanvas(300, 200).getContext('2d');
  context.translate(3, 4);
  const before = context.getTransform();
  drawFigure(context, sampleFigures[0] as (typeof sampleFigures)[number], theme, { left: 0, top: 0, width: 300, height: 200 });
  expect(context.getTransform()).toEqual(before);
  expect(Object.keys(Chart.instances)).toEqual([]);
});
