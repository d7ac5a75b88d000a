// How is a BLAS library of the machine called? Through koffi, by its C interface under whichever names the library exports it.
// Only products are taken from the library, on one thread: the threads of the engine each call it for their own tiles, so that
// results do not depend on how the library would have split the work.

import { type Gemm, type OpenLibrary, openLibrary, operation, ROW_MAJOR } from './openLibrary.ts';

/** What a thread needs to call the library. */
export interface BlasLibrary {
  /** Path or soname, as given to the system's loader. */
  readonly path: string;
  /** The library's name and version as far as it tells them: `OpenBLAS 0.3.21 SkylakeX`. */
  readonly description: string;
}

export type Dgemm = Gemm<Float64Array>;

/** C ← alpha·A·Aᵀ + beta·C for the lower triangle of C [n, n] and A [n, k], row-major. */
export type Dsyrk = (
  n: number,
  k: number,
  alpha: number,
  a: Float64Array,
  lda: number,
  beta: number,
  c: Float64Array,
  ldc: number,
) => void;

/** B ← alpha·op(T)·B, or alpha·B·op(T) when `right`, for a lower-triangular T and B [m, n], row-major. */
export type Dtrmm = (
  right: boolean,
  transposeT: boolean,
  m: number,
  n: number,
  alpha: number,
  t: Float64Array,
  ldt: number,
  b: Float64Array,
  ldb: number,
) => void;

/** What is taken from a library. */
export interface BlasRoutines {
  readonly dgemm: Dgemm;
  readonly dsyrk: Dsyrk;
  readonly dtrmm: Dtrmm;
}

export interface BoundBlas extends BlasRoutines {
  readonly description: string;
}

/** Numbers of the C interface for options. */
const LOWER = 122;
const ANY_DIAGONAL = 131;
const LEFT = 141;
const RIGHT = 142;

/** Parameters of each routine; `int` stands for the library's integers, `option` for enumerations, which are always int. */
const PARAMETERS = {
  dgemm: 'option, option, option, int, int, int, double, double *, int, double *, int, double, _Inout_ double *, int',
  dsyrk: 'option, option, option, int, int, double, double *, int, double, _Inout_ double *, int',
  dtrmm: 'option, option, option, option, option, int, int, double, double *, int, _Inout_ double *, int',
} as const;

const VERSIONS = [
  'const char *openblas_get_config()',
  'const char *scipy_openblas_get_config()',
  'const char *openblas_get_config64_()',
  'const char *scipy_openblas_get_config64_()',
  'const char *bli_info_get_version_str()',
];

/** @throws Error as koffi or the system's loader says it; koffi itself may be missing */
export function bindBlas(path: string): BoundBlas {
  const { calls, optional } = openLibrary(path, PARAMETERS);
  const { dgemm, dsyrk, dtrmm } = calls;
  return {
    description: describe(optional, path),
    dgemm: (transposeA, transposeB, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc) => {
      dgemm(ROW_MAJOR, operation(transposeA), operation(transposeB), m, n, k, alpha, a, lda, b, ldb, beta, c, ldc);
    },
    dsyrk: (n, k, alpha, a, lda, beta, c, ldc) => {
      dsyrk(ROW_MAJOR, LOWER, operation(false), n, k, alpha, a, lda, beta, c, ldc);
    },
    dtrmm: (right, transposeT, m, n, alpha, t, ldt, b, ldb) => {
      dtrmm(ROW_MAJOR, right ? RIGHT : LEFT, LOWER, operation(transposeT), ANY_DIAGONAL, m, n, alpha, t, ldt, b, ldb);
    },
  };
}

function describe(optional: OpenLibrary<never>['optional'], path: string): string {
  for (const prototype of VERSIONS) {
    const text = optional(prototype)?.();
    if (typeof text !== 'string') continue;
    // OpenBLAS lists its build options between its version and the processor type that it chose.
    const [name = '', version = ''] = text.split(' ');
    if (!/openblas/i.test(name)) return `BLIS ${text}`;
    const core = text.split(' ').findLast((word) => word !== '' && !word.includes('=') && word === word.trim());
    return `${name} ${version} ${core ?? ''}`.trim();
  }
  if (optional('void MKL_Set_Num_Threads(int)')) return 'Intel MKL';
  if (/accelerate/i.test(path)) return 'Apple Accelerate';
  return 'BLAS';
}
