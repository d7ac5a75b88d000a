// How does a .npz archive become a data set? Arrays of values and labels by name; an array `class_names` names the labels 0, 1, 2, …
// Called by loadDataset.ts.

import { basename } from 'node:path';
import { AuditError } from '../base/errors.ts';
import { plainText } from '../base/plainText.ts';
import { assembleDataset } from './assemble.ts';
import type { Dataset, DatasetFormat } from './dataset.ts';
import { sha256OfFile, sha256OfFiles } from './files.ts';
import { readLabelFile } from './labelFile.ts';
import type { LoadOptions } from './loadOptions.ts';
import type { NpyArray } from './npyArray.ts';
import { openNpz } from './npz.ts';

const CLASS_NAMES_KEY = 'class_names';

export async function loadNpz(
  path: string,
  options: LoadOptions,
  as: { name: string; format: DatasetFormat } = { name: basename(path), format: 'npz' },
): Promise<Dataset> {
  const { featuresKey = 'x', labelsKey = 'y' } = options;
  // Only the values take long enough to report.
  const quietly = { signal: options.signal };
  const files = [{ name: basename(path), sha256: await sha256OfFile(path, options) }];
  const archive = await openNpz(path);
  try {
    const features = numbersOf(await archive.read(featuresKey, options), `array "${plainText(featuresKey, 60)}"`);
    let labels: NpyArray;
    if (options.labels === undefined) labels = await archive.read(labelsKey, quietly);
    else {
      labels = await readLabelFile(options.labels, quietly);
      files.push({ name: basename(options.labels), sha256: await sha256OfFile(options.labels, options) });
    }
    const classNames = archive.names.includes(CLASS_NAMES_KEY) ? await archive.read(CLASS_NAMES_KEY, quietly) : undefined;
    return assembleDataset({
      ...as,
      sha256: sha256OfFiles(files),
      shape: features.shape,
      values: features.values,
      labels,
      classNames: classNames?.kind === 'text' ? classNames.values : undefined,
      imageShape: options.imageShape,
    });
  } finally {
    archive.close();
  }
}

/** @throws AuditError `DTYPE_UNSUPPORTED` for an array of text */
export function numbersOf(array: NpyArray, what: string): Extract<NpyArray, { kind: 'numbers' }> {
  if (array.kind === 'numbers') return array;
  throw new AuditError('DTYPE_UNSUPPORTED', {
    expected: `${what} to hold numbers`,
    got: 'text',
    try: 'encoding text as numbers, or saving the table as .csv, whose text columns become one-hot columns',
  });
}
