// How are single-precision products taken from the machine's BLAS library? Finite networks are trained in float32; nothing else in lood is. Called by
// networks/tensorflow/blasProducts.ts, in processes of their own.

import { openLibrary, operation, ROW_MAJOR } from './openLibrary.ts';

/** C ← alpha·op(A)·op(B) + beta·C, row-major; leading dimensions are distances between rows. */
export type Sgemm = (
  transposeA: boolean,
  transposeB: boolean,
  m: number,
  n: number,
  k: number,
  alpha: number,
  a: Float32Array,
  lda: number,
  b: Float32Array,
  ldb: number,
  beta: number,
  c: Float32Array,
  ldc: number,
) => void;

const PARAMETERS = {
  sgemm: 'option, option, option, int, int, int, float, float *, int, float *, int, float, _Inout_ float *, int',
} as const;

/**
 * Products on the calling thread.
 *
 * @throws Error as koffi or the system's loader says it
 */
export function bindSgemm(path: string): Sgemm {
  const { sgemm } = openLibrary(path, PARAMETERS).calls;
  return (transposeA, transposeB, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc) => {
    sgemm(ROW_MAJOR, operation(transposeA), operation(transposeB), m, n, k, alpha, a, lda, b, ldb, beta, c, ldc);
  };
}
