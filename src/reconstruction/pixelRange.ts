// Between which values does a pixel lie? What a signal-to-noise ratio is relative to, and what becomes black and white where structure is
// compared. Asked once for each data set by the attacks of this folder and by audit/.

import { AuditError } from '../base/errors.ts';
import type { Dataset } from '../data/dataset.ts';

/** In the input's units. */
export interface PixelRange {
  readonly low: number;
  readonly high: number;
  /** high − low > 0, the peak of `psnr`. */
  readonly peak: number;
}

const BYTES: PixelRange = { low: 0, high: 255, peak: 255 };
const SHARES: PixelRange = { low: 0, high: 1, peak: 1 };

/** Values that only bytes need: half of what they can hold. */
const UPPER_HALF = 128;

/**
 * The range of the pixels of a data set, or null where its records are not images:
 *
 * - 0 to 255 for images read from files of pictures, whatever their bit depth, and where all values are whole numbers from 0 to 255 with one of
 *   at least 128 among them, in an array of any type;
 * - 0 to 1 where all values lie there, unless they come from such files;
 * - otherwise from the smallest to the largest value: 0 to 16, for example, where whole numbers go no further.
 *
 * All records count, also those that were not selected; a Dataset holds finite values only. O(nd).
 *
 * @throws AuditError CONSTANT_FEATURES where all pixels are of one value
 */
export function pixelRange({ image, format, values }: Dataset): PixelRange | null {
  if (image === undefined) return null;
  if (format === 'image-folder') return BYTES;
  let low = Infinity;
  let high = -Infinity;
  let whole = true;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    if (value < low) low = value;
    if (value > high) high = value;
    whole &&= Number.isInteger(value);
  }
  if (whole && low >= 0 && high <= 255 && high >= UPPER_HALF) return BYTES;
  if (low >= 0 && high <= 1) return SHARES;
  if (high > low) return { low, high, peak: high - low };
  throw new AuditError('CONSTANT_FEATURES', {
    expected: 'images of more than one shade',
    got: `${low} for every pixel`,
    try: 'checking which array holds the images',
  });
}
