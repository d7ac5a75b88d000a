// How do rows of pictures become a picture file? As on paper, under their caption. Called by writeFigures.ts.

import { layoutStrips, type Strips } from '../canvas/pictureStrips.ts';
import { INNER_WIDTH, PIXEL_RATIO, titledPng } from './titledPng.ts';

const FONT_SIZE = 13;
const GAP = 14;

/** A PNG file 1,600 pixels wide with every row; the height follows from them. Same input, same bytes. */
export function renderStripsPng(block: Strips): Buffer {
  return titledPng(block.caption, (ruler) => {
    const { head, rows } = layoutStrips(ruler, block, { width: INNER_WIDTH, fontSize: FONT_SIZE, pixelRatio: PIXEL_RATIO });
    const parts = [head, ...rows];
    return {
      height: Math.ceil(parts.reduce((sum, { height }) => sum + height + GAP, 0)),
      draw(context, left, top) {
        let y = top;
        for (const part of parts) {
          part.draw(context, left, y);
          y += part.height + GAP;
        }
      },
    };
  });
}
