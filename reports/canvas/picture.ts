// How does a record's picture get onto a canvas without blur? Enlarged by whole numbers, each value a square of pixels, because viewers and
// printers smooth small images on their own. Called by recordCard.ts.

import { type Canvas, createCanvas, ImageData } from '@napi-rs/canvas';
import type { RecordPicture } from '../blocks.ts';

/** A canvas `scale` times as wide and as high as the picture; grey pictures become grey RGB. */
export function enlargedPicture(picture: RecordPicture, scale: number): Canvas {
  const width = picture.width * scale;
  const height = picture.height * scale;
  const rgba = new Uint8ClampedArray(4 * width * height);
  const last = picture.channels - 1;
  for (let y = 0; y < height; y++) {
    const row = Math.floor(y / scale) * picture.width;
    for (let x = 0; x < width; x++) {
      const from = (row + Math.floor(x / scale)) * picture.channels;
      const to = 4 * (y * width + x);
      rgba[to] = picture.pixels[from] as number;
      rgba[to + 1] = picture.pixels[from + Math.min(1, last)] as number;
      rgba[to + 2] = picture.pixels[from + last] as number;
      rgba[to + 3] = 255;
    }
  }
  const canvas = createCanvas(width, height);
  canvas.getContext('2d').putImageData(new ImageData(rgba, width, height), 0, 0);
  return canvas;
}
