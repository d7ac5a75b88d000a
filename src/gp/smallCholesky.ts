// How is a g×g block for g differing records factored and solved with? Plain loops over at most a few dozen rows; the n×n work belongs to
// the engines. Called by leaveOut.ts and lood/pairs.ts.

import { CholeskyDecomposition, Matrix as MlMatrix } from 'ml-matrix';
import { AuditError } from '../base/errors.ts';
import { type Matrix, matrix, rowOf } from '../linalg/matrix.ts';

/**
 * R with R Rᵀ = A for the symmetric positive definite block A [g, g] of (K + σ²I)⁻¹. O(g³).
 *
 * @throws AuditError NOT_POSITIVE_DEFINITE
 */
export function choleskyRoot(a: Matrix): Matrix {
  const rows = Array.from({ length: a.rows }, (_, i) => Array.from(rowOf(a, i)));
  const decomposition = new CholeskyDecomposition(new MlMatrix(rows));
  if (!decomposition.isPositiveDefinite()) {
    throw new AuditError('NOT_POSITIVE_DEFINITE', {
      expected: `the ${a.rows} × ${a.rows} block of the inverse for the differing records to be positive definite`,
      got: 'a pivot that is not positive',
      try: 'a larger --noise-variance',
    });
  }
  return matrix(a.rows, a.cols, Float64Array.from(decomposition.lowerTriangularMatrix.to1DArray()));
}

/** R⁻¹B for lower-triangular R [g, g] and B [g, m]. O(g²m). */
export function solveLower(root: Matrix, b: Matrix): Matrix {
  const out = matrix(b.rows, b.cols, b.data.slice());
  for (let i = 0; i < root.rows; i++) {
    for (let k = 0; k < i; k++) {
      const factor = root.data[i * root.cols + k] as number;
      for (let j = 0; j < b.cols; j++) {
        out.data[i * b.cols + j] = (out.data[i * b.cols + j] as number) - factor * (out.data[k * b.cols + j] as number);
      }
    }
    const pivot = root.data[i * (root.cols + 1)] as number;
    for (let j = 0; j < b.cols; j++) out.data[i * b.cols + j] = (out.data[i * b.cols + j] as number) / pivot;
  }
  return out;
}
