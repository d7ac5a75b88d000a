// Which pixels does a PNG file hold? Called by the tests of the picture writers.

import { createCanvas, loadImage } from '@napi-rs/canvas';

export interface Pixels {
  readonly width: number;
  readonly height: number;
  /** Red, green, blue, opacity; row-major. */
  readonly data: Uint8ClampedArray;
}

export async function readPng(file: Buffer): Promise<Pixels> {
  const image = await loadImage(file);
  const context = createCanvas(image.width, image.height).getContext('2d');
  context.drawImage(image, 0, 0);
  return { width: image.width, height: image.height, data: context.getImageData(0, 0, image.width, image.height).data };
}
