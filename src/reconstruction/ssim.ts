// Has a reconstruction the structure of the picture it should be? SSIM by the library ssim.js. Called by the attacks of this folder and by audit/.

import { ssim as compare } from 'ssim.js';
import { AuditError } from '../base/errors.ts';
import type { ImageShape } from '../data/dataset.ts';
import { assertComparable } from './metrics.ts';
import type { PixelRange } from './pixelRange.ts';

/** Side of the window, in pixels; a smaller image has no place for it. */
const WINDOW = 11;

/**
 * Structural similarity of two images, at most 1 (Wang, Bovik, Sheikh and Simoncelli 2004): the mean over all places of an 11 × 11 window
 * within the image, weighted by a Gaussian of standard deviation 1.5, of
 * (2μ_r μ_x + C₁)(2σ_rx + C₂)/((μ_r² + μ_x² + C₁)(σ_r² + σ_x² + C₂)), C₁ = (0.01·255)², C₂ = (0.03·255)², with weighted moments that are not
 * corrected for the sample. The images are not made smaller first. scikit-image computes the same with gaussian_weights=True, sigma=1.5,
 * use_sample_covariance=False, data_range=255 on the same bytes.
 *
 * Values are brought to whole numbers from 0 to 255 first: those outside the range are clipped, `low` becomes 0 and `high` 255, and what lies
 * between is rounded. In images of bytes this is exact for the record and rounds the reconstruction alone, whose errors below half a byte it
 * does not see. Colours become grey, (77 R + 150 G + 29 B + 128) >> 8, rounded once more; opacity (a second or fourth channel) is dropped.
 *
 * @param reconstruction [d], in the input's units, as is `truth`
 * @param image how d values are an image, in any layout
 * @returns null where records are not images, have other than 1 to 4 channels, or are smaller than the window along a side
 * @throws AuditError SHAPE_MISMATCH, NOT_FINITE. O(pixels), half a microsecond for each
 */
export function ssim(
  reconstruction: ArrayLike<number>,
  truth: ArrayLike<number>,
  image: ImageShape | undefined,
  range: PixelRange | null,
): number | null {
  if (image === undefined || range === null) return null;
  const { height, width, channels } = image;
  if (height < WINDOW || width < WINDOW || channels > 4) return null;
  assertComparable(reconstruction, truth);
  assertShape(truth.length, image);
  const [r, x] = [pixelsOf(reconstruction, image, range), pixelsOf(truth, image, range)];
  const options = { windowSize: WINDOW, ssim: 'fast', downsample: false, rgb2grayVersion: 'integer' } as const;
  return compare({ width, height, data: r }, { width, height, data: x }, options).mssim;
}

/** Red, green, blue and full opacity of each pixel, in bytes. The array rounds (to even at a half) and clips. */
function pixelsOf(values: ArrayLike<number>, image: ImageShape, { low, peak }: PixelRange): Uint8ClampedArray {
  const { height, width, channels, layout } = image;
  const area = height * width;
  const colours = channels < 3 ? [0, 0, 0] : [0, 1, 2];
  const out = new Uint8ClampedArray(4 * area).fill(255);
  for (let pixel = 0; pixel < area; pixel++) {
    colours.forEach((channel, c) => {
      const from = layout === 'channels-last' ? pixel * channels + channel : channel * area + pixel;
      out[4 * pixel + c] = (255 * ((values[from] as number) - low)) / peak;
    });
  }
  return out;
}

function assertShape(length: number, { height, width, channels }: ImageShape): void {
  if (length === height * width * channels) return;
  throw new AuditError('SHAPE_MISMATCH', {
    expected: `${height} × ${width} × ${channels} values of an image`,
    got: `${length}`,
    try: 'the image shape of the data set',
  });
}
