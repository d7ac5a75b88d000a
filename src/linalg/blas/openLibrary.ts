// How is a BLAS library opened, whatever it calls its routines? Called by bindBlas.ts and bindSgemm.ts.

import { createRequire } from 'node:module';

type Call = (...args: unknown[]) => unknown;

interface KoffiLibrary {
  func(prototype: string): Call;
}
interface Koffi {
  load(path: string): KoffiLibrary;
}

/** C ← alpha·op(A)·op(B) + beta·C, row-major; leading dimensions are distances between rows. */
export type Gemm<Numbers> = (
  transposeA: boolean,
  transposeB: boolean,
  m: number,
  n: number,
  k: number,
  alpha: number,
  a: Numbers,
  lda: number,
  b: Numbers,
  ldb: number,
  beta: number,
  c: Numbers,
  ldc: number,
) => void;

/** A library that works on the calling thread alone. */
export interface OpenLibrary<Routine extends string> {
  /** Its routines. */
  readonly calls: Readonly<Record<Routine, Call>>;
  /** The call of a prototype in C, where the library has it. */
  optional(prototype: string): Call | undefined;
}

/** Numbers of the C interface for options. */
export const ROW_MAJOR = 101;
const PLAIN = 111;
const TRANSPOSED = 112;

/** The option of an operand. */
export const operation = (transpose: boolean): number => (transpose ? TRANSPOSED : PLAIN);

/** Names of the C interface's routines with the type of its integers: plain, 64-bit builds, and the builds inside Python's wheels. */
const NAMINGS = [
  ['cblas_*', 'int'],
  ['scipy_cblas_*', 'int'],
  ['cblas_*64_', 'int64_t'],
  ['scipy_cblas_*64_', 'int64_t'],
  ['cblas_*_64', 'int64_t'],
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

/**
 * @param parameters of each routine; `int` stands for the library's integers, `option` for enumerations, which are always int
 * @throws Error as koffi or the system's loader says it; koffi itself may be missing
 */
export function openLibrary<Routine extends string>(
  path: string,
  parameters: Readonly<Record<Routine, string>>,
): OpenLibrary<Routine> {
  const koffi = createRequire(import.meta.url)('koffi') as Koffi;
  const library = koffi.load(path);
  const calls = bindRoutines(library, parameters);
  for (const prototype of ONE_THREAD) optional(library, prototype)?.(1);
  return { calls, optional: (prototype) => optional(library, prototype) };
}

/** The routines under the first naming by which the library has all of them. */
function bindRoutines<Routine extends string>(
  library: KoffiLibrary,
  parameters: Readonly<Record<Routine, string>>,
): Record<Routine, Call> {
  const routines = Object.entries<string>(parameters);
  for (const [naming, int] of NAMINGS) {
    const calls = routines.map(([routine, list]) => {
      const types = list.replaceAll(/\bint\b/g, int).replaceAll('option', 'int');
      return [routine, optional(library, `void ${naming.replace('*', routine)}(${types})`)] as const;
    });
    if (calls.every(([, call]) => call !== undefined)) return Object.fromEntries(calls) as Record<Routine, Call>;
  }
  const names = routines.map(([routine]) => `cblas_${routine}`);
  throw new Error(`it does not export ${names.join(', ')} under any known spelling`);
}

function optional(library: KoffiLibrary, prototype: string): Call | undefined {
  try {
    return library.func(prototype);
  } catch {
    return undefined;
  }
}
