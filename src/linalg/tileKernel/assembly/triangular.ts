// Cholesky factor and inverse of one tile, in place, blocked so that most of the work is `multiply`. AssemblyScript.

import { FULL, LOWER_A, LOWER_B, multiply, packColumns, packRows, UPPER_B } from './multiply';

/** Rows and columns done by plain loops; a multiple of 8. */
const BLOCK: i32 = 16;

/** Address of element (i, j) of a row-major matrix with stride `ld`. */
// @ts-ignore: AssemblyScript decorator
@inline
function at(t: usize, ld: i32, i: i32, j: i32): usize {
  return t + (((<usize>i) * (<usize>ld) + (<usize>j)) << 3);
}

/**
 * T + shift·I = L Lᵀ in the lower triangle of T; the strict upper triangle becomes zero.
 *
 * @param t n×n row-major, n a multiple of 16
 * @param variances receives L_ii² − shift, computed before the shift is added
 * @param work space for 3·n·BLOCK doubles
 * @returns −1, or the first position whose pivot is not a positive finite number; its value then stands in variances[position]
 */
export function factor(t: usize, n: i32, shift: f64, variances: usize, work: usize): i32 {
  const inverse = work + (((<usize>n) * BLOCK) << 3);
  for (let j = 0; j < n; j += BLOCK) {
    const below = n - j;
    if (j > 0) {
      packRows(at(t, n, j, 0), n, BLOCK, j, work);
      multiply(at(t, n, j, j), n, at(t, n, j, 0), n, work, below, BLOCK, j, -1, FULL);
    }
    const failed = factorBlock(at(t, n, j, j), n, shift, variances + ((<usize>j) << 3));
    if (failed >= 0) return j + failed;
    if (below > BLOCK) {
      invertBlock(at(t, n, j, j), n, inverse);
      timesTransposedInverse(at(t, n, j + BLOCK, j), n, below - BLOCK, inverse, work, work + (((<usize>n) * (2 * BLOCK)) << 3));
    }
  }
  for (let i = 0; i < n; i++) memory.fill(at(t, n, i, i + 1), 0, (<usize>(n - i - 1)) << 3);
  return -1;
}

function factorBlock(t: usize, ld: i32, shift: f64, variances: usize): i32 {
  for (let i = 0; i < BLOCK; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = load<f64>(at(t, ld, i, j));
      for (let k = 0; k < j; k++) sum -= load<f64>(at(t, ld, i, k)) * load<f64>(at(t, ld, j, k));
      if (i == j) {
        const pivot = sum + shift;
        store<f64>(variances + ((<usize>i) << 3), sum);
        if (!(pivot > 0) || pivot == Infinity) return i;
        store<f64>(at(t, ld, i, i), Math.sqrt(pivot));
      } else {
        store<f64>(at(t, ld, i, j), sum / load<f64>(at(t, ld, j, j)));
      }
    }
  }
  return -1;
}

/** out = T⁻¹ for the lower triangle of one block; `out` is BLOCK×BLOCK, its strict upper triangle zero. */
function invertBlock(t: usize, ld: i32, out: usize): void {
  memory.fill(out, 0, (<usize>(BLOCK * BLOCK)) << 3);
  for (let i = 0; i < BLOCK; i++) {
    const pivot = 1 / load<f64>(at(t, ld, i, i));
    for (let k = 0; k < i; k++) {
      const scale = load<f64>(at(t, ld, i, k)) * pivot;
      for (let j = 0; j <= k; j++) {
        const to = at(out, BLOCK, i, j);
        store<f64>(to, load<f64>(to) - scale * load<f64>(at(out, BLOCK, k, j)));
      }
    }
    store<f64>(at(out, BLOCK, i, i), pivot);
  }
}

/** X ← X·V⁻ᵀ for the lower-triangular inverse V⁻¹ of one block; `packed` has room for BLOCK·BLOCK doubles, `copy` for X. */
function timesTransposedInverse(x: usize, ld: i32, rows: i32, inverse: usize, packed: usize, copy: usize): void {
  const bytes = (<usize>BLOCK) << 3;
  for (let i = 0; i < rows; i++) {
    memory.copy(at(copy, BLOCK, i, 0), at(x, ld, i, 0), bytes);
    memory.fill(at(x, ld, i, 0), 0, bytes);
  }
  packRows(inverse, BLOCK, BLOCK, BLOCK, packed);
  multiply(x, ld, copy, BLOCK, packed, rows, BLOCK, BLOCK, 1, UPPER_B);
}

/**
 * out = L⁻¹ for lower-triangular L, both n×n row-major without gaps, n a multiple of 16; the strict upper triangle of `out` is zero.
 * By block rows: out[i, <i] = −L_ii⁻¹ (L[i, <i] · out[<i, <i]).
 *
 * @param work space for n·n + 2·n·BLOCK doubles
 */
export function invert(l: usize, n: i32, out: usize, work: usize): void {
  const sum = work + (((<usize>n) * (<usize>n)) << 3);
  const inverse = sum + (((<usize>n) * BLOCK) << 3);
  memory.fill(out, 0, ((<usize>n) * (<usize>n)) << 3);
  for (let i = 0; i < n; i += BLOCK) {
    invertBlock(at(l, n, i, i), n, inverse);
    if (i > 0) {
      memory.fill(sum, 0, ((<usize>n) * BLOCK) << 3);
      packColumns(out, n, i, i, work);
      multiply(sum, n, at(l, n, i, 0), n, work, BLOCK, i, i, 1, LOWER_B);
      packColumns(sum, n, BLOCK, i, work);
      multiply(at(out, n, i, 0), n, inverse, BLOCK, work, BLOCK, i, BLOCK, -1, LOWER_A);
    }
    for (let r = 0; r < BLOCK; r++) memory.copy(at(out, n, i + r, i), at(inverse, BLOCK, r, 0), (<usize>BLOCK) << 3);
  }
}
