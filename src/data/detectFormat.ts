// Which reader takes this path? By what the bytes say first, by the file's name only where bytes leave it open.
// Called by loadDataset.ts.

import { extname } from 'node:path';
import { AuditError } from '../base/errors.ts';
import { quotedPath } from '../base/plainText.ts';
import { CIFAR_RECORD_BYTES, cifarBatches } from './cifar.ts';
import { startsLikeJpeg } from './decodeJpeg.ts';
import { startsLikePng } from './decodePng.ts';
import { readStart, statPath } from './files.ts';
import { readGzipStart, startsLikeGzip, startsLikeIdx } from './idx.ts';
import { NPY_MAGIC } from './npyHeader.ts';

/** A recognized input and the files that make it up. */
export type DetectedInput =
  | { readonly kind: 'npz' | 'npy' | 'csv' | 'idx' | 'image-folder'; readonly path: string }
  | { readonly kind: 'cifar10'; readonly paths: readonly string[] };

const KNOWN_INPUTS =
  'a .npz, .npy or .csv file, an IDX file (also .gz), a CIFAR-10 batch (.bin), a folder with a folder of images per class, or a built-in set (digits)';

/** @throws AuditError `FILE_NOT_FOUND`, `FILE_UNREADABLE`, `FORMAT_UNKNOWN`, `CONTAINER_INVALID` (content and name disagree) */
export async function detectFormat(path: string): Promise<DetectedInput> {
  const stats = await statPath(path);
  if (stats.isDirectory()) {
    const paths = await cifarBatches(path);
    return paths.length > 0 ? { kind: 'cifar10', paths } : { kind: 'image-folder', path };
  }
  const start = await readStart(path, 4096);
  const extension = extname(path).toLowerCase();
  if (start.length === 0) throw damaged(path, 'an empty file');
  if (startsLikeZip(start)) return { kind: 'npz', path };
  if (NPY_MAGIC.every((byte, i) => start[i] === byte)) return { kind: 'npy', path };
  if (startsLikeGzip(start)) {
    if (startsLikeIdx(await readGzipStart(path, 4))) return { kind: 'idx', path };
    throw unknown(path, 'a gzip file of something other than IDX data', 'unpacking it first');
  }
  // A CIFAR-10 record whose label and first pixels look like the magic number of an IDX file is told apart by the sizes.
  if (startsLikeIdx(start) && !(extension === '.bin' && !idxSizeMatches(start, stats.size))) return { kind: 'idx', path };
  const binary = start.includes(0);
  if (extension === '.bin' || (extension === '' && binary && stats.size % CIFAR_RECORD_BYTES === 0)) {
    return { kind: 'cifar10', paths: [path] };
  }
  if (extension === '.npz') throw damaged(path, 'a file that does not start like a zip archive');
  if (extension === '.npy') throw damaged(path, 'a file that does not start like a NumPy array');
  if (startsLikePng(start) || startsLikeJpeg(start)) {
    throw unknown(path, 'a single image', 'the folder that holds a folder of images per class');
  }
  if (['.csv', '.tsv'].includes(extension) || (!binary && ['.txt', '.data', ''].includes(extension)))
    return { kind: 'csv', path };
  throw unknown(path, 'another kind of file', 'exporting it as .npz: numpy.savez("data.npz", x=x, y=y)');
}

/** Local file header, or the end record of an empty archive. */
function startsLikeZip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b && ((bytes[2] === 3 && bytes[3] === 4) || (bytes[2] === 5 && bytes[3] === 6));
}

function idxSizeMatches(start: Uint8Array, fileSize: number): boolean {
  const axes = start[3] as number;
  if (start.length < 4 + 4 * axes) return false;
  const view = new DataView(start.buffer, start.byteOffset, start.byteLength);
  let values = 1;
  for (let axis = 0; axis < axes; axis++) values *= view.getUint32(4 + 4 * axis);
  const payload = fileSize - 4 - 4 * axes;
  return values > 0 && [1, 2, 4, 8].includes(payload / values);
}

function damaged(path: string, got: string): AuditError {
  return new AuditError(
    'CONTAINER_INVALID',
    { expected: `${quotedPath(path)} to hold what its name says`, got, try: 'copying or exporting the file again' },
    { path },
  );
}

function unknown(path: string, got: string, tryText: string): AuditError {
  return new AuditError(
    'FORMAT_UNKNOWN',
    { expected: KNOWN_INPUTS, got: `${got} (${quotedPath(path)})`, try: tryText },
    { path },
  );
}
