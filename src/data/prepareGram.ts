// What does the Gaussian process see of a Gram matrix that was computed elsewhere and stands in the place of features? The rows and columns of
// the chosen records, as they are: covariances are not standardized. Called by the audit.

import { AuditError } from '../base/errors.ts';
import { type Matrix, matrix } from '../linalg/matrix.ts';
import { chosenRecords } from './chosenRecords.ts';
import type { Dataset } from './dataset.ts';
import { duplicateWarning } from './duplicates.ts';
import { assertNotAllConstant } from './normalize.ts';
import { assertInputsFit } from './prepareDataset.ts';
import type { PreparedDataset, PrepareOptions } from './prepared.ts';
import { createRowReader } from './rowReader.ts';

/**
 * As prepareDataset, for a data set whose values are covariances of all pairs of its records.
 *
 * @returns as `inputs` the Gram matrix [n, n] of the chosen records: the values of the data set themselves, not a copy, where all records
 *   are chosen and the values are float64
 * @throws AuditError `SHAPE_MISMATCH` unless the data set is square; `OPTION_INVALID`, `NAME_UNKNOWN`, `CLASSES_INVALID`,
 *   `CONSTANT_FEATURES`, `TOO_LARGE`. Cost O(n²)
 */
export function prepareGram(dataset: Dataset, options: Omit<PrepareOptions, 'normalize'> = {}): PreparedDataset {
  const chosen = chosenRecords(dataset, options);
  assertSquare(dataset);
  assertNotAllConstant(dataset, chosen.rows);
  const inputs = selected(dataset, chosen.rows);
  const duplicates = duplicateWarning(inputs, chosen.labels, chosen.rows);
  return {
    ...chosen,
    inputs,
    normalization: { method: 'none', mean: [], scale: [] },
    restore: (preparedRow) => Float64Array.from(preparedRow),
    warnings: duplicates === undefined ? dataset.warnings : [...dataset.warnings, duplicates],
  };
}

function assertSquare({ records, dimensions }: Dataset): void {
  if (dimensions === records) return;
  throw new AuditError('SHAPE_MISMATCH', {
    expected: `a square Gram matrix for the precomputed kernel (${records} × ${records})`,
    got: `${records} × ${dimensions}`,
    try: 'giving x the covariances of all pairs of records, or another --kernel',
  });
}

/** The listed rows and the same columns. */
function selected({ records, values }: Dataset, rows: Int32Array): Matrix {
  const n = rows.length;
  if (n === records && values instanceof Float64Array) return matrix(n, n, values);
  assertInputsFit(n, n);
  const gram = matrix(n, n);
  const rowAt = createRowReader(values, records);
  for (let i = 0; i < n; i++) {
    const row = rowAt(rows[i] as number, 0);
    for (let j = 0; j < n; j++) gram.data[i * n + j] = row[rows[j] as number] as number;
  }
  return gram;
}
