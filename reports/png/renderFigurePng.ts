// How does one figure become a picture file? At twice the screen's resolution, with its title above the chart. Called by writeFigures.ts.

import { createCanvas } from '@napi-rs/canvas';
import { drawFigure } from '../canvas/drawFigure.ts';
import { drawLine, lineHeight, prepareContext, type TextStyle, wrapText } from '../canvas/text.ts';
import { figureHeight } from '../figures/chartConfiguration.ts';
import type { Figure } from '../figures/figure.ts';
import { INK, paperTheme } from '../figures/palette.ts';
import { FONT_FAMILY, registerFonts } from '../fonts.ts';

/** Pixels of the file per unit of layout. */
export const PIXEL_RATIO = 2;
const WIDTH = 800;
const MARGIN = 20;
const FONT_SIZE = 14;
const TITLE: TextStyle = { size: 18, weight: 600, colour: INK.text, leading: 1.3 };

/** A PNG file 1,600 pixels wide; the height follows from the figure. The same figure gives the same bytes. */
export function renderFigurePng(figure: Figure): Buffer {
  registerFonts();
  const innerWidth = WIDTH - 2 * MARGIN;
  const ruler = createCanvas(1, 1).getContext('2d');
  prepareContext(ruler);
  const titleLines = wrapText(ruler, figure.title, TITLE, innerWidth, 3);
  const titleHeight = titleLines.length * lineHeight(TITLE);
  const chartTop = MARGIN + titleHeight + 8;
  const chartHeight = figureHeight(figure, innerWidth, FONT_SIZE);
  const canvas = createCanvas(WIDTH * PIXEL_RATIO, Math.ceil(chartTop + chartHeight + MARGIN) * PIXEL_RATIO);
  const context = canvas.getContext('2d');
  prepareContext(context);
  context.fillStyle = INK.background;
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.scale(PIXEL_RATIO, PIXEL_RATIO);
  titleLines.forEach((line, i) => {
    drawLine(context, line, TITLE, MARGIN, MARGIN + i * lineHeight(TITLE));
  });
  const theme = paperTheme(FONT_FAMILY, FONT_SIZE);
  drawFigure(context, figure, theme, { left: MARGIN, top: chartTop, width: innerWidth, height: chartHeight });
  return canvas.toBuffer('image/png');
}
