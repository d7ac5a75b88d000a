// Seeded matrices for tests.

import { createRandom } from '../../src/base/random.ts';
import { type Matrix, matrix } from '../../src/linalg/matrix.ts';

/** rows×cols standard normal values. */
export function randomMatrix(rows: number, cols: number, seed: number): Matrix {
  const random = createRandom(seed);
  return matrix(
    rows,
    cols,
    Float64Array.from({ length: rows * cols }, () => random.normal()),
  );
}
