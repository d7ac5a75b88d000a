// Squared distances without cancellation.

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { productsToSquaredDistances, refineSquaredDistances, squaredDistances } from '../../src/kernels/squaredDistances.ts';
import { type Matrix, matrix, matrixFromRows, rowSquaredNorms } from '../../src/linalg/matrix.ts';
import { expectEachClose } from '../support/matchers.ts';
import { randomMatrix } from '../support/randomMatrices.ts';

function byDifferences(inputs: Matrix, others: Matrix): Float64Array {
  const out = new Float64Array(inputs.rows * others.rows);
  for (let i = 0; i < inputs.rows; i++) {
    for (let j = 0; j < others.rows; j++) {
      for (let c = 0; c < inputs.cols; c++) {
        out[i * others.rows + j] =
          (out[i * others.rows + j] as number) +
          ((inputs.data[i * inputs.cols + c] as number) - (others.data[j * inputs.cols + c] as number)) ** 2;
      }
    }
  }
  return out;
}

describe('squaredDistances', () => {
  it('agrees with differences to 1e-10 relative, at every distance from 1e-9 to 10', () => {
    const base = randomMatrix(1, 50, 1);
    const steps = Array.from({ length: 40 }, (_, i) => 10 ** (i / 4 - 9));
    const direction = randomMatrix(1, 50, 2);
    const moved = matrix(
      40,
      50,
      Float64Array.from(steps.flatMap((step) => Array.from(base.data, (v, c) => v + step * (direction.data[c] as number)))),
    );
    expectEachClose(squaredDistances(base, moved).data, byDifferences(base, moved), 1e-10);
  });

  it('is exactly symmetric, exactly 0 for equal rows and never negative', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 6 }), fc.nat(1e6), (n, d, seed) => {
        const inputs = randomMatrix(n, d, seed);
        inputs.data.set(inputs.data.subarray(0, d), (n - 1) * d);
        const t = squaredDistances(inputs, inputs);
        for (let i = 0; i < n; i++) {
          expect(t.data[i * n + i]).toBe(0);
          for (let j = 0; j < n; j++) {
            expect(t.data[i * n + j]).toBe(t.data[j * n + i]);
            expect(t.data[i * n + j]).toBeGreaterThanOrEqual(0);
          }
        }
        expect(t.data[n - 1]).toBe(0);
      }),
      { numRuns: 50, seed: 2 },
    );
  });
});

describe('refineSquaredDistances', () => {
  const rows = matrixFromRows([[1, 0]]);
  const cols = matrixFromRows([[1, 0.5]]);
  const norms = [rowSquaredNorms(rows), rowSquaredNorms(cols)] as const;

  it('recomputes what lies below 1e-4 of the squared norms and leaves the rest', () => {
    // ‖x‖² + ‖z‖² = 2.25; the true distance is 0.25.
    const below = Float64Array.of(2.25e-4 * (1 - 1e-9));
    refineSquaredDistances(below, rows, cols, ...norms);
    expect(below[0]).toBe(0.25);
    const above = Float64Array.of(2.25e-4 * (1 + 1e-9));
    refineSquaredDistances(above, rows, cols, ...norms);
    expect(above[0]).toBe(2.25e-4 * (1 + 1e-9));
    const negative = Float64Array.of(-1e-16);
    refineSquaredDistances(negative, rows, cols, ...norms);
    expect(negative[0]).toBe(0.25);
  });

  it('is part of turning a tile of inner products into distances', () => {
    const tile = Float64Array.of(1);
    productsToSquaredDistances(tile, rows, cols, ...norms);
    expect(tile[0]).toBe(0.25);
  });

  it('keeps zero vectors at distance 0', () => {
    const zero = matrix(2, 3);
    expect(squaredDistances(zero, zero).data).toEqual(new Float64Array(4));
  });
});
