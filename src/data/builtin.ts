// Which data sets come with the package? Called by loadDataset.ts.

import { closest } from 'fastest-levenshtein';
import { AuditError } from '../base/errors.ts';
import { packageFile } from '../base/packageFile.ts';
import { quotedPath } from '../base/plainText.ts';
import type { Dataset } from './dataset.ts';
import { loadNpz } from './loadNpz.ts';
import type { LoadOptions } from './loadOptions.ts';

/** `digits`: 2,000 MNIST digits, 200 of each; made by scripts/make-digits.js. */
export const BUILTIN_DATASETS = ['digits'] as const;
export type BuiltinDataset = (typeof BUILTIN_DATASETS)[number];

export function isBuiltin(source: string): source is BuiltinDataset {
  return (BUILTIN_DATASETS as readonly string[]).includes(source);
}

export function loadBuiltin(name: BuiltinDataset, { signal, onProgress }: LoadOptions): Promise<Dataset> {
  return loadNpz(packageFile(`assets/${name}.npz`), { signal, onProgress }, { name, format: 'builtin' });
}

/** For a source that is neither a path nor a built-in set: says what there is, and the nearest name when the word looks like one. */
export function unknownSource(source: string, downloadable: readonly string[], cause: unknown): AuditError {
  const looksLikeName = /^[\w-]+$/.test(source);
  const name = source.toLowerCase();
  const wanted = looksLikeName
    ? downloadable.find((known) => known.replaceAll('-', '') === name.replaceAll(/[-_]/g, ''))
    : undefined;
  const hint =
    wanted !== undefined
      ? `"lood dataset ${wanted} --out ${wanted}.npz", then ${wanted}.npz`
      : looksLikeName
        ? `"${closest(name.slice(0, 60), BUILTIN_DATASETS)}", or a path`
        : 'checking the path';
  return new AuditError(
    'FILE_NOT_FOUND',
    {
      expected: `a file, a folder, or the name of a built-in set (${BUILTIN_DATASETS.join(', ')})`,
      got: `nothing at ${quotedPath(source)}`,
      try: hint,
    },
    { path: source },
    cause,
  );
}
