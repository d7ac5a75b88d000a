// How does a folder of class-named folders of pictures become a data set? Classes by name, then files by name; all of one size.
// Called by loadDataset.ts.

import { createHash } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { AuditError, throwIfCancelled } from '../base/errors.ts';
import { plainText, quotedPath } from '../base/plainText.ts';
import { yieldToEventLoop } from '../base/progress.ts';
import type { Warning } from '../base/warnings.ts';
import { assembleDataset } from './assemble.ts';
import { byCodeUnit } from './byCodeUnit.ts';
import type { Dataset } from './dataset.ts';
import { decodeJpeg, startsLikeJpeg } from './decodeJpeg.ts';
import { decodePng, startsLikePng } from './decodePng.ts';
import { fileError, readWhole, sha256OfFiles, statPath } from './files.ts';
import { type DecodedImage, invalidImage } from './image.ts';
import type { LoadOptions } from './loadOptions.ts';
import { assertArrayFits } from './memory.ts';

interface ImageFile {
  readonly path: string;
  readonly label: string;
  /** `class/file` with a forward slash on every system. */
  readonly name: string;
}

interface Listing {
  readonly files: readonly ImageFile[];
  /** What else is visible in the class folders, and class folders without a picture (`class/`). */
  readonly leftOut: readonly string[];
}

/** What systems leave in folders of pictures. */
const SYSTEM_FILE = /^(thumbs\.db|desktop\.ini)$/i;

/**
 * Record order: by class folder, then by file name, both by code unit. The data set's hash covers those names and the files' bytes.
 * Pictures that are grey become colour where others are colour. Other files are left out with a warning, hidden ones without.
 *
 * @throws AuditError `RECORDS_INVALID` (no images, transparency), `SHAPE_MISMATCH` (another size, the file named), `CONTAINER_INVALID`
 */
export async function loadImageFolder(folder: string, options: LoadOptions): Promise<Dataset> {
  const { files, leftOut } = await listImages(folder);
  const hashes = [];
  let batch: ImageBatch | undefined;
  for (const [i, file] of files.entries()) {
    throwIfCancelled(options.signal);
    const bytes = await readWhole(file.path);
    hashes.push({ name: file.name, sha256: createHash('sha256').update(bytes).digest('hex') });
    const image = await decodeImage(bytes, file.path);
    batch ??= createBatch(image, files);
    batch.add(image, file.name, i);
    if (i % 64 === 0) {
      options.onProgress?.({ stage: 'read', done: i, total: files.length });
      await yieldToEventLoop();
    }
  }
  if (batch === undefined) throw noImages(folder);
  options.onProgress?.({ stage: 'read', done: files.length, total: files.length });
  const { height, width, channels, values } = batch.result();
  return assembleDataset({
    name: basename(resolve(folder)),
    format: 'image-folder',
    sha256: sha256OfFiles(hashes),
    shape: [files.length, height, width, channels],
    values,
    labels: { kind: 'text', shape: [files.length], values: files.map(({ label }) => label) },
    imageShape: options.imageShape,
    recordNames: files.map(({ name }) => name),
    warnings: leftOut.length === 0 ? [] : [leftOutWarning(leftOut)],
  });
}

async function listImages(folder: string): Promise<Listing> {
  const files: ImageFile[] = [];
  const leftOut: string[] = [];
  for (const label of await visibleNames(folder)) {
    const classFolder = join(folder, label);
    if (!(await statPath(classFolder)).isDirectory()) continue;
    const before = files.length;
    for (const file of await visibleNames(classFolder)) {
      const name = `${label}/${file}`;
      if (/\.(png|jpe?g)$/i.test(file)) files.push({ path: join(classFolder, file), label, name });
      else if (!SYSTEM_FILE.test(file)) leftOut.push(name);
    }
    if (files.length === before) leftOut.push(`${label}/`);
  }
  return { files, leftOut };
}

function leftOutWarning(leftOut: readonly string[]): Warning {
  const shown = leftOut.slice(0, 3).map((name) => plainText(name, 60));
  return {
    code: 'FILES_LEFT_OUT',
    message: `Left out ${leftOut.length} ${leftOut.length === 1 ? 'file or folder' : 'files and folders'} without a PNG or JPEG picture (${shown.join(', ')}${leftOut.length > shown.length ? ', …' : ''}): their records are not audited. Convert what should be, and remove the rest.`,
  };
}

async function visibleNames(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch((cause: unknown) => {
    throw fileError(folder, cause);
  });
  return names.filter((name) => !name.startsWith('.')).sort(byCodeUnit);
}

function noImages(folder: string): AuditError {
  return new AuditError(
    'RECORDS_INVALID',
    {
      expected: `${quotedPath(folder)} to hold a folder per class with PNG or JPEG images, or the files data_batch_*.bin of CIFAR-10`,
      got: 'neither',
      try: 'for example photos/cat/1.png and photos/dog/1.png, and the folder photos',
    },
    { folder },
  );
}

async function decodeImage(bytes: Uint8Array, path: string): Promise<DecodedImage> {
  if (startsLikePng(bytes)) return decodePng(bytes, path);
  if (startsLikeJpeg(bytes)) return decodeJpeg(bytes, path);
  throw invalidImage(path, 'another kind of file under this name');
}

interface ImageBatch {
  add(image: DecodedImage, name: string, index: number): void;
  result(): { height: number; width: number; channels: number; values: Uint8Array | Float32Array };
}

/** Collects pictures into one array, sized by the first; grows to colour or to fractions when a later picture needs it. */
function createBatch(first: DecodedImage, files: readonly ImageFile[]): ImageBatch {
  const { height, width } = first;
  const pixels = height * width;
  let channels: 1 | 3 = first.channels;
  let values: Uint8Array | Float32Array = allocate(first.pixels instanceof Float32Array);

  function allocate(fractional: boolean): Uint8Array | Float32Array {
    const length = files.length * pixels * channels;
    assertArrayFits(
      length,
      length * (fractional ? 4 : 1),
      `${files.length} images of ${width} × ${height} pixels`,
      'CONTAINER_TOO_LARGE',
      'using fewer or smaller images',
    );
    return fractional ? new Float32Array(length) : new Uint8Array(length);
  }

  return {
    result: () => ({ height, width, channels, values }),
    add(image, name, index) {
      if (image.height !== height || image.width !== width) {
        throw new AuditError(
          'SHAPE_MISMATCH',
          {
            expected: `all images to have the size of the first (${width} × ${height} pixels)`,
            got: `${image.width} × ${image.height} in "${plainText(name, 120)}"`,
            try: 'scaling the images to one size',
          },
          { name },
        );
      }
      const fractional = image.pixels instanceof Float32Array;
      if (fractional && values instanceof Uint8Array) {
        const before = values;
        values = allocate(true);
        values.set(before);
      }
      if (image.channels > channels) {
        const before = values;
        channels = 3;
        values = allocate(before instanceof Float32Array);
        for (let i = 0; i < index * pixels; i++) values.fill(before[i] as number, 3 * i, 3 * i + 3);
      }
      const start = index * pixels * channels;
      if (image.channels === channels) values.set(image.pixels, start);
      else for (let i = 0; i < pixels; i++) values.fill(image.pixels[i] as number, start + 3 * i, start + 3 * i + 3);
    },
  };
}
