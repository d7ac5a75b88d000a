// How are arrays written as a .npz archive that NumPy and this package read? Streamed, and byte for byte the same for the same arrays.
// Called by the data-set builder and by scripts/make-digits.js.

import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ZipFile } from 'yazl';
import { throwIfCancelled } from '../base/errors.ts';
import type { RunOptions } from '../base/progress.ts';
import { writeAtomically } from './atomicFile.ts';
import { type ArrayToWrite, npyPieces } from './npyEncode.ts';

export interface WriteNpzOptions extends RunOptions {
  /** Deflate level 1 to 9, or 0 to store. Default 6. */
  readonly compressionLevel?: number | undefined;
}

/** The archive format's earliest time, made from local parts because that is how it is stored: the same bytes in every time zone. */
const FIXED_TIME = new Date(1980, 0, 1);

/**
 * Writes arrays in the order given; `path` appears only when complete. Reports the stage `write` in bytes of values.
 *
 * @throws AuditError `OUTPUT_UNWRITABLE`, `WRITE_FAILED`, `SHAPE_MISMATCH`, `CANCELLED`
 */
export async function writeNpz(
  path: string,
  arrays: Readonly<Record<string, ArrayToWrite>>,
  { compressionLevel = 6, onProgress, signal }: WriteNpzOptions = {},
): Promise<void> {
  const entries = Object.entries(arrays);
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
