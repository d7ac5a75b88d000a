// How does a record's picture get onto a canvas without blur? Enlarged by whole numbers, each value a square of pixels, because viewers and
// printers smooth small images on their own. Called by recordCard.ts and pictureStrips.ts.

import { type Canvas, createCanvas, ImageData, type SKRSContext2D } from '@napi-rs/canvas';
import type { RecordPicture } from '../blocks.ts';
import { INK } from '../figures/palette.ts';

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

export interface PictureSize {
  readonly width: number;
  readonly height: number;
  /** Enlargement, in pixels per value. */
  readonly scale: number;
}

/** The largest whole enlargement that fits; a picture too large for that is shrunk to fit instead. */
export function pictureSize(picture: RecordPicture, space: number, pixelRatio: number): PictureSize {
  const longest = Math.max(picture.width, picture.height, 1);
  const scale = Math.floor((space * pixelRatio) / longest);
  const unit = scale >= 1 ? scale / pixelRatio : space / longest;
  return { width: picture.width * unit, height: picture.height * unit, scale: Math.max(1, scale) };
}

/** With a thin frame around it. */
export function drawPicture(context: SKRSContext2D, picture: RecordPicture, size: PictureSize, left: number, top: number): void {
  if (picture.width === 0 || picture.height === 0) return;
  context.save();
  // Enlarged pictures are drawn pixel on pixel, where smoothing could only blur; it serves pictures that are shrunk.
  context.imageSmoothingEnabled = size.scale === 1 && size.width < picture.width;
  context.imageSmoothingQuality = 'high';
  context.drawImage(enlargedPicture(picture, size.scale), left, top, size.width, size.height);
  // Around the picture, not over its outermost values.
  const line = 0.75;
  context.strokeStyle = INK.rule;
  context.lineWidth = line;
  context.strokeRect(left - line / 2, top - line / 2, size.width + line, size.height + line);
  context.restore();
}
