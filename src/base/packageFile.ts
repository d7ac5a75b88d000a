// Where do the files that ship with the package lie (assets, schema)? The same answer from src/ under the tests and from dist/ when installed.
// Called by the readers of built-in data and by whoever needs a shipped font or schema.

import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { AuditError } from './errors.ts';

/** The folder that holds this package's package.json: the first one on the way up from this file. */
export function packageRoot(): string {
  const start = dirname(fileURLToPath(import.meta.url));
  for (let folder = start; ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'package.json'))) return folder;
    if (dirname(folder) === folder) {
      throw new AuditError('FILE_NOT_FOUND', {
        expected: 'a package.json above the installed code',
        got: `none above ${start}`,
        try: 'installing the package again; its code must stay in its own folder (a bundler has to treat it as external)',
      });
    }
  }
}

/**
 * Absolute path of a file that ships with the package.
 *
 * @param relative path from the package root, with forward slashes: `assets/digits.npz`
 * @throws AuditError `FILE_NOT_FOUND` when the package is incomplete
 */
export function packageFile(relative: string): string {
  const path = join(packageRoot(), ...relative.split('/'));
  if (existsSync(path)) return path;
  throw new AuditError('FILE_NOT_FOUND', {
    expected: `the package to contain ${relative}`,
    got: `no file at ${path}`,
    try: 'installing the package again',
  });
}
