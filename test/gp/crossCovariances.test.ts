import { describe, expect, test } from '@jest/globals';
import { crossCovariances } from '../../src/gp/crossCovariances.ts';
import { createKernel } from '../../src/kernels/createKernel.ts';
import { createWasmEngine } from '../../src/linalg/createEngine.ts';
import { matrix, selectRows } from '../../src/linalg/matrix.ts';
import { WASM_TILE } from '../../src/linalg/tileKernel/wasmTileKernel.ts';
import { expectMatrixClose } from '../support/matchers.ts';
import { randomMatrix } from '../support/randomMatrices.ts';
import { EXACT } from '../support/tolerances.ts';
import { SPECS } from './support.ts';

describe.each(SPECS)('cross-covariances of the %s kernel', (_, spec) => {
  test.each([
    [1, 1],
    [3, WASM_TILE + 1],
    [WASM_TILE + 1, 2],
    // Large enough for several threads.
    [40, 1200],
  ])('of %i queries with %i records equal the kernel’s own', async (m, n) => {
    const d = n > 1000 ? 4200 : 5;
    const [queries, inputs] = [randomMatrix(m, d, 1), randomMatrix(n, d, 2)];
    const kernel = createKernel(spec, d);
    const engine = createWasmEngine(2);
    const cross = await crossCovariances(engine, kernel, queries, inputs);
    // Sums of d products in another order; networks magnify rounding where a correlation is near 1.
    expectMatrixClose(cross, kernel.cross(queries, inputs), 100 * EXACT * Math.sqrt(d));
    await engine.close();
  });

  test('of records with themselves are the variances, as the kernel has them', async () => {
    const inputs = randomMatrix(20, 5, 3);
    const kernel = createKernel(spec, 5);
    const cross = await crossCovariances(createWasmEngine(), kernel, selectRows(inputs, [4, 17]), inputs);
    const variances = kernel.diagonal(inputs);
    expect(Math.abs((cross.data[4] as number) / (variances[4] as number) - 1)).toBeLessThan(100 * EXACT);
    expect(Math.abs((cross.data[20 + 17] as number) / (variances[17] as number) - 1)).toBeLessThan(100 * EXACT);
  });
});

test('queries of another width, or without finite values, are refused', async () => {
  const kernel = createKernel({ type: 'linear', weightVariance: 1, biasVariance: 0 }, 3);
  const inputs = randomMatrix(4, 3, 1);
  const engine = createWasmEngine();
  await expect(crossCovariances(engine, kernel, matrix(1, 2), inputs)).rejects.toMatchObject({
    code: 'SHAPE_MISMATCH',
    message: expect.stringMatching(/queries to have 3 columns/),
  });
  const infinite = matrix(1, 3, Float64Array.of(1, Number.POSITIVE_INFINITY, 0));
  await expect(crossCovariances(engine, kernel, infinite, inputs)).rejects.toMatchObject({
    code: 'NUMERICAL_FAILURE',
    message: expect.stringMatching(/matrix of cross-covariances to be finite/),
  });
});
