// What does a .npz file hold, read without the library's own reader? Stored or packed entries of a zip archive, and the header that NumPy writes.

import { readFileSync } from 'node:fs';
import { inflateRawSync } from 'node:zlib';

export interface ReadArray {
  readonly shape: readonly number[];
  readonly values: readonly number[];
}

export function readNpz(path: string): Readonly<Record<string, ReadArray>> {
  const bytes = readFileSync(path);
  const end = bytes.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'));
  let at = bytes.readUInt32LE(end + 16);
  const arrays: Record<string, ReadArray> = {};
  for (let i = 0; i < bytes.readUInt16LE(end + 10); i++) {
    const [method, packed] = [bytes.readUInt16LE(at + 10), bytes.readUInt32LE(at + 20)];
    const [name, extra, comment] = [28, 30, 32].map((place) => bytes.readUInt16LE(at + place)) as [number, number, number];
    const local = bytes.readUInt32LE(at + 42);
    const start = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
    const data = bytes.subarray(start, start + packed);
    const file = bytes.toString('utf8', at + 46, at + 46 + name);
    arrays[file.replace(/\.npy$/, '')] = arrayOf(method === 0 ? data : inflateRawSync(data));
    at += 46 + name + extra + comment;
  }
  return arrays;
}

const READERS: Readonly<Record<string, readonly [size: number, read: (bytes: Buffer, at: number) => number]>> = {
  '<f8': [8, (bytes, at) => bytes.readDoubleLE(at)],
  '<i4': [4, (bytes, at) => bytes.readInt32LE(at)],
  '|u1': [1, (bytes, at) => bytes.readUInt8(at)],
};

function arrayOf(npy: Buffer): ReadArray {
  const length = npy.readUInt16LE(8);
  const header = npy.toString('latin1', 10, 10 + length);
  const shape = (/'shape': \(([^)]*)\)/.exec(header)?.[1] ?? '')
    .split(',')
    .filter((size) => size.trim() !== '')
    .map(Number);
  const [size, read] = READERS[/'descr': '([^']*)'/.exec(header)?.[1] ?? ''] as (typeof READERS)[string];
  const count = shape.reduce((product, axis) => product * axis, 1);
  return { shape, values: Array.from({ length: count }, (_, i) => read(npy, 10 + length + i * size)) };
}
