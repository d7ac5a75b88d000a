// How do the two files of an IDX set (images and labels, as MNIST comes) become a data set? Called by loadDataset.ts.

import { access } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { AuditError } from '../base/errors.ts';
import { plainText, quotedPath } from '../base/plainText.ts';
import { assembleDataset } from './assemble.ts';
import type { Dataset } from './dataset.ts';
import { sha256OfFile, sha256OfFiles } from './files.ts';
import { readIdxFile } from './idx.ts';
import { readLabelFile } from './labelFile.ts';
import type { LoadOptions } from './loadOptions.ts';

/** @throws AuditError `FILE_NOT_FOUND` when no labels file lies beside, `SHAPE_MISMATCH` for a labels file given as images */
export async function loadIdx(path: string, options: LoadOptions): Promise<Dataset> {
  const { shape, values } = await readIdxFile(path, options);
  if (shape.length === 1) {
    throw new AuditError('SHAPE_MISMATCH', {
      expected: 'an IDX file of records with two or more axes',
      got: `a single axis of ${shape[0]} values in ${quotedPath(path)}, as a labels file has`,
      try: 'giving the file of images; its labels are found beside it',
    });
  }
  const labelPath = options.labels ?? (await siblingLabels(path));
  const labels = await readLabelFile(labelPath, { signal: options.signal });
  const files = [];
  for (const file of [path, labelPath]) files.push({ name: basename(file), sha256: await sha256OfFile(file, options) });
  return assembleDataset({
    name: basename(path),
    format: 'idx',
    sha256: sha256OfFiles(files),
    // Three axes of an IDX file are records of rows of pixels: grey images.
    shape: shape.length === 3 && options.imageShape === undefined ? [...shape, 1] : shape,
    values,
    labels,
    imageShape: options.imageShape,
  });
}

/** `train-images-idx3-ubyte.gz` → `train-labels-idx1-ubyte.gz`, or without or with `.gz`, whichever exists. */
async function siblingLabels(path: string): Promise<string> {
  const name = basename(path);
  const plain = name
    .replace(/\.gz$/i, '')
    .replace(/images/i, 'labels')
    .replace(/idx\d/i, 'idx1');
  const candidates = name.toLowerCase().endsWith('.gz') ? [`${plain}.gz`, plain] : [plain, `${plain}.gz`];
  for (const candidate of candidates) {
    if (candidate === name) continue;
    const candidatePath = join(dirname(path), candidate);
    const exists = await access(candidatePath).then(
      () => true,
      () => false,
    );
    if (exists) return candidatePath;
  }
  throw new AuditError('FILE_NOT_FOUND', {
    expected: `the labels of ${quotedPath(path)} beside it`,
    got: `no ${candidates
      .filter((candidate) => candidate !== name)
      .map((candidate) => plainText(candidate, 60))
      .join(' or ')}`,
    try: 'naming the labels file with --labels',
  });
}
