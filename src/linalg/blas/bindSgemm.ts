// How are single-precision products taken from the machine's BLAS library? Finite networks are trained in float32; nothing else in lood is. Called by
// networks/tensorflow/blasProducts.ts, in processes of their own.

import { type Gemm, openLibrary, operation, ROW_MAJOR } from './openLibrary.ts';

export type Sgemm = Gemm<Float32Array>;

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
