// How do the values of a record become a picture? By its image shape and by one range of values for all shown records, so that pictures
// can be compared with each other. Called by the sections that show records.

import type { AuditResult } from '../src/audit/result.ts';
import type { RecordPicture } from './blocks.ts';

export type ImageShape = NonNullable<AuditResult['dataset']['image']>;

/** What a result keeps of an image: all its values, or the means of blocks of pixels. */
export interface KeptImage {
  readonly values: readonly number[];
  readonly block?: number | undefined;
}

export interface PictureScale {
  /** Value drawn black. */
  readonly low: number;
  /** Value drawn white. */
  readonly high: number;
  /** Whether the range was taken from the values, because they are neither bytes (0–255) nor shares of full brightness (0–1). */
  readonly stretched: boolean;
}

/** Guesses the input's range from all shown images together: 0–1 or 0–255 where the values fit, otherwise from the smallest to the largest. */
export function pictureScale(images: readonly KeptImage[]): PictureScale {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const { values } of images) {
    for (const value of values) {
      if (value < low) low = value;
      if (value > high) high = value;
    }
  }
  if (low >= 0 && high <= 1) return { low: 0, high: 1, stretched: false };
  if (low >= 0 && high <= 255) return { low: 0, high: 255, stretched: false };
  return { low, high: high > low ? high : low + 1, stretched: true };
}

/** Longest side of a picture in a report, in pixels: what a card can show, printed in 300 dots per inch. */
const LONGEST_SIDE = 400;

/** How many pixels of the record, along each side, become one of its picture. */
function reduction({ height, width }: ImageShape): number {
  return Math.max(1, Math.ceil(Math.max(height, width) / LONGEST_SIDE));
}

/**
 * One record's picture: channels last, 0–255. One channel (or two, the second taken for opacity) is grey; three (or four, the fourth
 * taken for opacity) are red, green and blue; of more, the mean is shown in grey. Records of more than 400 pixels along a side are
 * reduced by a whole number, each block of pixels to its mean, so that a report of photographs stays small enough to hand on.
 *
 * @param values length height·width·channels, in the layout of `image`
 * @throws Error when the length does not fit the shape
 */
export function recordPicture(values: readonly number[], image: ImageShape, scale: PictureScale): RecordPicture {
  const { height, width, channels, layout } = image;
  const area = height * width;
  if (values.length !== area * channels || area === 0 || channels === 0) {
    throw new Error(`a picture of ${height} × ${width} × ${channels} cannot be made of ${values.length} values`);
  }
  const shown = channels === 3 || channels === 4 ? 3 : 1;
  const mixed = channels > 4 ? channels : 1;
  /** Sum over the channels that the shown one stands for: itself, or all of them. */
  const sumAt = (pixel: number, channel: number) => {
    let sum = 0;
    for (let c = channel; c < channel + mixed; c++) {
      sum += values[layout === 'channels-last' ? pixel * channels + c : c * area + pixel] as number;
    }
    return sum;
  };
  const byte = (value: number) => Math.round(255 * Math.min(1, Math.max(0, (value - scale.low) / (scale.high - scale.low))));

  const step = reduction(image);
  const pixels: number[] = [];
  for (let top = 0; top < height; top += step) {
    for (let left = 0; left < width; left += step) {
      const [bottom, right] = [Math.min(top + step, height), Math.min(left + step, width)];
      for (let channel = 0; channel < shown; channel++) {
        let sum = 0;
        for (let y = top; y < bottom; y++) for (let x = left; x < right; x++) sum += sumAt(y * width + x, channel);
        pixels.push(byte(sum / ((bottom - top) * (right - left) * mixed)));
      }
    }
  }
  return { height: Math.ceil(height / step), width: Math.ceil(width / step), channels: shown, pixels };
}

/** Pictures of all exhibits by record number; empty when records are not images. */
export function exhibitPictures(result: AuditResult): ReadonlyMap<number, RecordPicture> {
  const { image } = result.dataset;
  if (image === null) return new Map();
  const scale = pictureScale(result.exhibits);
  return new Map(
    result.exhibits.map(({ record, values, block }) => [record, recordPicture(values, keptShape(image, block), scale)]),
  );
}

/** The shape of what the result keeps of an image: of a large one the means of blocks of pixels. */
export function keptShape(image: ImageShape, block = 1): ImageShape {
  return { ...image, height: Math.ceil(image.height / block), width: Math.ceil(image.width / block) };
}

/**
 * What a reader must know about how pictures were made, or an empty string when they show the input as it is.
 *
 * @param shown by which the scale was chosen
 */
export function pictureNote(image: ImageShape | null, shown: readonly KeptImage[]): string {
  if (image === null || shown.length === 0) return '';
  const notes: string[] = [];
  if (pictureScale(shown).stretched) notes.push('Brightness runs from the smallest value shown (black) to the largest (white).');
  if (image.channels === 2) notes.push('Of two channels, the first is shown.');
  if (image.channels === 4) notes.push('Of four channels, the first three are shown as red, green and blue.');
  if (image.channels > 4) notes.push(`Grey is the mean of the ${image.channels} channels.`);
  const block = Math.max(...shown.map((one) => one.block ?? 1));
  const step = block * reduction(keptShape(image, block));
  if (step > 1) notes.push(`Pictures are reduced: each pixel shows the mean of ${step} × ${step} in the input.`);
  return notes.join(' ');
}
