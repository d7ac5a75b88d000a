// How do the raw bytes of an array become numbers or text? Called by npyArray.ts and idx.ts once the whole array is in memory.

import { endianness } from 'node:os';
import { AuditError } from '../base/errors.ts';
import { plainText } from '../base/plainText.ts';
import type { NumericArray } from './dataset.ts';
import type { NpyType } from './npyType.ts';

/**
 * Views (8- to 32-bit integers, floats) or converts (64-bit integers, half floats) the bytes; `buffer` is used up.
 *
 * @param shape and `fortranOrder` only to name the place of an integer that float64 cannot hold
 * @throws AuditError `DTYPE_UNSUPPORTED` for an integer beyond ±2^53
 */
export function decodeNumbers(
  buffer: ArrayBuffer,
  type: NpyType,
  what: string,
  shape: readonly number[],
  fortranOrder = false,
): NumericArray {
  if (type.swap) swapBytes(buffer, type.bytes);
  switch (`${type.kind}${type.bytes}`) {
    case 'int1':
      return new Int8Array(buffer);
    case 'int2':
      return new Int16Array(buffer);
    case 'uint2':
      return new Uint16Array(buffer);
    case 'int4':
      return new Int32Array(buffer);
    case 'uint4':
      return new Uint32Array(buffer);
    case 'float4':
      return new Float32Array(buffer);
    case 'float8':
      return new Float64Array(buffer);
    case 'int8':
    case 'uint8':
      return wideIntegersToFloat64(buffer, type.kind === 'int', (element) => `${what}, ${place(element, shape, fortranOrder)}`);
    case 'float2':
      return halfToFloat32(new Uint16Array(buffer));
    default:
      return new Uint8Array(buffer);
  }
}

/** Reverses the bytes of every element, in place. */
function swapBytes(buffer: ArrayBuffer, size: number): void {
  const piece = 1 << 24;
  for (let offset = 0; offset < buffer.byteLength; offset += piece) {
    const bytes = Buffer.from(buffer, offset, Math.min(piece, buffer.byteLength - offset));
    if (size === 2) bytes.swap16();
    else if (size === 4) bytes.swap32();
    else if (size === 8) bytes.swap64();
  }
}

/** Row and the index within the row, both from 0: where the `element`-th stored value belongs. */
function place(element: number, shape: readonly number[], fortranOrder: boolean): string {
  const axes = fortranOrder ? shape : shape.toReversed();
  let rest = element;
  const index = axes.map((size) => {
    const i = rest % size;
    rest = Math.floor(rest / size);
    return i;
  });
  const [row, ...columns] = fortranOrder ? index : index.toReversed();
  return columns.length === 0 ? `row ${row ?? 0}` : `row ${row}, column ${columns.join(', ')}`;
}

/**
 * 64-bit integers as float64, in place. Halves are combined as numbers: BigInt would cost a hundred times more. They are seen through short
 * views, since one view would have twice as many elements as the array.
 */
function wideIntegersToFloat64(buffer: ArrayBuffer, signed: boolean, where: (element: number) => string): Float64Array {
  const out = new Float64Array(buffer);
  const [lowAt, highAt] = endianness() === 'LE' ? [0, 1] : [1, 0];
  const piece = 1 << 20;
  for (let start = 0; start < out.length; start += piece) {
    const count = Math.min(piece, out.length - start);
    const low = new Uint32Array(buffer, 8 * start, 2 * count);
    const high = signed ? new Int32Array(buffer, 8 * start, 2 * count) : low;
    for (let i = 0; i < count; i++) {
      const value = (high[2 * i + highAt] as number) * 2 ** 32 + (low[2 * i + lowAt] as number);
      // 2^53 itself is refused too: a stored 2^53 + 1 would round to it unnoticed.
      if (Math.abs(value) >= 2 ** 53) throw tooWide(value, where(start + i));
      out[start + i] = value;
    }
  }
  return out;
}

function tooWide(value: number, where: string): AuditError {
  return new AuditError('DTYPE_UNSUPPORTED', {
    expected: 'integers below 2^53 in size, which float64 holds exactly',
    got: `${value} in ${where}`,
    try: 'leaving out identifiers, or saving the values as float64',
  });
}

/** Every half is exact in float32. There are 65,536 of them: each is worked out once. */
function halfToFloat32(halves: Uint16Array): Float32Array {
  const values = Float32Array.from({ length: 1 << 16 }, (_, bits) => halfValue(bits));
  const out = new Float32Array(halves.length);
  for (let i = 0; i < halves.length; i++) out[i] = values[halves[i] as number] as number;
  return out;
}

/** IEEE 754 half precision: 1 sign bit, 5 exponent bits (bias 15), 10 fraction bits. */
function halfValue(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 31) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return sign * (exponent === 0 ? fraction * 2 ** -24 : (1024 + fraction) * 2 ** (exponent - 25));
}

/**
 * Fixed-width text: UTF-32 code points (`U`) or bytes taken as UTF-8 (`S`), padded with zeros that are dropped.
 *
 * @throws AuditError `CONTAINER_INVALID` for a code point that does not exist
 */
export function decodeText(buffer: ArrayBuffer, type: NpyType, what: string): string[] {
  const bytes = Buffer.from(buffer);
  const values: string[] = [];
  // Labels repeat: decoding each distinct spelling once saves both time and memory.
  const known = new Map<string, string>();
  for (let start = 0; start < bytes.length; start += type.bytes) {
    const raw = bytes.subarray(start, start + type.bytes);
    const key = raw.toString('latin1');
    let text = known.get(key);
    if (text === undefined) {
      text = type.kind === 'bytes' ? trimZeros(raw.toString('utf8')) : decodeCodePoints(raw, type.swap, what);
      known.set(key, text);
    }
    values.push(text);
  }
  return values;
}

function trimZeros(text: string): string {
  let end = text.length;
  while (end > 0 && text.charCodeAt(end - 1) === 0) end--;
  return text.slice(0, end);
}

function decodeCodePoints(raw: Buffer, swap: boolean, what: string): string {
  const littleEndian = (endianness() === 'LE') !== swap;
  let text = '';
  for (let i = 0; i < raw.length; i += 4) {
    const codePoint = littleEndian ? raw.readUInt32LE(i) : raw.readUInt32BE(i);
    if (codePoint > 0x10ffff) {
      throw new AuditError('CONTAINER_INVALID', {
        expected: `the text of ${what} to be Unicode`,
        got: `the code point ${plainText(codePoint.toString(16))}`,
        try: 'exporting the file again; it is damaged',
      });
    }
    text += String.fromCodePoint(codePoint);
  }
  return trimZeros(text);
}
