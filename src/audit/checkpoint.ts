// How does an interrupted run go on where it stopped? What is finished is kept in one file, part after part, each sealed by a hash of everything that
// decides the result: parts of another run, and what else the file may hold, are not used. Called by queries/runSearches.ts and validation/trainUnits.ts.

import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { type FileHandle, lstat, open, writeFile } from 'node:fs/promises';
import { writeAtomically, writeError } from '../base/atomicFile.ts';
import { AuditError } from '../base/errors.ts';
import { quotedPath } from '../base/plainText.ts';
import { packageDescription } from './manifest.ts';

export interface Checkpoint<Part> {
  /** What an earlier run finished, in order. */
  readonly finished: readonly Part[];
  /** Keeps one more part. @throws AuditError OUTPUT_UNWRITABLE, WRITE_FAILED */
  add(part: Part): Promise<void>;
}

/** How a part is written down. */
export interface PartFormat<Part> {
  encode(part: Part): string;
  /**
   * The part, or undefined for a text that is none: whoever can write to the file can seal anything.
   *
   * @param before the parts before it
   */
  decode(text: string, before: readonly Part[]): Part | undefined;
}

const FIRST_LINE = 'lood partial 1\n';
const MAGIC = Buffer.from(FIRST_LINE);
/** Length of the text in bytes, and its seal. */
const FRAME = { length: 4, seal: 32 };
/** Longest text, less than a string of Node.js can hold. */
const LONGEST = 2 ** 28;

/** Throws unless a file can be kept there, which the caller asks before the work. @throws AuditError OUTPUT_UNWRITABLE */
export async function assertCheckpointPlace(path: string | undefined): Promise<void> {
  const found = path === undefined ? undefined : await lstat(path).catch(() => undefined);
  if (found === undefined || found.isFile()) return;
  throw new AuditError('OUTPUT_UNWRITABLE', {
    expected: `${quotedPath(path as string)} to be a file, or not to be there`,
    got: found.isDirectory() ? 'a folder of that name' : 'something else of that name',
    try: 'moving it away, or another folder',
  });
}

/**
 * A checkpoint in the file at `path`, or one that keeps nothing. Each part is appended when it is finished, so that a run that ends in between loses no
 * more than the part under way; the caller removes the file when the result is where it should be.
 *
 * @param about everything that decides the result
 */
export async function openCheckpoint<Part>(
  path: string | undefined,
  about: unknown,
  format: PartFormat<Part>,
): Promise<Checkpoint<Part>> {
  if (path === undefined) return { finished: [], add: async () => {} };
  const key = createHash('sha256')
    .update(JSON.stringify([packageDescription().version, process.version, about]))
    .digest();
  const { parts: finished, end } = await readParts(path, key, format);
  let [count, size] = [finished.length, end];
  return {
    finished,
    async add(part) {
      const frame = frameOf(key, count, Buffer.from(format.encode(part)));
      if (count === 0) {
        const bytes = Buffer.concat([MAGIC, frame]);
        await writeAtomically(path, (temporary) => writeFile(temporary, bytes));
        size = bytes.length;
      } else {
        await append(path, size, frame).catch((cause) => Promise.reject(writeError(path, cause)));
        size += frame.length;
      }
      count++;
    },
  };
}

function frameOf(key: Buffer, index: number, text: Buffer): Buffer {
  const head = Buffer.alloc(FRAME.length);
  head.writeUInt32LE(text.length);
  return Buffer.concat([head, sealOf(key, index, text), text]);
}

function sealOf(key: Buffer, index: number, text: Buffer): Buffer {
  return createHash('sha256').update(key).update(`${index}\n`).update(text).digest();
}

/** Writes at this place; what follows it was never finished. */
async function append(path: string, at: number, frame: Buffer): Promise<void> {
  // Windows has no links to follow by this flag.
  const file = await open(path, constants.O_RDWR | (constants.O_NOFOLLOW ?? 0));
  try {
    await file.truncate(at);
    // A disk that is nearly full takes a part of it, and says so by no error until it is asked again.
    for (let done = 0; done < frame.length; ) {
      done += (await file.write(frame, done, frame.length - done, at + done)).bytesWritten;
    }
  } finally {
    await file.close();
  }
}

interface Parts<Part> {
  readonly parts: readonly Part[];
  /** Where the last of them ends. */
  readonly end: number;
}

/** The parts up to the first that is broken or of another run; none where there is no file, or none that can be read. */
async function readParts<Part>(path: string, key: Buffer, format: PartFormat<Part>): Promise<Parts<Part>> {
  const parts: Part[] = [];
  let end = MAGIC.length;
  let file: FileHandle | undefined;
  try {
    if (!(await lstat(path)).isFile()) return { parts, end };
    file = await open(path);
    const { size } = await file.stat();
    if (!(await bytesAt(file, 0, MAGIC.length)).equals(MAGIC)) return { parts, end };
    while (end + FRAME.length + FRAME.seal <= size) {
      const head = await bytesAt(file, end, FRAME.length + FRAME.seal);
      const length = head.readUInt32LE();
      if (length > LONGEST || end + head.length + length > size) break;
      const text = await bytesAt(file, end + head.length, length);
      if (!sealOf(key, parts.length, text).equals(head.subarray(FRAME.length))) break;
      const part = format.decode(text.toString(), parts);
      if (part === undefined) break;
      parts.push(part);
      end += head.length + length;
    }
  } catch {
    // No file, or one that cannot be read further: the run begins where the parts end.
  } finally {
    await file?.close();
  }
  return { parts, end };
}

async function bytesAt(file: FileHandle, at: number, length: number): Promise<Buffer> {
  const bytes = Buffer.alloc(length);
  const { bytesRead } = await file.read(bytes, 0, length, at);
  return bytes.subarray(0, bytesRead);
}
