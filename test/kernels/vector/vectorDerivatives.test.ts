// Derivatives of networks in the vector unit: against the layers in plain TypeScript, and what holds for copies, opposites and zeros.
// Central differences of the same kernels are in describeKernel.ts, those of single duals in duals.test.ts.

import { describe, expect, it } from '@jest/globals';
import type { Kernel } from '../../../src/kernels/kernel.ts';
import type { DifferentiablePairwise } from '../../../src/kernels/pairwiseKernel.ts';
import { type Matrix, rowSquaredNorms } from '../../../src/linalg/matrix.ts';
import { expectClose } from '../../support/matchers.ts';
import { randomMatrix } from '../../support/randomMatrices.ts';
import { CLOSED_FORMS } from '../../support/scalarDuals.ts';
import {
  calm,
  diagonalOf,
  differentiate,
  inputsOf,
  KINKED,
  layersOf,
  mapsOf,
  network,
  OUTPUTS,
  perLayer,
  scaled,
} from './networks.ts';

/** At a kink, where inputs have drawn so close that 1 − c is 1e-6: of that 1e-10 is rounding, which passes through some layers. */
const NEAR_CUSP = 1e-9;

/** Of erf at variances of 1,000, where pq − k² is what is left of two numbers 1,000 times its size. */
const SATURATED = 3e-12;

/** Each derivative, relative to the largest of its kind. */
function expectDerivatives(kernel: Kernel, rows: Matrix, cols: Matrix, tolerance: number): void {
  const actual = differentiate(mapsOf(kernel), rows, cols);
  const expected = differentiate(layersOf(kernel), rows, cols);
  expectClose(actual.byPair, expected.byPair, tolerance);
  expectClose(actual.byRowNorm, expected.byRowNorm, tolerance);
}

describe.each(CLOSED_FORMS)('the vector unit on derivatives of %s networks', (activation) => {
  describe.each(OUTPUTS)('of type %s', (output) => {
    it.each([0, 1, 2, 5, 30])('gives what the layers give, depth %p', (depth) => {
      const rounding = perLayer(activation, output) * (1 + depth);
      const tolerance = KINKED.includes(activation) && depth === 30 ? NEAR_CUSP : rounding;
      for (const biasVariance of [0.1, 0]) {
        const kernel = network(activation, output, depth, { ...calm(activation), biasVariance });
        for (const [m, n] of [
          [1, 1],
          [2, 3],
          [7, 4],
          [5, 129],
          [300, 131],
          [3, 1030],
          [1, 5001],
        ] as const) {
          expectDerivatives(kernel, inputsOf(m, 1), inputsOf(n, 1), tolerance);
        }
      }
    });

    it.each([
      [1e-30, 1e-30],
      [1e-3, 1e-3],
      [30, 30],
      [1e-3, 1e3],
      [1e3, 1e-3],
    ])('gives what the layers give for rows of size %p and columns of size %p', (rowSize, colSize) => {
      const [rows, cols] = [inputsOf(20, 2, rowSize), inputsOf(31, 2, colSize)];
      const rounding = activation === 'erf' ? SATURATED : 3 * perLayer(activation, output);
      expectDerivatives(network(activation, output, 2, { biasVariance: 0 }), rows, cols, rounding);
      // A bias brings small inputs together.
      expectDerivatives(network(activation, output, 2), rows, cols, KINKED.includes(activation) ? NEAR_CUSP : rounding);
    });

    it('gives copies of a record derivatives that add up to that of the record with itself, at any variance', () => {
      for (const size of [1e-3, 1, 1e4]) {
        const inputs = scaled(randomMatrix(9, 6, 5), size);
        const kernel = network(activation, output, 5, { weightVariance: 2.5 });
        const tile = differentiate(mapsOf(kernel), inputs, inputs);
        const [byPair, byRowNorm] = [diagonalOf(tile.byPair), diagonalOf(tile.byRowNorm)];
        // As ‖x‖² grows, x·z, ‖x‖² and ‖z‖² all grow by as much.
        const total = byPair.map((v, i) => v + 2 * (byRowNorm[i] as number));
        const expected = (kernel.pairwise as DifferentiablePairwise).diagonalByNorm(rowSquaredNorms(inputs));
        // The parts have either sign, and what is left of them may be smaller.
        const largest = Math.max(...byPair.map(Math.abs));
        const error = Math.max(...total.map((v, i) => Math.abs(v - (expected[i] as number))));
        expect(error).toBeLessThanOrEqual(1e-14 * largest);
      }
    });
  });
});

it.each(['erf', 'sin', 'identity', 'abs'] as const)('gives opposite inputs what the parity of %s says', (activation) => {
  const inputs = inputsOf(9, 8);
  // Kernels are odd or even in t as the activation is in x, and so are their derivatives by norms; those by t are the other.
  const parity = activation === 'abs' ? 1 : -1;
  for (const output of OUTPUTS) {
    const maps = mapsOf(network(activation, output, 2, { biasVariance: 0 }));
    const tile = differentiate(maps, inputs, inputs);
    const opposite = differentiate(maps, scaled(inputs, -1), inputs);
    const times = (sign: number, numbers: Float64Array) => numbers.map((v) => sign * v);
    expectClose(opposite.values, times(parity, tile.values), 0);
    expectClose(opposite.byPair, times(-parity, tile.byPair), 0);
    expectClose(opposite.byRowNorm, times(parity, tile.byRowNorm), 0);
  }
});

it('gives pairs with a zero vector finite derivatives, of which that by its norm is 0 where there is a kink', () => {
  for (const activation of CLOSED_FORMS) {
    for (const output of OUTPUTS) {
      const { byPair, byRowNorm } = differentiate(
        mapsOf(network(activation, output, 3, { biasVariance: 0 })),
        inputsOf(5, 9),
        inputsOf(5, 9),
      );
      expect([...byPair, ...byRowNorm].every(Number.isFinite)).toBe(true);
      if (KINKED.includes(activation)) expect(Math.max(...byRowNorm.subarray(15, 20).map(Math.abs))).toBe(0);
    }
  }
});
