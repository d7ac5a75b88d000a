// Which records are shown whole? The most and the least exposed, with their values in the input's units: more where records are small,
// reduced where they are so large that even a few would swell the result.

import type { Dataset, NumericArray } from '../data/dataset.ts';
import { shortestFloat32 } from '../data/shortestFloat32.ts';
import type { Exhibit } from './result.ts';

type ImageShape = NonNullable<Dataset['image']>;

/** Values kept in the result over all exhibits, so that it stays near a megabyte. */
export const VALUE_BUDGET = 250_000;
const MOST = { least: 6, most: 60 };
/** One least exposed record for this many most exposed ones. */
const RATIO = 5;
/** Values of one exhibit where there are as few as may be: 102 × 102 pixels in three channels. */
const LARGEST = VALUE_BUDGET / (MOST.least + Math.ceil(MOST.least / RATIO));
/** Digits of the mean of a block of pixels: more than a screen shows. */
const MEAN_DIGITS = 4;

/**
 * @param ranked positions, most exposed first
 * @param rowOfPosition input row behind each position
 */
export function exhibitsOf(dataset: Dataset, ranked: readonly number[], rowOfPosition: Int32Array): Exhibit[] {
  const affordable = Math.floor(VALUE_BUDGET / dataset.dimensions);
  const most = Math.min(ranked.length, Math.max(MOST.least, Math.min(MOST.most, affordable)));
  const least = Math.min(ranked.length - most, Math.ceil(most / RATIO));
  const ranks = [
    ...Array.from({ length: most }, (_, i) => i),
    ...Array.from({ length: least }, (_, i) => ranked.length - least + i),
  ];
  return ranks.map((rank) => {
    const record = rowOfPosition[ranked[rank] as number] as number;
    const start = record * dataset.dimensions;
    return { record, rank: rank + 1, ...shownValues(dataset.values.subarray(start, start + dataset.dimensions), dataset.image) };
  });
}

/** All values of a record, or as many as may be kept (also called for galleries of reconstructions): of an image the means of blocks of pixels, otherwise the first ones. */
export function shownValues(values: NumericArray, image: ImageShape | undefined): Omit<Exhibit, 'record' | 'rank'> {
  if (values.length <= LARGEST) return { values: written(values) };
  if (image === undefined) return { values: written(values.subarray(0, LARGEST)), omitted: values.length - LARGEST };
  const block = blockSide(image);
  return { values: blockMeans(values, image, block), block };
}

/** The numbers as they are written down: in float32 with no more digits than they have. */
function written(values: NumericArray): number[] {
  return values instanceof Float32Array ? Array.from(values, shortestFloat32) : Array.from(values);
}

/** Smallest side of square blocks that are few enough, or one block for the whole image. */
function blockSide({ height, width, channels }: ImageShape): number {
  let side = 2;
  while (side < Math.max(height, width) && Math.ceil(height / side) * Math.ceil(width / side) * channels > LARGEST) side++;
  return side;
}

/** Mean of each block, in the layout of the image; blocks at the right and lower edge may be smaller. */
function blockMeans(values: ArrayLike<number>, { height, width, channels, layout }: ImageShape, side: number): number[] {
  const [rows, cols] = [Math.ceil(height / side), Math.ceil(width / side)];
  const last = layout === 'channels-last';
  const sums = new Float64Array(rows * cols * channels);
  const counts = new Float64Array(rows * cols * channels);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const pixel = Math.floor(y / side) * cols + Math.floor(x / side);
      for (let c = 0; c < channels; c++) {
        const to = last ? pixel * channels + c : c * rows * cols + pixel;
        const from = last ? (y * width + x) * channels + c : (c * height + y) * width + x;
        sums[to] = (sums[to] as number) + (values[from] as number);
        counts[to] = (counts[to] as number) + 1;
      }
    }
  }
  return Array.from(sums, (sum, i) => Number((sum / (counts[i] as number)).toPrecision(MEAN_DIGITS)));
}
