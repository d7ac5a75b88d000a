// Which laws does every kernel obey? The shared contract suite; kernelContract.test.ts runs it on each kernel of the library.

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { EigenvalueDecomposition, Matrix as MlMatrix } from 'ml-matrix';
import { createKernel } from '../../src/kernels/createKernel.ts';
import type { Kernel, KernelSpec } from '../../src/kernels/kernel.ts';
import type { UserActivation } from '../../src/kernels/quadrature/activationFunction.ts';
import { type Matrix, matrix, selectRows } from '../../src/linalg/matrix.ts';
import { expectClose, expectMatrixClose } from '../support/matchers.ts';
import { randomMatrix } from '../support/randomMatrices.ts';
import { EXACT, GRADIENT } from '../support/tolerances.ts';

export interface DescribeKernelOptions {
  readonly activations?: Record<string, UserActivation>;
  /** Factors of the inputs at which gradients are checked. */
  readonly scales?: readonly number[];
  /** Relative accuracy of kernel values; default `EXACT`. */
  readonly accuracy?: number;
  /** False where k(x, z) is homogeneous in x and not linear, so that no vector is its gradient at x = 0. */
  readonly differentiableAtZero?: boolean;
  /** Draws inputs of three dimensions; default standard normal. */
  readonly draw?: (rows: number, cols: number, seed: number) => Matrix;
}

const DIMENSIONS = 3;

/** Relative tolerance of central differences across a cusp, whose even part cancels to first order in the step 1e-5 only. */
const ACROSS_CUSP = 5e-5;

export function describeKernel(name: string, spec: KernelSpec, options: DescribeKernelOptions = {}): void {
  const { scales = [1e-60, 1e-3, 1e3, 1e60], accuracy = EXACT, differentiableAtZero = true, draw = randomMatrix } = options;
  // One kernel for the whole suite: tables of quadrature kernels are built once.
  const kernel = createKernel(spec, DIMENSIONS, { activations: options.activations });

  describe(name, () => {
    it('has a Gram matrix that is symmetric and positive semi-definite to rounding', () => {
      fc.assert(
        fc.property(fc.integer({ min: 1, max: 8 }), fc.integer({ min: 0, max: 1e6 }), (n, seed) => {
          const gram = kernel.gram(draw(n, DIMENSIONS, seed));
          expect(gram.data).toEqual(transposed(gram).data);
          const { realEigenvalues } = new EigenvalueDecomposition(new MlMatrix(rowsOf(gram)), { assumeSymmetric: true });
          const largest = Math.max(...realEigenvalues);
          // Rounding of n entries moves an eigenvalue by at most n times their error.
          expect(Math.min(...realEigenvalues)).toBeGreaterThanOrEqual(-n * (accuracy + 1e-15) * largest);
        }),
        { numRuns: 20, seed: 1 },
      );
    });

    it('has the same diagonal by itself, in the Gram matrix and as a cross-covariance of a point with itself', () => {
      const inputs = draw(6, DIMENSIONS, 2);
      const diagonal = kernel.diagonal(inputs);
      expect(diagonalOf(kernel.gram(inputs))).toEqual(diagonal);
      expectClose(diagonalOf(kernel.cross(inputs, inputs)), diagonal, accuracy);
    });

    it('gives copies of a record the covariance of the record with itself', () => {
      const gram = kernel.gram(selectRows(draw(2, DIMENSIONS, 3), [0, 1, 0]));
      const [own, other, copy] = gram.data as unknown as [number, number, number];
      expectClose([copy, gram.data[5] as number], [own, other], accuracy);
    });

    it('does not depend on the order of the records', () => {
      const inputs = draw(5, DIMENSIONS, 4);
      const order = [3, 0, 4, 1, 2];
      const gram = kernel.gram(inputs);
      const permuted = kernel.gram(selectRows(inputs, order));
      const expected = matrix(5, 5);
      order.forEach((from, i) => {
        order.forEach((other, j) => {
          expected.data[i * 5 + j] = gram.data[from * 5 + other] as number;
        });
      });
      expectMatrixClose(permuted, expected, accuracy);
    });

    it('agrees between Gram matrix and cross-covariances, and between tiles of any shape', () => {
      const inputs = draw(70, DIMENSIONS, 5);
      const cross = kernel.cross(inputs, inputs);
      const gram = kernel.gram(inputs);
      for (let i = 0; i < 70; i++) cross.data[i * 71] = gram.data[i * 71] as number;
      expectMatrixClose(cross, gram, accuracy);
      const few = selectRows(inputs, [1, 66]);
      const other = selectRows(inputs, [2, 3, 69]);
      expect(kernel.cross(few, other).data).toEqual(
        Float64Array.from([1, 66].flatMap((i) => [2, 3, 69].map((j) => kernel.cross(inputs, inputs).data[i * 70 + j] as number))),
      );
    });

    it('can be made again from its specification as JSON', () => {
      const again = createKernel(JSON.parse(JSON.stringify(kernel.spec)) as KernelSpec, DIMENSIONS, {
        activations: options.activations,
      });
      const inputs = draw(3, DIMENSIONS, 6);
      expect(again.gram(inputs)).toEqual(kernel.gram(inputs));
      expect(again.description).toBe(kernel.description);
      expect(Object.isFrozen(kernel)).toBe(true);
      expect(Object.isFrozen(kernel.spec)).toBe(true);
    });

    it('leaves its inputs as they are and returns the same for the same inputs', () => {
      const inputs = draw(4, DIMENSIONS, 7);
      const others = draw(3, DIMENSIONS, 8);
      const weights = randomMatrix(4, 3, 9);
      const before = [inputs, others, weights].map((m) => m.data.slice());
      const first = [kernel.gram(inputs), kernel.cross(inputs, others), kernel.crossGradient(inputs, others, weights)];
      const second = [kernel.gram(inputs), kernel.cross(inputs, others), kernel.crossGradient(inputs, others, weights)];
      expect(second).toEqual(first);
      expect([inputs, others, weights].map((m) => m.data)).toEqual(before);
    });

    it('has derivatives that come with the same kernel values', () => {
      const inputs = draw(4, DIMENSIONS, 10);
      const { pairwise } = kernel;
      if (!pairwise) throw new Error('no pairwise map');
      const norms = Float64Array.from(rowsOf(inputs), (row) => row.reduce((sum, v) => sum + v * v, 0));
      const tile = Float64Array.from({ length: 16 }, (_, at) => statistic(kernel, inputs, Math.floor(at / 4), at % 4));
      const values = tile.slice();
      pairwise.apply(values, norms, norms);
      const byPair = new Float64Array(16).fill(Number.NaN);
      const byRowNorm = new Float64Array(16).fill(Number.NaN);
      pairwise.applyWithDerivatives(tile, norms, norms, byPair, byRowNorm);
      expectClose(tile, values, accuracy);
      expect([...byPair, ...byRowNorm].every(Number.isFinite)).toBe(true);
    });

    it('has the gradients that central differences show', () => {
      const inputs = draw(4, DIMENSIONS, 11);
      const others = draw(3, DIMENSIONS, 12);
      const weights = randomMatrix(4, 3, 13);
      expectMatrixClose(
        kernel.crossGradient(inputs, others, weights),
        crossDifferences(kernel, inputs, others, weights, 1e-5),
        GRADIENT,
      );
      expectMatrixClose(kernel.diagonalGradient(inputs), diagonalDifferences(kernel, inputs, 1e-5), GRADIENT);
    });

    it('has the gradients that central differences show at coincident points, cusp or not', () => {
      const inputs = draw(3, DIMENSIONS, 14);
      const weights = randomMatrix(3, 3, 15);
      expectMatrixClose(
        kernel.crossGradient(inputs, inputs, weights),
        crossDifferences(kernel, inputs, inputs, weights, 1e-5),
        ACROSS_CUSP,
      );
    });

    if (scales.length > 0)
      it.each(scales)('has finite gradients that central differences confirm for inputs of size %p', (scale) => {
        const inputs = scaled(draw(3, DIMENSIONS, 16), scale);
        const others = scaled(draw(3, DIMENSIONS, 17), scale);
        const weights = randomMatrix(3, 3, 18);
        const gradient = kernel.crossGradient(inputs, others, weights);
        const differences = crossDifferences(kernel, inputs, others, weights, 1e-5 * scale);
        // Differences cannot resolve gradients below the rounding error of the kernel divided by the step.
        const value = Math.max(...kernel.cross(inputs, others).data.map(Math.abs), 1e-300);
        const resolution = (10 * (accuracy + 1e-15) * value) / (1e-5 * scale);
        const size = Math.max(...gradient.data.map(Math.abs));
        const error = Math.max(...gradient.data.map((g, i) => Math.abs(g - (differences.data[i] as number))));
        expect(error).toBeLessThanOrEqual(GRADIENT * size + resolution);
        expect(kernel.diagonalGradient(inputs).data.every(Number.isFinite)).toBe(true);
      });

    it('is finite for a zero vector, with finite gradients', () => {
      const inputs = matrix(2, DIMENSIONS, Float64Array.of(0, 0, 0, 1, -2, 0.5));
      const weights = matrix(2, 2, Float64Array.of(1, 1, 1, 1));
      expect(kernel.gram(inputs).data.every(Number.isFinite)).toBe(true);
      expect(kernel.cross(inputs, inputs).data.every(Number.isFinite)).toBe(true);
      const gradient = kernel.crossGradient(inputs, inputs, weights);
      expect(gradient.data.every(Number.isFinite)).toBe(true);
      if (differentiableAtZero) {
        expectMatrixClose(gradient, crossDifferences(kernel, inputs, inputs, weights, 1e-5), ACROSS_CUSP);
      }
      expect(kernel.diagonalGradient(inputs).data.subarray(0, 3)).toEqual(new Float64Array(3));
    });

    it('refuses inputs with another number of columns', () => {
      const wrong = randomMatrix(2, DIMENSIONS + 1, 19);
      const right = draw(2, DIMENSIONS, 19);
      const message =
        'Expected inputs to have 3 columns (as the kernel was made for). Got 4. Try passing inputs that went through the same';
      for (const call of [
        () => kernel.gram(wrong),
        () => kernel.diagonal(wrong),
        () => kernel.cross(wrong, right),
        () => kernel.crossGradient(wrong, right, right),
        () => kernel.diagonalGradient(wrong),
      ]) {
        expect(call).toThrow(message);
        expect(call).toThrow(expect.objectContaining({ code: 'SHAPE_MISMATCH' }));
      }
      expect(() => kernel.cross(right, wrong)).toThrow('Expected others to have 3 columns');
      expect(() => kernel.crossGradient(right, right, right)).toThrow(
        'Expected weights of shape [2, 2] (one for each pair of inputs and others). Got [2, 3]. Try passing one row of weights',
      );
    });

    it('refuses to return a value that is not finite', () => {
      const inputs = matrix(1, DIMENSIONS, Float64Array.of(Number.NaN, 0, 0));
      for (const call of [() => kernel.cross(inputs, inputs), () => kernel.crossGradient(inputs, inputs, matrix(1, 1))]) {
        expect(call).toThrow(/^Expected .* finite.*\. Got NaN .*\. Try /);
        expect(call).toThrow(expect.objectContaining({ code: 'NUMERICAL_FAILURE' }));
      }
    });
  });
}

/** Σ_j w_ij k(x_i, z_j), differentiated in every coordinate of every x_i by central differences. */
function crossDifferences(kernel: Kernel, inputs: Matrix, others: Matrix, weights: Matrix, step: number): Matrix {
  return differences(inputs, step, (moved) => {
    const cross = kernel.cross(moved, others);
    return Float64Array.from({ length: moved.rows }, (_, i) => {
      let sum = 0;
      for (let j = 0; j < others.rows; j++) {
        sum += (weights.data[i * others.rows + j] as number) * (cross.data[i * others.rows + j] as number);
      }
      return sum;
    });
  });
}

function diagonalDifferences(kernel: Kernel, inputs: Matrix, step: number): Matrix {
  return differences(inputs, step, (moved) => kernel.diagonal(moved));
}

/** Moves one coordinate of all rows at a time; row i of the result depends on row i of the inputs alone. */
function differences(inputs: Matrix, step: number, f: (moved: Matrix) => Float64Array): Matrix {
  const out = matrix(inputs.rows, inputs.cols);
  for (let c = 0; c < inputs.cols; c++) {
    const at = (sign: number) =>
      f(matrix(inputs.rows, inputs.cols, inputs.data.map((v, i) => (i % inputs.cols === c ? v + sign * step : v)) as never));
    const [right, left] = [at(1), at(-1)];
    for (let i = 0; i < inputs.rows; i++) {
      out.data[i * inputs.cols + c] = ((right[i] as number) - (left[i] as number)) / (2 * step);
    }
  }
  return out;
}

function statistic(kernel: Kernel, inputs: Matrix, i: number, j: number): number {
  const [x, z] = [rowsOf(inputs)[i] as number[], rowsOf(inputs)[j] as number[]];
  return kernel.pairwise?.statistic === 'innerProduct'
    ? x.reduce((sum, v, c) => sum + v * (z[c] as number), 0)
    : x.reduce((sum, v, c) => sum + (v - (z[c] as number)) ** 2, 0);
}

function rowsOf(m: Matrix): number[][] {
  return Array.from({ length: m.rows }, (_, i) => Array.from(m.data.subarray(i * m.cols, (i + 1) * m.cols)));
}

function transposed(m: Matrix): Matrix {
  const out = matrix(m.cols, m.rows);
  for (let i = 0; i < m.rows; i++) for (let j = 0; j < m.cols; j++) out.data[j * m.rows + i] = m.data[i * m.cols + j] as number;
  return out;
}

function diagonalOf(m: Matrix): Float64Array {
  return Float64Array.from({ length: m.rows }, (_, i) => m.data[i * (m.cols + 1)] as number);
}

function scaled(m: Matrix, factor: number): Matrix {
  return matrix(
    m.rows,
    m.cols,
    Float64Array.from(m.data, (v) => v * factor),
  );
}
