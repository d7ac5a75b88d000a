// Where do recorded signals come from? A .npz file, read array by array, or arrays in memory under the same names. Called by readSignals.ts.

import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import { AuditError } from '../../base/errors.ts';
import { assertKnownName } from '../../base/names.ts';
import type { RunOptions } from '../../base/progress.ts';
import { type ArrayInput, describe, toNumberArray } from '../../data/arrayInput.ts';
import { isNumericArray } from '../../data/dataset.ts';
import { sha256OfFile } from '../../data/files.ts';
import { hashNumbers } from '../../data/hashNumbers.ts';
import type { NpyArray } from '../../data/npyArray.ts';
import type { ArrayToWrite } from '../../data/npyEncode.ts';
import { openNpz } from '../../data/npz.ts';

/** Numbers in any form that data take, or a flat array with its shape. */
export type SignalArray = ArrayInput | ArrayToWrite;

/**
 * The arrays of a signals file under their names in camelCase; docs/attacks.md has shapes and meanings. One of the four `target…` is needed, and
 * of references the same kind.
 */
export interface SignalsInput {
  readonly targetLogits?: SignalArray | undefined;
  readonly targetProbabilities?: SignalArray | undefined;
  readonly targetConfidences?: SignalArray | undefined;
  readonly targetLosses?: SignalArray | undefined;
  readonly referenceLogits?: SignalArray | undefined;
  readonly referenceProbabilities?: SignalArray | undefined;
  readonly referenceConfidences?: SignalArray | undefined;
  readonly referenceLosses?: SignalArray | undefined;
  readonly members: SignalArray;
  readonly referenceMembers?: SignalArray | undefined;
  readonly labels?: SignalArray | undefined;
  readonly record?: SignalArray | readonly string[] | undefined;
  readonly classNames?: readonly string[] | undefined;
  /** For display. Default `memory`. */
  readonly name?: string | undefined;
}

/** Every name that a signals file may hold, as the file has it. */
export const SIGNAL_ARRAYS = [
  'target_logits',
  'target_probabilities',
  'target_confidences',
  'target_losses',
  'reference_logits',
  'reference_probabilities',
  'reference_confidences',
  'reference_losses',
  'members',
  'reference_members',
  'labels',
  'record',
  'class_names',
] as const;

export type SignalArrayName = (typeof SIGNAL_ARRAYS)[number];

export interface SignalSource {
  readonly name: string;
  readonly format: 'npz' | 'memory';
  readonly sha256: string;
  /** All arrays that are there, known or not. */
  readonly names: readonly string[];
  /** For a name among `names`. */
  read(name: SignalArrayName): Promise<NpyArray>;
  close(): void;
}

/** @throws AuditError FILE_NOT_FOUND, FILE_UNREADABLE, CONTAINER_INVALID, and for arrays DTYPE_UNSUPPORTED, SHAPE_MISMATCH, NAME_UNKNOWN */
export async function openSignals(input: string | SignalsInput, run: RunOptions = {}): Promise<SignalSource> {
  return typeof input === 'string' ? openFile(input, run) : openArrays(input);
}

async function openFile(path: string, run: RunOptions): Promise<SignalSource> {
  const sha256 = await sha256OfFile(path, { signal: run.signal });
  const archive = await openNpz(path);
  return {
    name: basename(path),
    format: 'npz',
    sha256,
    names: archive.names,
    read: (name) => archive.read(name, run),
    close: () => archive.close(),
  };
}

function openArrays(input: SignalsInput): SignalSource {
  if (typeof input !== 'object' || input === null) {
    throw new AuditError('OPTION_INVALID', {
      expected: 'the path of a signals file, or its arrays as an object',
      got: describe(input),
      try: "auditSignals('signals.npz')",
    });
  }
  const { name = 'memory', ...given } = input;
  const arrays = new Map<string, NpyArray>();
  for (const [key, value] of Object.entries(given)) {
    const known = key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
    assertKnownName('name of an array', key, SIGNAL_ARRAYS.map(inCamelCase));
    if (value !== undefined) arrays.set(known, toArray(value, key));
  }
  const hash = createHash('sha256');
  for (const [key, { shape, kind, values }] of arrays) {
    hash.update(`lood array ${key} ${JSON.stringify(shape)}\n`);
    if (kind === 'text') hash.update(JSON.stringify(values));
    else hashNumbers(hash, values);
  }
  return {
    name,
    format: 'memory',
    sha256: hash.digest('hex'),
    names: [...arrays.keys()],
    read: async (key) => arrays.get(key) as NpyArray,
    close: () => {},
  };
}

/** `targetLogits`, from `target_logits`. */
function inCamelCase(name: string): string {
  return name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

function toArray(value: SignalArray | readonly string[], key: string): NpyArray {
  if (isText(value)) return { kind: 'text', shape: [value.length], values: value };
  if (!isShaped(value)) return toNumberArray(value, key);
  const { shape, values } = value;
  const length = shape.reduce((product, size) => product * size, 1);
  if (values.length !== length) {
    throw new AuditError('SHAPE_MISMATCH', {
      expected: `${key} of shape [${shape.join(', ')}] to hold ${length} values`,
      got: `${values.length}`,
      try: 'the shape that belongs to the values',
    });
  }
  return isNumericArray(values) ? { kind: 'numbers', shape, values } : { kind: 'text', shape, values };
}

function isText(value: unknown): value is readonly string[] {
  return Array.isArray(value) && typeof value[0] === 'string';
}

/** Tensors have a shape too, but no values. */
function isShaped(value: unknown): value is ArrayToWrite {
  const { shape, values } = (value ?? {}) as Partial<ArrayToWrite>;
  return Array.isArray(shape) && (isNumericArray(values) || isText(values));
}
