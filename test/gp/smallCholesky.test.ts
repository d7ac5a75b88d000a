import { expect, test } from '@jest/globals';
import { choleskyRoot, solveLower } from '../../src/gp/smallCholesky.ts';
import { matrixFromRows } from '../../src/linalg/matrix.ts';
import { expectMatrixClose } from '../support/matchers.ts';
import { randomMatrix } from '../support/randomMatrices.ts';
import { ALGEBRA } from '../support/tolerances.ts';
import { fromMl, toMl } from './support.ts';

test.each([1, 2, 5])('the root of a %i × %i block times its transpose is the block, and solves undo it', (size) => {
  const x = toMl(randomMatrix(size, size + 2, size));
  const block = x.mmul(x.transpose());
  const root = choleskyRoot(fromMl(block));
  expectMatrixClose(fromMl(toMl(root).mmul(toMl(root).transpose())), fromMl(block), ALGEBRA);
  const b = randomMatrix(size, 3, 1);
  expectMatrixClose(fromMl(toMl(root).mmul(toMl(solveLower(root, b)))), b, ALGEBRA);
});

test('a block that is not positive definite is refused', () => {
  const block = matrixFromRows([
    [1, 2],
    [2, 1],
  ]);
  expect(() => choleskyRoot(block)).toThrow(
    expect.objectContaining({
      code: 'NOT_POSITIVE_DEFINITE',
      message: expect.stringMatching(/the 2 × 2 block of the inverse.*Try a larger --noise-variance/),
    }),
  );
});
