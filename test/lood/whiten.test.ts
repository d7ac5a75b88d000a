import { describe, expect, test } from '@jest/globals';
import { inverse } from 'ml-matrix';
import { type Matrix, matrix, matrixFromRows } from '../../src/linalg/matrix.ts';
import { whiten } from '../../src/lood/whiten.ts';
import { fromMl, toMl } from '../gp/support.ts';
import { expectMatrixClose } from '../support/matchers.ts';
import { randomMatrix } from '../support/randomMatrices.ts';
import { ALGEBRA } from '../support/tolerances.ts';

/** XXᵀ for random X [m, rank]. */
function covariance(m: number, rank: number, seed: number): Matrix {
  const x = toMl(randomMatrix(m, rank, seed));
  return fromMl(x.mmul(x.transpose()));
}

const outer = (w: Matrix): Matrix => fromMl(toMl(w).transpose().mmul(toMl(w)));

describe('whitening', () => {
  test.each([1, 2, 7])('of %i queries preserves FᵀΣ⁻¹F', (m) => {
    const sigma = covariance(m, m + 3, m);
    const f = randomMatrix(m, 3, 50 + m);
    const whitened = whiten(sigma, f);
    expect([whitened.rows, whitened.cols]).toEqual([m, 3]);
    expectMatrixClose(
      outer(whitened),
      fromMl(
        toMl(f)
          .transpose()
          .mmul(inverse(toMl(sigma)))
          .mmul(toMl(f)),
      ),
      ALGEBRA,
    );
  });

  test('takes the query of largest variance first', () => {
    const sigma = matrixFromRows([
      [4, 0],
      [0, 9],
    ]);
    expect(Array.from(whiten(sigma, matrixFromRows([[2], [6]])).data)).toEqual([2, 1]);
  });

  test('leaves out a repeated query', () => {
    const sigma = covariance(3, 5, 2);
    const f = randomMatrix(3, 2, 3);
    const order = [0, 1, 1, 2, 0, 2];
    const repeated = matrix(6, 6);
    const g = matrix(6, 2);
    order.forEach((from, i) => {
      order.forEach((other, j) => {
        repeated.data[i * 6 + j] = sigma.data[from * 3 + other] as number;
      });
      g.data.set(f.data.subarray(from * 2, from * 2 + 2), i * 2);
    });
    const whitened = whiten(repeated, g);
    expect(whitened.rows).toBe(3);
    expectMatrixClose(outer(whitened), outer(whiten(sigma, f)), ALGEBRA);
  });

  test('leaves out queries that follow from the others', () => {
    // Six queries of a function with two degrees of freedom; F in the same plane.
    const x = toMl(randomMatrix(6, 2, 4));
    const plane = toMl(randomMatrix(2, 1, 5));
    const whitened = whiten(fromMl(x.mmul(x.transpose())), fromMl(x.mmul(plane)));
    // With Σ = XXᵀ and F = Xw, FᵀΣ⁺F = ‖w‖².
    expectMatrixClose(outer(whitened), fromMl(plane.transpose().mmul(plane)), ALGEBRA);
  });

  test('of answers without any uncertainty leaves nothing', () => {
    expect(whiten(matrix(2, 2), matrix(2, 1))).toEqual(matrix(0, 1));
  });
});
