// What is a data set here? Raw values as the file holds them, labels as class indices, and what is known about their meaning.
// Every reader returns one of these; preprocessing (prepareDataset.ts) turns it into the inputs of a Gaussian process.

import type { Warning } from '../base/warnings.ts';

/** The element types kept as they are; 64-bit integers become Float64Array (exact up to 2^53), half floats Float32Array. */
export type NumericArray =
  | Float64Array
  | Float32Array
  | Uint8Array
  | Int8Array
  | Uint16Array
  | Int16Array
  | Uint32Array
  | Int32Array;

const NUMERIC_ARRAYS = [
  Float64Array,
  Float32Array,
  Uint8Array,
  Int8Array,
  Uint16Array,
  Int16Array,
  Uint32Array,
  Int32Array,
] as const;

export function isNumericArray(values: unknown): values is NumericArray {
  return NUMERIC_ARRAYS.some((Constructor) => values instanceof Constructor);
}

/** How a row of values is an image. `channels-last` is (row, column, channel), `channels-first` is (channel, row, column). */
export interface ImageShape {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  readonly layout: 'channels-last' | 'channels-first';
}

/** A column of a table and where its values stand in a row: one place for a number, `categories.length` places for a one-hot column. */
export type TableColumn =
  | { readonly kind: 'numeric'; readonly name: string; readonly start: number }
  | { readonly kind: 'category'; readonly name: string; readonly start: number; readonly categories: readonly string[] };

export type DatasetFormat = 'npz' | 'npy' | 'csv' | 'idx' | 'cifar10' | 'image-folder' | 'builtin' | 'memory';

export interface DatasetClass {
  /** The label as the input has it: `0`, `7`, `yes`. This is what records.csv prints. */
  readonly label: string;
  /** A name for people; the same as `label` when the input gives none. */
  readonly name: string;
}

/** A data set before preprocessing. Record i is row i of the input, always. */
export interface Dataset {
  /** For display: file or built-in name without folders. May hold any characters; writers escape it. */
  readonly name: string;
  readonly format: DatasetFormat;
  readonly records: number;
  /** Values per record. */
  readonly dimensions: number;
  /** Row-major, length records·dimensions, in the input's units. */
  readonly values: NumericArray;
  /** Class index of each record, an index into `classes`. */
  readonly labels: Int32Array;
  /** Classes sorted by label (numerically where all labels are numbers). */
  readonly classes: readonly DatasetClass[];
  /** Present when records are images, which shape alone never decides (a 4-d array does, or the caller says so). */
  readonly image?: ImageShape;
  /** Present for tables. */
  readonly columns?: readonly TableColumn[];
  /** A name for each record where the input has one (the path of an image within its folder). May hold any characters. */
  readonly recordNames?: readonly string[];
  /** SHA-256 (hex) of the input: of the file's bytes, or of values and labels for data given in memory. */
  readonly sha256: string;
  readonly warnings: readonly Warning[];
}
