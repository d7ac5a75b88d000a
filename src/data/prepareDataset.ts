// What does the Gaussian process see of a data set? Chosen records, standardized, with targets, and the way back to raw values.
// Called by the audit. Reads the raw values once into one float64 matrix; no other copy of the inputs is made.

import { AuditError } from '../base/errors.ts';
import { assertKnownName } from '../base/names.ts';
import { plainText } from '../base/plainText.ts';
import { type Matrix, matrix } from '../linalg/matrix.ts';
import { describe } from './arrayInput.ts';
import type { Dataset } from './dataset.ts';
import { duplicateWarning } from './duplicates.ts';
import { assertArrayFits } from './memory.ts';
import { assertNotAllConstant, measure, statisticOfPlace } from './normalize.ts';
import type { Normalization, NormalizationRecord, PreparedDataset, PrepareOptions } from './prepared.ts';
import { selectRecords } from './selectRecords.ts';

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
  assertDataset(dataset);
  const { limit, seed = 0 } = options;
  const wanted = wordsOf(options.classes);
  const method = assertKnownName('normalization', options.normalize ?? (dataset.image ? 'channel' : 'feature'), NORMALIZATIONS);
  assertWhole('limit', limit, 1);
  assertWhole('seed', seed, Number.MIN_SAFE_INTEGER);
  const statistic = statisticOfPlace(dataset, method);
  const { rows, classIndices } = selectRecords(dataset, wanted, limit, seed);

  const inputs = gather(dataset, rows);
  assertNotAllConstant(inputs);
  const normalization: NormalizationRecord =
    statistic === undefined || method === 'none'
      ? { method: 'none', mean: [], scale: [] }
      : measure(inputs, statistic, dataset, method);
  const { mean, scale } = normalization;
  if (statistic !== undefined) standardize(inputs, statistic, mean, scale);

  const classOf = new Map(classIndices.map((index, c) => [index, c]));
  const labels = Int32Array.from(rows, (row) => classOf.get(dataset.labels[row] as number) as number);
  const duplicates = duplicateWarning(inputs, labels, rows);
  return {
    dataset,
    rows,
    inputs,
    targets: centredOneHot(labels, classIndices.length),
    labels,
    classes: classIndices.map((index) => dataset.classes[index] as Dataset['classes'][number]),
    normalization,
    selection: { classes: wanted ?? null, limit: limit ?? null, seed },
    restore: (preparedRow) =>
      Float64Array.from({ length: dataset.dimensions }, (_, j) => {
        const value = preparedRow[j] as number;
        const s = statistic?.[j];
        return s === undefined ? value : value * (scale[s] as number) + (mean[s] as number);
      }),
    warnings: duplicates === undefined ? dataset.warnings : [...dataset.warnings, duplicates],
  };
}

/** For callers in plain JavaScript, where a promise of a data set is easily taken for the data set. */
function assertDataset(dataset: unknown): void {
  if ((dataset as Partial<Dataset> | null | undefined)?.labels instanceof Int32Array) return;
  throw new AuditError('OPTION_INVALID', {
    expected: 'a data set to prepare, as loadDataset and datasetFromArrays give',
    got: dataset instanceof Promise ? 'a promise' : describe(dataset),
    try: "prepareDataset(await loadDataset('digits'))",
  });
}

function wordsOf(classes: PrepareOptions['classes']): readonly string[] | undefined {
  if (classes === undefined || Array.isArray(classes)) return classes?.map(String);
  throw new AuditError(
    'OPTION_INVALID',
    { expected: 'classes to be a list', got: `"${plainText(String(classes), 60)}"`, try: "classes: ['0', '1']" },
    { option: 'classes' },
  );
}

function assertWhole(option: string, value: number | undefined, least: number): void {
  if (value === undefined || (Number.isSafeInteger(value) && value >= least)) return;
  throw new AuditError(
    'OPTION_INVALID',
    {
      expected: `${option} to be a whole number${least === 1 ? ' of at least 1' : ''}`,
      got: typeof value === 'number' ? `${value}` : describe(value),
      try: `--${option} ${least === 1 ? 1000 : 0}`,
    },
    { option, value },
  );
}

/** The chosen rows as float64, [n, d]. Adding 0 turns −0 into 0, so that equal values have equal bytes. */
function gather(dataset: Dataset, rows: Int32Array): Matrix {
  const { dimensions, values } = dataset;
  assertArrayFits(
    rows.length * dimensions,
    rows.length * dimensions * Float64Array.BYTES_PER_ELEMENT,
    `${rows.length} records of ${dimensions} values in float64`,
    'TOO_LARGE',
    '--limit with fewer records',
  );
  const inputs = matrix(rows.length, dimensions);
  const { data } = inputs;
  let at = 0;
  for (const row of rows) {
    for (let source = row * dimensions, end = source + dimensions; source < end; source++)
      data[at++] = (values[source] as number) + 0;
  }
  return inputs;
}

function standardize({ data, cols }: Matrix, statistic: Int32Array, mean: readonly number[], scale: readonly number[]): void {
  for (let at = 0, j = 0; at < data.length; at++) {
    const s = statistic[j] as number;
    data[at] = ((data[at] as number) - (mean[s] as number)) / (scale[s] as number);
    if (++j === cols) j = 0;
  }
}

function centredOneHot(labels: Int32Array, classes: number): Matrix {
  const targets = matrix(labels.length, classes);
  targets.data.fill(-1 / classes);
  labels.forEach((label, i) => {
    targets.data[i * classes + label] = 1 - 1 / classes;
  });
  return targets;
}
