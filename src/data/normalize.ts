// How are raw values brought to a common scale? Mean and standard deviation over the selected records, by channel or by feature.
// Called by prepareDataset.ts, which applies and undoes it.

import { AuditError, assertNever } from '../base/errors.ts';
import { plainText } from '../base/plainText.ts';
import type { Dataset } from './dataset.ts';
import { type PlaceStatistics, unitFor } from './placeStatistics.ts';
import type { Normalization, NormalizationRecord } from './prepared.ts';

/**
 * For each of the d places of a record, the index of its mean and scale; undefined for `none`.
 *
 * @throws AuditError `OPTION_INVALID` for `channel` on records that are not images
 */
export function statisticOfPlace(dataset: Dataset, method: Normalization): Int32Array | undefined {
  switch (method) {
    case 'none':
      return undefined;
    case 'feature':
      return Int32Array.from({ length: dataset.dimensions }, (_, j) => j);
    case 'channel': {
      const { image } = dataset;
      if (image === undefined) {
        throw new AuditError('OPTION_INVALID', {
          expected: 'images for the normalization "channel"',
          got: `records of ${dataset.dimensions} values that are not known to be images`,
          try: '--normalize feature, or --image-shape if they are images',
        });
      }
      const pixels = image.height * image.width;
      return Int32Array.from({ length: dataset.dimensions }, (_, j) =>
        image.layout === 'channels-last' ? j % image.channels : Math.floor(j / pixels),
      );
    }
    default:
      return assertNever(method);
  }
}

/**
 * Mean and population standard deviation (ddof 0) of every statistic, from those of the places that share it: the variance within places
 * and that between their means. As within a place, the mean is corrected for its rounding, variance = mean(δ²) − mean(δ)², and δ is taken
 * in units of about its largest size, so that no square over- or underflows. O(d).
 *
 * @param statistic index of the statistic of each of the d places
 * @throws AuditError `CONSTANT_FEATURES` when a statistic does not vary; `NOT_FINITE` when values are too large or too close for float64
 */
export function measure(
  places: PlaceStatistics,
  statistic: Int32Array,
  dataset: Dataset,
  method: 'channel' | 'feature',
): NormalizationRecord {
  const count = 1 + statistic.reduce((largest, s) => Math.max(largest, s), 0);
  const weight = new Float64Array(count);
  for (const s of statistic) weight[s] = (weight[s] as number) + 1;
  for (let s = 0; s < count; s++) weight[s] = 1 / (weight[s] as number);

  const mean = new Float64Array(count);
  const least = new Float64Array(count).fill(Infinity);
  const largest = new Float64Array(count).fill(-Infinity);
  statistic.forEach((s, j) => {
    mean[s] = (mean[s] as number) + ((places.centre[j] as number) + (places.offset[j] as number)) * (weight[s] as number);
    least[s] = Math.min(least[s] as number, places.least[j] as number);
    largest[s] = Math.max(largest[s] as number, places.largest[j] as number);
  });
  const constant = Array.from(least.keys()).filter((s) => least[s] === largest[s]);
  if (constant.length > 0) throw constantError(constant, count, dataset, method);

  const spread = mean.map((m, s) => Math.max((largest[s] as number) - m, m - (least[s] as number)));
  const unit = spread.map(unitFor);
  const shift = new Float64Array(count);
  const square = new Float64Array(count);
  statistic.forEach((s, j) => {
    const between = ((places.centre[j] as number) - (mean[s] as number) + (places.offset[j] as number)) * (unit[s] as number);
    const within = (places.deviation[j] as number) * (unit[s] as number);
    shift[s] = (shift[s] as number) + between * (weight[s] as number);
    square[s] = (square[s] as number) + (between * between + within * within) * (weight[s] as number);
  });
  const scale = unit.map((by, s) => Math.sqrt(Math.max(0, (square[s] as number) - (shift[s] as number) ** 2)) / by);
  for (let s = 0; s < count; s++) {
    mean[s] = (mean[s] as number) + (shift[s] as number) / (unit[s] as number);
    const usable = [mean[s], spread[s], scale[s], 1 / (scale[s] as number)].every(Number.isFinite);
    if (!usable) throw rangeError(statisticName(s, dataset, method), least[s] as number, largest[s] as number);
  }
  return { method, mean: Array.from(mean), scale: Array.from(scale) };
}

/**
 * Refuses data in which no feature tells one record from another.
 *
 * @throws AuditError `CONSTANT_FEATURES`
 */
export function assertNotAllConstant({ dimensions, values }: Dataset, rows: Int32Array): void {
  const first = (rows[0] as number) * dimensions;
  for (const row of rows) {
    for (let j = 0; j < dimensions; j++) if (values[row * dimensions + j] !== values[first + j]) return;
  }
  throw new AuditError(
    'CONSTANT_FEATURES',
    {
      expected: 'records that differ in at least one feature',
      got: `${rows.length} identical records`,
      try: 'checking which array or columns hold the features',
    },
    { features: dimensions },
  );
}

function statisticName(s: number, dataset: Dataset, method: 'channel' | 'feature'): string {
  if (method === 'channel') return `channel ${s}`;
  const column = dataset.columns?.findLast(({ start }) => start <= s);
  if (column === undefined) return `column ${s}`;
  const name = plainText(column.name, 40);
  return column.kind === 'numeric' ? `"${name}"` : `"${name}" = "${plainText(column.categories[s - column.start] ?? '', 40)}"`;
}

function constantError(constant: readonly number[], count: number, dataset: Dataset, method: 'channel' | 'feature'): AuditError {
  const shown = constant.slice(0, 5).map((s) => statisticName(s, dataset, method));
  const noun = method === 'channel' ? 'channels' : 'features';
  const other = dataset.image !== undefined && method === 'feature' ? '--normalize channel' : '--normalize none';
  return new AuditError(
    'CONSTANT_FEATURES',
    {
      expected: `${noun} that vary over the selected records, to divide by their standard deviation`,
      got: `${constant.length} of ${count} ${noun} constant (${shown.join(', ')}${constant.length > shown.length ? ', …' : ''})`,
      try: `${other}, or removing them`,
    },
    { constant, count },
  );
}

function rangeError(name: string, least: number, largest: number): AuditError {
  return new AuditError('NOT_FINITE', {
    expected: `values whose standard deviation float64 can hold in ${name}`,
    got: `values from ${least} to ${largest}`,
    try: 'measuring them in another unit',
  });
}
