// How does a picture file of a report begin? White, at twice the screen's resolution, with a title above what it shows. Called by
// renderFigurePng.ts and renderRecordsPng.ts.

import { createCanvas, type SKRSContext2D } from '@napi-rs/canvas';
import { drawLine, lineHeight, prepareContext, type TextStyle, wrapText } from '../canvas/text.ts';
import { INK } from '../figures/palette.ts';
import { registerFonts } from '../fonts.ts';

/** Pixels of the file per unit of layout. */
export const PIXEL_RATIO = 2;
const WIDTH = 800;
const MARGIN = 20;
export const INNER_WIDTH = WIDTH - 2 * MARGIN;
const TITLE: TextStyle = { size: 18, weight: 600, colour: INK.text, leading: 1.3 };
const GAP = 12;

/** What stands under the title, `INNER_WIDTH` wide. */
export interface TitledContent {
  readonly height: number;
  draw(context: SKRSContext2D, left: number, top: number): void;
}

/**
 * A PNG file 1,600 pixels wide; the height follows from the content. The same content gives the same bytes.
 *
 * @param layOut gets a context that only measures
 */
export function titledPng(title: string, layOut: (ruler: SKRSContext2D) => TitledContent): Buffer {
  registerFonts();
  const ruler = createCanvas(1, 1).getContext('2d');
  prepareContext(ruler);
  const titleLines = wrapText(ruler, title, TITLE, INNER_WIDTH, 3);
  const top = Math.ceil(MARGIN + titleLines.length * lineHeight(TITLE) + GAP);
  const content = layOut(ruler);
  const canvas = createCanvas(WIDTH * PIXEL_RATIO, Math.ceil(top + content.height + MARGIN) * PIXEL_RATIO);
  const context = canvas.getContext('2d');
  prepareContext(context);
  context.fillStyle = INK.background;
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.scale(PIXEL_RATIO, PIXEL_RATIO);
  titleLines.forEach((line, i) => {
    drawLine(context, line, TITLE, MARGIN, MARGIN + i * lineHeight(TITLE));
  });
  content.draw(context, MARGIN, top);
  return canvas.toBuffer('image/png');
}
