// How is a BLAS library of the machine called? Through koffi, by the C interface's dgemm under whichever name the library exports it.
// Only the product is taken from the library, on one thread: the threads of the engine each call it for their own tiles, so that
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

export interface BoundBlas {
  readonly dgemm: Dgemm;
  readonly description: string;
}

interface KoffiLibrary {
  func(prototype: string): (...args: unknown[]) => unknown;
}
interface Koffi {
  load(path: string): KoffiLibrary;
}

const ROW_MAJOR = 101;
const PLAIN = 111;
const TRANSPOSED = 112;

/** Names of the C interface's dgemm with the type of its integers: plain, 64-bit builds, and the builds inside Python's wheels. */
const DGEMM_NAMES = [
  ['cblas_dgemm', 'int'],
  ['scipy_cblas_dgemm', 'int'],
  ['cblas_dgemm64_', 'int64_t'],
  ['scipy_cblas_dgemm64_', 'int64_t'],
  ['cblas_dgemm_64', 'int64_t'],
] as const;

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
  const call = bindDgemm(library);
  for (const prototype of ONE_THREAD) optional(library, prototype)?.(1);
  return {
    description: describe(library, path),
    dgemm: (transposeA, transposeB, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc) => {
      const [opA, opB] = [transposeA ? TRANSPOSED : PLAIN, transposeB ? TRANSPOSED : PLAIN];
      call(ROW_MAJOR, opA, opB, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc);
    },
  };
}

function bindDgemm(library: KoffiLibrary): (...args: unknown[]) => unknown {
  for (const [name, int] of DGEMM_NAMES) {
    const call = optional(
      library,
      `void ${name}(int, int, int, ${int}, ${int}, ${int}, double, double *, ${int}, double *, ${int}, double, _Inout_ double *, ${int})`,
    );
    if (call) return call;
  }
  throw new Error(`it exports none of ${DGEMM_NAMES.map(([name]) => name).join(', ')}`);
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
