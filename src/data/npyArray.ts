// What values does a .npy stream hold? Any byte order, C or Fortran order, checked against the promised size before memory is taken.
// Called by npz.ts (archive entries) and npyFile.ts.

import { AuditError } from '../base/errors.ts';
import type { ByteReader } from './byteReader.ts';
import type { NumericArray } from './dataset.ts';
import { assertArrayFits } from './memory.ts';
import { decodeNumbers, decodeText } from './npyDecode.ts';
import { readNpyHeader } from './npyHeader.ts';
import { type NpyType, parseNpyType } from './npyType.ts';

/** An array as read: always in C (row-major) order. */
export type NpyArray =
  | { readonly kind: 'numbers'; readonly shape: readonly number[]; readonly values: NumericArray }
  | { readonly kind: 'text'; readonly shape: readonly number[]; readonly values: readonly string[] };

/** Product of the sizes; infinite or inexact when no memory could hold that many, which the caller's size check then refuses. */
function elementCount(shape: readonly number[]): number {
  return shape.includes(0) ? 0 : shape.reduce((product, size) => product * size, 1);
}

/**
 * Reads one array.
 *
 * @param what what is being read, for messages: `array "x"`
 * @param size total bytes of the stream (header included) as the file system or the archive states it
 * @throws AuditError `CONTAINER_INVALID` when the header promises another amount than `size`, or the stream ends early or late;
 *   `CONTAINER_TOO_LARGE` when it would not fit into memory; `DTYPE_UNSUPPORTED`. All but the stream's end are found before allocating.
 */
export async function readNpyArray(reader: ByteReader, what: string, size: number): Promise<NpyArray> {
  const { descr, fortranOrder, shape, dataOffset } = await readNpyHeader(reader, what);
  const type = parseNpyType(descr, what);
  const count = elementCount(shape);
  const bytes = count * type.bytes;
  const shapeText = `[${shape.join(', ')}]`;
  const truncated = (got: string): AuditError =>
    new AuditError('CONTAINER_INVALID', {
      expected: `${what} of shape ${shapeText} and type ${descr} to hold ${bytes} bytes of values`,
      got,
      try: 'copying or exporting the file again; it is truncated or damaged',
    });
  if (size - dataOffset !== bytes) throw truncated(`${Math.max(0, size - dataOffset)}`);
  const transposed = fortranOrder && shape.length > 1;
  assertArrayFits(
    count,
    bytesHeld(type, bytes, transposed),
    `${what} of shape ${shapeText}`,
    'CONTAINER_TOO_LARGE',
    'saving fewer records or a smaller type (uint8 for images)',
  );

  const buffer = new ArrayBuffer(bytes);
  const filled = await reader.fill(buffer);
  if (filled < bytes) throw truncated(`${filled}`);
  if (!(await reader.atEnd())) throw truncated('more');

  if (type.kind === 'unicode' || type.kind === 'bytes') {
    const values = decodeText(buffer, type, what);
    return { kind: 'text', shape, values: transposed ? toRowMajor(values, shape, new Array<string>(count)) : values };
  }
  const values = decodeNumbers(buffer, type, what, shape, fortranOrder);
  if (!transposed) return { kind: 'numbers', shape, values };
  const Constructor = values.constructor as new (length: number) => NumericArray;
  return { kind: 'numbers', shape, values: toRowMajor(values, shape, new Constructor(count)) };
}

/** Memory at the peak: the bytes as read, what they become where that is an array of its own, and the array they are transposed into. */
function bytesHeld(type: NpyType, bytes: number, transposed: boolean): number {
  if (type.kind === 'unicode' || type.kind === 'bytes') return (transposed ? 3 : 2) * bytes;
  const halfFloats = type.kind === 'float' && type.bytes === 2;
  const values = halfFloats ? 2 * bytes : bytes;
  return (halfFloats ? bytes : 0) + (transposed ? 2 : 1) * values;
}

/**
 * Copies Fortran-order values (first index fastest) into row-major order.
 * Reads in sequence; the write position follows a counter of indices, so the cost is O(count) for any number of dimensions.
 */
function toRowMajor<T extends { [index: number]: unknown; length: number }>(
  values: ArrayLike<unknown>,
  shape: readonly number[],
  out: T,
): T {
  const strides = shape.map((_, axis) => shape.slice(axis + 1).reduce((product, size) => product * size, 1));
  const index = shape.map(() => 0);
  let target = 0;
  for (let source = 0; source < values.length; source++) {
    out[target] = values[source];
    for (let axis = 0; axis < shape.length; axis++) {
      target += strides[axis] as number;
      index[axis] = (index[axis] as number) + 1;
      if ((index[axis] as number) < (shape[axis] as number)) break;
      target -= (shape[axis] as number) * (strides[axis] as number);
      index[axis] = 0;
    }
  }
  return out;
}
