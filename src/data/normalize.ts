// How are raw values brought to a common scale? Mean and standard deviation over the selected records, by channel or by feature.
// Called by prepareDataset.ts, which applies and undoes it.

import { AuditError, assertNever } from '../base/errors.ts';
import { plainText } from '../base/plainText.ts';
import type { Matrix } from '../linalg/matrix.ts';
import type { Dataset } from './dataset.ts';
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
 * Mean and population standard deviation (ddof 0) of every statistic over the rows of `inputs` [n, d].
 *
 * Two passes, the second also correcting the rounding of the mean: variance = mean(δ²) − mean(δ)² with δ = x − mean (Chan, Golub and
 * LeVeque, "Algorithms for computing the sample variance", 1983). δ is taken relative to its largest size, so that no square over- or
 * underflows. O(n d).
 *
 * @param statistic index of the statistic of each of the d places
 * @throws AuditError `CONSTANT_FEATURES` when a statistic does not vary; `NOT_FINITE` when values are too large or too close for float64
 */
export function measure(
  inputs: Matrix,
  statistic: Int32Array,
  dataset: Dataset,
  method: 'channel' | 'feature',
): NormalizationRecord {
  const { rows, cols, data } = inputs;
  const count = 1 + statistic.reduce((largest, s) => Math.max(largest, s), 0);
  const weight = new Float64Array(count);
  for (const s of statistic) weight[s] = (weight[s] as number) + rows;
  for (let s = 0; s < count; s++) weight[s] = 1 / (weight[s] as number);
  const forEachValue = (visit: (s: number, value: number) => void): void => {
    for (let at = 0, j = 0; at < data.length; at++) {
      visit(statistic[j] as number, data[at] as number);
      if (++j === cols) j = 0;
    }
  };

  const mean = new Float64Array(count);
  const least = new Float64Array(count).fill(Infinity);
  const largest = new Float64Array(count).fill(-Infinity);
  forEachValue((s, value) => {
    mean[s] = (mean[s] as number) + value * (weight[s] as number);
    if (value < (least[s] as number)) least[s] = value;
    if (value > (largest[s] as number)) largest[s] = value;
  });
  const constant = Array.from(least.keys()).filter((s) => least[s] === largest[s]);
  if (constant.length > 0) throw constantError(constant, count, dataset, method);

  const spread = mean.map((m, s) => Math.max((largest[s] as number) - m, m - (least[s] as number)));
  const shift = new Float64Array(count);
  const square = new Float64Array(count);
  forEachValue((s, value) => {
    const relative = (value - (mean[s] as number)) / (spread[s] as number);
    shift[s] = (shift[s] as number) + relative * (weight[s] as number);
    square[s] = (square[s] as number) + relative * relative * (weight[s] as number);
  });
  const scale = spread.map((size, s) => size * Math.sqrt(Math.max(0, (square[s] as number) - (shift[s] as number) ** 2)));
  for (let s = 0; s < count; s++) {
    mean[s] = (mean[s] as number) + (spread[s] as number) * (shift[s] as number);
    const usable = Number.isFinite(mean[s]) && Number.isFinite(scale[s]) && Number.isFinite(1 / (scale[s] as number));
    if (!usable) throw rangeError(statisticName(s, dataset, method), least[s] as number, largest[s] as number);
  }
  return { method, mean: Array.from(mean), scale: Array.from(scale) };
}

/**
 * Refuses data in which no feature tells one record from another.
 *
 * @throws AuditError `CONSTANT_FEATURES`
 */
export function assertNotAllConstant({ rows, cols, data }: Matrix): void {
  for (let at = cols; at < data.length; at++) if (data[at] !== data[at % cols]) return;
  throw new AuditError(
    'CONSTANT_FEATURES',
    {
      expected: 'records that differ in at least one feature',
      got: `${rows} identical records`,
      try: 'checking which array or columns hold the features',
    },
    { features: cols },
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
