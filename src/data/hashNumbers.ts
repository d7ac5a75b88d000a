// Which numbers are these? Bytes for a hash that is the same for the same numbers in any numeric type. Called for data given in memory.

import type { Hash } from 'node:crypto';
import { endianness } from 'node:os';
import type { NumericArray } from './dataset.ts';

/** Feeds values as float64, little-endian, to a hash, so that a float32 tensor and a nested array of its values agree; −0 counts as 0. */
export function hashNumbers(hash: Hash, values: NumericArray): void {
  const block = new Float64Array(8192);
  const mayBeNegativeZero = values instanceof Float64Array || values instanceof Float32Array;
  const bytes = Buffer.from(block.buffer);
  for (let start = 0; start < values.length; start += block.length) {
    const count = Math.min(block.length, values.length - start);
    block.set(values.subarray(start, start + count));
    if (mayBeNegativeZero) addZero(block);
    if (endianness() === 'BE') bytes.swap64();
    hash.update(bytes.subarray(0, 8 * count));
  }
}

/** Turns −0 into 0: equal values, equal hash. */
function addZero(block: Float64Array): void {
  for (let i = 0; i < block.length; i++) block[i] = (block[i] as number) + 0;
}
