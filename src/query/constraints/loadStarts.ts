// Where does a search begin by the user's own choice? At the points of a file, in the input's units. Called by the pipelines of queries.

import { basename } from 'node:path';
import { AuditError } from '../../base/errors.ts';
import { quotedPath } from '../../base/plainText.ts';
import type { RunOptions } from '../../base/progress.ts';
import { detectFormat } from '../../data/detectFormat.ts';
import { numbersOf } from '../../data/loadNpz.ts';
import type { NpyArray } from '../../data/npyArray.ts';
import { readNpyFile } from '../../data/npyFile.ts';
import { openNpz } from '../../data/npz.ts';
import type { PreparedDataset } from '../../data/prepared.ts';
import { placeOrder } from './inputAxes.ts';
import { standardizeArray } from './standardizeLike.ts';

/** Starts from a file. */
export interface LoadedStarts {
  /** Of the file, without folders. May hold any characters. */
  readonly name: string;
  /** m, queries of each start. */
  readonly queries: number;
  /** m·d standardized values each, in the order of the file. */
  readonly points: readonly Float64Array[];
}

/** Arrays that a .npz file may hold the starts in; the first that is there counts. */
const ARRAYS = ['queries', 'x'];

/**
 * Reads starts, in the input's units, from a .npy file or from the array `queries` or `x` of a .npz file: [N, d] for one query each, [N, m, d] for m
 * together; of images also with the axes of an image, in the layout of the training data or the other one, in the place of d.
 *
 * @throws AuditError FORMAT_UNKNOWN for another kind of file, SHAPE_MISMATCH for other inputs, RECORDS_INVALID (no rows), NOT_FINITE, and the errors
 *   of reading
 */
export async function loadStarts(path: string, prepared: PreparedDataset, run: RunOptions = {}): Promise<LoadedStarts> {
  const name = basename(path);
  const { shape, values } = numbersOf(await readArray(path, run), `the starts in ${quotedPath(name)}`);
  const [starts = 0, first = 0, ...others] = shape;
  const isSingle = placeOrder(shape.slice(1), prepared.dataset) !== null;
  const queries = isSingle ? 1 : first;
  // What is neither is refused by its own shape.
  const isTogether = !isSingle && placeOrder(others, prepared.dataset) !== null;
  const rows = standardizeArray(prepared, name, isTogether ? [starts * queries, ...others] : shape, values);
  const width = queries * rows.cols;
  return { name, queries, points: Array.from({ length: starts }, (_, i) => rows.data.slice(i * width, (i + 1) * width)) };
}

async function readArray(path: string, run: RunOptions): Promise<NpyArray> {
  const { kind } = await detectFormat(path);
  if (kind === 'npy') return readNpyFile(path, quotedPath(basename(path)), run);
  if (kind !== 'npz') {
    throw new AuditError('FORMAT_UNKNOWN', {
      expected: 'starts in a .npy or .npz file',
      got: `another kind of data in ${quotedPath(path)}`,
      try: 'numpy.save("starts.npy", queries), with an array of shape [starts, values] or [starts, queries, values]',
    });
  }
  const archive = await openNpz(path);
  try {
    return await archive.read(ARRAYS.find((array) => archive.names.includes(array)) ?? (ARRAYS[0] as string), run);
  } finally {
    archive.close();
  }
}
