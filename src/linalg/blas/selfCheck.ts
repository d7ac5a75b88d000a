// Does a library's dgemm compute products? Libraries exist that crash or miscalculate on processors newer than themselves, so none is used
// before its products of odd shapes agree with plain loops.

import type { Dgemm } from './bindBlas.ts';

/** Shapes m, n, k around the blocks of vector kernels, small and up to whole tiles. */
const SHAPES = [
  [1, 1, 1],
  [5, 3, 7],
  [33, 17, 65],
  [128, 256, 64],
  [255, 130, 257],
] as const;

/** Rounding of a sum of up to 257 products of numbers below one, with a margin of four. */
const TOLERANCE = 257 * Number.EPSILON;

const PADDING = 3;

/** @throws Error that names the first wrong product */
export function checkDgemm(dgemm: Dgemm): void {
  for (const [m, n, k] of SHAPES) {
    for (const transposeA of [false, true]) {
      for (const transposeB of [false, true]) checkShape(dgemm, transposeA, transposeB, m, n, k);
    }
  }
}

function checkShape(dgemm: Dgemm, transposeA: boolean, transposeB: boolean, m: number, n: number, k: number): void {
  const [lda, ldb, ldc] = [(transposeA ? m : k) + PADDING, (transposeB ? k : n) + PADDING, n + PADDING];
  const a = numbers((transposeA ? k : m) * lda, 1);
  const b = numbers((transposeB ? n : k) * ldb, 2);
  const c = numbers(m * ldc, 3);
  const before = c.slice();
  dgemm(transposeA, transposeB, m, n, k, -1, a, lda, b, ldb, 1, c, ldc);
  for (let i = 0; i < m; i++) {
    for (let j = 0; j < ldc; j++) {
      let expected = before[i * ldc + j] as number;
      for (let p = 0; j < n && p < k; p++) {
        expected -= (a[transposeA ? p * lda + i : i * lda + p] as number) * (b[transposeB ? j * ldb + p : p * ldb + j] as number);
      }
      const got = c[i * ldc + j] as number;
      if (!(Math.abs(got - expected) <= TOLERANCE * k)) {
        const shape = `${m}×${k} by ${k}×${n}${transposeA ? ', first transposed' : ''}${transposeB ? ', second transposed' : ''}`;
        throw new Error(`a product of ${shape} is wrong: ${got} where ${expected} is right`);
      }
    }
  }
}

/** Reproducible values in (−1, 1), in shared memory as the engine's are. */
function numbers(length: number, seed: number): Float64Array {
  const out = new Float64Array(new SharedArrayBuffer(8 * length));
  for (let i = 0; i < length; i++) out[i] = Math.sin(12.9898 * (i + 1) + 78.233 * seed);
  return out;
}
