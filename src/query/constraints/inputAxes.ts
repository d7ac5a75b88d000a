// How does one input stand in an array of some axes? As in the training data, in the other layout of images, or not at all. Called for arrays from
// files of their own: pools and starts.

import type { Dataset, ImageShape } from '../../data/dataset.ts';

/** For each place of a training input where its value stands in the other one; undefined where the places are the same. */
export type PlaceOrder = Int32Array | undefined;

/**
 * The order of values in an array of these axes, that of records left out: [d], and of images also [h, w, c], [c, h, w] or, of grey ones, [h, w]. What is
 * no image may have any axes. Null where the axes hold something else.
 */
export function placeOrder(
  axes: readonly number[],
  { dimensions, image }: Pick<Dataset, 'dimensions' | 'image'>,
): PlaceOrder | null {
  if (axes.reduce((product, size) => product * size, 1) !== dimensions) return null;
  if (image === undefined || axes.length === 1) return undefined;
  const { height, width, channels, layout } = image;
  const fits = (sizes: readonly number[]) => axes.length === sizes.length && sizes.every((size, axis) => axes[axis] === size);
  const layouts = { 'channels-last': [height, width, channels], 'channels-first': [channels, height, width] };
  if (fits(layouts[layout]) || (channels === 1 && fits([height, width]))) return undefined;
  return fits(layouts[layout === 'channels-last' ? 'channels-first' : 'channels-last']) ? otherLayout(image) : null;
}

/** For each place of an image where its value stands in the other layout. */
function otherLayout({ height, width, channels, layout }: ImageShape): Int32Array {
  const pixels = height * width;
  return Int32Array.from({ length: pixels * channels }, (_, j) =>
    layout === 'channels-last'
      ? (j % channels) * pixels + Math.floor(j / channels)
      : (j % pixels) * channels + Math.floor(j / pixels),
  );
}

/** The axes of one image. */
export function axesOf({ height, width, channels, layout }: ImageShape): number[] {
  return layout === 'channels-last' ? [height, width, channels] : [channels, height, width];
}
