import { gzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { loadDataset } from '../../src/data/loadDataset.ts';
import { expectAuditError, idxBytes, labelNpy, temporaryFolder } from './support.ts';

const folder = temporaryFolder();
const pixels = Uint8Array.from({ length: 3 * 2 * 2 }, (_, i) => i);
const images = idxBytes(8, [3, 2, 2], pixels);
const labels = idxBytes(8, [3], Uint8Array.of(7, 7, 1));

describe('loadDataset with an IDX file', () => {
  test('finds the labels beside the images, and three axes are grey images', async () => {
    folder.write('train-labels-idx1-ubyte', labels);
    const dataset = await loadDataset(folder.write('train-images-idx3-ubyte', images));
    expect(dataset).toMatchObject({
      name: 'train-images-idx3-ubyte',
      format: 'idx',
      records: 3,
      dimensions: 4,
      image: { height: 2, width: 2, channels: 1, layout: 'channels-last' },
    });
    expect([...dataset.values]).toEqual([...pixels]);
    expect(dataset.classes.map(({ label }) => label)).toEqual(['1', '7']);
    expect([...dataset.labels]).toEqual([1, 1, 0]);
  });
  test('unpacks gzip on the way, whichever of the two files is packed', async () => {
    folder.write('a-labels-idx1-ubyte.gz', gzipSync(labels));
    folder.write('b-labels.idx1-ubyte', labels);
    const both = await loadDataset(folder.write('a-images-idx3-ubyte.gz', gzipSync(images)));
    const one = await loadDataset(folder.write('b-images.idx3-ubyte.gz', gzipSync(images)));
    expect([...both.values]).toEqual([...pixels]);
    expect([...one.labels]).toEqual([1, 1, 0]);
  });
  test('takes labels from a named file', async () => {
    const dataset = await loadDataset(folder.write('data.idx', images), { labels: folder.write('l.npy', labelNpy([0, 1, 1])) });
    expect([...dataset.labels]).toEqual([0, 1, 1]);
  });
  test.each([
    [0x09, Uint8Array.of(255, 2, 3, 4), [-1, 2, 3, 4]],
    [0x0b, Uint8Array.of(1, 0, 255, 255, 0, 3, 0, 4), [256, -1, 3, 4]],
    [0x0c, Uint8Array.of(0, 1, 0, 0, 255, 255, 255, 255, 0, 0, 0, 3, 0, 0, 0, 4), [65536, -1, 3, 4]],
    [0x0d, Uint8Array.of(0x3f, 0x80, 0, 0, 0xc0, 0, 0, 0, 0, 0, 0, 0, 0x3f, 0, 0, 0), [1, -2, 0, 0.5]],
    [0x0e, Uint8Array.from([0x3f, 0xf0, 0, 0, 0, 0, 0, 0, 0xc0, ...Array(7).fill(0), ...Array(16).fill(0)]), [1, -2, 0, 0]],
  ])('reads big-endian values of type %i', async (type, bytes, values) => {
    const path = folder.write('typed.idx', idxBytes(type, [2, 2], bytes));
    const dataset = await loadDataset(path, { labels: folder.write('two.npy', labelNpy([0, 1])) });
    expect([...dataset.values]).toEqual(values);
    expect(dataset.image).toBeUndefined();
  });

  test('says where it looked for labels that are not there', async () => {
    await expectAuditError(
      () => loadDataset(folder.write('lone-images-idx3-ubyte', images)),
      'FILE_NOT_FOUND',
      'Got no lone-labels-idx1-ubyte or lone-labels-idx1-ubyte.gz. Try naming the labels file with --labels',
    );
  });
  test('does not take the file itself for its labels', () =>
    expectAuditError(() => loadDataset(folder.write('lone.idx', images)), 'FILE_NOT_FOUND', 'Got no lone.idx.gz'));
  test('refuses the labels file in place of the images', async () => {
    await expectAuditError(
      () => loadDataset(folder.write('x-labels-idx1-ubyte', labels)),
      'SHAPE_MISMATCH',
      'a single axis of 3 values',
    );
  });
  test.each([
    ['promises more than the file holds', idxBytes(8, [0xffffffff, 0xffff, 0xffff], pixels)],
    ['ends early', images.subarray(0, -1)],
    ['goes on after its values', Buffer.concat([images, Buffer.from([0])])],
    ['ends within its header', images.subarray(0, 9)],
  ])('refuses a file that %s', async (_, bytes) => {
    const path = folder.write('bad.idx', bytes);
    await expectAuditError(() => loadDataset(path, { labels: 'unused' }), 'CONTAINER_INVALID');
  });
  test('refuses a packed header that promises more than deflate can hold, before allocating', async () => {
    const path = folder.write('bomb-images-idx3-ubyte.gz', gzipSync(idxBytes(8, [1000, 1000, 1000], pixels)));
    await expectAuditError(() => loadDataset(path), 'CONTAINER_INVALID', 'to hold 1000000000 bytes of values. Got at most');
  });
  test.each([
    ['to more than its header promises', gzipSync(Buffer.concat([images, Buffer.alloc(10_000_000)])), 'Got more'],
    ['to less than its header promises', gzipSync(images.subarray(0, -2)), 'Got 10'],
    ['no further, being cut', gzipSync(images).subarray(0, -9), 'to be a complete gzip file'],
  ])('refuses a packed file that unpacks %s', async (_, bytes, text) => {
    const path = folder.write('p-images-idx3-ubyte.gz', bytes);
    await expectAuditError(() => loadDataset(path), 'CONTAINER_INVALID', text);
  });
});
