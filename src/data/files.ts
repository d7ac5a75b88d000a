// How are input files opened, hashed and read in pieces? One place for the operating system's errors in the user's words.
// Called by every reader.

import { createHash } from 'node:crypto';
import { createReadStream, type Stats } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { AuditError, throwIfCancelled } from '../base/errors.ts';
import { plainText } from '../base/plainText.ts';
import type { RunOptions } from '../base/progress.ts';

/** A path for messages: hostile characters made visible, cut to a readable length. */
export function quotedPath(path: string): string {
  return `"${plainText(path, 160)}"`;
}

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
  const reason =
    code === 'EACCES' || code === 'EPERM' ? 'no permission' : code === 'EISDIR' ? 'a folder' : (code ?? String(cause));
  return new AuditError(
    'FILE_UNREADABLE',
    { expected: `${quotedPath(path)} to be readable`, got: reason, try: 'checking that it is a file and who may read it' },
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

/** The first `count` bytes of a file, fewer when it is shorter. */
export async function readStart(path: string, count: number): Promise<Uint8Array> {
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

/** The bytes of a file in pieces of about a megabyte; operating-system errors arrive as AuditErrors. */
export async function* fileChunks(path: string, options: RunOptions = {}): AsyncGenerator<Uint8Array> {
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
