// Small passes over one tile that are not products. AssemblyScript.

/** out[j, i] = a[i, j]; a is rows×cols with stride `lda`, out cols×rows with stride `ldo`. */
export function transpose(a: usize, lda: i32, rows: i32, cols: i32, out: usize, ldo: i32): void {
  for (let i = 0; i < rows; i++) {
    let from = a + (((<usize>i) * (<usize>lda)) << 3);
    let to = out + ((<usize>i) << 3);
    for (let j = 0; j < cols; j++) {
      store<f64>(to, load<f64>(from));
      from += 8;
      to += (<usize>ldo) << 3;
    }
  }
}

/** sums[j] += Σ_i a[i, j]² for a row-major rows×cols without gaps; cols is even. */
export function addColumnSquares(a: usize, rows: i32, cols: i32, sums: usize): void {
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < cols; j += 2) {
      const x = v128.load(a);
      const to = sums + ((<usize>j) << 3);
      v128.store(to, f64x2.add(v128.load(to), f64x2.mul(x, x)));
      a += 16;
    }
  }
}
