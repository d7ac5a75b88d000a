// What does the Gaussian process see? Selected rows of a data set, standardized, with everything needed to undo it.

import type { Warning } from '../base/warnings.ts';
import type { Matrix } from '../linalg/matrix.ts';
import type { Dataset, DatasetClass } from './dataset.ts';

export type Normalization = 'channel' | 'feature' | 'none';

/** x_prepared = (x_raw − mean) / scale, by channel, by feature, or not at all; statistics over the selected rows, population form (ddof 0). */
export interface NormalizationRecord {
  readonly method: Normalization;
  /** One entry per channel or feature; empty for `none`. */
  readonly mean: readonly number[];
  readonly scale: readonly number[];
}

export interface PrepareOptions {
  /** Default: `channel` for images, `feature` otherwise. */
  readonly normalize?: Normalization | undefined;
  /** Labels or class names to keep, in any order; default all. A number stands for the label that is written so. */
  readonly classes?: readonly (string | number)[] | undefined;
  /** Keep at most this many records, as equally many of each class as possible, chosen by `seed`; rows stay in input order. */
  readonly limit?: number | undefined;
  /** Default 0. */
  readonly seed?: number | undefined;
}

/** Inputs and targets of the Gaussian process. */
export interface PreparedDataset {
  readonly dataset: Dataset;
  /** Row of the input behind each prepared record, ascending; length n. */
  readonly rows: Int32Array;
  /** Inputs X, [n, d], standardized; or the Gram matrix of the records, [n, n], from prepareGram. */
  readonly inputs: Matrix;
  /** Targets Y, [n, C]: one-hot minus 1/C. */
  readonly targets: Matrix;
  /** Class index of each prepared record into `classes` (the selected ones, C of them). */
  readonly labels: Int32Array;
  readonly classes: readonly DatasetClass[];
  readonly normalization: NormalizationRecord;
  /** Options as resolved (no undefined left), for the manifest. */
  readonly selection: { readonly classes: readonly string[] | null; readonly limit: number | null; readonly seed: number };
  /** Back to the input's units: one prepared row to one raw row. */
  readonly restore: (preparedRow: ArrayLike<number>) => Float64Array;
  readonly warnings: readonly Warning[];
}
