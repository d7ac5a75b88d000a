// The inner loop of all products: C ± A·B in 4×4 blocks of C that stay in registers. AssemblyScript, compiled to WebAssembly SIMD.

/** acc + a·b; one rounding where the build has relaxed SIMD and the processor a fused instruction, else two. */
// @ts-ignore: AssemblyScript decorator
@inline
function multiplyAdd(a: v128, b: v128, acc: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return f64x2.relaxed_madd(a, b, acc);
  return f64x2.add(acc, f64x2.mul(a, b));
}

/** c[0…3] += sign · (low, high). */
// @ts-ignore: AssemblyScript decorator
@inline
function addRow(c: usize, sign: v128, low: v128, high: v128): void {
  v128.store(c, f64x2.add(v128.load(c), f64x2.mul(sign, low)));
  v128.store(c, f64x2.add(v128.load(c, 16), f64x2.mul(sign, high)), 16);
}

/**
 * C += sign · A·B.
 *
 * @param c row-major m×n with stride `ldc`; m and n are multiples of 4
 * @param a row-major m×depth with stride `lda`
 * @param b packed by packRows or packColumns: strips of four columns, each depth×4
 */
export function multiply(c: usize, ldc: i32, a: usize, lda: i32, b: usize, m: i32, n: i32, depth: i32, sign: f64): void {
  const strideA = (<usize>lda) << 3;
  const strideC = (<usize>ldc) << 3;
  const signs = f64x2.splat(sign);
  const zero = f64x2.splat(0);
  for (let j = 0; j < n; j += 4) {
    const strip = b + (((<usize>j) * (<usize>depth)) << 3);
    for (let i = 0; i < m; i += 4) {
      let a0 = a + (<usize>i) * strideA;
      let a1 = a0 + strideA;
      let a2 = a1 + strideA;
      let a3 = a2 + strideA;
      let p = strip;
      let c00 = zero;
      let c01 = zero;
      let c10 = zero;
      let c11 = zero;
      let c20 = zero;
      let c21 = zero;
      let c30 = zero;
      let c31 = zero;
      const end = a0 + ((<usize>depth) << 3);
      while (a0 < end) {
        const b0 = v128.load(p);
        const b1 = v128.load(p, 16);
        let x = v128.load64_splat(a0);
        c00 = multiplyAdd(x, b0, c00);
        c01 = multiplyAdd(x, b1, c01);
        x = v128.load64_splat(a1);
        c10 = multiplyAdd(x, b0, c10);
        c11 = multiplyAdd(x, b1, c11);
        x = v128.load64_splat(a2);
        c20 = multiplyAdd(x, b0, c20);
        c21 = multiplyAdd(x, b1, c21);
        x = v128.load64_splat(a3);
        c30 = multiplyAdd(x, b0, c30);
        c31 = multiplyAdd(x, b1, c31);
        a0 += 8;
        a1 += 8;
        a2 += 8;
        a3 += 8;
        p += 32;
      }
      let to = c + (<usize>i) * strideC + ((<usize>j) << 3);
      addRow(to, signs, c00, c01);
      to += strideC;
      addRow(to, signs, c10, c11);
      to += strideC;
      addRow(to, signs, c20, c21);
      to += strideC;
      addRow(to, signs, c30, c31);
    }
  }
}

/** Packs B = Sᵀ for S row-major n×depth with stride `ld` (n a multiple of 4): out[(j/4)·depth + k][j mod 4] = S[j, k]. */
export function packRows(s: usize, ld: i32, n: i32, depth: i32, out: usize): void {
  const stride = (<usize>ld) << 3;
  for (let j = 0; j < n; j += 4) {
    let s0 = s + (<usize>j) * stride;
    let s1 = s0 + stride;
    let s2 = s1 + stride;
    let s3 = s2 + stride;
    let k = 0;
    for (; k + 2 <= depth; k += 2) {
      const x0 = v128.load(s0);
      const x1 = v128.load(s1);
      const x2 = v128.load(s2);
      const x3 = v128.load(s3);
      v128.store(out, v128.shuffle<f64>(x0, x1, 0, 2));
      v128.store(out, v128.shuffle<f64>(x2, x3, 0, 2), 16);
      v128.store(out, v128.shuffle<f64>(x0, x1, 1, 3), 32);
      v128.store(out, v128.shuffle<f64>(x2, x3, 1, 3), 48);
      s0 += 16;
      s1 += 16;
      s2 += 16;
      s3 += 16;
      out += 64;
    }
    if (k < depth) {
      store<f64>(out, load<f64>(s0));
      store<f64>(out, load<f64>(s1), 8);
      store<f64>(out, load<f64>(s2), 16);
      store<f64>(out, load<f64>(s3), 24);
      out += 32;
    }
  }
}

/** Packs B itself, row-major depth×n with stride `ld` (n a multiple of 4): out[(j/4)·depth + k][j mod 4] = B[k, j]. */
export function packColumns(b: usize, ld: i32, depth: i32, n: i32, out: usize): void {
  const stride = (<usize>ld) << 3;
  for (let j = 0; j < n; j += 4) {
    let from = b + ((<usize>j) << 3);
    for (let k = 0; k < depth; k++) {
      v128.store(out, v128.load(from));
      v128.store(out, v128.load(from, 16), 16);
      from += stride;
      out += 32;
    }
  }
}
