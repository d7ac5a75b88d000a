// What arrays may a caller hand in? Typed arrays, nested arrays and anything shaped like a TensorFlow.js tensor, told apart here.
// Called by datasetFromArrays.ts. TensorFlow.js itself is not imported: a tensor is known by `shape` and `dataSync`.

import { AuditError } from '../base/errors.ts';
import { plainText } from '../base/plainText.ts';
import { isNumericArray, type NumericArray } from './dataset.ts';
import type { LabelArray } from './labels.ts';

/** What is used of a tensor. */
export interface TensorLike {
  readonly shape: readonly number[];
  dataSync(): ArrayLike<number> | ArrayLike<string>;
}

export type TypedArrayInput = NumericArray | Uint8ClampedArray | BigInt64Array | BigUint64Array;
export type NestedArray<T> = ArrayLike<T> | readonly NestedArray<T>[];
export type ArrayInput = TypedArrayInput | NestedArray<number> | TensorLike;
export type LabelInput = TypedArrayInput | NestedArray<number | boolean> | readonly string[] | TensorLike;

type NumberArray = Extract<LabelArray, { kind: 'numbers' }>;

/** @throws AuditError `SHAPE_MISMATCH` for ragged nesting, `DTYPE_UNSUPPORTED` for anything but numbers */
export function toNumberArray(input: unknown, what: string): NumberArray {
  if (isTensor(input)) {
    const { shape, values } = toNumberArray(dataOf(input, what), what);
    if (shape[0] !== input.shape.reduce((product, size) => product * size, 1))
      throw notNumbers(what, 'a tensor that is no dense array of numbers');
    return { kind: 'numbers', shape: input.shape, values };
  }
  if (isTyped(input)) return { kind: 'numbers', shape: [input.length], values: fromTyped(input, what) };
  if (!Array.isArray(input)) throw notNumbers(what, describe(input));
  const shape = shapeOf(input);
  const values = new Float64Array(shape.reduce((product, size) => product * size, 1));
  fill(input, shape, 0, values, 0, what, []);
  return { kind: 'numbers', shape, values };
}

/** @throws AuditError as toNumberArray, and `LABELS_INVALID` for a mixture of text and numbers */
export function toLabelArray(input: unknown): LabelArray {
  const flat: unknown = isTensor(input) ? dataOf(input, 'y') : input;
  if (!Array.isArray(flat) || typeof flat[0] !== 'string') return toNumberArray(input, 'y');
  const other = flat.findIndex((label) => typeof label !== 'string');
  if (other >= 0) {
    throw new AuditError('LABELS_INVALID', {
      expected: 'labels of one kind (all text or all numbers)',
      got: `${describe(flat[other])} at position ${other} after text`,
      try: 'y.map(String)',
    });
  }
  return { kind: 'text', shape: isTensor(input) ? input.shape : [flat.length], values: flat as string[] };
}

function isTensor(input: unknown): input is TensorLike {
  const candidate = input as Partial<TensorLike> | null | undefined;
  return typeof candidate?.dataSync === 'function' && Array.isArray(candidate.shape);
}

/** A tensor that was disposed of, or whose device is lost, throws. */
function dataOf(tensor: TensorLike, what: string): unknown {
  try {
    return tensor.dataSync();
  } catch (cause) {
    throw notNumbers(what, `a tensor that cannot be read (${cause instanceof Error ? cause.message : String(cause)})`, cause);
  }
}

function isTyped(input: unknown): input is TypedArrayInput {
  return ArrayBuffer.isView(input) && !(input instanceof DataView);
}

function fromTyped(input: TypedArrayInput, what: string): NumericArray {
  if (input instanceof Uint8ClampedArray) return new Uint8Array(input.buffer, input.byteOffset, input.length);
  if (isNumericArray(input)) return input;
  // Half floats, which later versions of Node.js have.
  if (!(input instanceof BigInt64Array || input instanceof BigUint64Array)) return Float32Array.from(input);
  return Float64Array.from(input, (value, i) => {
    const number = Number(value);
    if (Math.abs(number) < 2 ** 53) return number;
    throw new AuditError('DTYPE_UNSUPPORTED', {
      expected: 'integers below 2^53 in size, which float64 holds exactly',
      got: `${value} at position ${i} of ${what}`,
      try: 'leaving out identifiers',
    });
  });
}

/** More axes than any data has; an array that contains itself would have no end. */
const MOST_AXES = 16;

/** Sizes along the first element of every level. */
function shapeOf(input: readonly unknown[]): number[] {
  const shape: number[] = [];
  for (let level: unknown = input; (Array.isArray(level) || isTyped(level)) && shape.length < MOST_AXES; level = level[0]) {
    shape.push(level.length);
  }
  return shape;
}

/** Copies one level of nesting to `values` from `offset` on; `path` is the position reached, for messages. */
function fill(
  level: ArrayLike<unknown>,
  shape: readonly number[],
  axis: number,
  values: Float64Array,
  offset: number,
  what: string,
  path: readonly number[],
): void {
  if (level.length !== shape[axis]) {
    throw new AuditError('SHAPE_MISMATCH', {
      expected: `${what} to be regular (shape [${shape.join(', ')}], as its first elements have)`,
      got: `length ${level.length} at ${what}[${path.join('][')}]`,
      try: 'giving every record the same number of values',
    });
  }
  const last = axis === shape.length - 1;
  const step = shape.slice(axis + 1).reduce((product, size) => product * size, 1);
  for (let i = 0; i < level.length; i++) {
    const item = level[i];
    if (last) {
      if (typeof item !== 'number' && typeof item !== 'boolean')
        throw notNumbers(`${what}[${[...path, i].join('][')}]`, describe(item));
      values[offset + i] = Number(item);
    } else {
      if (!Array.isArray(item) && !isTyped(item)) throw notNumbers(`${what}[${[...path, i].join('][')}]`, describe(item));
      fill(item as ArrayLike<unknown>, shape, axis + 1, values, offset + i * step, what, [...path, i]);
    }
  }
}

/** A value that a caller handed in, for messages. */
export function describe(value: unknown): string {
  if (value === null) return 'null';
  return typeof value === 'string' ? `the text "${plainText(value, 40)}"` : `a value of type ${typeof value}`;
}

function notNumbers(what: string, got: string, cause?: unknown): AuditError {
  return new AuditError(
    'DTYPE_UNSUPPORTED',
    {
      expected: `${what} to be ${/^y\b/.test(what) ? 'numbers, booleans or text' : 'numbers'} (a typed array, nested arrays, or a tensor)`,
      got,
      try: 'x: [[0.1, 0.2], [0.3, 0.4]] and y: [0, 1]',
    },
    {},
    cause,
  );
}
