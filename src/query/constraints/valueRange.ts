// Which values does each place of an input take in the data? Their range, which are whole numbers, which places are the categories of one column,
// and how they are standardized. Found once for a prepared data set; called before domains, starts and valid rows are made from it.

import type { Dataset } from '../../data/dataset.ts';
import { statisticOfPlace } from '../../data/normalize.ts';
import type { PreparedDataset } from '../../data/prepared.ts';
import { createRowReader } from '../../data/rowReader.ts';

/** The places of a one-hot column, of which one holds 1 and the others 0. */
export interface CategoryPlaces {
  readonly start: number;
  readonly length: number;
}

/** One entry for each of the d places; x = (raw − mean)/scale. */
export interface ValueRange {
  readonly mean: Float64Array;
  readonly scale: Float64Array;
  /** In the input's units. */
  readonly least: Float64Array;
  readonly largest: Float64Array;
  /** The same, standardized. */
  readonly low: Float64Array;
  readonly high: Float64Array;
  /** 1 where all values are whole numbers, the places of categories left out. */
  readonly whole: Uint8Array;
  readonly categories: readonly CategoryPlaces[];
}

/**
 * The range over all records of the input, also those that were not selected: bytes of images 0 to 255, other images from the least to the
 * largest value of each channel, everything else from the least to the largest value of each place. O(N d).
 *
 * Places are whole numbers where all values of the place are; in images where all values of all pixels are, since a corner that is always black
 * says nothing about the type of the others.
 */
export function valueRange(prepared: PreparedDataset): ValueRange {
  const { dataset } = prepared;
  const { mean, scale } = scalingOf(prepared);
  const { least, largest, whole } = rawRange(dataset);
  const categories = (dataset.columns ?? []).flatMap((column) =>
    column.kind === 'category' ? [{ start: column.start, length: column.categories.length }] : [],
  );
  for (const { start, length } of categories) whole.fill(0, start, start + length);
  const standardize = (value: number, j: number) => standardized(value, mean[j] as number, scale[j] as number);
  return { mean, scale, least, largest, low: least.map(standardize), high: largest.map(standardize), whole, categories };
}

/** The mean and scale of each place. O(d) */
export function scalingOf({ dataset, normalization }: PreparedDataset): Pick<ValueRange, 'mean' | 'scale'> {
  const statistic = statisticOfPlace(dataset, normalization.method);
  const ofPlace = (values: readonly number[], otherwise: number) =>
    Float64Array.from({ length: dataset.dimensions }, (_, j) =>
      statistic ? (values[statistic[j] as number] as number) : otherwise,
    );
  return { mean: ofPlace(normalization.mean, 0), scale: ofPlace(normalization.scale, 1) };
}

/** As prepareDataset does it, to the last bit: a value of the data set lies within its own range. */
export function standardized(raw: number, mean: number, scale: number): number {
  return (raw - mean) / scale + 0;
}

type RawRange = Pick<ValueRange, 'least' | 'largest' | 'whole'>;

function rawRange(dataset: Dataset): RawRange {
  const { dimensions, values, image } = dataset;
  if (image !== undefined && values instanceof Uint8Array) {
    const filled = (value: number) => new Float64Array(dimensions).fill(value);
    return { least: filled(0), largest: filled(255), whole: new Uint8Array(dimensions).fill(1) };
  }
  const range = rangeOfPlaces(dataset);
  const channel = image && statisticOfPlace(dataset, 'channel');
  return channel === undefined ? range : rangeOfChannels(range, channel);
}

function rangeOfPlaces({ records, dimensions, values }: Dataset): RawRange {
  const least = new Float64Array(dimensions).fill(Infinity);
  const largest = new Float64Array(dimensions).fill(-Infinity);
  const whole = new Uint8Array(dimensions).fill(1);
  const rowAt = createRowReader(values, dimensions);
  for (let i = 0; i < records; i++) {
    const row = rowAt(i, 0);
    for (let j = 0; j < dimensions; j++) {
      const value = row[j] as number;
      if (value < (least[j] as number)) least[j] = value;
      if (value > (largest[j] as number)) largest[j] = value;
      if (value !== Math.floor(value)) whole[j] = 0;
    }
  }
  return { least, largest, whole };
}

/** Each place with the range of its channel. */
function rangeOfChannels(range: RawRange, channel: Int32Array): RawRange {
  const count = 1 + channel.reduce((most, c) => Math.max(most, c), 0);
  const least = new Float64Array(count).fill(Infinity);
  const largest = new Float64Array(count).fill(-Infinity);
  channel.forEach((c, j) => {
    least[c] = Math.min(least[c] as number, range.least[j] as number);
    largest[c] = Math.max(largest[c] as number, range.largest[j] as number);
  });
  return {
    least: Float64Array.from(channel, (c) => least[c] as number),
    largest: Float64Array.from(channel, (c) => largest[c] as number),
    whole: new Uint8Array(channel.length).fill(range.whole.every(Boolean) ? 1 : 0),
  };
}
