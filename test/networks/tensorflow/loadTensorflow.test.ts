import { describe, expect, test } from '@jest/globals';
import { findBlas } from '../../../src/linalg/blas/findBlas.ts';
import { installBlasProducts } from '../../../src/networks/tensorflow/blasProducts.ts';
import { loadTensorflow } from '../../../src/networks/tensorflow/loadTensorflow.ts';
import { reportMissing } from '../../support/missing.ts';
import { randomTensor } from '../support.ts';

describe('TensorFlow.js', () => {
  test('runs on WebAssembly where its native binding is not there, and says why', async () => {
    const { tf, backend, description, passedOver } = await loadTensorflow();
    expect(backend).toBe('wasm');
    expect(tf.getBackend()).toBe('wasm');
    expect(description).toMatch(/^TensorFlow\.js 4\.\d+\.\d+, WebAssembly$/);
    expect(passedOver).toEqual([expect.stringMatching(/^native binding: .*tfjs-node/)]);
  });

  test('runs on plain JavaScript when asked to', async () => {
    const { tf, backend } = await loadTensorflow({ backend: 'cpu' });
    expect(backend).toBe('cpu');
    expect(tf.matMul(tf.tensor2d([[1, 2]]), tf.tensor2d([[3], [4]])).dataSync()[0]).toBe(11);
  });

  test('goes on without a library that cannot be loaded', async () => {
    const { description, passedOver } = await loadTensorflow({ backend: 'wasm', blas: '/nowhere/libnothing.so' });
    expect(description).toMatch(/WebAssembly$/);
    expect(passedOver).toEqual([expect.stringMatching(/^\/nowhere\/libnothing\.so: /)]);
  });

  test('that is not there is an error when nothing else may be used', async () => {
    await expect(loadTensorflow({ backend: 'tensorflow' })).rejects.toThrow(/Expected a backend of TensorFlow\.js/);
  });
});

const { found } = await findBlas();
if (found === undefined) reportMissing('BLAS library', 'libopenblas0-pthread');
const withBlas = found === undefined ? describe.skip : describe;

withBlas('products by a BLAS library', () => {
  const shapes = [
    { a: [3, 5, 7], b: [3, 7, 4] },
    { a: [1, 6, 9], b: [4, 9, 5] },
    { a: [4, 6, 9], b: [1, 9, 5] },
    { a: [33, 17], b: [17, 65] },
    { a: [2, 1, 3], b: [2, 3, 1] },
  ];

  test('are those of the backend, for all shapes and transpositions', async () => {
    const { tf } = await loadTensorflow({ backend: 'wasm' });
    const flip = (shape: number[]) => [...shape.slice(0, -2), shape.at(-1) as number, shape.at(-2) as number];
    for (const { a, b } of shapes) {
      for (const transposeA of [false, true]) {
        for (const transposeB of [false, true]) {
          const x = randomTensor(tf, transposeA ? flip(a) : a, 1);
          const y = randomTensor(tf, transposeB ? flip(b) : b, 2);
          const product = () => tf.matMul(x, y, transposeA, transposeB);
          const own = product();
          const restore = installBlasProducts(tf, found?.path as string);
          const theirs = product();
          restore();
          expect(theirs.shape).toEqual(own.shape);
          // Sums of up to 17 products of order one in another order.
          expect(Math.max(...tf.abs(tf.sub(own, theirs)).dataSync())).toBeLessThan(2e-5);
        }
      }
    }
  });

  test('are found right by the check, and named', async () => {
    const { description } = await loadTensorflow({ backend: 'wasm', blas: found?.path });
    expect(description).toContain(`products by ${found?.path}`);
  });
});
