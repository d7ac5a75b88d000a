// Rows that alone may be asked: from every kind of file, without labels, and refused where they are no inputs like those of the training data.

import { mkdirSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { encode } from 'fast-png';
import type { Dataset } from '../../../src/data/dataset.ts';
import { type ArraysInput, datasetFromArrays } from '../../../src/data/datasetFromArrays.ts';
import { loadDataset } from '../../../src/data/loadDataset.ts';
import { prepareDataset } from '../../../src/data/prepareDataset.ts';
import { writeNpz } from '../../../src/data/writeNpz.ts';
import { matrixFromRows, rowOf } from '../../../src/linalg/matrix.ts';
import { allowedRows, loadPool } from '../../../src/query/constraints/pool.ts';
import { standardizeLike } from '../../../src/query/constraints/standardizeLike.ts';
import { expectAuditError, float64Npy, idxBytes, npyBytes, temporaryFolder } from '../../data/support.ts';

const folder = temporaryFolder();
const of = (input: ArraysInput) => prepareDataset(datasetFromArrays(input));
const rows = async (source: Promise<{ rows: { rows: number; data: Float64Array } }>) => {
  const { rows: found } = await source;
  return [found.rows, [...found.data]];
};

describe('rows of arrays', () => {
  const prepared = of({
    x: [
      [0, 10],
      [4, 30],
    ],
    y: [0, 1],
  }); // prettier-ignore
  const standard = [2, [0, -1, 3.5, 8]];
  const values = [2, 10, 9, 100];

  test('of .npy files need no labels', async () => {
    const path = folder.write('pool.npy', float64Npy([2, 2], values));
    expect(await rows(loadPool(path, prepared))).toEqual(standard);
    const { name, sha256, rows: found } = await loadPool(path, prepared);
    expect(name).toBe('pool.npy');
    expect(sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(found.data.buffer).toBeInstanceOf(SharedArrayBuffer);
  });

  test('of .npz archives are the array x, or another one', async () => {
    const path = folder.path('pool.npz');
    const x = { shape: [2, 2], values: Float64Array.from(values) };
    await writeNpz(path, { x, y: { shape: [2], values: Float64Array.of(1, 1) } });
    expect(await rows(loadPool(path, prepared))).toEqual(standard);
    await writeNpz(path, { z: x });
    expect(await rows(loadPool(path, prepared, { featuresKey: 'z' }))).toEqual(standard);
    await expectAuditError(() => loadPool(path, prepared), 'ARRAY_MISSING', '"x"', 'the arrays z');
  });

  test('may have more axes, unless they are text, too many or too few', async () => {
    const path = folder.write('axes.npy', float64Npy([1, 2, 1], [2, 10]));
    expect(await rows(loadPool(path, prepared))).toEqual([1, [0, -1]]);
    for (const [shape, count] of [
      [[2, 3], 6],
      [[2], 2],
      [[2, 2, 2], 8],
    ] as const) {
      // prettier-ignore
      const other = folder.write('other.npy', float64Npy(shape, Array<number>(count).fill(0)));
      await expectAuditError(
        () => loadPool(other, prepared),
        'SHAPE_MISMATCH',
        '"other.npy" to hold rows like those of "memory", 2 values',
        `Got an array of shape [${shape.join(', ')}]`,
        'Try an array of shape [rows, 2]',
      );
    }
    const text = folder.write('text.npy', npyBytes({ descr: '<U1', shape: '(1, 2)' }, Buffer.alloc(8, 'a\0\0\0')));
    await expectAuditError(() => loadPool(text, prepared), 'DTYPE_UNSUPPORTED', 'to hold numbers');
  });

  test('are at least one, and finite', async () => {
    const none = folder.write('none.npy', float64Npy([0, 2], []));
    await expectAuditError(() => loadPool(none, prepared), 'RECORDS_INVALID', '"none.npy" to hold at least one row', 'Got none');
    const infinite = folder.write('infinite.npy', float64Npy([2, 2], [1, 2, 3, Number.POSITIVE_INFINITY]));
    await expectAuditError(() => loadPool(infinite, prepared), 'NOT_FINITE', '"infinite.npy"', 'Got Infinity in row 1, place 1');
  });

  test('are no tables, folders, or missing', async () => {
    const table = folder.write('pool.csv', 'a,b\n1,2\n');
    await expectAuditError(() => loadPool(table, prepared), 'SHAPE_MISMATCH', '2 values', 'Got a table');
    mkdirSync(folder.path('empty'), { recursive: true });
    await expectAuditError(() => loadPool(folder.path('empty'), prepared), 'SHAPE_MISMATCH', 'Got a folder');
    await expectAuditError(() => loadPool(folder.path('nowhere.npy'), prepared), 'FILE_NOT_FOUND');
  });
});

describe('rows of tables', () => {
  const training = 'age,colour,label\n20,red,a\n40,blue,b\n30,green,a\n60,red,b\n';
  const prepare = async () => prepareDataset(await loadDataset(folder.write('training.csv', training)));
  const pool = async (text: string, labelColumn?: string | number) =>
    rows(loadPool(folder.write('pool.csv', text), await prepare(), { labelColumn }));
  const refused = (text: string, ...words: Parameters<typeof expectAuditError> extends [unknown, ...infer Rest] ? Rest : never) =>
    expectAuditError(() => pool(text), ...words);

  test('have the places of the training data, in whatever order and with whichever categories', async () => {
    const { inputs } = await prepare();
    const record = (i: number) => [...rowOf(inputs, i)];
    expect(await pool(training)).toEqual([4, [...inputs.data]]);
    expect(await pool('colour,age\nred,60\n')).toEqual([1, record(3)]);
    expect(await pool('label,colour,age\n?,green,30\nb,blue,40\n')).toEqual([2, [...record(2), ...record(1)]]);
  });

  test('pass over the column of labels, by name or position', async () => {
    const { inputs } = await prepare();
    const first = [1, [...rowOf(inputs, 0)]];
    expect(await pool('age,colour,sick\n20,red,x\n', 'sick')).toEqual(first);
    expect(await pool('age,colour,sick\n20,red,x\n', 2)).toEqual(first);
    expect(await pool('age,colour,sick\n20,red,x\n', '2')).toEqual(first);
    // In a table without labels the position means a feature.
    expect(await pool('colour,age\nred,20\n', 1)).toEqual(first);
  });

  test.each([
    ['age,color\n1,red\n', 'Got no column "colour", but "color"', 'Try calling it "colour" if it is the same'],
    ['age\n1\n', 'Got no column "colour"', 'Try adding it'],
    ['age,colour,zip\n1,red,5\n', 'Got one more, "zip"', 'Try removing it, or --label-column'],
    ['age,age,colour\n1,2,red\n', 'Got one more, "age"', 'Try removing it'],
  ])('with other columns are refused: %j', (text, ...words) =>
    refused(text, 'SHAPE_MISMATCH', 'the columns of the training data', ...words),
  );

  test('hold numbers and known categories', async () => {
    await refused(
      'age,colour\n20,red\nold,red\n',
      'RECORDS_INVALID',
      'a finite number',
      'Got "old" in row 1 (line 3), column "age"',
    );
    await refused('age,colour\n,red\n', 'RECORDS_INVALID', 'Got an empty cell in row 0 (line 2), column "age"');
    await refused('age,colour\n1e999,red\n', 'RECORDS_INVALID', 'Got "1e999"');
    await refused(
      'age,colour\n20,bleu\n',
      'RECORDS_INVALID',
      'a category that occurs in the training data',
      'Got "bleu"',
      'Try "blue"',
    );
    await refused('age,colour\n20\n', 'CONTAINER_INVALID', '2 cells in every row', 'Got 1 in row 0 (line 2)');
    await refused('age,colour\n', 'RECORDS_INVALID', 'at least one row');
  });

  test('of arrays have the same places', async () => {
    const path = folder.write('pool.npy', float64Npy([1, 4], [20, 0, 0, 1]));
    const prepared = await prepare();
    expect(await rows(loadPool(path, prepared))).toEqual([1, [...rowOf(prepared.inputs, 0)]]);
    const other = folder.write('pool.npy', float64Npy([1, 2], [20, 0]));
    await expectAuditError(
      () => loadPool(other, prepared),
      'SHAPE_MISMATCH',
      '2 columns (4 values)',
      'Try a table with the same columns',
    );
  });
});

describe('rows of another data set', () => {
  const table = (names: readonly string[], categories: readonly string[]): Dataset => ({
    ...datasetFromArrays({
      x: [
        [20, 1, 0],
        [30, 0, 1],
        [10, 0, 1],
      ],
      y: [0, 1, 1],
    }), // prettier-ignore
    columns: [
      { kind: 'numeric', name: names[0] as string, start: 0 },
      { kind: 'category', name: names[1] as string, start: 1, categories },
    ],
  });
  const own = table(['age', 'colour'], ['blue', 'red']);

  test('are standardized as the training data, and equal them where they are the same', () => {
    const prepared = prepareDataset(own);
    expect([...standardizeLike(prepared, own).data]).toEqual([...prepared.inputs.data]);
  });

  test.each([
    [table(['years', 'colour'], ['blue', 'red']), 'Got "years" as column 0 in place of "age"'],
    [table(['age', 'colour'], ['blue', 'green']), 'Got other categories of "colour"'],
    [{ ...own, columns: own.columns?.slice(0, 1) ?? [] }, 'Got no column as column 1 in place of "colour"'],
    [
      { ...own, columns: [...(own.columns?.slice(0, 1) ?? []), { kind: 'numeric', name: 'colour', start: 1 }] } as Dataset,
      'Got "colour" with numbers',
    ],
  ])('with other columns are refused: %#', (other, words) =>
    expectAuditError(() => standardizeLike(prepareDataset(own), other), 'SHAPE_MISMATCH', '2 columns (3 values)', words),
  );
});

describe('images', () => {
  const bytes = (count: number) => Uint8Array.from({ length: count }, (_, i) => (i * 37 + i * i * 11) % 256);
  const image = { height: 2, width: 2, channels: 3 } as const;
  const input = { x: bytes(24), shape: [2, 12], y: [0, 1], imageShape: image };
  const prepared = of(input);
  const asFirst = (values: ArrayLike<number>) =>
    [0, 1, 2].flatMap((c) => [0, 1, 2, 3].map((pixel) => values[3 * pixel + c] as number));
  const png = (data: Uint8Array, channels = 3) => encode({ width: 2, height: 2, channels: channels as 1 | 3, depth: 8, data });
  const pictures = (name: string, files: Readonly<Record<string, Uint8Array | string>>) => {
    mkdirSync(folder.path(`${name}/cats`), { recursive: true });
    for (const [file, data] of Object.entries(files)) folder.write(`${name}/${file}`, data);
    return folder.path(name);
  };

  test('in a folder need no folders of classes, and are reordered for training images of channels first', async () => {
    const [first, second] = [bytes(12), bytes(24).slice(12)];
    const path = pictures('flat', { 'b.png': png(second), 'cats/a.png': png(first), '.hidden.png': 'x', 'notes.txt': 'x' });
    expect(await rows(loadPool(path, prepared))).toEqual([2, [...rowOf(prepared.inputs, 1), ...rowOf(prepared.inputs, 0)]]);
    const flipped = of({
      ...input,
      x: Uint8Array.of(...asFirst(first), ...asFirst(second)),
      imageShape: { ...image, layout: 'channels-first' },
    });
    const { rows: found, sha256 } = await loadPool(path, flipped);
    expect([...rowOf(found, 0)]).toEqual([...rowOf(flipped.inputs, 1)]);
    // The hash covers names.
    const renamed = pictures('renamed', { 'a.png': png(second), 'cats/a.png': png(first) });
    expect((await loadPool(renamed, flipped)).sha256).not.toBe(sha256);
  });

  test('in grey become colour, not the reverse', async () => {
    const path = pictures('grey', { 'a.png': png(Uint8Array.of(0, 80, 160, 240), 1) });
    const { rows: found } = await loadPool(path, prepared);
    const repeated = of({ ...input, x: Uint8Array.of(...[0, 80, 160, 240].flatMap((v) => [v, v, v]), ...bytes(12)) });
    expect([...prepared.restore(rowOf(found, 0))].map(Math.round)).toEqual(
      [...repeated.restore(rowOf(repeated.inputs, 0))].map(Math.round),
    );
    const grey = of({ x: bytes(8), shape: [2, 4], y: [0, 1], imageShape: { ...image, channels: 1 } });
    await expectAuditError(
      () => loadPool(pictures('colour', { 'a.png': png(bytes(12)) }), grey),
      'SHAPE_MISMATCH',
      'pictures of 2 × 2 pixels in grey',
      'Got 2 × 2 in colour in "a.png"',
    );
  });

  test('of another size, damaged or missing are refused', async () => {
    const wide = encode({ width: 4, height: 1, channels: 3, depth: 8, data: bytes(12) });
    await expectAuditError(
      () => loadPool(pictures('wide', { 'w.png': wide }), prepared),
      'SHAPE_MISMATCH',
      'Got 4 × 1 in colour in "w.png"',
    );
    await expectAuditError(
      () => loadPool(pictures('damaged', { 'd.png': 'x' }), prepared),
      'CONTAINER_INVALID',
      'complete PNG or JPEG',
    );
    await expectAuditError(
      () => loadPool(pictures('none', { 'a.txt': 'x' }), prepared),
      'RECORDS_INVALID',
      'PNG or JPEG images',
      'Got none',
    );
  });

  test('in IDX files and arrays have the axes of images', async () => {
    const grey = of({ x: bytes(12), shape: [2, 6], y: [0, 1], imageShape: { height: 2, width: 3, channels: 1 } });
    const idx = folder.write('pool-images-idx3-ubyte', idxBytes(8, [2, 2, 3], bytes(12)));
    expect(await rows(loadPool(idx, grey))).toEqual([2, [...grey.inputs.data]]);
    const turned = folder.write('turned-idx3-ubyte', idxBytes(8, [2, 3, 2], bytes(12)));
    await expectAuditError(
      () => loadPool(turned, grey),
      'SHAPE_MISMATCH',
      'images of 2 × 3 pixels with 1 channel (6 values)',
      '[2, 3, 2]',
    );
  });

  test('may come with the package, or in CIFAR-10 batches', async () => {
    const digits = await loadDataset('digits');
    const some = prepareDataset(digits, { limit: 20 });
    const { name, rows: found } = await loadPool('digits', some);
    expect([name, found.rows]).toEqual(['digits', 2000]);
    expect([...rowOf(found, some.rows[5] as number)]).toEqual([...rowOf(some.inputs, 5)]);
    await expectAuditError(
      () => loadPool('digits', prepared),
      'SHAPE_MISMATCH',
      'rows like those of "memory"',
      'shape [2000, 28, 28, 1]',
    );

    const batch = Buffer.concat([0, 1].map((label) => Buffer.concat([Buffer.of(label), bytes(3072).map((v) => v ^ label)])));
    const path = folder.write('batch.bin', batch);
    const cifar = prepareDataset(await loadDataset(path));
    expect(await rows(loadPool(path, cifar))).toEqual([2, [...cifar.inputs.data]]);
  });

  test('on another scale are refused', async () => {
    const fractions = of({ ...input, x: Float64Array.from(bytes(24), (v) => v / 255) });
    const path = pictures('scale', { 'a.png': png(bytes(12)) });
    await expectAuditError(
      () => loadPool(path, fractions),
      'RECORDS_INVALID',
      'on the scale of the training images',
      'Try dividing them, by 255',
    );
    const small = folder.write(
      'small.npy',
      float64Npy(
        [1, 12],
        Array.from(bytes(12), (v) => v / 255),
      ),
    );
    await expectAuditError(
      () => loadPool(small, prepared),
      'RECORDS_INVALID',
      'on the scale of the training images',
      'Try multiplying them',
    );
    const constant = folder.write('constant.npy', float64Npy([1, 12], Array<number>(12).fill(3)));
    expect((await loadPool(constant, prepared)).rows.rows).toBe(1);
  });
});

describe('rows outside of what is excluded', () => {
  const pool = {
    name: 'pool.npy',
    rows: matrixFromRows([
      [1, 0],
      [1.05, 0],
      [1.2, 0],
      [3, 0.1],
      [0, 1],
      [-1, 0],
    ]),
  }; // prettier-ignore
  const record = Float64Array.of(1, 0);

  test('are all where nothing is excluded', () => expect([...allowedRows(pool, undefined)]).toEqual([0, 1, 2, 3, 4, 5]));
  test('of a ball are those at a distance', () =>
    expect([...allowedRows(pool, { shape: 'ball', radius: 0.1, records: [record] })]).toEqual([2, 3, 4, 5]));
  test('of a cone are those of another direction', () =>
    expect([...allowedRows(pool, { shape: 'cone', radius: 0.1, records: [record] })]).toEqual([4, 5]));
  test('of two records are outside of both', () =>
    expect([...allowedRows(pool, { shape: 'cone', radius: 0.1, records: [record, Float64Array.of(0, 2)] })]).toEqual([5]));
  test('are at least one', () =>
    expectAuditError(
      () => allowedRows(pool, { shape: 'ball', radius: 3, records: [record] }),
      'OPTION_INVALID',
      'rows of "pool.npy" outside of the excluded ball of radius 3',
      'Got none of 6',
      'a smaller --exclude-radius',
    ));
});
