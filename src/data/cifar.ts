// How do CIFAR-10 binary batches become a data set? Records of 3073 bytes: the label, then 32 × 32 red, green and blue values.
// Called by loadDataset.ts with one batch file, or with the files of a folder.

import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { AuditError } from '../base/errors.ts';
import { quotedPath } from '../base/plainText.ts';
import { assembleDataset } from './assemble.ts';
import { closing, createByteReader } from './byteReader.ts';
import type { Dataset } from './dataset.ts';
import { fileChunks, fileError, sha256OfFile, sha256OfFiles, statPath } from './files.ts';
import type { LoadOptions } from './loadOptions.ts';
import { assertArrayFits } from './memory.ts';

const PIXELS = 32 * 32 * 3;
export const CIFAR_RECORD_BYTES = 1 + PIXELS;

/** The ten classes in label order, as the data set's own batches.meta.txt lists them. */
export const CIFAR10_CLASSES: readonly string[] = [
  'airplane',
  'automobile',
  'bird',
  'cat',
  'deer',
  'dog',
  'frog',
  'horse',
  'ship',
  'truck',
];

/** The training batches `data_batch_*.bin` in a folder, by number; empty when it has none. The test batch is left out. */
export async function cifarBatches(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch((cause: unknown) => {
    throw fileError(folder, cause);
  });
  return names
    .filter((name) => /^data_batch_\d+\.bin$/i.test(name))
    .sort((a, b) => Number(a.match(/\d+/)?.[0]) - Number(b.match(/\d+/)?.[0]))
    .map((name) => join(folder, name));
}

/**
 * @param paths the batch files, read one after the other
 * @param name for display
 * @throws AuditError `CONTAINER_INVALID` for a size that is no multiple of 3073 or a label above 9; `CONTAINER_TOO_LARGE`
 */
export async function loadCifar(paths: readonly string[], name: string, options: LoadOptions): Promise<Dataset> {
  const sizes: number[] = [];
  for (const path of paths) {
    const { size } = await statPath(path);
    if (size === 0 || size % CIFAR_RECORD_BYTES !== 0) {
      throw invalid(path, `whole records of ${CIFAR_RECORD_BYTES} bytes`, `${size} bytes`);
    }
    sizes.push(size);
  }
  const total = sizes.reduce((sum, size) => sum + size, 0);
  const records = total / CIFAR_RECORD_BYTES;
  assertArrayFits(total, total, `${records} images`, 'CONTAINER_TOO_LARGE', 'giving fewer batch files');
  const values = new Uint8Array(records * PIXELS);
  const labels = new Uint8Array(records);
  const files = [];
  let record = 0;
  for (const path of paths) {
    const before = record * CIFAR_RECORD_BYTES;
    const reader = createByteReader(fileChunks(path, options), (done) =>
      options.onProgress?.({ stage: 'read', done: before + done, total }),
    );
    const end = record + (sizes[files.length] as number) / CIFAR_RECORD_BYTES;
    await closing(reader, async () => {
      for (; record < end; record++) {
        const bytes = await reader.read(CIFAR_RECORD_BYTES);
        const label = bytes[0] ?? 255;
        if (bytes.length < CIFAR_RECORD_BYTES) throw invalid(path, 'the bytes its size promises', 'fewer');
        if (label >= CIFAR10_CLASSES.length) throw invalid(path, 'labels 0 to 9', `label ${label} in record ${record}`);
        labels[record] = label;
        values.set(bytes.subarray(1), record * PIXELS);
      }
    });
    files.push({ name: basename(path), sha256: await sha256OfFile(path, options) });
  }
  return assembleDataset({
    name,
    format: 'cifar10',
    sha256: sha256OfFiles(files),
    shape: [records, 3, 32, 32],
    values,
    labels: { kind: 'numbers', shape: [records], values: labels },
    classNames: CIFAR10_CLASSES,
    imageShape: options.imageShape,
  });
}

function invalid(path: string, expected: string, got: string): AuditError {
  return new AuditError(
    'CONTAINER_INVALID',
    {
      expected: `the CIFAR-10 batch ${quotedPath(path)} to hold ${expected}`,
      got,
      try: 'the file data_batch_1.bin of the binary version, unpacked again',
    },
    { path },
  );
}
