// The inner loop of all products: C ± A·B in 2×8 blocks of C that stay in registers. AssemblyScript, compiled to WebAssembly SIMD.
// Two rows and eight columns are what the sixteen registers of a vector unit hold with one step's operands; larger blocks, or two steps in
// one pass of the loop, make V8 spill and were measured at two thirds of the speed.

/** Columns of a packed strip, which is what the inner loop takes at once; rows are taken in pairs. */
export const STRIP: i32 = 8;

/** What is known to be zero, and need not be computed. */
export const FULL: i32 = 0;
/** C is wanted on and below its diagonal only. */
export const LOWER_C: i32 = 1;
/** A is lower triangular. */
export const LOWER_A: i32 = 2;
/** B is lower triangular. */
export const LOWER_B: i32 = 3;
/** B is upper triangular. */
export const UPPER_B: i32 = 4;

/** acc + a·b; one rounding where the build has relaxed SIMD and the processor a fused instruction, else two. */
// @ts-ignore: AssemblyScript decorator
@inline
function multiplyAdd(a: v128, b: v128, acc: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return f64x2.relaxed_madd(a, b, acc);
  return f64x2.add(acc, f64x2.mul(a, b));
}

/** c += sign · sum. */
// @ts-ignore: AssemblyScript decorator
@inline
function addTo(c: usize, sign: v128, sum: v128): void {
  v128.store(c, f64x2.add(v128.load(c), f64x2.mul(sign, sum)));
}

/**
 * C += sign · A·B.
 *
 * @param c row-major m×n with stride `ldc`; m is even, n a multiple of 8
 * @param a row-major m×depth with stride `lda`
 * @param b packed by packRows or packColumns: strips of eight columns, each depth×8
 * @param shape FULL or which operand is a triangle; the zeros of a triangle must be there all the same, next to its diagonal
 */
export function multiply(
  c: usize,
  ldc: i32,
  a: usize,
  lda: i32,
  b: usize,
  m: i32,
  n: i32,
  depth: i32,
  sign: f64,
  shape: i32,
): void {
  const strideA = (<usize>lda) << 3;
  const strideC = (<usize>ldc) << 3;
  const signs = f64x2.splat(sign);
  const zero = f64x2.splat(0);
  for (let j = 0; j < n; j += STRIP) {
    const strip = b + (((<usize>j) * (<usize>depth)) << 3);
    const from = shape == LOWER_B ? min(j, depth) : 0;
    const limit = shape == UPPER_B ? min(j + STRIP, depth) : depth;
    for (let i = shape == LOWER_C ? j : 0; i < m; i += 2) {
      const to = shape == LOWER_A ? min(i + 2, limit) : limit;
      let a0 = a + (<usize>i) * strideA + ((<usize>from) << 3);
      let a1 = a0 + strideA;
      let p = strip + ((<usize>from) << 6);
      const end = strip + ((<usize>to) << 6);
      let c00 = zero;
      let c01 = zero;
      let c02 = zero;
      let c03 = zero;
      let c10 = zero;
      let c11 = zero;
      let c12 = zero;
      let c13 = zero;
      while (p < end) {
        const b0 = v128.load(p);
        const b1 = v128.load(p, 16);
        const b2 = v128.load(p, 32);
        const b3 = v128.load(p, 48);
        let x = v128.load64_splat(a0);
        c00 = multiplyAdd(x, b0, c00);
        c01 = multiplyAdd(x, b1, c01);
        c02 = multiplyAdd(x, b2, c02);
        c03 = multiplyAdd(x, b3, c03);
        x = v128.load64_splat(a1);
        c10 = multiplyAdd(x, b0, c10);
        c11 = multiplyAdd(x, b1, c11);
        c12 = multiplyAdd(x, b2, c12);
        c13 = multiplyAdd(x, b3, c13);
        a0 += 8;
        a1 += 8;
        p += 64;
      }
      const row0 = c + (<usize>i) * strideC + ((<usize>j) << 3);
      addTo(row0, signs, c00);
      addTo(row0 + 16, signs, c01);
      addTo(row0 + 32, signs, c02);
      addTo(row0 + 48, signs, c03);
      const row1 = row0 + strideC;
      addTo(row1, signs, c10);
      addTo(row1 + 16, signs, c11);
      addTo(row1 + 32, signs, c12);
      addTo(row1 + 48, signs, c13);
    }
  }
}

/** Packs B = Sᵀ for S row-major n×depth with stride `ld` (n a multiple of 8): out[(j/8)·depth + k][j mod 8] = S[j, k]. */
export function packRows(s: usize, ld: i32, n: i32, depth: i32, out: usize): void {
  const stride = (<usize>ld) << 3;
  for (let j = 0; j < n; j += STRIP) {
    const strip = out + (((<usize>j) * (<usize>depth)) << 3);
    // Two rows of S at a time are two neighbouring columns of the strip.
    for (let pair = 0; pair < STRIP; pair += 2) {
      let s0 = s + (<usize>(j + pair)) * stride;
      let s1 = s0 + stride;
      let to = strip + ((<usize>pair) << 3);
      let k = 0;
      for (; k + 2 <= depth; k += 2) {
        const x0 = v128.load(s0);
        const x1 = v128.load(s1);
        v128.store(to, v128.shuffle<f64>(x0, x1, 0, 2));
        v128.store(to, v128.shuffle<f64>(x0, x1, 1, 3), 64);
        s0 += 16;
        s1 += 16;
        to += 128;
      }
      if (k < depth) {
        store<f64>(to, load<f64>(s0));
        store<f64>(to, load<f64>(s1), 8);
      }
    }
  }
}

/** Packs B itself, row-major depth×n with stride `ld` (n a multiple of 8): out[(j/8)·depth + k][j mod 8] = B[k, j]. */
export function packColumns(b: usize, ld: i32, depth: i32, n: i32, out: usize): void {
  const stride = (<usize>ld) << 3;
  for (let j = 0; j < n; j += STRIP) {
    let from = b + ((<usize>j) << 3);
    for (let k = 0; k < depth; k++) {
      v128.store(out, v128.load(from));
      v128.store(out, v128.load(from, 16), 16);
      v128.store(out, v128.load(from, 32), 32);
      v128.store(out, v128.load(from, 48), 48);
      from += stride;
      out += 64;
    }
  }
}
