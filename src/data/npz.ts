// Which arrays are in a .npz archive, and what do they hold? Only the arrays asked for are unpacked, each bounded by its declared size.
// Called by loadNpz.ts.

import { crc32 } from 'node:zlib';
import { type Entry, openPromise, type ZipFile } from 'yauzl';
import { AuditError, throwIfCancelled } from '../base/errors.ts';
import { plainText, quotedPath } from '../base/plainText.ts';
import type { RunOptions } from '../base/progress.ts';
import { closing, createByteReader } from './byteReader.ts';
import { fileError } from './files.ts';
import { assertFits, LARGEST_DEFLATE_RATIO } from './memory.ts';
import { type NpyArray, readNpyArray } from './npyArray.ts';

export interface NpzArchive {
  /** Names of the arrays (without `.npy`), in archive order. */
  readonly names: readonly string[];
  /** Unpacks one array. @throws AuditError `ARRAY_MISSING` and the errors of readNpyArray */
  read(name: string, options?: RunOptions): Promise<NpyArray>;
  close(): void;
}

/** @throws AuditError `FILE_NOT_FOUND`, `FILE_UNREADABLE`, `CONTAINER_INVALID` */
export async function openNpz(path: string): Promise<NpzArchive> {
  const entries = new Map<string, Entry>();
  let archive: ZipFile;
  try {
    archive = await openPromise(path, { autoClose: false });
  } catch (cause) {
    throw archiveError(path, cause);
  }
  try {
    // Of two entries with one name the last counts, as it does for NumPy.
    for await (const entry of archive.eachEntry()) {
      if (entry.fileName.endsWith('.npy')) entries.set(entry.fileName.slice(0, -4), entry);
    }
  } catch (cause) {
    archive.close();
    throw archiveError(path, cause);
  }
  const names = [...entries.keys()];
  return {
    names,
    close: () => archive.close(),
    async read(name, options = {}) {
      const entry = entries.get(name);
      if (entry === undefined) throw missingArray(name, names);
      try {
        return await readEntry(archive, entry, `array "${plainText(name, 60)}"`, options);
      } catch (cause) {
        throw archiveError(path, cause);
      }
    },
  };
}

function missingArray(name: string, names: readonly string[]): AuditError {
  const shown = names.slice(0, 15).map((known) => plainText(known, 40));
  const list = `${shown.join(', ')}${names.length > shown.length ? ', …' : ''}`;
  return new AuditError(
    'ARRAY_MISSING',
    {
      expected: `the archive to hold an array "${plainText(name, 60)}"`,
      got: names.length === 0 ? 'no arrays' : `the arrays ${list}`,
      try: names.length === 0 ? 'numpy.savez(path, x=x, y=y)' : 'naming the array to use with --features-key or --labels-key',
    },
    { name, names },
  );
}

async function readEntry(archive: ZipFile, entry: Entry, what: string, options: RunOptions): Promise<NpyArray> {
  const { compressedSize, uncompressedSize } = entry;
  assertCompression(entry, what);
  const bound = entry.compressionMethod === 0 ? compressedSize : compressedSize * LARGEST_DEFLATE_RATIO + 64;
  if (uncompressedSize > bound || compressedSize > archive.fileSize) {
    throw new AuditError(
      'CONTAINER_INVALID',
      {
        expected: `the packed bytes of ${what} to be enough for the ${uncompressedSize} that it declares`,
        got: `${compressedSize} packed bytes in a file of ${archive.fileSize}`,
        try: 'exporting the file again; it is damaged or was made to mislead',
      },
      { compressedSize, uncompressedSize },
    );
  }
  assertFits(uncompressedSize, what, 'CONTAINER_TOO_LARGE', 'saving fewer records or a smaller type (uint8 for images)');

  let checksum = 0;
  const reader = createByteReader(checkedChunks(), (done) =>
    options.onProgress?.({ stage: 'read', done, total: uncompressedSize }),
  );
  async function* checkedChunks(): AsyncGenerator<Uint8Array> {
    for await (const chunk of await archive.openReadStreamPromise(entry)) {
      throwIfCancelled(options.signal);
      checksum = crc32(chunk as Uint8Array, checksum);
      yield chunk as Uint8Array;
    }
  }
  const array = await closing(reader, () => readNpyArray(reader, what, uncompressedSize));
  if (checksum !== entry.crc32) {
    throw new AuditError('CONTAINER_INVALID', {
      expected: `${what} to match the checksum in the archive`,
      got: 'other bytes',
      try: 'copying or exporting the file again; it is damaged',
    });
  }
  return array;
}

/** Stored and deflated are the two that NumPy writes; other programs know more, such as bzip2 and LZMA. */
function assertCompression({ compressionMethod }: Entry, what: string): void {
  if (compressionMethod === 0 || compressionMethod === 8) return;
  throw new AuditError(
    'CONTAINER_INVALID',
    {
      expected: `${what} to be stored or compressed by deflate, as numpy.savez and numpy.savez_compressed do`,
      got: `compression method ${compressionMethod}`,
      try: 'writing the archive with one of the two',
    },
    { compressionMethod },
  );
}

/** Errors of the archive library (plain Errors) say what is wrong with the bytes; those of the operating system carry a code. */
function archiveError(path: string, cause: unknown): AuditError {
  if (cause instanceof AuditError) return cause;
  const code = (cause as NodeJS.ErrnoException).code;
  if (code?.startsWith('E') && !code.startsWith('ERR_')) return fileError(path, cause);
  return new AuditError(
    'CONTAINER_INVALID',
    {
      expected: `${quotedPath(path)} to be a complete .npz archive`,
      got: plainText(cause instanceof Error ? cause.message : String(cause), 160),
      try: 'copying or exporting the file again; it is truncated or damaged',
    },
    { path },
    cause,
  );
}
