// Which pictures does a folder hold, of the size of the training images? In the folder itself or one folder further down, with or without classes.
// Called by pool.ts.

import { createHash } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { AuditError, throwIfCancelled } from '../../base/errors.ts';
import { plainText, quotedPath } from '../../base/plainText.ts';
import { type RunOptions, yieldToEventLoop } from '../../base/progress.ts';
import { byCodeUnit } from '../../data/byCodeUnit.ts';
import type { ImageShape } from '../../data/dataset.ts';
import { decodeJpeg, startsLikeJpeg } from '../../data/decodeJpeg.ts';
import { decodePng, startsLikePng } from '../../data/decodePng.ts';
import { fileError, type HashedFile, readWhole, sha256OfFiles, statPath } from '../../data/files.ts';
import { type DecodedImage, invalidImage } from '../../data/image.ts';
import { assertArrayFits } from '../../data/memory.ts';

/** Pictures channels last, values from 0 to 255. */
export interface PoolPictures {
  readonly records: number;
  readonly values: Float32Array;
  /** Of names and bytes. */
  readonly sha256: string;
}

/**
 * All PNG and JPEG pictures, by name. Grey ones become colour where the training images are colour; other files are passed over.
 *
 * @throws AuditError RECORDS_INVALID (no pictures), SHAPE_MISMATCH (another size, or colour for grey), CONTAINER_INVALID, CONTAINER_TOO_LARGE,
 *   FILE_UNREADABLE, CANCELLED
 */
export async function readPoolPictures(
  folder: string,
  image: ImageShape,
  { signal, onProgress }: RunOptions,
): Promise<PoolPictures> {
  const names = await pictureNames(folder);
  if (names.length === 0) {
    throw new AuditError('RECORDS_INVALID', {
      expected: `${quotedPath(folder)} to hold PNG or JPEG images, or folders of them`,
      got: 'none',
      try: 'the folder that holds the pictures',
    });
  }
  const size = image.height * image.width * image.channels;
  const length = names.length * size;
  assertArrayFits(length, 4 * length, `${names.length} images`, 'CONTAINER_TOO_LARGE', 'a pool of fewer images');
  const values = new Float32Array(length);
  const files: HashedFile[] = [];
  for (const [i, name] of names.entries()) {
    throwIfCancelled(signal);
    const bytes = await readWhole(join(folder, name));
    files.push({ name, sha256: createHash('sha256').update(bytes).digest('hex') });
    writePicture(await decode(bytes, join(folder, name)), name, image, values.subarray(i * size, (i + 1) * size));
    if (i % 64 === 0) {
      onProgress?.({ stage: 'read', done: i, total: names.length });
      await yieldToEventLoop();
    }
  }
  return { records: names.length, values, sha256: sha256OfFiles(files) };
}

async function pictureNames(folder: string): Promise<string[]> {
  const names: string[] = [];
  for (const name of await visible(folder)) {
    if ((await statPath(join(folder, name))).isDirectory()) {
      for (const file of await visible(join(folder, name))) if (isPicture(file)) names.push(`${name}/${file}`);
    } else if (isPicture(name)) names.push(name);
  }
  return names;
}

const isPicture = (name: string) => /\.(png|jpe?g)$/i.test(name);

async function visible(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch((cause: unknown) => {
    throw fileError(folder, cause);
  });
  return names.filter((name) => !name.startsWith('.')).sort(byCodeUnit);
}

async function decode(bytes: Uint8Array, path: string): Promise<DecodedImage> {
  if (startsLikePng(bytes)) return decodePng(bytes, path);
  if (startsLikeJpeg(bytes)) return decodeJpeg(bytes, path);
  throw invalidImage(path, 'another kind of file under this name');
}

function writePicture(
  { height, width, channels, pixels }: DecodedImage,
  name: string,
  image: ImageShape,
  into: Float32Array,
): void {
  if (height !== image.height || width !== image.width || channels > image.channels) {
    const colour = (count: number) => (count === 1 ? 'grey' : 'colour');
    throw new AuditError('SHAPE_MISMATCH', {
      expected: `pictures of ${image.width} × ${image.height} pixels in ${colour(image.channels)}, as the training images`,
      got: `${width} × ${height} in ${colour(channels)} in "${plainText(name, 120)}"`,
      try: 'converting the pictures as the training images were',
    });
  }
  if (channels === image.channels) into.set(pixels);
  else for (let i = 0; i < pixels.length; i++) into.fill(pixels[i] as number, image.channels * i, image.channels * (i + 1));
}
