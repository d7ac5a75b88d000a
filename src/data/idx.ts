// What does an IDX file (the format of MNIST) hold? Magic, big-endian sizes, big-endian values; plain or gzip-compressed.
// Called by loadIdx.ts, labelFile.ts and the data-set builder.

import { endianness } from 'node:os';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { AuditError } from '../base/errors.ts';
import { quotedPath } from '../base/plainText.ts';
import type { RunOptions } from '../base/progress.ts';
import { type ByteReader, closing, createByteReader } from './byteReader.ts';
import type { NumericArray } from './dataset.ts';
import { fileChunks, readStart, statPath } from './files.ts';
import { assertArrayFits, LARGEST_DEFLATE_RATIO } from './memory.ts';
import { decodeNumbers } from './npyDecode.ts';
import type { NpyType } from './npyType.ts';

export interface IdxArray {
  readonly shape: readonly number[];
  readonly values: NumericArray;
}

/** Third byte of the magic number → element type (the format's own table). */
const TYPES: ReadonlyMap<number, Omit<NpyType, 'swap'>> = new Map([
  [0x08, { kind: 'uint', bytes: 1 }],
  [0x09, { kind: 'int', bytes: 1 }],
  [0x0b, { kind: 'int', bytes: 2 }],
  [0x0c, { kind: 'int', bytes: 4 }],
  [0x0d, { kind: 'float', bytes: 4 }],
  [0x0e, { kind: 'float', bytes: 8 }],
]);

/** No data set has more axes; a larger count means another format. */
const MOST_AXES = 8;

/** Whether bytes start like an IDX file: two zeros, a known type, 1 to 8 axes. */
export function startsLikeIdx(bytes: Uint8Array): boolean {
  const axes = bytes[3] ?? 0;
  return bytes[0] === 0 && bytes[1] === 0 && TYPES.has(bytes[2] ?? 0) && axes >= 1 && axes <= MOST_AXES;
}

export function startsLikeGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/**
 * Reads one IDX array.
 *
 * @param what what is being read, for messages
 * @param mostBytes most bytes the stream can deliver; a header that promises more is refused before allocating
 * @throws AuditError `CONTAINER_INVALID`, `CONTAINER_TOO_LARGE`
 */
export async function readIdxArray(reader: ByteReader, what: string, mostBytes: number): Promise<IdxArray> {
  const invalid = (expected: string, got: string): AuditError =>
    new AuditError('CONTAINER_INVALID', {
      expected,
      got,
      try: 'copying or unpacking the file again; it is truncated or damaged',
    });
  const magic = await reader.read(4);
  if (!startsLikeIdx(magic))
    throw invalid(`${what} to start like an IDX file`, `the bytes ${Buffer.from(magic).toString('hex')}`);
  const axes = magic[3] as number;
  const sizes = await reader.read(4 * axes);
  if (sizes.length < 4 * axes) throw invalid(`${what} to hold ${axes} sizes in its header`, 'a file that ends before them');
  const view = new DataView(sizes.buffer, sizes.byteOffset, sizes.byteLength);
  const shape = Array.from({ length: axes }, (_, axis) => view.getUint32(4 * axis));
  const type = TYPES.get(magic[2] as number) as Omit<NpyType, 'swap'>;
  const bytes = shape.reduce((product, size) => product * size, type.bytes);
  const promise = `${what} of shape [${shape.join(', ')}] to hold ${bytes} bytes of values`;
  const available = mostBytes - 4 - 4 * axes;
  if (bytes > available) throw invalid(promise, `at most ${Math.max(0, available)}`);
  assertArrayFits(
    bytes / type.bytes,
    bytes,
    `${what} of shape [${shape.join(', ')}]`,
    'CONTAINER_TOO_LARGE',
    'splitting the file',
  );
  const buffer = new ArrayBuffer(bytes);
  const filled = await reader.fill(buffer);
  if (filled < bytes) throw invalid(promise, `${filled}`);
  if (!(await reader.atEnd())) throw invalid(promise, 'more');
  const swap = endianness() === 'LE' && type.bytes > 1;
  return { shape, values: decodeNumbers(buffer, { ...type, swap }, what, shape) };
}

/** Reads an IDX file, unpacking it on the way when it is gzip-compressed. */
export async function readIdxFile(path: string, options: RunOptions = {}): Promise<IdxArray> {
  const { size } = await statPath(path);
  const packed = startsLikeGzip(await readStart(path, 2));
  const what = quotedPath(path);
  const report = (done: number) => options.onProgress?.({ stage: 'read', done: Math.min(done, size), total: size });
  const chunks = fileChunks(path, options);
  const reader = createByteReader(packed ? gunzipChunks(chunks, what) : chunks, report);
  return closing(reader, () => readIdxArray(reader, what, packed ? size * LARGEST_DEFLATE_RATIO + 64 : size));
}

/** The first bytes of a gzip-compressed file, unpacked. */
export async function readGzipStart(path: string, count: number): Promise<Uint8Array> {
  const reader = createByteReader(gunzipChunks(fileChunks(path), quotedPath(path)));
  return closing(reader, () => reader.read(count));
}

async function* gunzipChunks(source: AsyncIterable<Uint8Array>, what: string): AsyncGenerator<Uint8Array> {
  const gunzip = createGunzip();
  // A failure of either side reaches the loop below as an error of `gunzip`; the promise itself must not go unhandled.
  const piping = pipeline(Readable.from(source), gunzip).catch(() => {});
  try {
    for await (const chunk of gunzip) yield chunk as Uint8Array;
  } catch (cause) {
    if (cause instanceof AuditError) throw cause;
    throw new AuditError(
      'CONTAINER_INVALID',
      {
        expected: `${what} to be a complete gzip file`,
        got: cause instanceof Error ? cause.message : String(cause),
        try: 'copying the file again; it is truncated or damaged',
      },
      {},
      cause,
    );
  } finally {
    gunzip.destroy();
    await piping;
  }
}
