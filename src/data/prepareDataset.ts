// What does the Gaussian process see of a data set? Chosen records, standardized, with targets, and the way back to raw values.
// Called by the audit. Makes one float64 matrix in memory that threads share, so that an engine needs no copy of it.

import { assertKnownName } from '../base/names.ts';
import { type Matrix, matrix } from '../linalg/matrix.ts';
import { sharedArray } from '../linalg/tiles.ts';
import { chosenRecords } from './chosenRecords.ts';
import type { Dataset } from './dataset.ts';
import { duplicateWarning } from './duplicates.ts';
import { assertArrayFits } from './memory.ts';
import { assertNotAllConstant, measure, statisticOfPlace } from './normalize.ts';
import { placeStatistics } from './placeStatistics.ts';
import type { Normalization, NormalizationRecord, PreparedDataset, PrepareOptions } from './prepared.ts';
import { createRowReader, ROWS_AT_ONCE } from './rowReader.ts';

const NORMALIZATIONS: readonly Normalization[] = ['channel', 'feature', 'none'];

/**
 * Selects, standardizes and encodes: x = (raw − mean)/scale per channel or feature, y = one-hot − 1/C over the C selected classes.
 *
 * @param options see PrepareOptions; the default normalization is `channel` for images and `feature` otherwise
 * @returns inputs [n, d], targets [n, C]; `warnings` contains those of the data set
 * @throws AuditError `OPTION_INVALID`, `NAME_UNKNOWN`, `CLASSES_INVALID`, `CONSTANT_FEATURES`, `NOT_FINITE`, `TOO_LARGE`. Cost O(n d)
 *
 * @example
 * const prepared = prepareDataset(await loadDataset('digits'), { classes: ['3', '8'], limit: 100, seed: 1 });
 */
export function prepareDataset(dataset: Dataset, options: PrepareOptions = {}): PreparedDataset {
  const chosen = chosenRecords(dataset, options);
  const { rows, labels } = chosen;
  const method = assertKnownName('normalization', options.normalize ?? (dataset.image ? 'channel' : 'feature'), NORMALIZATIONS);
  const statistic = statisticOfPlace(dataset, method);
  assertInputsFit(rows.length, dataset.dimensions);
  assertNotAllConstant(dataset, rows);
  const normalization: NormalizationRecord =
    statistic === undefined || method === 'none'
      ? { method: 'none', mean: [], scale: [] }
      : measure(placeStatistics(dataset.values, dataset.dimensions, rows), statistic, dataset, method);

  const places = { length: dataset.dimensions };
  const mean = Float64Array.from(places, (_, j) => (statistic ? (normalization.mean[statistic[j] as number] as number) : 0));
  const scale = Float64Array.from(places, (_, j) => (statistic ? (normalization.scale[statistic[j] as number] as number) : 1));
  const inputs = standardized(dataset, rows, mean, scale);
  const duplicates = duplicateWarning(inputs, labels, rows);
  return {
    ...chosen,
    inputs,
    normalization,
    restore: (preparedRow) =>
      Float64Array.from(places, (_, j) => (preparedRow[j] as number) * (scale[j] as number) + (mean[j] as number)),
    warnings: duplicates === undefined ? dataset.warnings : [...dataset.warnings, duplicates],
  };
}

/** @throws AuditError `TOO_LARGE` */
export function assertInputsFit(records: number, dimensions: number): void {
  assertArrayFits(
    records * dimensions,
    records * dimensions * Float64Array.BYTES_PER_ELEMENT,
    `${records} records of ${dimensions} values in float64`,
    'TOO_LARGE',
    '--limit with fewer records',
  );
}

/** (x − mean)/scale of the chosen rows, [n, d]; mean and scale by place. */
function standardized({ dimensions, values }: Dataset, rows: Int32Array, mean: Float64Array, scale: Float64Array): Matrix {
  const inputs = matrix(rows.length, dimensions, sharedArray(rows.length * dimensions));
  const rowAt = createRowReader(values, dimensions);
  const lineAt = (i: number, slot: number): Line => {
    // The last row stands in for those beyond it: it is written again, with the same values.
    const position = Math.min(i, rows.length - 1);
    return { from: rowAt(rows[position] as number, slot), to: position * dimensions };
  };
  for (let i = 0; i < rows.length; i += ROWS_AT_ONCE) {
    writeLines(inputs.data, mean, scale, lineAt(i, 0), lineAt(i + 1, 1), lineAt(i + 2, 2), lineAt(i + 3, 3));
  }
  return inputs;
}

/** A raw row, and where in the inputs it begins. */
interface Line {
  readonly from: Float64Array;
  readonly to: number;
}

/** Four lines, which share each load of mean and scale. Adding 0 turns −0 into 0, so that equal values have equal bytes. */
function writeLines(data: Float64Array, mean: Float64Array, scale: Float64Array, a: Line, b: Line, c: Line, d: Line): void {
  for (let j = 0; j < mean.length; j++) {
    const m = mean[j] as number;
    const s = scale[j] as number;
    data[a.to + j] = ((a.from[j] as number) - m) / s + 0;
    data[b.to + j] = ((b.from[j] as number) - m) / s + 0;
    data[c.to + j] = ((c.from[j] as number) - m) / s + 0;
    data[d.to + j] = ((d.from[j] as number) - m) / s + 0;
  }
}
