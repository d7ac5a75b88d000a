// How is an array written as .npy, byte for byte as NumPy does? Header of format version 1, then the values, little-endian, in C order.
// Called by writeNpz.ts and by the array check of the data-set builder.

import { endianness } from 'node:os';
import { AuditError } from '../base/errors.ts';
import { isNumericArray, type NumericArray } from './dataset.ts';

/** An array to write: numbers of any type, or text (as UTF-32, the only text type that NumPy reads back as `str`). */
export interface ArrayToWrite {
  readonly shape: readonly number[];
  readonly values: NumericArray | readonly string[];
}

const PIECE_BYTES = 1 << 20;

function descrOf(values: NumericArray): string {
  if (values instanceof Uint8Array) return '|u1';
  if (values instanceof Int8Array) return '|i1';
  const kind =
    values instanceof Float64Array || values instanceof Float32Array
      ? 'f'
      : values instanceof Uint16Array || values instanceof Uint32Array
        ? 'u'
        : 'i';
  return `<${kind}${values.BYTES_PER_ELEMENT}`;
}

/** `(2, 3)`, with Python's trailing comma for one size. */
function shapeText(shape: readonly number[]): string {
  return `(${shape.join(', ')}${shape.length === 1 ? ',' : ''})`;
}

/** Magic, version, length and dictionary, padded with spaces so that the values start at a multiple of 64 bytes. */
function headerOf(descr: string, shape: readonly number[]): Buffer {
  const dictionary = `{'descr': '${descr}', 'fortran_order': False, 'shape': ${shapeText(shape)}, }`;
  const length = Math.ceil((10 + dictionary.length + 1) / 64) * 64 - 10;
  const lengthField = Buffer.alloc(2);
  lengthField.writeUInt16LE(length);
  return Buffer.concat([
    Buffer.from([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0]),
    lengthField,
    Buffer.from(`${dictionary.padEnd(length - 1)}\n`, 'latin1'),
  ]);
}

function encodeText(values: readonly string[]): { descr: string; bytes: Buffer } {
  const points = values.map((text) => Array.from(text, (character) => character.codePointAt(0) as number));
  const width = points.reduce((widest, { length }) => Math.max(widest, length), 1);
  const bytes = Buffer.alloc(4 * width * values.length);
  points.forEach((text, i) => {
    text.forEach((point, j) => {
      bytes.writeUInt32LE(point, 4 * (i * width + j));
    });
  });
  return { descr: `<U${width}`, bytes };
}

/**
 * What the types say, for callers in plain JavaScript: another typed array would be written under a wrong type, numbers as text.
 *
 * @param what the array, for messages: `array "x"`
 * @throws AuditError `DTYPE_UNSUPPORTED`; `SHAPE_MISMATCH` when the shape does not hold all values
 */
export function assertWritableArray({ shape, values }: ArrayToWrite, what = 'the array'): void {
  const isText = Array.isArray(values) && values.every((value) => typeof value === 'string');
  if (!isText && !isNumericArray(values)) {
    throw new AuditError('DTYPE_UNSUPPORTED', {
      expected: `the values of ${what} to be a typed array (integers up to 32 bits, or floats) or a list of text`,
      got: values?.constructor?.name ?? String(values),
      try: '{ shape: [2, 3], values: new Float64Array(6) }',
    });
  }
  const count = Array.isArray(shape) ? shape.reduce((product, size) => product * size, 1) : Number.NaN;
  if (count !== values.length) {
    throw new AuditError('SHAPE_MISMATCH', {
      expected: `${what} to have a shape that holds its ${values.length} values`,
      got: Array.isArray(shape) ? `shape [${shape.join(', ')}] of ${count}` : 'none',
      try: 'the shape of the array, for example [records, values per record]',
    });
  }
}

/** The .npy file of an array, in pieces. @throws AuditError as assertWritableArray */
export function* npyPieces(array: ArrayToWrite): Generator<Uint8Array> {
  assertWritableArray(array);
  const { shape, values } = array;
  const text = isNumericArray(values) ? undefined : encodeText(values);
  yield headerOf(text?.descr ?? descrOf(values as NumericArray), shape);
  const source = text?.bytes ?? (values as NumericArray);
  for (let start = 0; start < source.byteLength; start += PIECE_BYTES) {
    const piece = Buffer.from(source.buffer, source.byteOffset + start, Math.min(PIECE_BYTES, source.byteLength - start));
    yield text === undefined ? littleEndian(piece, source.BYTES_PER_ELEMENT) : piece;
  }
}

function littleEndian(piece: Buffer, elementBytes: number): Buffer {
  if (endianness() === 'LE' || elementBytes === 1) return piece;
  const copy = Buffer.from(piece);
  return elementBytes === 2 ? copy.swap16() : elementBytes === 4 ? copy.swap32() : copy.swap64();
}
