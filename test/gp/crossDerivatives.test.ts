import { afterAll, describe, expect, test } from '@jest/globals';
import { crossDerivatives } from '../../src/gp/crossDerivatives.ts';
import { createKernel } from '../../src/kernels/createKernel.ts';
import { createWasmEngine } from '../../src/linalg/createEngine.ts';
import { matrix, rowSquaredNorms } from '../../src/linalg/matrix.ts';
import { expectClose } from '../support/matchers.ts';
import { randomMatrix } from '../support/randomMatrices.ts';
import { ALGEBRA } from '../support/tolerances.ts';
import { fromMl, SPECS, toMl } from './support.ts';

const engine = createWasmEngine(2);
afterAll(() => engine.close());

const sideOf = (inputs: ReturnType<typeof matrix>) => ({ inputs, norms: rowSquaredNorms(inputs) });

describe.each(SPECS)('derivatives of cross-covariances, %s', (_, spec) => {
  // The second size is done by other threads.
  test.each([
    [3, 9, 4],
    [130, 1500, 1000],
  ])('of %i queries and %i records of %i values are those of the kernel, transposed', async (m, n, d) => {
    const kernel = createKernel(spec, d);
    const [queries, inputs] = [randomMatrix(m, d, 1), randomMatrix(n, d, 2)];
    // A query that is a record, and one that is zero.
    queries.data.set(inputs.data.subarray(0, d));
    queries.data.fill(0, d, 2 * d);
    const { values, byPair, byQueryNorm } = await crossDerivatives(engine, kernel, queries, sideOf(inputs));
    expectClose(values.data, fromMl(toMl(kernel.cross(queries, inputs)).transpose()).data, ALGEBRA);

    const products = toMl(queries).mmul(toMl(inputs).transpose());
    const [rowNorms, colNorms] = [rowSquaredNorms(queries), rowSquaredNorms(inputs)];
    const tile = Float64Array.from(products.to1DArray());
    if (kernel.pairwise?.statistic === 'squaredDistance') {
      for (let i = 0; i < m; i++) {
        for (let j = 0; j < n; j++) {
          let sum = 0;
          for (let c = 0; c < d; c++) sum += ((queries.data[i * d + c] as number) - (inputs.data[j * d + c] as number)) ** 2;
          tile[i * n + j] = sum;
        }
      }
    }
    const [pair, norm] = [new Float64Array(m * n), new Float64Array(m * n)];
    kernel.pairwise?.applyWithDerivatives(tile, rowNorms, colNorms, pair, norm);
    expectClose(byPair.data, fromMl(toMl(matrix(m, n, pair)).transpose()).data, ALGEBRA);
    expectClose(byQueryNorm.data, fromMl(toMl(matrix(m, n, norm)).transpose()).data, ALGEBRA);
  });
});

test('queries of another width are refused', async () => {
  const kernel = createKernel(SPECS[0]?.[1] as (typeof SPECS)[number][1], 3);
  await expect(crossDerivatives(engine, kernel, matrix(1, 2), sideOf(matrix(2, 3)))).rejects.toThrow(
    'Expected queries to have 3 columns (as the training inputs). Got 2.',
  );
});
