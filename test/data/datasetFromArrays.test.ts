import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import type { ErrorCode } from '../../src/base/errors.ts';
import { type ArraysInput, datasetFromArrays } from '../../src/data/datasetFromArrays.ts';
import { expectAuditError } from './support.ts';

const rows = [
  [1, 2],
  [3, 4],
  [5, 6],
];
const y = ['a', 'b', 'a'];
const PIXEL = { height: 1, width: 2, channels: 1 };
const tensor = (shape: number[], data: ArrayLike<number> | string[]) => ({ shape, dtype: 'float32', dataSync: () => data });

describe('datasetFromArrays', () => {
  test('the same numbers give the same data set and hash, however they are held', () => {
    const nested = datasetFromArrays({ x: rows, y });
    expect(nested).toMatchObject({ name: 'memory', format: 'memory', records: 3, dimensions: 2 });
    expect([...nested.values]).toEqual([1, 2, 3, 4, 5, 6]);
    const others = [
      datasetFromArrays({ x: rows.flat(), y }),
      datasetFromArrays({ x: rows.map((row) => Float32Array.from(row)), y }),
      datasetFromArrays({ x: Uint8Array.of(1, 2, 3, 4, 5, 6), y }),
      datasetFromArrays({ x: Uint8ClampedArray.of(1, 2, 3, 4, 5, 6), y }),
      datasetFromArrays({ x: BigInt64Array.of(1n, 2n, 3n, 4n, 5n, 6n), y }),
      datasetFromArrays({ x: Int16Array.of(1, 2, 3, 4, 5, 6), y, shape: [3, 2] }),
      datasetFromArrays({ x: tensor([3, 2], Float32Array.of(1, 2, 3, 4, 5, 6)), y: tensor([3], y) }),
    ];
    for (const other of others) {
      expect([...other.values]).toEqual([...nested.values]);
      expect(other.sha256).toBe(nested.sha256);
    }
  });
  test('the hash is that of shape, values in float64 and labels, one after the other', () => {
    const x = Float64Array.from({ length: 3 * 7000 }, (_, i) => Math.sin(i));
    x[20_000] = -0;
    const y = Array.from({ length: 7000 }, (_, i) => i % 3);
    const bytes = Buffer.alloc(8 * x.length);
    for (const [i, value] of x.entries()) bytes.writeDoubleLE(value === 0 ? 0 : value, 8 * i);
    const hash = createHash('sha256')
      .update('lood arrays [7000,3]\n')
      .update(bytes)
      .update(JSON.stringify([[7000], y]));
    expect(datasetFromArrays({ x, y }).sha256).toBe(hash.digest('hex'));
  });
  test('other values, labels or shapes give another hash', () => {
    const hashes = [
      datasetFromArrays({ x: rows, y }),
      datasetFromArrays({ x: rows, y: ['a', 'b', 'b'] }),
      datasetFromArrays({
        x: [
          [1, 2],
          [3, 4],
          [5, 7],
        ],
        y,
      }),
      datasetFromArrays({ x: rows.map((row) => row.map((value) => [value])), y }),
    ].map(({ sha256 }) => sha256);
    expect(new Set(hashes).size).toBe(4);
  });
  test('labels may be numbers, booleans, tensors or one-hot rows', () => {
    const expected = [0, 1, 0];
    for (const labels of [[0, 1, 0], [false, true, false], Int32Array.of(0, 1, 0), tensor([3], [0, 1, 0])]) {
      expect([...datasetFromArrays({ x: rows, y: labels }).labels]).toEqual(expected);
    }
    const oneHot = datasetFromArrays({ x: rows, y: tensor([3, 2], [1, 0, 0, 1, 1, 0]), classNames: ['cat', 'dog'] });
    expect([...oneHot.labels]).toEqual(expected);
    expect(oneHot.classes[1]).toEqual({ label: '1', name: 'dog' });
  });
  test('four axes are images, and so are flat rows with an image shape', () => {
    const four = datasetFromArrays({ x: new Float32Array(24), shape: [2, 2, 2, 3], y: [0, 1] });
    expect(four.image).toEqual({ height: 2, width: 2, channels: 3, layout: 'channels-last' });
    const flat = datasetFromArrays({ x: new Float32Array(24), y: [0, 1], imageShape: { height: 2, width: 2, channels: 3 } });
    expect(flat.image).toEqual(four.image);
    const nested = datasetFromArrays({ x: [[[[1], [2]]], [[[3], [4]]]], y: [0, 1] });
    expect(nested.image).toEqual({ height: 1, width: 2, channels: 1, layout: 'channels-last' });
  });
  test('half floats, where there are any, are taken as float32, and looked at for infinities', async () => {
    const { Float16Array } = globalThis as unknown as { Float16Array?: { of(...values: number[]): Float32Array } };
    if (Float16Array === undefined) return;
    expect(datasetFromArrays({ x: Float16Array.of(1, 0.5), y: [0, 1] }).values).toEqual(Float32Array.of(1, 0.5));
    await expectAuditError(() => datasetFromArrays({ x: Float16Array.of(1, Infinity), y: [0, 1] }), 'NOT_FINITE');
  });
  test('typed arrays are used in place', () => {
    const x = new Float64Array([1, 2, 3, 4]);
    expect(datasetFromArrays({ x, y: [0, 1] }).values).toBe(x);
  });
});

describe('datasetFromArrays refuses', () => {
  test('ragged rows, saying where', () =>
    expectAuditError(() => datasetFromArrays({ x: [[1, 2], [3]], y: [0, 1] }), 'SHAPE_MISMATCH', 'length 1 at x[1]'));
  test('anything but numbers, saying where', async () => {
    const withText = [
      [1, 2],
      [3, 'four'],
    ] as unknown as number[][];
    await expectAuditError(
      () => datasetFromArrays({ x: withText, y: [0, 1] }),
      'DTYPE_UNSUPPORTED',
      'x[1][1]',
      'the text "four"',
    );
    const mixed = [[1, 2], 3] as unknown as number[][];
    await expectAuditError(() => datasetFromArrays({ x: mixed, y: [0, 1] }), 'DTYPE_UNSUPPORTED', 'x[1]');
    await expectAuditError(
      () => datasetFromArrays({ x: null as unknown as number[], y: [0, 1] }),
      'DTYPE_UNSUPPORTED',
      'Got null',
    );
  });
  test('a tensor that cannot be read any more', () => {
    const disposed = {
      shape: [2, 1],
      dataSync: () => {
        throw new Error('Tensor is disposed.');
      },
    };
    return expectAuditError(
      () => datasetFromArrays({ x: disposed, y: [0, 1] }),
      'DTYPE_UNSUPPORTED',
      'Got a tensor that cannot be read (Tensor is disposed.)',
    );
  });
  test('labels that are none, saying what may be', async () => {
    const labels = (y: unknown) => () => datasetFromArrays({ x: rows, y } as ArraysInput);
    await expectAuditError(labels(undefined), 'DTYPE_UNSUPPORTED', 'Expected y to be numbers, booleans or text (');
    await expectAuditError(
      labels([0, null, 1]),
      'DTYPE_UNSUPPORTED',
      'Expected y[1] to be numbers, booleans or text (',
      'Got null',
    );
  });
  test.each<[string, unknown, string, string]>([
    ['no object', undefined, 'OPTION_INVALID', 'the arrays as an object { x, y }. Got a value of type undefined'],
    ['null', null, 'OPTION_INVALID', 'Got null'],
    ['a misspelt key', { x: rows, y, classnames: [] }, 'NAME_UNKNOWN', 'Got "classnames". Try "classNames"'],
    [
      'a shape that is no list',
      { x: rows, y, shape: '3x2' },
      'OPTION_INVALID',
      'shape to be a list of sizes. Got the text "3x2"',
    ],
    ['class names that are no list', { x: rows, y, classNames: 'ab' }, 'OPTION_INVALID', 'classNames to be a list of text'],
    ['class names that are no text', { x: rows, y, classNames: [0, 1] }, 'OPTION_INVALID', 'classNames to be a list of text'],
    ['a name that is no text', { x: rows, y, name: 5 }, 'OPTION_INVALID', 'name to be text. Got a value of type number'],
    [
      'an unknown layout',
      { x: rows, y, imageShape: { ...PIXEL, layout: 'NHWC' } },
      'NAME_UNKNOWN',
      'channels-last, channels-first',
    ],
    ['an image shape that is text', { x: rows, y, imageShape: '1x2' }, 'OPTION_INVALID', 'Try for example { height: 32'],
  ])('%s', (_, input, code, text) => expectAuditError(() => datasetFromArrays(input as ArraysInput), code as ErrorCode, text));
  test('an array that contains itself', () => {
    const loop: unknown[] = [];
    loop.push(loop);
    return expectAuditError(() => datasetFromArrays({ x: loop as unknown as number[], y: [0, 1] }), 'DTYPE_UNSUPPORTED');
  });
  test('a big integer that float64 cannot hold', () =>
    expectAuditError(
      () => datasetFromArrays({ x: BigUint64Array.of(1n, 2n ** 53n), y: [0, 1] }),
      'DTYPE_UNSUPPORTED',
      '9007199254740992',
    ));
  test('labels of another length, and a shape that does not fit', async () => {
    await expectAuditError(
      () => datasetFromArrays({ x: rows, y: [0, 1] }),
      'SHAPE_MISMATCH',
      'as many labels as records (3). Got 2',
    );
    await expectAuditError(() => datasetFromArrays({ x: new Uint8Array(7), y: [0, 1] }), 'SHAPE_MISMATCH', 'Got 7 values');
    await expectAuditError(
      () => datasetFromArrays({ x: new Uint8Array(6), y: [0, 1], shape: [2, 2] }),
      'SHAPE_MISMATCH',
      'Got 6 values',
    );
  });
  test('a single axis, a single record and records without values', async () => {
    await expectAuditError(
      () => datasetFromArrays({ x: new Uint8Array(2), y: [0, 1], shape: [2] }),
      'SHAPE_MISMATCH',
      'shape [2]',
    );
    await expectAuditError(() => datasetFromArrays({ x: [[1, 2]], y: [0] }), 'RECORDS_INVALID', 'Got 1 records with 2 values');
    await expectAuditError(() => datasetFromArrays({ x: [[], []], y: [0, 1] }), 'RECORDS_INVALID', 'with 0 values');
  });
  test('a value that is not finite, with row and column', () =>
    expectAuditError(
      () =>
        datasetFromArrays({
          x: [
            [1, 2],
            [3, Infinity],
          ],
          y: [0, 1],
        }),
      'NOT_FINITE',
      'Got Infinity in row 1, column 1 (counted from 0)',
    ));
  test('a value that is no finite number wherever it stands', async () => {
    for (const Type of [Float64Array, Float32Array]) {
      for (let at = 0; at < 10; at++) {
        for (const value of [Number.NaN, Infinity, -Infinity]) {
          const x = new Type(Array.from({ length: 10 }, (_, i) => (i === at ? value : i - 4.5)));
          await expectAuditError(
            () => datasetFromArrays({ x, y: [0, 1] }),
            'NOT_FINITE',
            `Got ${value} in row ${at < 5 ? 0 : 1}, column ${at % 5} (`,
          );
        }
      }
    }
  });
  test('a value that is no finite number far into the data', () => {
    const x = new Float32Array(3 * 10_000);
    x[3 * 9876 + 2] = Number.NaN;
    const y = Array.from({ length: 10_000 }, (_, i) => i % 2);
    return expectAuditError(() => datasetFromArrays({ x, y }), 'NOT_FINITE', 'Got NaN in row 9876, column 2 (');
  });
  test('labels of mixed kinds', () =>
    expectAuditError(
      () => datasetFromArrays({ x: rows, y: ['a', 1, 'b'] as string[] }),
      'LABELS_INVALID',
      'type number at position 1',
    ));
});
