import { mkdirSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { loadDataset } from '../../src/data/loadDataset.ts';
import { expectAuditError, temporaryFolder } from './support.ts';

const folder = temporaryFolder();

/** Records with the given labels; the bytes of record i count up from i. */
function batch(labels: readonly number[]): Buffer {
  return Buffer.concat(labels.map((label, i) => Buffer.from([label, ...Array.from({ length: 3072 }, (_, j) => (i + j) % 251)])));
}

describe('loadDataset with CIFAR-10 binary batches', () => {
  test('reads a batch as colour images with the channels first, and knows the class names', async () => {
    const dataset = await loadDataset(folder.write('data_batch_1.bin', batch([9, 0, 9])));
    expect(dataset).toMatchObject({
      name: 'data_batch_1.bin',
      format: 'cifar10',
      records: 3,
      dimensions: 3072,
      image: { height: 32, width: 32, channels: 3, layout: 'channels-first' },
      classes: [
        { label: '0', name: 'airplane' },
        { label: '9', name: 'truck' },
      ],
    });
    expect(dataset.values[3072]).toBe(1);
    expect([...dataset.labels]).toEqual([1, 0, 1]);
  });
  test('reads the batches of a folder in the order of their numbers and leaves the test batch out', async () => {
    mkdirSync(folder.path('cifar'));
    folder.write('cifar/data_batch_10.bin', batch([3, 3]));
    folder.write('cifar/data_batch_2.bin', batch([1, 2]));
    folder.write('cifar/test_batch.bin', batch([5, 5]));
    const dataset = await loadDataset(folder.path('cifar'));
    expect([...dataset.labels].map((label) => dataset.classes[label]?.label)).toEqual(['1', '2', '3', '3']);
    expect(dataset.name).toBe('cifar');
  });
  test('tells a record that starts like an IDX file from one by its size', async () => {
    const bytes = batch([0, 1]);
    bytes.set([0, 0, 8, 3], 0);
    expect((await loadDataset(folder.write('like-idx.bin', bytes))).format).toBe('cifar10');
  });
  test('refuses a size that is no multiple of a record', async () => {
    const path = folder.write('cut.bin', batch([0, 1]).subarray(0, -1));
    await expectAuditError(() => loadDataset(path), 'CONTAINER_INVALID', 'to hold whole records of 3073 bytes. Got 6145 bytes');
  });
  test('refuses a label above 9, which CIFAR-10 does not have', async () => {
    const path = folder.write('label.bin', batch([0, 10]));
    await expectAuditError(() => loadDataset(path), 'CONTAINER_INVALID', 'labels 0 to 9. Got label 10 in record 1');
  });
});
