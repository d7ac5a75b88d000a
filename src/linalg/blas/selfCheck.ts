// Does a library compute products? Libraries exist that crash or miscalculate on processors newer than themselves, so none is used before
// its products of odd shapes are right. Each is multiplied by a vector, which for a product of matrices costs a matrix less (Freivalds 1979):
// a wrong element anywhere changes the result.

import type { BlasRoutines, Dgemm, Dsyrk, Dtrmm } from './bindBlas.ts';

/** Shapes m, n, k around the blocks of vector kernels, small and up to whole tiles. */
const SHAPES = [
  [1, 1, 1],
  [5, 3, 7],
  [33, 17, 65],
  [128, 256, 64],
  [255, 130, 257],
] as const;

/** Bound on the rounding of sums of up to 257 sums of up to 257 products of numbers below one, in the product and in the check of it. */
const TOLERANCE = 2 * 257 ** 2 * Number.EPSILON;

const PADDING = 3;

/** @throws Error that names the first wrong product */
export function checkBlas({ dgemm, dsyrk, dtrmm }: BlasRoutines): void {
  for (const [m, n, k] of SHAPES) {
    for (const beta of [0, 1]) {
      for (const transposeA of [false, true]) {
        for (const transposeB of [false, true]) checkDgemm(dgemm, transposeA, transposeB, m, n, k, beta);
      }
      checkDsyrk(dsyrk, n, k, beta);
    }
    for (const right of [false, true]) for (const transpose of [false, true]) checkDtrmm(dtrmm, right, transpose, m, n);
  }
}

/** A row-major matrix with gaps between its rows, which no product may touch. */
interface Padded {
  readonly data: Float64Array;
  readonly rows: number;
  readonly cols: number;
  readonly stride: number;
}

function checkDgemm(dgemm: Dgemm, transposeA: boolean, transposeB: boolean, m: number, n: number, k: number, beta: number): void {
  const a = transposeA ? padded(k, m, 1) : padded(m, k, 1);
  const b = transposeB ? padded(n, k, 2) : padded(k, n, 2);
  const c = oldValues(m, n, beta);
  const before = copyOf(c);
  dgemm(transposeA, transposeB, m, n, k, -1, a.data, a.stride, b.data, b.stride, beta, c.data, c.stride);
  const v = numbers(n, 8);
  const product = times(a, transposeA, times(b, transposeB, v));
  const old = beta === 0 ? new Float64Array(m) : times(before, false, v);
  const name = `dgemm, ${m}×${k} by ${k}×${n}${transposeA ? ', first transposed' : ''}${transposeB ? ', second transposed' : ''}`;
  compare(
    name,
    times(c, false, v),
    old.map((value, i) => value - (product[i] as number)),
  );
  assertGapsUntouched(name, c, before);
}

function checkDsyrk(dsyrk: Dsyrk, n: number, k: number, beta: number): void {
  const a = padded(n, k, 4);
  const c = oldValues(n, n, beta);
  const before = copyOf(c);
  dsyrk(n, k, -1, a.data, a.stride, beta, c.data, c.stride);
  const v = numbers(n, 8);
  // Row i of the lower triangle of A·Aᵀ times v is a_i · Σ_{j≤i} v_j a_j.
  const sum = new Float64Array(k);
  const expected = beta === 0 ? new Float64Array(n) : timesTriangle(before, false, v);
  for (let i = 0; i < n; i++) {
    for (let p = 0; p < k; p++) sum[p] = (sum[p] as number) + (v[i] as number) * (a.data[i * a.stride + p] as number);
    for (let p = 0; p < k; p++) expected[i] = (expected[i] as number) - (a.data[i * a.stride + p] as number) * (sum[p] as number);
  }
  const name = `dsyrk, ${n}×${k}`;
  compare(name, timesTriangle(c, false, v), expected);
  assertGapsUntouched(name, c, before, (i, j) => j > i);
}

function checkDtrmm(dtrmm: Dtrmm, right: boolean, transpose: boolean, m: number, n: number): void {
  const size = right ? n : m;
  // What stands above the diagonal must not be read.
  const t = padded(size, size, 6);
  const b = padded(m, n, 7);
  const before = copyOf(b);
  dtrmm(right, transpose, m, n, -1, t.data, t.stride, b.data, b.stride);
  const v = numbers(n, 8);
  const product = right
    ? times(before, false, timesTriangle(t, transpose, v))
    : timesTriangle(t, transpose, times(before, false, v));
  const name = `dtrmm, ${m}×${n}, triangle on the ${right ? 'right' : 'left'}${transpose ? ', transposed' : ''}`;
  compare(
    name,
    times(b, false, v),
    product.map((value) => -value),
  );
  assertGapsUntouched(name, b, before);
}

/** M·v or Mᵀ·v. */
function times(
  { data, rows, cols, stride }: Padded,
  transpose: boolean,
  v: Float64Array,
  isZero?: (i: number, j: number) => boolean,
) {
  const out = new Float64Array(transpose ? cols : rows);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < cols; j++) {
      if (isZero?.(i, j)) continue;
      const [to, from] = transpose ? [j, i] : [i, j];
      out[to] = (out[to] as number) + (data[i * stride + j] as number) * (v[from] as number);
    }
  }
  return out;
}

/** The same for the lower triangle of M. */
function timesTriangle(m: Padded, transpose: boolean, v: Float64Array): Float64Array {
  return times(m, transpose, v, (i, j) => j > i);
}

function compare(product: string, got: Float64Array, expected: Float64Array): void {
  const wrong = got.findIndex((value, i) => !(Math.abs(value - (expected[i] as number)) <= TOLERANCE));
  if (wrong >= 0) throw wrongProduct(product, `row ${wrong} times a vector is ${got[wrong]} where ${expected[wrong]} is right`);
}

function assertGapsUntouched(product: string, after: Padded, before: Padded, isGap = (_i: number, _j: number) => false): void {
  for (let i = 0; i < after.rows; i++) {
    for (let j = 0; j < after.stride; j++) {
      const at = i * after.stride + j;
      if ((j >= after.cols || isGap(i, j)) && !Object.is(after.data[at], before.data[at])) {
        throw wrongProduct(product, `it wrote beyond its result, at row ${i} and column ${j}`);
      }
    }
  }
}

function wrongProduct(product: string, what: string): Error {
  return new Error(`a product is wrong (${product}): ${what}`);
}

/** What C holds before; where it counts for nothing, what must not spread: zero times it is no number. */
function oldValues(rows: number, cols: number, beta: number): Padded {
  const c = padded(rows, cols, 3);
  if (beta === 0) c.data.fill(Number.NaN);
  return c;
}

function padded(rows: number, cols: number, seed: number): Padded {
  const stride = cols + PADDING;
  return { data: numbers(rows * stride, seed), rows, cols, stride };
}

function copyOf(m: Padded): Padded {
  return { ...m, data: m.data.slice() };
}

/** Reproducible values in (−1, 1), in shared memory as the engine's are. */
function numbers(length: number, seed: number): Float64Array {
  const out = new Float64Array(new SharedArrayBuffer(8 * length));
  for (let i = 0; i < length; i++) out[i] = Math.sin(12.9898 * (i + 1) + 78.233 * seed);
  return out;
}
