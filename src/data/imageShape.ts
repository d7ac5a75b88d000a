// Are the records images, and how do their values lie? A 4-d array or the caller says so; shape alone never does.
// Called by assemble.ts; parseImageShape serves the command line's --image-shape.

import { AuditError } from '../base/errors.ts';
import { assertKnownName } from '../base/names.ts';
import { plainText } from '../base/plainText.ts';
import type { ImageShape } from './dataset.ts';

/** What a caller says about images; without `layout` the array's axes decide, and flat rows count as channels-last. */
export interface ImageShapeOption {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  readonly layout?: ImageShape['layout'] | undefined;
}

const LAYOUTS: readonly ImageShape['layout'][] = ['channels-last', 'channels-first'];

/** Grey, colour, colour with transparency: the channel counts that tell an axis of channels from one of pixels. */
const isChannelCount = (size: number | undefined): boolean => size === 1 || size === 3 || size === 4;

/**
 * Parses `28x28` (grey), `32x32x3` (height × width × channels) or `3x32x32` (channels first).
 * Of three sizes the channels are the one that is 1, 3 or 4; where both ends are, the last.
 *
 * @throws AuditError `OPTION_INVALID`
 */
export function parseImageShape(text: string): ImageShape {
  const sizes = /^\d{1,9}([x×,]\d{1,9}){1,2}$/i.test(text) ? text.split(/[x×,]/i).map(Number) : [];
  const [a, b, c] = sizes as [number, number, number | undefined];
  if (sizes.length > 0 && !sizes.includes(0)) {
    if (c === undefined) return { height: a, width: b, channels: 1, layout: 'channels-last' };
    if (isChannelCount(c)) return { height: a, width: b, channels: c, layout: 'channels-last' };
    if (isChannelCount(a)) return { channels: a, height: b, width: c, layout: 'channels-first' };
  }
  throw new AuditError('OPTION_INVALID', {
    expected: 'an image shape such as 28x28, 32x32x3 or 3x32x32, with 1, 3 or 4 channels',
    got: `"${plainText(text, 60)}"`,
    try: '32x32x3',
  });
}

/**
 * The image shape of an array of records, or undefined when the records are plain vectors.
 *
 * @param shape [n, …] of the whole array
 * @throws AuditError `SHAPE_MISMATCH` when the option does not fit, or a 4-d array has no axis of 1, 3 or 4 channels;
 *   `OPTION_INVALID` for sizes that are not positive whole numbers; `NAME_UNKNOWN` for another layout
 */
export function resolveImageShape(shape: readonly number[], option: ImageShapeOption | undefined): ImageShape | undefined {
  const [a, b, c] = shape.slice(1) as [number, number, number];
  if (option === undefined) {
    if (shape.length !== 4) return undefined;
    if (isChannelCount(c)) return { height: a, width: b, channels: c, layout: 'channels-last' };
    if (isChannelCount(a)) return { channels: a, height: b, width: c, layout: 'channels-first' };
    throw new AuditError('SHAPE_MISMATCH', {
      expected: 'a 4-d array to hold images with 1, 3 or 4 channels on its last or second axis',
      got: `shape [${shape.join(', ')}]`,
      try: 'reshaping to [records, values] if the records are not images',
    });
  }
  const { height, width, channels, layout } = option;
  if (![height, width, channels].every((size) => Number.isSafeInteger(size) && size > 0)) {
    throw new AuditError('OPTION_INVALID', {
      expected: 'height, width and channels to be positive whole numbers',
      got: `${height} × ${width} × ${channels}`,
      try: 'for example { height: 32, width: 32, channels: 3 }',
    });
  }
  if (layout !== undefined) assertKnownName('layout', layout, LAYOUTS);
  const fitsLast = a === height && b === width && c === channels;
  const fitsFirst = a === channels && b === height && c === width;
  const perRecord = shape.slice(1).reduce((product, size) => product * size, 1);
  const fits = shape.length === 4 ? fitsLast || fitsFirst : perRecord === height * width * channels;
  if (!fits) {
    throw new AuditError('SHAPE_MISMATCH', {
      expected: `records that are images of ${height} × ${width} pixels with ${channels} channels (${height * width * channels} values)`,
      got: `records of shape [${shape.slice(1).join(', ')}] (${perRecord} values)`,
      try: 'the height, width and channels of your images',
    });
  }
  const byAxes = shape.length === 4 && fitsLast !== fitsFirst ? (fitsLast ? 'channels-last' : 'channels-first') : undefined;
  return { height, width, channels, layout: byAxes ?? layout ?? 'channels-last' };
}
