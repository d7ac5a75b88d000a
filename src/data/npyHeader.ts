// What does the header of a .npy file say? Format versions 1 to 3: magic, version, length, and a Python dictionary as text.
// Called by npyArray.ts. The text comes from a stranger: it is parsed by this small grammar, never evaluated.

import { AuditError } from '../base/errors.ts';
import { plainText } from '../base/plainText.ts';
import type { ByteReader } from './byteReader.ts';

export interface NpyHeader {
  /** Element type as NumPy writes it, for example `<f8`; a structured type is returned as its literal text in brackets. */
  readonly descr: string;
  readonly fortranOrder: boolean;
  readonly shape: readonly number[];
  /** Bytes from the start of the file to the first value. */
  readonly dataOffset: number;
}

/** First bytes of every .npy file. */
export const NPY_MAGIC: readonly number[] = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];

/** NumPy itself refuses headers above 10,000 characters unless told otherwise; wide structured types need more, nothing needs this. */
const LONGEST_HEADER = 1 << 16;

/** NumPy's own limit. The header has room for thousands of axes of size 1, through which every value would be carried. */
const MOST_AXES = 64;

function invalid(what: string, got: string): AuditError {
  return new AuditError('CONTAINER_INVALID', {
    expected: `${what} to be a complete NumPy array file`,
    got,
    try: 'saving the array again with numpy.save or numpy.savez',
  });
}

/**
 * Reads magic, version and header from the start of a stream.
 *
 * @param what what is being read, for messages: `array "x"`
 * @throws AuditError `CONTAINER_INVALID`
 */
export async function readNpyHeader(reader: ByteReader, what: string): Promise<NpyHeader> {
  const start = await reader.read(8);
  if (start.length < 8 || NPY_MAGIC.some((byte, i) => start[i] !== byte)) throw invalid(what, 'no NumPy signature at its start');
  const major = start[6] as number;
  if (major < 1 || major > 3) throw invalid(what, `format version ${major}.${start[7]}, which is not known`);
  const lengthBytes = major === 1 ? 2 : 4;
  const lengthField = await reader.read(lengthBytes);
  if (lengthField.length < lengthBytes) throw invalid(what, 'a file that ends within the header');
  const length = lengthField.reduceRight((sum, byte) => sum * 256 + byte, 0);
  if (length > LONGEST_HEADER) throw invalid(what, `a header of ${length} bytes`);
  const bytes = await reader.read(length);
  if (bytes.length < length) throw invalid(what, 'a file that ends within the header');
  const text = new TextDecoder(major === 3 ? 'utf-8' : 'latin1').decode(bytes);
  return { ...parseNpyHeader(text, what), dataOffset: 8 + lengthBytes + length };
}

type Literal = string | number | boolean | readonly Literal[] | ReadonlyMap<Literal, Literal>;

/** Strings without escapes (NumPy writes none in a simple type), integers with Python 2's `L`, booleans, brackets and separators. */
const TOKEN = /\s*(?:'([^'\\]*)'|"([^"\\]*)"|(\d{1,15})L?(?!\d)|(True|False)|([[\](){},:]))/y;

/** Parses the dictionary `{'descr': …, 'fortran_order': …, 'shape': …}`. */
export function parseNpyHeader(text: string, what: string): Omit<NpyHeader, 'dataOffset'> {
  const bad = (): AuditError => invalid(what, `a header that is not understood: ${plainText(text.trim(), 120)}`);
  let position = 0;
  let depth = 0;

  function next(): { punctuation: string } | { literal: Literal } {
    TOKEN.lastIndex = position;
    const match = TOKEN.exec(text);
    if (match === null) throw bad();
    position = TOKEN.lastIndex;
    const [, single, double, digits, boolean, punctuation] = match;
    if (punctuation !== undefined) return { punctuation };
    if (digits !== undefined) return { literal: Number(digits) };
    if (boolean !== undefined) return { literal: boolean === 'True' };
    return { literal: single ?? double ?? '' };
  }
  function peek(): string | undefined {
    const before = position;
    const token = next();
    position = before;
    return 'punctuation' in token ? token.punctuation : undefined;
  }
  function sequence(close: string): Literal[] {
    const items: Literal[] = [];
    while (peek() !== close) {
      items.push(value());
      if (peek() !== ',') break;
      next();
    }
    expectPunctuation(close);
    return items;
  }
  function expectPunctuation(expected: string): void {
    const token = next();
    if (!('punctuation' in token) || token.punctuation !== expected) throw bad();
  }
  function dictionary(): ReadonlyMap<Literal, Literal> {
    const entries = new Map<Literal, Literal>();
    while (peek() !== '}') {
      const key = value();
      expectPunctuation(':');
      entries.set(key, value());
      if (peek() !== ',') break;
      next();
    }
    expectPunctuation('}');
    return entries;
  }
  function value(): Literal {
    const token = next();
    if ('literal' in token) return token.literal;
    // A header nests three deep at most (a list of field tuples with shapes); the bound keeps a hostile one off the stack.
    if (++depth > 32) throw bad();
    try {
      if (token.punctuation === '(') return sequence(')');
      if (token.punctuation === '[') return sequence(']');
      if (token.punctuation === '{') return dictionary();
      throw bad();
    } finally {
      depth--;
    }
  }

  const header = value();
  if (!(header instanceof Map) || text.slice(position).trim() !== '') throw bad();
  const descr: Literal | undefined = header.get('descr');
  const fortranOrder: Literal | undefined = header.get('fortran_order');
  const shape: Literal | undefined = header.get('shape');
  if (descr === undefined || typeof fortranOrder !== 'boolean' || !Array.isArray(shape)) throw bad();
  if (shape.length > MOST_AXES) throw invalid(what, `${shape.length} axes`);
  if (!shape.every((size): size is number => typeof size === 'number')) throw bad();
  return { descr: typeof descr === 'string' ? descr : JSON.stringify(descr), fortranOrder, shape };
}
