// Which records take part, and what are their targets? Called by prepareDataset.ts and prepareGram.ts.

import { AuditError } from '../base/errors.ts';
import { plainText } from '../base/plainText.ts';
import { type Matrix, matrix } from '../linalg/matrix.ts';
import { describe } from './arrayInput.ts';
import type { Dataset } from './dataset.ts';
import type { PreparedDataset, PrepareOptions } from './prepared.ts';
import { selectRecords } from './selectRecords.ts';

/** What is known of a prepared data set before its inputs are. */
export type ChosenRecords = Pick<PreparedDataset, 'dataset' | 'rows' | 'targets' | 'labels' | 'classes' | 'selection'>;

/**
 * Selects and encodes: targets y = one-hot − 1/C over the C selected classes.
 *
 * @throws AuditError `OPTION_INVALID`, `NAME_UNKNOWN`, `CLASSES_INVALID`
 */
export function chosenRecords(dataset: Dataset, options: Omit<PrepareOptions, 'normalize'>): ChosenRecords {
  assertDataset(dataset);
  const { limit, seed = 0 } = options;
  const wanted = wordsOf(options.classes);
  assertWhole('limit', limit, 1);
  assertWhole('seed', seed, Number.MIN_SAFE_INTEGER);
  const { rows, classIndices } = selectRecords(dataset, wanted, limit, seed);
  const classOf = new Map(classIndices.map((index, c) => [index, c]));
  const labels = Int32Array.from(rows, (row) => classOf.get(dataset.labels[row] as number) as number);
  return {
    dataset,
    rows,
    targets: centredOneHot(labels, classIndices.length),
    labels,
    classes: classIndices.map((index) => dataset.classes[index] as Dataset['classes'][number]),
    selection: { classes: wanted ?? null, limit: limit ?? null, seed },
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

function centredOneHot(labels: Int32Array, classes: number): Matrix {
  const targets = matrix(labels.length, classes);
  targets.data.fill(-1 / classes);
  labels.forEach((label, i) => {
    targets.data[i * classes + label] = 1 - 1 / classes;
  });
  return targets;
}
