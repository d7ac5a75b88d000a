// How does one figure become a picture file? With its title above the chart. Called by writeFigures.ts.

import { drawFigure } from '../canvas/drawFigure.ts';
import { figureHeight } from '../figures/chartConfiguration.ts';
import type { Figure } from '../figures/figure.ts';
import { paperTheme } from '../figures/palette.ts';
import { FONT_FAMILY } from '../fonts.ts';
import { INNER_WIDTH, titledPng } from './titledPng.ts';

const FONT_SIZE = 14;

/** A PNG file 1,600 pixels wide; the height follows from the figure. The same figure gives the same bytes. */
export function renderFigurePng(figure: Figure): Buffer {
  const height = figureHeight(figure, INNER_WIDTH, FONT_SIZE);
  return titledPng(figure.title, () => ({
    height,
    draw: (context, left, top) =>
      drawFigure(context, figure, paperTheme(FONT_FAMILY, FONT_SIZE), { left, top, width: INNER_WIDTH, height }),
  }));
}
