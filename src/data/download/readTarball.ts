// What do the needed files of a package hold? They are read from the tarball one at a time and never written to disk.
// Called by buildDataset.ts with a tarball whose hash has been verified.

import { Parser, type ReadEntry } from 'tar';
import { AuditError } from '../../base/errors.ts';
import { quotedPath } from '../../base/plainText.ts';
import type { RunOptions } from '../../base/progress.ts';
import { fileChunks } from '../files.ts';

/**
 * Calls `onFile` for each of `files`, in the order of the archive, waiting for it before reading on: about one file is in memory at a time.
 *
 * @param files paths in the archive without its leading folder: `data/train-images-idx3-ubyte`
 * @throws AuditError `CONTAINER_INVALID` when the archive is damaged or lacks one of them; whatever `onFile` throws
 */
export async function readTarball(
  path: string,
  files: readonly string[],
  onFile: (file: string, bytes: Buffer) => void | Promise<void>,
  options: RunOptions = {},
): Promise<void> {
  const missing = new Set(files);
  const complete: { file: string; bytes: Buffer }[] = [];
  let failure: unknown;
  const withoutRoot = (entryPath: string) => entryPath.slice(entryPath.indexOf('/') + 1);
  const parser = new Parser({
    strict: true,
    filter: (entryPath) => missing.has(withoutRoot(entryPath)),
    onReadEntry: (entry: ReadEntry) => {
      const chunks: Buffer[] = [];
      entry.on('data', (chunk) => chunks.push(chunk));
      entry.on('end', () => complete.push({ file: withoutRoot(entry.path), bytes: Buffer.concat(chunks) }));
    },
  });
  parser.on('error', (error) => {
    failure ??= error;
  });
  const ended = new Promise<void>((resolve) => {
    parser.on('end', resolve);
    parser.on('error', () => resolve());
  });

  async function handOver(): Promise<void> {
    for (let next = complete.shift(); next !== undefined; next = complete.shift()) {
      missing.delete(next.file);
      await onFile(next.file, next.bytes);
    }
  }

  // The parser works synchronously: what a chunk completes is there when `write` returns.
  for await (const chunk of fileChunks(path, options)) {
    if (failure !== undefined) break;
    parser.write(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength));
    await handOver();
  }
  parser.end();
  await ended;
  await handOver();
  if (failure === undefined && missing.size === 0) return;
  throw new AuditError(
    'CONTAINER_INVALID',
    {
      expected: `${quotedPath(path)} to be a package with ${files.length} data files`,
      got:
        failure === undefined
          ? `none called ${[...missing].join(', ')}`
          : failure instanceof Error
            ? failure.message
            : String(failure),
      try: 'removing it, so that it is downloaded again',
    },
    { path },
    failure,
  );
}
