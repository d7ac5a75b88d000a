// Can the reports go where they are sent? The folder is made and tried, and the places of the files are looked at, before the work starts.
// Called by the command line and by writeReports.ts.

import { randomBytes } from 'node:crypto';
import { existsSync, statSync } from 'node:fs';
import { mkdir, rm, rmdir, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { AuditError } from '../src/base/errors.ts';
import { plainText } from '../src/base/plainText.ts';
import { FIGURES, fileNames, type ReportedCommand, type ReportFormat } from './results.ts';

/**
 * Makes the output folder, writes a file in it for a trial, and looks whether the formats can have their names there, all before the work
 * starts, so that a long run does not fail at its end.
 *
 * @param command whose file names are looked at
 * @returns a function that takes back the folders made, for when nothing gets written after all; it leaves those that hold something
 * @throws AuditError OUTPUT_UNWRITABLE, WRITE_FAILED; then nothing is left behind
 */
export async function makeOutputFolder(
  folder: string,
  formats: readonly ReportFormat[] = [],
  command: ReportedCommand = 'audit',
): Promise<() => Promise<void>> {
  const missing: string[] = [];
  for (let path = resolve(folder); !existsSync(path); path = dirname(path)) missing.push(path);
  const undo = async () => {
    for (const path of missing) await rmdir(path).catch(() => {});
  };
  const trial = temporaryName(join(folder, 'trial'));
  try {
    if (missing.length === 0 && !statSync(folder).isDirectory())
      throw Object.assign(new Error('not a folder'), { code: 'EEXIST' });
    // One by one from the outside: Node's own recursive mkdir never returns for a folder that cannot be made in /proc.
    for (const path of missing.toReversed()) await mkdir(path);
    await writeFile(trial, '');
    await rm(trial);
  } catch (cause) {
    await rm(trial, { force: true }).catch(() => {});
    await undo();
    throw folderError(folder, cause);
  }
  for (const format of formats) for (const name of fileNames(command)[format]) assertPlace(folder, name);
  return undo;
}

/** A folder that bears the name of a report cannot be replaced by it, nor a file by the folder of pictures. */
function assertPlace(folder: string, name: string): void {
  const path = join(folder, name);
  const isFolder = statSync(path, { throwIfNoEntry: false })?.isDirectory();
  if (isFolder === undefined || isFolder === (name === FIGURES)) return;
  throw new AuditError(
    'OUTPUT_UNWRITABLE',
    {
      expected: `"${plainText(path, 160)}" to be ${isFolder ? 'a file' : 'a folder'}, or not to be there`,
      got: isFolder ? 'a folder of that name' : 'a file of that name',
      try: 'moving it away, or another folder',
    },
    { path },
  );
}

/** The operating system's reasons in words; other codes stand as they are. */
const REASONS: Readonly<Record<string, string>> = {
  EEXIST: 'a file of that name',
  ENOTDIR: 'a path that leads through a file',
  EACCES: 'no permission',
  EPERM: 'no permission',
  EROFS: 'a read-only file system',
  ENOENT: 'no permission to make a folder there',
  ENAMETOOLONG: 'a name that is too long',
  ENOSPC: 'a full disk',
};

function folderError(folder: string, cause: unknown): AuditError {
  const code = (cause as NodeJS.ErrnoException).code ?? String(cause);
  return new AuditError(
    code === 'ENOSPC' ? 'WRITE_FAILED' : 'OUTPUT_UNWRITABLE',
    {
      expected: `"${plainText(folder, 160)}" to be a folder, or a place for a new one, that you may write to`,
      got: REASONS[code] ?? code,
      try: 'another folder, for example --out lood-out',
    },
    { path: folder },
    cause,
  );
}

/** Beside the final place, so that renaming never crosses file systems. */
export function temporaryName(path: string): string {
  return `${path}.${randomBytes(6).toString('hex')}.partial`;
}
