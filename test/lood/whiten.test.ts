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

/** L⁻¹F where each variance is known to machine epsilon. */
function whitenedExactly(sigma: Matrix, f: Matrix): Matrix {
  return whiten(sigma, f, new Float64Array(sigma.rows)).factor;
}

const outer = (w: Matrix): Matrix => fromMl(toMl(w).transpose().mmul(toMl(w)));

describe('whitening', () => {
  test.each([1, 2, 7])('of %i queries preserves FᵀΣ⁻¹F', (m) => {
    const sigma = covariance(m, m + 3, m);
    const f = randomMatrix(m, 3, 50 + m);
    const whitened = whitenedExactly(sigma, f);
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

  test('takes the query first whose variance is best known', () => {
    const sigma = matrixFromRows([
      [4, 0],
      [0, 9],
    ]);
    const { factor, relativeRounding } = whiten(sigma, matrixFromRows([[2], [6]]), Float64Array.of(1e-10, 9e-9));
    expect(Array.from(factor.data)).toEqual([1, 2]);
    expect(relativeRounding).toBe(9e-9 / 9);
  });

  test('does not depend on the units of each query', () => {
    const [sigma, f] = [covariance(4, 6, 8), randomMatrix(4, 2, 9)];
    // Powers of two, so that nothing is rounded; the first query is a millionth of a millionth of the others.
    const units = [2 ** -40, 1, 2 ** 7, 1];
    const scaled = matrix(
      4,
      4,
      sigma.data.map((value, at) => value * (units[at >> 2] as number) * (units[at & 3] as number)),
    );
    const g = matrix(
      4,
      2,
      f.data.map((value, at) => value * (units[at >> 1] as number)),
    );
    expect(whitenedExactly(scaled, g)).toEqual(whitenedExactly(sigma, f));
  });

  test('leaves out a query whose variance is not above its rounding, and says how well the others are known', () => {
    const [sigma, f] = [
      matrixFromRows([
        [1, 0],
        [0, 1e-9],
      ]),
      matrixFromRows([[3], [1]]),
    ];
    // The bound is 4 times the number of queries.
    expect(whiten(sigma, f, Float64Array.of(0, 1.26e-10))).toEqual({ factor: matrixFromRows([[3]]), relativeRounding: 0 });
    expect(whiten(sigma, f, Float64Array.of(0, 1.24e-10))).toMatchObject({
      factor: { rows: 2 },
      relativeRounding: 1.24e-10 / 1e-9,
    });
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
    const whitened = whitenedExactly(repeated, g);
    expect(whitened.rows).toBe(3);
    expectMatrixClose(outer(whitened), outer(whitenedExactly(sigma, f)), ALGEBRA);
  });

  test('leaves out queries that follow from the others', () => {
    // Six queries of a function with two degrees of freedom; F in the same plane.
    const x = toMl(randomMatrix(6, 2, 4));
    const plane = toMl(randomMatrix(2, 1, 5));
    const whitened = whitenedExactly(fromMl(x.mmul(x.transpose())), fromMl(x.mmul(plane)));
    // With Σ = XXᵀ and F = Xw, FᵀΣ⁺F = ‖w‖².
    expectMatrixClose(outer(whitened), fromMl(plane.transpose().mmul(plane)), ALGEBRA);
  });

  test('of answers without any uncertainty leaves nothing', () => {
    expect(whiten(matrix(2, 2), matrix(2, 1), new Float64Array(2))).toEqual({ factor: matrix(0, 1), relativeRounding: 0 });
  });
});
