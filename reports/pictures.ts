// How do the values of a record become a picture? By its image shape and by one range of values for all shown records, so that pictures
// can be compared with each other. Called by the sections that show records.

import type { AuditResult, Exhibit } from '../src/audit/result.ts';
import type { RecordPicture } from './blocks.ts';

type ImageShape = NonNullable<AuditResult['dataset']['image']>;

export interface PictureScale {
  /** Value drawn black. */
  readonly low: number;
  /** Value drawn white. */
  readonly high: number;
  /** Whether the range was taken from the values, because they are neither bytes (0–255) nor shares of full brightness (0–1). */
  readonly stretched: boolean;
}

/** Guesses the input's range from all exhibits together: 0–1 or 0–255 where the values fit, otherwise from the smallest to the largest. */
export function pictureScale(exhibits: readonly Exhibit[]): PictureScale {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const { values } of exhibits) {
    for (const value of values) {
      if (value < low) low = value;
      if (value > high) high = value;
    }
  }
  if (low >= 0 && high <= 1) return { low: 0, high: 1, stretched: false };
  if (low >= 0 && high <= 255) return { low: 0, high: 255, stretched: false };
  return { low, high: high > low ? high : low + 1, stretched: true };
}

/**
 * One record's picture: channels last, 0–255. One channel (or two, the second taken for opacity) is grey; three (or four, the fourth
 * taken for opacity) are red, green and blue; of more, the mean is shown in grey.
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
  const at = (pixel: number, channel: number) =>
    values[layout === 'channels-last' ? pixel * channels + channel : channel * area + pixel] as number;
  const byte = (value: number) => Math.round(255 * Math.min(1, Math.max(0, (value - scale.low) / (scale.high - scale.low))));

  const pixels: number[] = [];
  const shown = channels === 3 || channels === 4 ? 3 : 1;
  for (let pixel = 0; pixel < area; pixel++) {
    if (channels <= 4) {
      for (let channel = 0; channel < shown; channel++) pixels.push(byte(at(pixel, channel)));
    } else {
      let sum = 0;
      for (let channel = 0; channel < channels; channel++) sum += at(pixel, channel);
      pixels.push(byte(sum / channels));
    }
  }
  return { height, width, channels: shown, pixels };
}

/** Pictures of all exhibits by record number; empty when records are not images. */
export function exhibitPictures(result: AuditResult): ReadonlyMap<number, RecordPicture> {
  const { image } = result.dataset;
  if (image === null) return new Map();
  const scale = pictureScale(result.exhibits);
  return new Map(result.exhibits.map(({ record, values }) => [record, recordPicture(values, image, scale)]));
}

/** What a reader must know about how the pictures were made, or an empty string when they show the input as it is. */
export function pictureNote(result: AuditResult): string {
  const { image } = result.dataset;
  if (image === null || result.exhibits.length === 0) return '';
  const notes: string[] = [];
  if (pictureScale(result.exhibits).stretched)
    notes.push('Brightness runs from the smallest value shown (black) to the largest (white).');
  if (image.channels === 2) notes.push('Of two channels, the first is shown.');
  if (image.channels === 4) notes.push('Of four channels, the first three are shown as red, green and blue.');
  if (image.channels > 4) notes.push(`Grey is the mean of the ${image.channels} channels.`);
  return notes.join(' ');
}
