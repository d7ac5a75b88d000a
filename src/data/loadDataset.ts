// Where does a data set come from? One function for every kind of input; the format is found from the content.
// Called by the command line and by library users.

import { basename, resolve } from 'node:path';
import { AuditError } from '../base/errors.ts';
import { describe } from './arrayInput.ts';
import { isBuiltin, loadBuiltin, unknownSource } from './builtin.ts';
import { loadCifar } from './cifar.ts';
import type { Dataset } from './dataset.ts';
import { type DetectedInput, detectFormat } from './detectFormat.ts';
import { DOWNLOADABLE_DATASETS } from './download/packages.ts';
import { loadImageFolder } from './imageFolder.ts';
import { loadCsv } from './loadCsv.ts';
import { loadIdx } from './loadIdx.ts';
import { loadNpy } from './loadNpy.ts';
import { loadNpz } from './loadNpz.ts';
import type { LoadOptions } from './loadOptions.ts';

/**
 * Reads a data set: values as they are, labels as class indices.
 *
 * @param source path of a .npz, .npy, .csv or .tsv file, an IDX file (also .gz), a CIFAR-10 binary batch or a folder of
 *   them, or a folder with a folder of PNG or JPEG images per class; or the name of a built-in set (`digits`), which
 *   comes before a file of that name (write `./digits` for the file)
 * @param options see LoadOptions; `onProgress` reports the stage `read` in bytes (pictures for image folders)
 * @throws AuditError of kind `input`: `FILE_NOT_FOUND`, `FILE_UNREADABLE`, `FORMAT_UNKNOWN`, `CONTAINER_INVALID`,
 *   `CONTAINER_TOO_LARGE`, `DTYPE_UNSUPPORTED`, `ARRAY_MISSING`, `SHAPE_MISMATCH`, `NOT_FINITE`, `LABELS_INVALID`,
 *   `CLASSES_INVALID`, `RECORDS_INVALID`, `OPTION_INVALID`; and `CANCELLED`
 *
 * @example
 * const digits = await loadDataset('digits');
 * const table = await loadDataset('patients.csv', { labelColumn: 'diagnosis' });
 */
export async function loadDataset(source: string, options: LoadOptions = {}): Promise<Dataset> {
  if (typeof source !== 'string') {
    throw new AuditError('OPTION_INVALID', {
      expected: 'the path of a data set or the name of a built-in one',
      got: describe(source),
      try: "loadDataset('digits'), or datasetFromArrays({ x, y }) for arrays",
    });
  }
  options.onProgress?.({ stage: 'read', done: 0, total: 1 });
  const dataset = await read(source, options);
  options.onProgress?.({ stage: 'read', done: 1, total: 1 });
  return dataset;
}

async function read(source: string, options: LoadOptions): Promise<Dataset> {
  if (isBuiltin(source)) {
    assertOptionsFit(options, [], `the built-in set ${source}`);
    return loadBuiltin(source, options);
  }
  let input: DetectedInput;
  try {
    input = await detectFormat(source);
  } catch (cause) {
    const missing = cause instanceof AuditError && cause.code === 'FILE_NOT_FOUND';
    throw missing ? unknownSource(source, DOWNLOADABLE_DATASETS, cause) : cause;
  }
  switch (input.kind) {
    case 'npz':
      assertOptionsFit(options, ['labels'], 'a .npz archive');
      return loadNpz(input.path, options);
    case 'npy':
      assertOptionsFit(options, ['labels'], 'a .npy file');
      return loadNpy(input.path, options);
    case 'csv':
      assertOptionsFit(options, ['labelColumn'], 'a table');
      return loadCsv(input.path, options);
    case 'idx':
      assertOptionsFit(options, ['labels'], 'an IDX file');
      return loadIdx(input.path, options);
    case 'cifar10':
      assertOptionsFit(options, [], 'CIFAR-10 batches');
      return loadCifar(input.paths, basename(resolve(source)), options);
    case 'image-folder':
      assertOptionsFit(options, [], 'a folder of images');
      return loadImageFolder(input.path, options);
  }
}

/** An option that the format cannot use is a misunderstanding worth a word. The array names have defaults, so they pass everywhere. */
function assertOptionsFit(options: LoadOptions, used: readonly ('labels' | 'labelColumn')[], what: string): void {
  for (const [option, flag] of [['labels', '--labels'] as const, ['labelColumn', '--label-column'] as const]) {
    if (options[option] === undefined || used.includes(option)) continue;
    throw new AuditError(
      'OPTION_INVALID',
      { expected: `options that apply to ${what}`, got: flag, try: `leaving out ${flag}; the labels come with the data` },
      { option },
    );
  }
}
