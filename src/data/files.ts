// How are input files opened, hashed and read in pieces? One place for the operating system's errors in the user's words.
// Called by every reader.

import { createHash } from 'node:crypto';
import { createReadStream, type Stats } from 'node:fs';
import { open, readFile, stat } from 'node:fs/promises';
import { AuditError, throwIfCancelled } from '../base/errors.ts';
import { quotedPath } from '../base/plainText.ts';
import type { RunOptions } from '../base/progress.ts';
import { assertFits } from './memory.ts';

/** Turns an error of the operating system about `path` into `FILE_NOT_FOUND` or `FILE_UNREADABLE`; an AuditError passes through. */
export function fileError(path: string, cause: unknown): AuditError {
  if (cause instanceof AuditError) return cause;
  const code = (cause as NodeJS.ErrnoException | undefined)?.code;
  if (code === 'ENOENT' || code === 'ENOTDIR') {
    return new AuditError(
      'FILE_NOT_FOUND',
      { expected: `a file or folder at ${quotedPath(path)}`, got: 'nothing there', try: 'checking the path' },
      { path },
      cause,
    );
  }
  return unreadable(path, REASONS[code ?? ''] ?? code ?? String(cause), cause);
}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'no permission',
  EPERM: 'no permission',
  EISDIR: 'a folder',
  ELOOP: 'links that lead in a circle',
};

function unreadable(path: string, got: string, cause?: unknown): AuditError {
  return new AuditError(
    'FILE_UNREADABLE',
    { expected: `${quotedPath(path)} to be readable`, got, try: 'checking that it is a file and who may read it' },
    { path },
    cause,
  );
}

/** @throws AuditError `FILE_NOT_FOUND`, `FILE_UNREADABLE` */
export async function statPath(path: string): Promise<Stats> {
  try {
    return await stat(path);
  } catch (cause) {
    throw fileError(path, cause);
  }
}

/**
 * What is known of a file that can be read from any place and more than once. Opening a pipe would wait for a writer, perhaps for ever.
 *
 * @throws AuditError `FILE_NOT_FOUND`; `FILE_UNREADABLE` for a folder, a pipe or a device
 */
export async function statFile(path: string): Promise<Stats> {
  const stats = await statPath(path);
  if (stats.isFile()) return stats;
  throw unreadable(path, stats.isDirectory() ? 'a folder' : 'a pipe, a socket or a device');
}

/** The first `count` bytes of a file, fewer when it is shorter. */
export async function readStart(path: string, count: number): Promise<Uint8Array> {
  await statFile(path);
  try {
    const file = await open(path, 'r');
    try {
      const { bytesRead, buffer } = await file.read(new Uint8Array(count), 0, count, 0);
      return buffer.subarray(0, bytesRead);
    } finally {
      await file.close();
    }
  } catch (cause) {
    throw fileError(path, cause);
  }
}

/** All bytes of a file that is needed as a whole. @throws AuditError `FILE_NOT_FOUND`, `FILE_UNREADABLE`, `CONTAINER_TOO_LARGE` */
export async function readWhole(path: string): Promise<Uint8Array> {
  const { size } = await statFile(path);
  assertFits(size, `the file ${quotedPath(path)}`, 'CONTAINER_TOO_LARGE', 'a smaller file');
  return readFile(path).catch((cause: unknown) => {
    throw fileError(path, cause);
  });
}

/** The bytes of a file in pieces of about a megabyte; operating-system errors arrive as AuditErrors. */
export async function* fileChunks(path: string, options: RunOptions = {}): AsyncGenerator<Uint8Array> {
  await statFile(path);
  try {
    for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) {
      throwIfCancelled(options.signal);
      yield chunk as Uint8Array;
    }
  } catch (cause) {
    throw fileError(path, cause);
  }
}

/** SHA-256 (hex) of a file's bytes. */
export async function sha256OfFile(path: string, options: RunOptions = {}): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of fileChunks(path, options)) hash.update(chunk);
  return hash.digest('hex');
}

/** One file of an input that has several. */
export interface HashedFile {
  readonly name: string;
  readonly sha256: string;
}

/**
 * SHA-256 (hex) of an input: of the one file's bytes, or of the listing `<sha256>  <name>` (a line each, in the given order, as
 * `sha256sum` prints it) of several.
 */
export function sha256OfFiles(files: readonly HashedFile[]): string {
  if (files.length === 1) return (files[0] as HashedFile).sha256;
  const hash = createHash('sha256');
  for (const { name, sha256 } of files) hash.update(`${sha256}  ${name}\n`);
  return hash.digest('hex');
}
