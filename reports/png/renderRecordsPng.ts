// How do a gallery's records become a picture file? Four in a row at twice the screen's resolution, each picture enlarged by a whole number of
// pixels. Called by writeFigures.ts.

import { createCanvas } from '@napi-rs/canvas';
import type { RecordCard } from '../blocks.ts';
import { layoutCard } from '../canvas/recordCard.ts';
import { drawLine, lineHeight, prepareContext, type TextStyle, wrapText } from '../canvas/text.ts';
import { INK } from '../figures/palette.ts';
import { registerFonts } from '../fonts.ts';
import { PIXEL_RATIO } from './renderFigurePng.ts';

const WIDTH = 800;
const MARGIN = 20;
const COLUMNS = 4;
const GAP = 24;
const FONT_SIZE = 13;
const TITLE: TextStyle = { size: 18, weight: 600, colour: INK.text, leading: 1.3 };
/** Largest side of a picture: 320 pixels, a multiple of 32 and 64. */
const PICTURE = 160;
const CARD = (WIDTH - 2 * MARGIN - (COLUMNS - 1) * GAP) / COLUMNS;

/** A PNG file 1,600 pixels wide with every card, under a title; the height follows from the cards. Same input, same bytes. */
export function renderRecordsPng(title: string, cards: readonly RecordCard[]): Buffer {
  registerFonts();
  const ruler = createCanvas(1, 1).getContext('2d');
  prepareContext(ruler);
  const titleLines = wrapText(ruler, title, TITLE, WIDTH - 2 * MARGIN, 3);
  const layouts = cards.map((card) =>
    layoutCard(ruler, card, { width: CARD, pictureSize: PICTURE, fontSize: FONT_SIZE, pixelRatio: PIXEL_RATIO }),
  );
  const tops: number[] = [];
  let bottom = Math.ceil(MARGIN + titleLines.length * lineHeight(TITLE) + 12);
  for (let i = 0; i < layouts.length; i += COLUMNS) {
    tops.push(bottom);
    bottom += Math.ceil(Math.max(...layouts.slice(i, i + COLUMNS).map((layout) => layout.height)) + GAP);
  }
  const canvas = createCanvas(WIDTH * PIXEL_RATIO, Math.max(bottom, 2 * MARGIN) * PIXEL_RATIO);
  const context = canvas.getContext('2d');
  prepareContext(context);
  context.fillStyle = INK.background;
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.scale(PIXEL_RATIO, PIXEL_RATIO);
  titleLines.forEach((line, i) => {
    drawLine(context, line, TITLE, MARGIN, MARGIN + i * lineHeight(TITLE));
  });
  layouts.forEach((layout, i) => {
    layout.draw(context, MARGIN + (i % COLUMNS) * (CARD + GAP), tops[Math.floor(i / COLUMNS)] as number);
  });
  return canvas.toBuffer('image/png');
}
