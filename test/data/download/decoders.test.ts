import { describe, expect, test } from '@jest/globals';
import { encode } from 'fast-png';
import { createCifar10Decoder } from '../../../src/data/download/decodeCifar10.ts';
import { createFashionMnistDecoder } from '../../../src/data/download/decodeFashionMnist.ts';
import { createMnistDecoder } from '../../../src/data/download/decodeMnist.ts';
import { expectAuditError, idxBytes } from '../support.ts';

const json = (value: unknown): Buffer => Buffer.from(JSON.stringify(value));

describe('the decoder of CIFAR-10', () => {
  test('takes each row of a sheet as one image, channels last, and sheets by their number', async () => {
    const data = new Uint8Array(1024 * 10_000 * 3);
    for (let i = 0; i < 3072; i++) data[3072 * 2 + i] = i % 256;
    const sheet = Buffer.from(encode({ width: 1024, height: 10_000, channels: 3, depth: 8, data }, { zlib: { level: 1 } }));
    const decoder = createCifar10Decoder();
    await decoder.add('data_batch_3.png', sheet);
    await decoder.add('test_batch.png', sheet);
    await decoder.add('train_lables.json', json([6, 9]));
    await decoder.add('test_lables.json', json([3]));
    const { x, y, x_test, y_test } = decoder.finish();
    expect([x?.shape, x_test?.shape]).toEqual([
      [50_000, 32, 32, 3],
      [10_000, 32, 32, 3],
    ]);
    expect([x?.values[20_002 * 3072 + 77], x?.values[20_003 * 3072 + 77], x_test?.values[2 * 3072 + 300]]).toEqual([77, 0, 44]);
    expect([y?.values, y_test?.values]).toEqual([Uint8Array.of(6, 9), Uint8Array.of(3)]);
  });
  test('refuses a sheet of another size', () => {
    const small = Buffer.from(encode({ width: 2, height: 1, channels: 3, depth: 8, data: new Uint8Array(6) }));
    return expectAuditError(
      () => createCifar10Decoder().add('data_batch_1.png', small),
      'CONTAINER_INVALID',
      'Got 2 × 1 with 3 of 8',
    );
  });
});

describe('the decoder of Fashion-MNIST', () => {
  const image = (value: number): number[] => new Array<number>(784).fill(value);
  const rows = Array.from({ length: 7000 }, (_, i) => image(i % 256));

  test('leaves out empty rows and groups the images by class', async () => {
    const decoder = createFashionMnistDecoder();
    await decoder.add('src/clothes/2.json', json({ data: [...rows.slice(0, 1000), [], ...rows.slice(1000), []] }));
    const { x, y } = decoder.finish();
    expect(x?.shape).toEqual([70_000, 28, 28, 1]);
    expect([x?.values[(14_000 + 1000) * 784], x?.values[(14_000 + 6999) * 784 + 783]]).toEqual([1000 % 256, 6999 % 256]);
    expect([y?.values[13_999], y?.values[14_000], y?.values[69_999]]).toEqual([1, 2, 9]);
  });
  test('refuses another number of images, or of values', async () => {
    const decoder = createFashionMnistDecoder();
    await expectAuditError(
      () => decoder.add('src/clothes/0.json', json({ data: rows.slice(1) })),
      'CONTAINER_INVALID',
      'Got 6999 rows',
    );
    const short = [image(0).slice(1), ...rows.slice(1)];
    await expectAuditError(
      () => decoder.add('src/clothes/0.json', json({ data: short })),
      'CONTAINER_INVALID',
      'rows of another length',
    );
  });
});

test('the decoder of MNIST gives images an axis of one channel', async () => {
  const decoder = createMnistDecoder();
  await decoder.add('data/t10k-images-idx3-ubyte', idxBytes(8, [1, 2, 2], Uint8Array.of(1, 2, 3, 4)));
  await decoder.add('data/t10k-labels-idx1-ubyte', idxBytes(8, [1], Uint8Array.of(7)));
  const { x_test, y_test } = decoder.finish();
  expect(x_test).toEqual({ shape: [1, 2, 2, 1], values: Uint8Array.of(1, 2, 3, 4) });
  expect(y_test).toEqual({ shape: [1], values: Uint8Array.of(7) });
});
