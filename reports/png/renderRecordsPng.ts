// How do a gallery's records become a picture file? Four in a row, each picture enlarged by a whole number of pixels. Called by
// writeFigures.ts.

import type { RecordCard } from '../blocks.ts';
import { layoutCard } from '../canvas/recordCard.ts';
import { INNER_WIDTH, PIXEL_RATIO, titledPng } from './titledPng.ts';

const COLUMNS = 4;
const GAP = 24;
const FONT_SIZE = 13;
/** Largest side of a picture: 320 pixels, a multiple of 32 and 64. */
const PICTURE = 160;
const CARD = (INNER_WIDTH - (COLUMNS - 1) * GAP) / COLUMNS;

/** A PNG file 1,600 pixels wide with every card, under a title; the height follows from the cards. Same input, same bytes. */
export function renderRecordsPng(title: string, cards: readonly RecordCard[]): Buffer {
  return titledPng(title, (ruler) => {
    const layouts = cards.map((card) =>
      layoutCard(ruler, card, { width: CARD, pictureSize: PICTURE, fontSize: FONT_SIZE, pixelRatio: PIXEL_RATIO }),
    );
    const tops: number[] = [];
    let height = 0;
    for (let i = 0; i < layouts.length; i += COLUMNS) {
      if (i > 0) height += GAP;
      tops.push(height);
      height += Math.ceil(Math.max(...layouts.slice(i, i + COLUMNS).map((layout) => layout.height)));
    }
    return {
      height,
      draw(context, left, top) {
        layouts.forEach((layout, i) => {
          layout.draw(context, left + (i % COLUMNS) * (CARD + GAP), top + (tops[Math.floor(i / COLUMNS)] as number));
        });
      },
    };
  });
}
