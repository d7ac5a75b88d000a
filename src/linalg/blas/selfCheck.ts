// Does a library compute products? Libraries exist that crash or miscalculate on processors newer than themselves, so none is used before
// its products of odd shapes agree with plain loops.

import type { BlasRoutines, Dgemm, Dsyrk, Dtrmm } from './bindBlas.ts';

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
export function checkBlas({ dgemm, dsyrk, dtrmm }: BlasRoutines): void {
  for (const [m, n, k] of SHAPES) {
    for (const transpose of [false, true]) {
      for (const transposeB of [false, true]) checkDgemm(dgemm, transpose, transposeB, m, n, k);
      for (const right of [false, true]) checkDtrmm(dtrmm, right, transpose, m, n);
    }
    checkDsyrk(dsyrk, n, k);
  }
}

function checkDgemm(dgemm: Dgemm, transposeA: boolean, transposeB: boolean, m: number, n: number, k: number): void {
  const [lda, ldb, ldc] = [(transposeA ? m : k) + PADDING, (transposeB ? k : n) + PADDING, n + PADDING];
  const a = numbers((transposeA ? k : m) * lda, 1);
  const b = numbers((transposeB ? n : k) * ldb, 2);
  const c = numbers(m * ldc, 3);
  const before = c.slice();
  dgemm(transposeA, transposeB, m, n, k, -1, a, lda, b, ldb, 1, c, ldc);
  const shape = `dgemm, ${m}×${k} by ${k}×${n}${transposeA ? ', first transposed' : ''}${transposeB ? ', second transposed' : ''}`;
  compare(shape, c, before, ldc, m, n, (i, j) => {
    let sum = before[i * ldc + j] as number;
    for (let p = 0; p < k; p++) {
      sum -= (a[transposeA ? p * lda + i : i * lda + p] as number) * (b[transposeB ? j * ldb + p : p * ldb + j] as number);
    }
    return sum;
  });
}

function checkDsyrk(dsyrk: Dsyrk, n: number, k: number): void {
  const [lda, ldc] = [k + PADDING, n + PADDING];
  const a = numbers(n * lda, 4);
  const c = numbers(n * ldc, 5);
  const before = c.slice();
  dsyrk(n, k, -1, a, lda, c, ldc);
  compare(`dsyrk, ${n}×${k}`, c, before, ldc, n, n, (i, j) => {
    let sum = before[i * ldc + j] as number;
    for (let p = 0; j <= i && p < k; p++) sum -= (a[i * lda + p] as number) * (a[j * lda + p] as number);
    return sum;
  });
}

function checkDtrmm(dtrmm: Dtrmm, right: boolean, transpose: boolean, m: number, n: number): void {
  const size = right ? n : m;
  const [ldt, ldb] = [size + PADDING, n + PADDING];
  // What stands above the diagonal must not be read.
  const t = numbers(size * ldt, 6);
  const b = numbers(m * ldb, 7);
  const before = b.slice();
  dtrmm(right, transpose, m, n, -1, t, ldt, b, ldb);
  const triangle = (i: number, j: number): number => {
    const [row, col] = transpose ? [j, i] : [i, j];
    return col <= row ? (t[row * ldt + col] as number) : 0;
  };
  const shape = `dtrmm, ${m}×${n}, triangle on the ${right ? 'right' : 'left'}${transpose ? ', transposed' : ''}`;
  compare(shape, b, before, ldb, m, n, (i, j) => {
    let sum = 0;
    for (let p = 0; p < size; p++) {
      sum -= right ? (before[i * ldb + p] as number) * triangle(p, j) : triangle(i, p) * (before[p * ldb + j] as number);
    }
    return sum;
  });
}

/** Every value of `got` against what is right, and what lies between the rows against what was there. */
function compare(
  product: string,
  got: Float64Array,
  before: Float64Array,
  stride: number,
  rows: number,
  cols: number,
  right: (i: number, j: number) => number,
): void {
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < stride; j++) {
      const value = got[i * stride + j] as number;
      const expected = j < cols ? right(i, j) : (before[i * stride + j] as number);
      if (!(Math.abs(value - expected) <= TOLERANCE * 257)) {
        throw new Error(`a product is wrong (${product}): ${value} where ${expected} is right`);
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
