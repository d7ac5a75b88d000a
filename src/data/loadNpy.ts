// How do two .npy files, values and labels, become a data set? Called by loadDataset.ts.

import { basename } from 'node:path';
import { AuditError } from '../base/errors.ts';
import { quotedPath } from '../base/plainText.ts';
import { assembleDataset } from './assemble.ts';
import type { Dataset } from './dataset.ts';
import { sha256OfFile, sha256OfFiles } from './files.ts';
import { readLabelFile } from './labelFile.ts';
import { numbersOf } from './loadNpz.ts';
import type { LoadOptions } from './loadOptions.ts';
import { readNpyFile } from './npyFile.ts';

/** @throws AuditError `OPTION_INVALID` without a labels file, and the errors of reading and assembling */
export async function loadNpy(path: string, options: LoadOptions): Promise<Dataset> {
  if (options.labels === undefined) {
    throw new AuditError('OPTION_INVALID', {
      expected: `a file of labels for ${quotedPath(path)}, since a .npy file holds one array`,
      got: 'none',
      try: '--labels labels.npy',
    });
  }
  const features = numbersOf(await readNpyFile(path, quotedPath(path), options), quotedPath(path));
  const labels = await readLabelFile(options.labels, { signal: options.signal });
  const files = [];
  for (const file of [path, options.labels]) files.push({ name: basename(file), sha256: await sha256OfFile(file, options) });
  return assembleDataset({
    name: basename(path),
    format: 'npy',
    sha256: sha256OfFiles(files),
    shape: features.shape,
    values: features.values,
    labels,
    imageShape: options.imageShape,
  });
}
