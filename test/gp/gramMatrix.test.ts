import { describe, expect, test } from '@jest/globals';
import { gramMatrix } from '../../src/gp/gramMatrix.ts';
import { createKernel } from '../../src/kernels/createKernel.ts';
import { createWasmEngine } from '../../src/linalg/createEngine.ts';
import { type Matrix, matrixFromRows } from '../../src/linalg/matrix.ts';
import { WASM_TILE } from '../../src/linalg/tileKernel/wasmTileKernel.ts';
import { elementAt, type TiledLower } from '../../src/linalg/tiles.ts';
import { expectClose } from '../support/matchers.ts';
import { randomMatrix } from '../support/randomMatrices.ts';
import { EXACT } from '../support/tolerances.ts';
import { SPECS } from './support.ts';

function lowerTriangle(size: number, at: (i: number, j: number) => number): number[] {
  const values: number[] = [];
  for (let i = 0; i < size; i++) for (let j = 0; j <= i; j++) values.push(at(i, j));
  return values;
}

function expectSame(tiled: TiledLower, dense: Matrix, tolerance: number): void {
  const actual = lowerTriangle(dense.rows, (i, j) => elementAt(tiled, i, j));
  expectClose(
    actual,
    lowerTriangle(dense.rows, (i, j) => dense.data[i * dense.cols + j] as number),
    tolerance,
  );
}

// Both sides of a tile's edge.
const SIZES = [1, 2, WASM_TILE - 1, WASM_TILE, WASM_TILE + 1];

describe.each(SPECS)('the Gram matrix of the %s kernel', (_, spec) => {
  test.each(SIZES)('built by the engine equals the kernel’s own at n = %i', async (n) => {
    const inputs = randomMatrix(n, 5, n);
    const kernel = createKernel(spec, 5);
    const tiled = await gramMatrix(createWasmEngine(), kernel, inputs);
    // Sums of 5 products in another order, and in the networks four evaluations of an arc cosine, which near 1 magnify rounding.
    expectSame(tiled, kernel.gram(inputs), 100 * EXACT);
  });

  test('has the kernel’s diagonal to the last bit', async () => {
    const inputs = randomMatrix(WASM_TILE + 2, 5, 3);
    const kernel = createKernel(spec, 5);
    const tiled = await gramMatrix(createWasmEngine(), kernel, inputs);
    const diagonal = kernel.diagonal(inputs);
    expect(Array.from(diagonal, (_, i) => elementAt(tiled, i, i))).toEqual(Array.from(diagonal));
  });
});

describe('a precomputed Gram matrix', () => {
  test('is taken over, entries that differ by rounding from their mirror images as means', async () => {
    const x = randomMatrix(WASM_TILE + 1, 4, 9);
    const gram = createKernel({ type: 'linear', weightVariance: 1, biasVariance: 0 }, 4).gram(x);
    gram.data[1] = (gram.data[1] as number) * (1 + 1e-9);
    const kernel = createKernel({ type: 'precomputed' }, gram.rows);
    const tiled = await gramMatrix(createWasmEngine(), kernel, gram);
    expectSame(tiled, kernel.gram(gram), 0);
    expect(elementAt(tiled, 1, 0)).not.toBe(gram.data[gram.cols]);
  });

  test('that is not symmetric is refused by the entry', async () => {
    const gram = matrixFromRows([
      [1, 0.5],
      [0.4, 1],
    ]);
    const kernel = createKernel({ type: 'precomputed' }, 2);
    await expect(gramMatrix(createWasmEngine(), kernel, gram)).rejects.toMatchObject({
      code: 'RECORDS_INVALID',
      message: expect.stringMatching(/symmetric.*0\.5 at \(0, 1\)/),
    });
  });
});

test('inputs of another width than the kernel’s are refused', async () => {
  const kernel = createKernel({ type: 'rbf', gamma: 1, variance: 1 }, 3);
  await expect(gramMatrix(createWasmEngine(), kernel, randomMatrix(4, 2, 1))).rejects.toMatchObject({
    code: 'SHAPE_MISMATCH',
    message: expect.stringMatching(/3 columns/),
  });
});
