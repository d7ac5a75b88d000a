// How is a BLAS library of the machine called? Through koffi, by its C interface under whichever names the library exports it.
// Only products are taken from the library, on one thread: the threads of the engine each call it for their own tiles, so that
// results do not depend on how the library would have split the work.

import { createRequire } from 'node:module';

/** What a thread needs to call the library. */
export interface BlasLibrary {
  /** Path or soname, as given to the system's loader. */
  readonly path: string;
  /** The library's name and version as far as it tells them: `OpenBLAS 0.3.21 SkylakeX`. */
  readonly description: string;
}

/** C ← alpha·op(A)·op(B) + beta·C, row-major; leading dimensions are distances between rows. */
export type Dgemm = (
  transposeA: boolean,
  transposeB: boolean,
  m: number,
  n: number,
  k: number,
  alpha: number,
  a: Float64Array,
  lda: number,
  b: Float64Array,
  ldb: number,
  beta: number,
  c: Float64Array,
  ldc: number,
) => void;

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

interface KoffiLibrary {
  func(prototype: string): (...args: unknown[]) => unknown;
}
interface Koffi {
  load(path: string): KoffiLibrary;
}

/** Numbers of the C interface for options. */
const ROW_MAJOR = 101;
const PLAIN = 111;
const TRANSPOSED = 112;
const LOWER = 122;
const ANY_DIAGONAL = 131;
const LEFT = 141;
const RIGHT = 142;

/** Names of the C interface's routines with the type of its integers: plain, 64-bit builds, and the builds inside Python's wheels. */
const NAMINGS = [
  ['cblas_*', 'int'],
  ['scipy_cblas_*', 'int'],
  ['cblas_*64_', 'int64_t'],
  ['scipy_cblas_*64_', 'int64_t'],
  ['cblas_*_64', 'int64_t'],
] as const;

/** Parameters of each routine; `int` stands for the library's integers, `option` for enumerations, which are always int. */
const PARAMETERS = {
  dgemm: 'option, option, option, int, int, int, double, double *, int, double *, int, double, _Inout_ double *, int',
  dsyrk: 'option, option, option, int, int, double, double *, int, double, _Inout_ double *, int',
  dtrmm: 'option, option, option, option, option, int, int, double, double *, int, _Inout_ double *, int',
} as const;

/** Calls that tell a library to use the calling thread only. */
const ONE_THREAD = [
  'void openblas_set_num_threads(int)',
  'void scipy_openblas_set_num_threads(int)',
  'void openblas_set_num_threads64_(int)',
  'void scipy_openblas_set_num_threads64_(int)',
  'void MKL_Set_Num_Threads(int)',
  'void bli_thread_set_num_threads(int64_t)',
  'int BLASSetThreading(unsigned int)',
];

const VERSIONS = [
  'const char *openblas_get_config()',
  'const char *scipy_openblas_get_config()',
  'const char *openblas_get_config64_()',
  'const char *scipy_openblas_get_config64_()',
  'const char *bli_info_get_version_str()',
];

/** @throws Error as koffi or the system's loader says it; koffi itself may be missing */
export function bindBlas(path: string): BoundBlas {
  const koffi = createRequire(import.meta.url)('koffi') as Koffi;
  const library = koffi.load(path);
  const { dgemm, dsyrk, dtrmm } = bindRoutines(library);
  for (const prototype of ONE_THREAD) optional(library, prototype)?.(1);
  const operation = (transpose: boolean): number => (transpose ? TRANSPOSED : PLAIN);
  return {
    description: describe(library, path),
    dgemm: (transposeA, transposeB, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc) => {
      dgemm(ROW_MAJOR, operation(transposeA), operation(transposeB), m, n, k, alpha, a, lda, b, ldb, beta, c, ldc);
    },
    dsyrk: (n, k, alpha, a, lda, beta, c, ldc) => {
      dsyrk(ROW_MAJOR, LOWER, PLAIN, n, k, alpha, a, lda, beta, c, ldc);
    },
    dtrmm: (right, transposeT, m, n, alpha, t, ldt, b, ldb) => {
      dtrmm(ROW_MAJOR, right ? RIGHT : LEFT, LOWER, operation(transposeT), ANY_DIAGONAL, m, n, alpha, t, ldt, b, ldb);
    },
  };
}

type Call = (...args: unknown[]) => unknown;
type Routine = keyof typeof PARAMETERS;

/** The routines under the first naming by which the library has all of them. */
function bindRoutines(library: KoffiLibrary): Record<Routine, Call> {
  for (const [naming, int] of NAMINGS) {
    const calls = Object.entries(PARAMETERS).map(([routine, parameters]) => {
      const types = parameters.replaceAll(/\bint\b/g, int).replaceAll('option', 'int');
      return [routine, optional(library, `void ${naming.replace('*', routine)}(${types})`)] as const;
    });
    if (calls.every(([, call]) => call !== undefined)) return Object.fromEntries(calls) as Record<Routine, Call>;
  }
  const names = Object.keys(PARAMETERS).map((routine) => `cblas_${routine}`);
  throw new Error(`it does not export ${names.join(', ')} under any known spelling`);
}

function optional(library: KoffiLibrary, prototype: string): ((...args: unknown[]) => unknown) | undefined {
  try {
    return library.func(prototype);
  } catch {
    return undefined;
  }
}

function describe(library: KoffiLibrary, path: string): string {
  for (const prototype of VERSIONS) {
    const text = optional(library, prototype)?.();
    if (typeof text !== 'string') continue;
    // OpenBLAS lists its build options between its version and the processor type that it chose.
    const [name = '', version = ''] = text.split(' ');
    if (!/openblas/i.test(name)) return `BLIS ${text}`;
    const core = text.split(' ').findLast((word) => word !== '' && !word.includes('=') && word === word.trim());
    return `${name} ${version} ${core ?? ''}`.trim();
  }
  if (optional(library, 'void MKL_Set_Num_Threads(int)')) return 'Intel MKL';
  if (/accelerate/i.test(path)) return 'Apple Accelerate';
  return 'BLAS';
}
