// How are arrays written as a .npz archive that NumPy and this package read? Streamed, and byte for byte the same for the same arrays.
// Called by the data-set builder and by scripts/make-digits.js.

import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ZipFile } from 'yazl';
import { writeAtomically } from '../base/atomicFile.ts';
import { AuditError, throwIfCancelled } from '../base/errors.ts';
import { plainText } from '../base/plainText.ts';
import type { RunOptions } from '../base/progress.ts';
import { type ArrayToWrite, assertWritableArray, npyPieces } from './npyEncode.ts';

export interface WriteNpzOptions extends RunOptions {
  /** Deflate level 1 to 9, or 0 to store. Default 6. */
  readonly compressionLevel?: number | undefined;
}

/** The archive format's earliest time, made from local parts because that is how it is stored: the same bytes in every time zone. */
const FIXED_TIME = new Date(1980, 0, 1);

/**
 * Writes arrays in the order given; `path` appears only when complete. Reports the stage `write` in bytes of values.
 *
 * @throws AuditError `SHAPE_MISMATCH`, `DTYPE_UNSUPPORTED`, `OPTION_INVALID`, `OUTPUT_UNWRITABLE`, `WRITE_FAILED`, `CANCELLED`
 */
export async function writeNpz(
  path: string,
  arrays: Readonly<Record<string, ArrayToWrite>>,
  { compressionLevel = 6, onProgress, signal }: WriteNpzOptions = {},
): Promise<void> {
  const entries = Object.entries(arrays);
  for (const [name, array] of entries) assertEntry(name, array);
  assertLevel(compressionLevel);
  const total = entries.reduce((sum, [, { values }]) => sum + ('byteLength' in values ? values.byteLength : values.length), 0);
  let done = 0;
  const report = () => onProgress?.({ stage: 'write', done: Math.min(done, total), total });

  function* pieces(array: ArrayToWrite): Generator<Uint8Array> {
    for (const piece of npyPieces(array)) {
      throwIfCancelled(signal);
      yield piece;
      done += piece.length;
      report();
    }
  }

  report();
  await writeAtomically(path, async (temporaryPath) => {
    const zip = new ZipFile();
    const output = zip.outputStream as Readable;
    for (const [name, array] of entries) {
      zip.addReadStreamLazy(
        `${name}.npy`,
        { mtime: FIXED_TIME, mode: 0o100644, compress: compressionLevel > 0, compressionLevel, forceDosTimestamp: true },
        (give) => {
          const stream = Readable.from(pieces(array), { objectMode: false });
          // The archive does not pass its sources' errors on; the pipeline below has to see them.
          stream.on('error', (error) => output.destroy(error));
          give(null, stream);
        },
      );
    }
    zip.end();
    await pipeline(output, createWriteStream(temporaryPath, { flags: 'wx' }));
  });
  done = total;
  report();
}

/** A name becomes the path of a file in the archive, which readers refuse when it leads out of the folder they unpack to. */
function assertEntry(name: string, array: ArrayToWrite): void {
  const what = `array "${plainText(name, 60)}"`;
  if (!/^[^/\\\0]+$/.test(name)) {
    throw new AuditError('OPTION_INVALID', { expected: 'names of arrays without slashes', got: what, try: 'a name such as x' });
  }
  assertWritableArray(array, what);
}

function assertLevel(compressionLevel: number): void {
  if (Number.isInteger(compressionLevel) && compressionLevel >= 0 && compressionLevel <= 9) return;
  throw new AuditError('OPTION_INVALID', {
    expected: 'compressionLevel to be a whole number from 0 to 9',
    got: `${compressionLevel}`,
    try: 'compressionLevel: 6',
  });
}
