// The inner loop of the portable engine: C ± A·B on tiles, with both operands packed into strips of four so that the 4×4 block of C
// stays in registers and memory is read in order.

const STRIP = 4;

/** How a matrix lies in an array: element (i, k) is data[offset + i·rowStride + k·colStride]. Swapping the strides transposes. */
export interface Operand {
  readonly data: Float64Array;
  readonly offset: number;
  readonly rowStride: number;
  readonly colStride: number;
}

/** Space for one packed operand of up to `rows` × `depth`; rows are padded to a multiple of the strip. */
export function packBuffer(rows: number, depth: number): Float64Array {
  return new Float64Array(Math.ceil(rows / STRIP) * STRIP * depth);
}

/** Packs rows 0…rows−1 of `a`, depth columns, as strips of four rows, column by column; missing rows are zero. */
export function pack(a: Operand, rows: number, depth: number, out: Float64Array): void {
  const { data, offset, rowStride, colStride } = a;
  let o = 0;
  for (let i = 0; i < rows; i += STRIP) {
    const filled = Math.min(STRIP, rows - i);
    for (let k = 0; k < depth; k++) {
      let at = offset + i * rowStride + k * colStride;
      for (let r = 0; r < filled; r++, at += rowStride) out[o++] = data[at] as number;
      for (let r = filled; r < STRIP; r++) out[o++] = 0;
    }
  }
}

/**
 * C += sign · A·B for packed A (m rows) and packed Bᵀ (n rows), both of the given depth. C is row-major with `stride`, from `offset`.
 * 2·m·n·depth flops. With `lowerOnly`, strips of C wholly above the diagonal are left alone.
 */
export function multiplyPacked(
  c: Float64Array,
  offset: number,
  stride: number,
  a: Float64Array,
  b: Float64Array,
  m: number,
  n: number,
  depth: number,
  sign: 1 | -1,
  lowerOnly = false,
): void {
  for (let i = 0; i < m; i += STRIP) {
    const rows = Math.min(STRIP, m - i);
    const columnEnd = lowerOnly ? Math.min(n, i + STRIP) : n;
    for (let j = 0; j < columnEnd; j += STRIP) {
      // biome-ignore format: the 4×4 block of C reads as a block
      let c00 = 0, c01 = 0, c02 = 0, c03 = 0,
          c10 = 0, c11 = 0, c12 = 0, c13 = 0,
          c20 = 0, c21 = 0, c22 = 0, c23 = 0,
          c30 = 0, c31 = 0, c32 = 0, c33 = 0;
      let p = i * depth;
      let q = j * depth;
      for (let k = 0; k < depth; k++, p += STRIP, q += STRIP) {
        const a0 = a[p] as number;
        const a1 = a[p + 1] as number;
        const a2 = a[p + 2] as number;
        const a3 = a[p + 3] as number;
        const b0 = b[q] as number;
        const b1 = b[q + 1] as number;
        const b2 = b[q + 2] as number;
        const b3 = b[q + 3] as number;
        c00 += a0 * b0;
        c01 += a0 * b1;
        c02 += a0 * b2;
        c03 += a0 * b3;
        c10 += a1 * b0;
        c11 += a1 * b1;
        c12 += a1 * b2;
        c13 += a1 * b3;
        c20 += a2 * b0;
        c21 += a2 * b1;
        c22 += a2 * b2;
        c23 += a2 * b3;
        c30 += a3 * b0;
        c31 += a3 * b1;
        c32 += a3 * b2;
        c33 += a3 * b3;
      }
      const cols = Math.min(STRIP, n - j);
      const at = offset + i * stride + j;
      addRow(c, at, cols, sign, c00, c01, c02, c03);
      if (rows > 1) addRow(c, at + stride, cols, sign, c10, c11, c12, c13);
      if (rows > 2) addRow(c, at + 2 * stride, cols, sign, c20, c21, c22, c23);
      if (rows > 3) addRow(c, at + 3 * stride, cols, sign, c30, c31, c32, c33);
    }
  }
}

function addRow(c: Float64Array, at: number, cols: number, sign: number, v0: number, v1: number, v2: number, v3: number): void {
  c[at] = (c[at] as number) + sign * v0;
  if (cols > 1) c[at + 1] = (c[at + 1] as number) + sign * v1;
  if (cols > 2) c[at + 2] = (c[at + 2] as number) + sign * v2;
  if (cols > 3) c[at + 3] = (c[at + 3] as number) + sign * v3;
}
