// Which rows alone may be asked? Those of another file, with or without labels, standardized as the training data are; and of these the ones outside
// of what is excluded. Called by the pipelines of queries.

import { basename, resolve } from 'node:path';
import { AuditError } from '../../base/errors.ts';
import { plainText, quotedPath } from '../../base/plainText.ts';
import { isBuiltin } from '../../data/builtin.ts';
import { detectFormat } from '../../data/detectFormat.ts';
import { sha256OfFile } from '../../data/files.ts';
import { type IdxArray, readIdxFile } from '../../data/idx.ts';
import { loadDataset } from '../../data/loadDataset.ts';
import { numbersOf } from '../../data/loadNpz.ts';
import type { LoadOptions } from '../../data/loadOptions.ts';
import { readNpyFile } from '../../data/npyFile.ts';
import { openNpz } from '../../data/npz.ts';
import type { PreparedDataset } from '../../data/prepared.ts';
import { type Matrix, rowOf } from '../../linalg/matrix.ts';
import { isOutside } from './domain.ts';
import { readPoolPictures } from './poolPictures.ts';
import { readPoolTable } from './poolTable.ts';
import { type Exclude, exclusionsOf } from './region.ts';
import { assertSameUnits } from './sameUnits.ts';
import { type LikeDataset, mismatch, standardizeArray, standardizeLike } from './standardizeLike.ts';

export interface Pool {
  /** File, folder or built-in set, without the folders around it. May hold any characters. */
  readonly name: string;
  /** Standardized as the training inputs, [N, d], in memory that threads share. */
  readonly rows: Matrix;
  /** SHA-256 (hex) of the input: of the file's bytes, or of names and bytes of several files. */
  readonly sha256: string;
}

/**
 * Reads the rows of a file that holds inputs like those of the training data: .npz (array `x`) and .npy of shape [N, d] or [N, …], tables with the
 * same columns in any order, IDX files, CIFAR-10 batches, folders of pictures with or without folders of classes, or a built-in set. Labels are not
 * needed, and passed over where they are there.
 *
 * @param options of them `featuresKey` and `labelColumn` count
 * @throws AuditError SHAPE_MISMATCH where inputs differ, RECORDS_INVALID, NOT_FINITE, TOO_LARGE, and the errors of reading
 */
export async function loadPool(source: string, prepared: PreparedDataset, options: LoadOptions = {}): Promise<Pool> {
  const name = basename(resolve(source));
  const pool = { name, ...(await readPool(source, name, prepared, options)) };
  assertSameUnits(prepared, pool.rows, name);
  return pool;
}

async function readPool(
  source: string,
  name: string,
  prepared: PreparedDataset,
  options: LoadOptions,
): Promise<Omit<Pool, 'name'>> {
  const run = { onProgress: options.onProgress, signal: options.signal };
  const { image, columns, dimensions } = prepared.dataset;
  const like = (data: LikeDataset & { readonly sha256: string }) => ({
    rows: standardizeLike(prepared, data),
    sha256: data.sha256,
  });
  if (isBuiltin(source)) return like(await loadDataset(source, run));
  const input = await detectFormat(source);
  switch (input.kind) {
    case 'npz':
    case 'npy':
    case 'idx': {
      const { shape, values } = await readArray(input.kind, input.path, options);
      return { rows: standardizeArray(prepared, name, shape, values), sha256: await sha256OfFile(input.path, run) };
    }
    case 'cifar10':
      return like(await loadDataset(source, run));
    case 'csv': {
      if (columns === undefined) throw mismatch(prepared, name, 'a table');
      const table = await readPoolTable(input.path, columns, dimensions, options.labelColumn, run);
      return like({ name, dimensions, ...table });
    }
    case 'image-folder': {
      if (image === undefined) throw mismatch(prepared, name, 'a folder');
      const pictures = await readPoolPictures(input.path, image, run);
      return like({ name, dimensions, image: { ...image, layout: 'channels-last' }, ...pictures });
    }
  }
}

async function readArray(kind: 'npz' | 'npy' | 'idx', path: string, options: LoadOptions): Promise<IdxArray> {
  const { featuresKey = 'x', onProgress, signal } = options;
  const run = { onProgress, signal };
  if (kind === 'idx') return readIdxFile(path, run);
  if (kind === 'npy') return numbersOf(await readNpyFile(path, quotedPath(path), run), quotedPath(path));
  const archive = await openNpz(path);
  try {
    return numbersOf(await archive.read(featuresKey, run), `array "${plainText(featuresKey, 60)}"`);
  } finally {
    archive.close();
  }
}

/**
 * Positions of the rows that may be asked, ascending. O(N d) for each excluded region.
 *
 * @throws AuditError OPTION_INVALID where none is left
 */
export function allowedRows({ name, rows }: Pick<Pool, 'name' | 'rows'>, exclude: Exclude | undefined): Int32Array {
  const exclusions = exclusionsOf(exclude);
  const allowed = new Int32Array(rows.rows)
    .map((_, i) => i)
    .filter((i) => {
      const row = rowOf(rows, i);
      return exclusions.every((exclusion) => isOutside(exclusion, row, 0));
    });
  if (allowed.length > 0 || exclude === undefined) return allowed;
  throw new AuditError('OPTION_INVALID', {
    expected: `rows of ${quotedPath(name)} outside of the excluded ${exclude.shape} of radius ${exclude.radius}`,
    got: `none of ${rows.rows}`,
    try: 'a smaller --exclude-radius, or another pool',
  });
}
