// A Gram matrix in the place of inputs.

import { describe, expect, it } from '@jest/globals';
import { createKernel } from '../../src/kernels/createKernel.ts';
import { assertGram } from '../../src/kernels/precomputed.ts';
import { matrixFromRows } from '../../src/linalg/matrix.ts';

const gram = matrixFromRows([
  [2, 1, 0],
  [1, 3, -1],
  [0, -1, 1],
]);
const kernel = createKernel({ type: 'precomputed' }, 3);

describe('the precomputed kernel', () => {
  it('returns the matrix, its diagonal and rows of cross-covariances as copies', () => {
    expect(kernel.gram(gram)).toEqual(gram);
    expect(kernel.gram(gram).data).not.toBe(gram.data);
    expect(kernel.diagonal(gram)).toEqual(Float64Array.of(2, 3, 1));
    const queries = matrixFromRows([[0.5, 0.25, 0]]);
    expect(kernel.cross(queries, gram)).toEqual(queries);
    expect(kernel.cross(queries, gram).data).not.toBe(queries.data);
    expect(kernel.pairwise).toBeUndefined();
    expect(kernel.description).toBe('precomputed 3 × 3 Gram matrix');
    expect(Object.isFrozen(kernel)).toBe(true);
  });

  it('replaces entries that differ by rounding by their mean', () => {
    const nearly = matrixFromRows([
      [1, 0.5 + 2e-10],
      [0.5, 1],
    ]);
    expect(createKernel({ type: 'precomputed' }, 2).gram(nearly).data[1]).toBe(0.5 + 1e-10);
    expect(createKernel({ type: 'precomputed' }, 2).gram(nearly).data[2]).toBe(0.5 + 1e-10);
  });

  it('looks at the size alone of the training records that queries are compared with', () => {
    const unchecked = matrixFromRows([
      [1, 5, 0],
      [0, 1, 0],
      [0, 0, Number.NaN],
    ]);
    expect(kernel.cross(gram, unchecked)).toEqual(gram);
  });

  it('has no gradients', () => {
    for (const call of [() => kernel.crossGradient(gram, gram, gram), () => kernel.diagonalGradient(gram)]) {
      expect(call).toThrow(
        'Expected a kernel with a formula for gradients with respect to inputs. Got a precomputed Gram matrix. ' +
          'Try the kernel fcn, rbf, matern or linear on the original features.',
      );
      expect(call).toThrow(expect.objectContaining({ code: 'OPTION_INVALID' }));
    }
  });

  it('refuses matrices of another size', () => {
    const message = 'Expected inputs to have 3 columns (as training records). Got 2.';
    const small = matrixFromRows([
      [1, 0],
      [0, 1],
    ]);
    for (const call of [() => kernel.gram(small), () => kernel.diagonal(small), () => kernel.cross(small, gram)]) {
      expect(call).toThrow(message);
      expect(call).toThrow(expect.objectContaining({ code: 'SHAPE_MISMATCH' }));
    }
    expect(() => kernel.cross(gram, small)).toThrow('Expected others to have 3 columns (as training records). Got 2.');
  });
});

describe('assertGram', () => {
  const refuses = (rows: number[][], code: string, message: string | RegExp) => {
    expect(() => assertGram(matrixFromRows(rows))).toThrow(message);
    expect(() => assertGram(matrixFromRows(rows))).toThrow(expect.objectContaining({ code }));
  };

  it('accepts a symmetric matrix, also with zero variances and with asymmetry below 1e-8 of the scale', () => {
    expect(() => assertGram(gram)).not.toThrow();
    expect(() =>
      assertGram(
        matrixFromRows([
          [0, 0],
          [0, 0],
        ]),
      ),
    ).not.toThrow();
    expect(() =>
      assertGram(
        matrixFromRows([
          [4, 1 + 1.9e-8],
          [1, 1],
        ]),
      ),
    ).not.toThrow();
  });

  it('refuses a matrix that is not square', () => {
    refuses(
      [
        [1, 0, 0],
        [0, 1, 0],
      ],
      'SHAPE_MISMATCH',
      'Expected a square Gram matrix, one row and one column for each record. Got 2 rows and 3 columns. ' +
        'Try another kernel if these are features, or exporting the whole matrix.',
    );
  });

  it('refuses NaN and infinity by row and column', () => {
    refuses(
      [
        [1, 0],
        [Number.NaN, 1],
      ],
      'NOT_FINITE',
      'Expected finite Gram entries. Got NaN at row 1, column 0. Try mending that entry.',
    );
    refuses(
      [
        [1, Number.POSITIVE_INFINITY],
        [0, 1],
      ],
      'NOT_FINITE',
      'Got Infinity at row 0, column 1.',
    );
  });

  it('refuses infinities that are each other’s mirror images, and a difference that is infinite', () => {
    const infinite = [
      [1, Number.POSITIVE_INFINITY],
      [Number.POSITIVE_INFINITY, 1],
    ];
    refuses(infinite, 'NOT_FINITE', 'Got Infinity at row 0, column 1.');
    refuses(
      [
        [1, 0],
        [0, Number.POSITIVE_INFINITY],
      ],
      'NOT_FINITE',
      'Got Infinity at row 1, column 1.',
    );
    refuses(
      [
        [1, 1.7e308],
        [-1.7e308, 1],
      ],
      'RECORDS_INVALID',
      'Got 1.7e+308 at (0, 1) but -1.7e+308 at (1, 0).',
    );
  });

  it('finds a flaw wherever it is in a matrix of several blocks', () => {
    const n = 130;
    const rows = () => Array.from({ length: n }, (_, i) => Array.from({ length: n }, (_, j) => (i === j ? 2 : 1 / (1 + i + j))));
    expect(() => assertGram(matrixFromRows(rows()))).not.toThrow();
    const places = [0, 1, 63, 64, 65, 127, 128, 129];
    for (const i of places) {
      for (const j of places) {
        const flawed = rows();
        (flawed[i] as number[])[j] = -3;
        const [first, second] = [Math.min(i, j), Math.max(i, j)];
        refuses(
          flawed,
          'RECORDS_INVALID',
          i === j ? `Got -3 for record ${i}.` : new RegExp(`Got \\S+ at \\(${first}, ${second}\\) but`),
        );
      }
    }
  });

  it('refuses asymmetry just above 1e-8 of the scale, naming the first pair', () => {
    refuses(
      [
        [4, 1 + 2.1e-8],
        [1, 1],
      ],
      'RECORDS_INVALID',
      'Expected a symmetric Gram matrix (to 1e-8 relative). Got 1.000000021 at (0, 1) but 1 at (1, 0). ' +
        'Try exporting covariances of the same records in the same order for rows and columns.',
    );
  });

  it('refuses a negative variance', () => {
    refuses(
      [
        [1, 0],
        [0, -1],
      ],
      'RECORDS_INVALID',
      'Expected no negative entry on the diagonal of the Gram matrix. Got -1 for record 1. ' +
        'Try checking that the matrix holds covariances, not distances.',
    );
  });
});
