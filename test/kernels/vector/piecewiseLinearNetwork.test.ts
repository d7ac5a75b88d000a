import { describe, expect, test } from '@jest/globals';
import { createKernel } from '../../../src/kernels/createKernel.ts';
import { innerProducts } from '../../../src/kernels/innerProducts.ts';
import type { PairwiseMap } from '../../../src/kernels/kernel.ts';
import { type Matrix, rowSquaredNorms } from '../../../src/linalg/matrix.ts';
import { expectClose } from '../../support/matchers.ts';
import { randomMatrix } from '../../support/randomMatrices.ts';

const D = 6;

/** Random inputs with a copy, an opposite and a zero among them. */
function inputsOf(rows: number, seed: number): Matrix {
  const inputs = randomMatrix(rows, D, seed);
  for (let c = 0; c < D && rows > 3; c++) {
    inputs.data[D + c] = inputs.data[c] as number;
    inputs.data[2 * D + c] = -(inputs.data[c] as number);
    inputs.data[3 * D + c] = 0;
  }
  return inputs;
}

/** The tile by the vector unit, and by the layers in plain TypeScript, which computes derivatives on the way. */
function bothWays(pairwise: PairwiseMap, rows: Matrix, cols: Matrix): [Float64Array, Float64Array] {
  const fast = innerProducts(rows, cols).data;
  const slow = fast.slice();
  const norms = [rowSquaredNorms(rows), rowSquaredNorms(cols)] as const;
  pairwise.apply(fast, ...norms);
  pairwise.applyWithDerivatives(slow, ...norms, new Float64Array(slow.length), new Float64Array(slow.length));
  return [fast, slow];
}

describe.each(['relu', 'leaky-relu', 'abs'])('the vector unit on %s networks', (activation) => {
  describe.each(['nngp', 'ntk'] as const)('of type %s', (output) => {
    test.each([0, 1, 2, 5, 30])('gives what the layers give, depth %i', (depth) => {
      const kernel = createKernel({ type: 'fcn', output, activation, depth, weightVariance: 1.7, biasVariance: 0.1 }, D);
      for (const [m, n] of [
        [1, 1],
        [2, 3],
        [7, 4],
        [5, 129],
        [300, 131],
      ] as const) {
        const [fast, slow] = bothWays(kernel.pairwise as PairwiseMap, inputsOf(m, 1), inputsOf(n, 1));
        // The same operations in the same order, but for the segment, which NNGPs take from its own series: a few roundings a layer.
        expectClose(fast, slow, 2e-15 * (1 + depth));
      }
    });
  });
});

test('inputs that are copies of each other get the diagonal’s value, also through the vector unit', () => {
  const kernel = createKernel(
    { type: 'fcn', output: 'nngp', activation: 'relu', depth: 5, weightVariance: 2, biasVariance: 0 },
    D,
  );
  const inputs = inputsOf(4, 5);
  const tile = innerProducts(inputs, inputs).data;
  kernel.pairwise?.apply(tile, rowSquaredNorms(inputs), rowSquaredNorms(inputs));
  expectClose([tile[1] as number], [kernel.diagonal(inputs)[0] as number], 1e-15);
  expect(tile[15]).toBe(0);
});
