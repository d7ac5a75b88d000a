// How is a kernel used that somebody else computed? Its Gram matrix stands in the place of the inputs. Called by createKernel.ts.
// Row i of the training inputs is row i of the Gram matrix; a query is given by its covariances with the n training records. Queries
// have no coordinates, so nothing here can be differentiated, and their own variance k(q, q) is not known.

import { AuditError } from '../base/errors.ts';
import { assertColumns, type Matrix, matrix } from '../linalg/matrix.ts';
import type { Kernel, KernelSpec } from './kernel.ts';

/** Largest |K_ij − K_ji| relative to √(K_ii K_jj) (or to |K_ij| if that is larger). */
const SYMMETRY_TOLERANCE = 1e-8;

/** @param records n, the number of training records */
export function precomputedKernel(spec: Extract<KernelSpec, { type: 'precomputed' }>, records: number): Kernel {
  const assertGramSize = (name: string, gram: Matrix) => {
    assertColumns(name, gram, records, 'training records');
    assertGram(gram);
  };
  return Object.freeze({
    spec,
    description: `precomputed ${records} × ${records} Gram matrix`,
    dimensions: records,
    portable: true,
    /** The diagonal of the Gram matrix. */
    diagonal(inputs: Matrix): Float64Array {
      assertGramSize('inputs', inputs);
      return Float64Array.from({ length: records }, (_, i) => inputs.data[i * records + i] as number);
    },
    /** The matrix itself, checked; entries that differ from their mirror image by rounding are replaced by the mean. */
    gram(inputs: Matrix): Matrix {
      assertGramSize('inputs', inputs);
      const out = matrix(records, records);
      for (let i = 0; i < records; i++) {
        for (let j = 0; j < records; j++) {
          out.data[i * records + j] = ((inputs.data[i * records + j] as number) + (inputs.data[j * records + i] as number)) / 2;
        }
      }
      return out;
    },
    /** The rows of `inputs` [m, n] as they are: they already hold k(q_i, x_j). `others` is the whole Gram matrix, in order, of which only the size is looked at. */
    cross(inputs: Matrix, others: Matrix): Matrix {
      assertColumns('inputs', inputs, records, 'training records');
      assertColumns('others', others, records, 'training records');
      return matrix(inputs.rows, records, inputs.data.slice());
    },
    crossGradient(): Matrix {
      throw noGradient();
    },
    diagonalGradient(): Matrix {
      throw noGradient();
    },
  });
}

/**
 * Throws unless `gram` is square, finite, symmetric to 1e-8 and has no negative diagonal entry. O(n²), in one pass over a matrix that is.
 * That it is positive semi-definite is found out by its factorization.
 *
 * @throws AuditError `SHAPE_MISMATCH`, `NOT_FINITE` or `RECORDS_INVALID`, naming the first offending entry
 */
export function assertGram(gram: Matrix): void {
  const n = gram.rows;
  if (gram.cols !== n) {
    throw new AuditError('SHAPE_MISMATCH', {
      expected: 'a square Gram matrix, one row and one column for each record',
      got: `${n} rows and ${gram.cols} columns`,
      try: 'another kernel if these are features, or exporting the whole matrix',
    });
  }
  const deviations = Float64Array.from({ length: n }, (_, i) => Math.sqrt(gram.data[i * (n + 1)] as number));
  if (isGram(gram, deviations)) return;
  assertFinite(gram);
  assertVariances(gram);
  assertSymmetric(gram, deviations);
}

/** Rows and columns of the blocks in which a matrix is compared with its mirror image: 64×64 doubles are 32 KiB, and two blocks stay in the cache. */
const BLOCK = 64;

/** Whether nothing is wrong. `deviations` are √K_ii, NaN for a negative variance. */
function isGram({ rows: n, data }: Matrix, deviations: Float64Array): boolean {
  if (!deviations.every((deviation) => deviation < Infinity)) return false;
  for (let top = 0; top < n; top += BLOCK) {
    for (let left = 0; left <= top; left += BLOCK) {
      for (let i = top; i < Math.min(top + BLOCK, n); i++) {
        for (let j = left, end = Math.min(left + BLOCK, i); j < end; j++) {
          const a = data[i * n + j] as number;
          const b = data[j * n + i] as number;
          // Not zero also where both are infinite.
          if (a - b !== 0 && !agree(a, b, (deviations[i] as number) * (deviations[j] as number))) return false;
        }
      }
    }
  }
  return true;
}

/** Whether two mirror images are finite and differ by rounding alone. */
function agree(a: number, b: number, deviations: number): boolean {
  const scale = Math.max(deviations, Math.abs(a), Math.abs(b));
  return scale < Infinity && Math.abs(a - b) <= SYMMETRY_TOLERANCE * scale;
}

function assertFinite({ cols, data }: Matrix): void {
  const bad = data.findIndex((value) => !Number.isFinite(value));
  if (bad < 0) return;
  const [row, column] = [Math.floor(bad / cols), bad % cols];
  throw new AuditError(
    'NOT_FINITE',
    { expected: 'finite Gram entries', got: `${data[bad]} at row ${row}, column ${column}`, try: 'mending that entry' },
    { row, column },
  );
}

function assertVariances({ rows: n, data }: Matrix): void {
  for (let i = 0; i < n; i++) {
    const variance = data[i * (n + 1)] as number;
    if (variance >= 0) continue;
    throw new AuditError(
      'RECORDS_INVALID',
      {
        expected: 'no negative entry on the diagonal of the Gram matrix',
        got: `${variance} for record ${i}`,
        try: 'checking that the matrix holds covariances, not distances',
      },
      { record: i },
    );
  }
}

function assertSymmetric({ rows: n, data }: Matrix, deviations: Float64Array): void {
  for (let i = 0; i < n; i++) {
    for (let j = i + 1; j < n; j++) {
      const [a, b] = [data[i * n + j] as number, data[j * n + i] as number];
      if (agree(a, b, (deviations[i] as number) * (deviations[j] as number))) continue;
      throw new AuditError(
        'RECORDS_INVALID',
        {
          expected: `a symmetric Gram matrix (to ${SYMMETRY_TOLERANCE} relative)`,
          got: `${a} at (${i}, ${j}) but ${b} at (${j}, ${i})`,
          try: 'exporting covariances of the same records in the same order for rows and columns',
        },
        { row: i, column: j },
      );
    }
  }
}

function noGradient(): AuditError {
  return new AuditError('OPTION_INVALID', {
    expected: 'a kernel with a formula for gradients with respect to inputs',
    got: 'a precomputed Gram matrix',
    try: 'the kernel fcn, rbf, matern or linear on the original features',
  });
}
