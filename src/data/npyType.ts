// Which element types of NumPy are read, and how many bytes does each take? The others are refused here, with the reason.
// Called by npyArray.ts.

import { endianness } from 'node:os';
import { AuditError } from '../base/errors.ts';
import { plainText } from '../base/plainText.ts';

export interface NpyType {
  readonly kind: 'bool' | 'int' | 'uint' | 'float' | 'unicode' | 'bytes';
  /** Bytes of one element. */
  readonly bytes: number;
  /** Whether the file's byte order differs from this machine's. */
  readonly swap: boolean;
}

const SIZES: Readonly<Record<string, { kind: NpyType['kind']; sizes: readonly number[] }>> = {
  b: { kind: 'bool', sizes: [1] },
  i: { kind: 'int', sizes: [1, 2, 4, 8] },
  u: { kind: 'uint', sizes: [1, 2, 4, 8] },
  f: { kind: 'float', sizes: [2, 4, 8] },
};

function unsupported(what: string, got: string, tryText: string): AuditError {
  return new AuditError('DTYPE_UNSUPPORTED', {
    expected: `${what} to hold real numbers (bool, int, uint or float up to 64 bits) or text labels`,
    got,
    try: tryText,
  });
}

/**
 * Reads a NumPy type string such as `<f8`, `>i2`, `|b1`, `<U7`.
 *
 * @throws AuditError `DTYPE_UNSUPPORTED` for objects, complex numbers, long doubles, dates and structures
 */
export function parseNpyType(descr: string, what: string): NpyType {
  const match = /^([<>|=])([a-zA-Z])(\d{1,12})$/.exec(descr);
  if (match?.[2] === 'O' || /^\|?O$/.test(descr)) {
    throw unsupported(
      what,
      'Python objects (pickled, which can run code when loaded)',
      'converting it to a numeric or text array, for example with x.astype("float64"), before saving',
    );
  }
  const asFloat64 = 'converting it with x.astype("float64") before saving';
  if (/^[<>|=][mM]8/.test(descr)) throw unsupported(what, `dates or durations (${plainText(descr, 40)})`, asFloat64);
  if (match === null) {
    throw unsupported(what, `the structured type ${plainText(descr, 60)}`, 'saving each field as an array of its own');
  }
  const [, order, letter, digits] = match as unknown as [string, string, string, string];
  const size = Number(digits);
  const little = order === '<' || (order !== '>' && endianness() === 'LE');
  const swap = little !== (endianness() === 'LE');
  const numeric = SIZES[letter];
  if (numeric?.sizes.includes(size)) return { kind: numeric.kind, bytes: size, swap };
  if ((letter === 'U' || letter === 'S') && size > 0) {
    return { kind: letter === 'U' ? 'unicode' : 'bytes', bytes: letter === 'U' ? 4 * size : size, swap };
  }
  if (letter === 'c')
    throw unsupported(what, `complex numbers (${descr})`, 'saving real and imaginary parts as separate features');
  if (letter === 'f') throw unsupported(what, `${size * 8}-bit floats (${descr})`, asFloat64);
  throw unsupported(what, `the type ${plainText(descr, 60)}`, asFloat64);
}
