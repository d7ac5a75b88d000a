// How does a file appear complete or not at all? It is written under another name beside its place and renamed at the end.
// Called by the writers of data sets and reports and by the download cache.

import { randomBytes } from 'node:crypto';
import { rename, rm } from 'node:fs/promises';
import { AuditError } from './errors.ts';
import { quotedPath } from './plainText.ts';

/**
 * Runs `write` with a temporary path in the folder of `path`, then renames the result to `path`; removes it when anything fails.
 *
 * @throws AuditError whatever `write` throws; `OUTPUT_UNWRITABLE` or `WRITE_FAILED` for errors of the operating system
 */
export async function writeAtomically(path: string, write: (temporaryPath: string) => Promise<void>): Promise<void> {
  const temporaryPath = `${path}.${randomBytes(6).toString('hex')}.partial`;
  try {
    await write(temporaryPath);
    await rename(temporaryPath, path);
  } catch (cause) {
    // What went wrong first is what the user needs to hear.
    await rm(temporaryPath, { force: true }).catch(() => {});
    throw writeError(path, cause);
  }
}

const NOT_ALLOWED = new Set(['ENOENT', 'ENOTDIR', 'EISDIR', 'EACCES', 'EPERM', 'EROFS', 'EEXIST', 'ENOTEMPTY', 'ENAMETOOLONG']);

/** An operating-system error about an output as an AuditError; an AuditError passes through. */
export function writeError(path: string, cause: unknown): AuditError {
  if (cause instanceof AuditError) return cause;
  const code = (cause as NodeJS.ErrnoException | undefined)?.code ?? String(cause);
  const text = {
    expected: `${quotedPath(path)} to be writable`,
    got: code === 'ENOENT' ? 'no such folder' : code === 'ENOSPC' ? 'a full disk' : code,
    try: 'a file name in a folder that exists and that you may write to',
  };
  return new AuditError(NOT_ALLOWED.has(code) ? 'OUTPUT_UNWRITABLE' : 'WRITE_FAILED', text, { path }, cause);
}
