// Small files for the tests of readers, written byte by byte into temporary folders, and the check of an error's code and words.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32, deflateRawSync } from 'node:zlib';
import { afterAll, beforeAll, expect } from '@jest/globals';
import { AuditError, type ErrorCode } from '../../src/base/errors.ts';

export interface TemporaryFolder {
  /** Path of a file or folder in it, whether or not it exists. */
  path(name: string): string;
  /** Writes a file and returns its path. */
  write(name: string, bytes: Uint8Array | string): string;
}

/** A folder that exists while the tests of the calling file run. */
export function temporaryFolder(): TemporaryFolder {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'lood-test-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const path = (name: string): string => join(folder, name);
  return {
    path,
    write(name, bytes) {
      writeFileSync(path(name), bytes);
      return path(name);
    },
  };
}

/** Runs `work` and returns the AuditError it throws; fails unless its code and every fragment of its message agree. */
export async function expectAuditError(
  work: () => unknown,
  code: ErrorCode,
  ...fragments: readonly string[]
): Promise<AuditError> {
  let thrown: unknown;
  try {
    await work();
  } catch (error) {
    thrown = error;
  }
  if (!(thrown instanceof AuditError))
    throw new Error(`expected an AuditError ${code}, got ${String(thrown)}`, { cause: thrown });
  expect({ code: thrown.code, message: thrown.message }).toEqual({ code, message: thrown.message });
  for (const fragment of fragments) expect(thrown.message).toContain(fragment);
  expect(thrown.message).toMatch(/^Expected [^\n]*\. Got [^\n]*\. Try [^\n]*\.$/);
  return thrown;
}

export interface NpyOptions {
  readonly descr: string;
  readonly shape: string;
  readonly fortran?: boolean;
  readonly version?: 1 | 2 | 3;
  /** Replaces the whole dictionary. */
  readonly header?: string;
}

/** A .npy file from the text of its header and its values as bytes. */
export function npyBytes({ descr, shape, fortran = false, version = 1, header }: NpyOptions, data: Uint8Array): Buffer {
  const text = header ?? `{'descr': '${descr}', 'fortran_order': ${fortran ? 'True' : 'False'}, 'shape': ${shape}, }`;
  const dictionary = Buffer.from(`${text}\n`, version === 3 ? 'utf8' : 'latin1');
  const length = Buffer.alloc(version === 1 ? 2 : 4);
  if (version === 1) length.writeUInt16LE(dictionary.length);
  else length.writeUInt32LE(dictionary.length);
  return Buffer.concat([Buffer.from([0x93]), Buffer.from('NUMPY'), Buffer.from([version, 0]), length, dictionary, data]);
}

/** A float64 array as .npy. */
export function float64Npy(shape: readonly number[], values: readonly number[]): Buffer {
  return npyBytes({ descr: '<f8', shape: `(${shape.join(', ')},)` }, new Uint8Array(Float64Array.from(values).buffer));
}

/** One-byte labels as .npy. */
export function labelNpy(labels: readonly number[]): Buffer {
  return npyBytes({ descr: '|u1', shape: `(${labels.length},)` }, Uint8Array.from(labels));
}

export interface ZipEntry {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly deflate?: boolean;
  /** Sizes, checksum and compression method to declare in place of the true ones. */
  readonly declare?: {
    readonly size?: number;
    readonly packedSize?: number;
    readonly checksum?: number;
    readonly method?: number;
  };
}

/** A zip archive, honest or lying; sizes that do not fit 32 bits go to ZIP64 fields. */
export function zipBytes(entries: readonly ZipEntry[]): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, bytes, deflate = false, declare = {} } of entries) {
    const packed = deflate ? deflateRawSync(bytes, { level: 9 }) : Buffer.from(bytes);
    const size = declare.size ?? bytes.length;
    const packedSize = declare.packedSize ?? packed.length;
    const wide = size >= 0xffffffff || packedSize >= 0xffffffff;
    const extra = Buffer.alloc(wide ? 20 : 0);
    if (wide) {
      extra.writeUInt16LE(1, 0);
      extra.writeUInt16LE(16, 2);
      extra.writeBigUInt64LE(BigInt(size), 4);
      extra.writeBigUInt64LE(BigInt(packedSize), 12);
    }
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(45, 0);
    fields.writeUInt16LE(0x800, 2); // names in UTF-8
    fields.writeUInt16LE(declare.method ?? (deflate ? 8 : 0), 4);
    fields.writeUInt16LE(0x21, 8);
    fields.writeUInt32LE(declare.checksum ?? crc32(bytes), 10);
    fields.writeUInt32LE(wide ? 0xffffffff : packedSize, 14);
    fields.writeUInt32LE(wide ? 0xffffffff : size, 18);
    fields.writeUInt16LE(Buffer.byteLength(name), 22);
    fields.writeUInt16LE(extra.length, 24);
    const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), fields, Buffer.from(name), extra, packed]);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(offset, 10);
    directory.push(Buffer.concat([Buffer.from('PK\x01\x02\x2d\x00', 'latin1'), fields, tail, Buffer.from(name), extra]));
    parts.push(local);
    offset += local.length;
  }
  const central = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 0, 'latin1');
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, central, end]);
}

/** An IDX file from its element type code, sizes and big-endian values as bytes. */
export function idxBytes(type: number, sizes: readonly number[], data: Uint8Array): Buffer {
  const header = Buffer.alloc(4 + 4 * sizes.length);
  header.set([0, 0, type, sizes.length]);
  sizes.forEach((size, axis) => {
    header.writeUInt32BE(size, 4 + 4 * axis);
  });
  return Buffer.concat([header, data]);
}
