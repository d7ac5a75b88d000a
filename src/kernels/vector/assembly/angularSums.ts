// How are the tabulated angular series of a quadrature dual summed for a strip? Formulas of quadrature/angularSum.ts, two rows by four columns at
// a time, whose coefficients and recurrences then fit into the processor's registers.

import { TWICE_PLACE } from './angularPlaces';
import { PAIRS } from './strips';
import { add, entry, mul, splat, sub } from './vectors';

/** Terms of the functions of a variance; PANEL_TERMS in quadrature/variancePanels.ts. */
const PANEL_TERMS: i32 = 16;

/** Records that stand together in the arrays of factors. */
const BLOCK: i32 = 4;

/** The header of a series: numbers of its terms and of all products, addresses of the rows' and columns' factors, then its ranks. */
const TERM_COUNT: usize = 0;
const PRODUCTS: usize = 4;
const ROW_FACTORS: usize = 8;
const COL_FACTORS: usize = 12;
const RANKS: usize = 16;

/** Both series at two rows and four columns. */
const NEAR: usize = memory.data(64, 64);
const FAR: usize = memory.data(64, 64);

/**
 * out = the functions `series` [products, PANEL_TERMS] of each record, [blocks, products, BLOCK].
 *
 * @param basis of each record, [blocks, PANEL_TERMS, BLOCK]
 */
export function factors(series: usize, products: i32, basis: usize, blocks: i32, out: usize): void {
  for (let block = 0; block < blocks; block++) {
    let coefficient = series;
    for (let n = 0; n < products; n++) {
      let first = splat(0);
      let second = splat(0);
      for (let t: usize = 0; t < (<usize>PANEL_TERMS) << 5; t += 32) {
        const c = v128.load64_splat(coefficient);
        first = add(first, mul(c, v128.load(basis + t)));
        second = add(second, mul(c, v128.load(basis + t, 16)));
        coefficient += 8;
      }
      v128.store(out, first);
      v128.store(out, second, 16);
      out += 32;
    }
    basis += (<usize>PANEL_TERMS) << 5;
  }
}

/**
 * out = the series of each pair at its place: `near` for k ≥ 0 and `far` for k < 0.
 *
 * @param near header of the series; 0 where all pairs are far
 * @param far likewise; or 0 where it is `parity` times the near one
 * @param row of the tile at which the strip starts, a multiple of 4; likewise `col`
 * @param rows an even number
 * @param cols a multiple of 4
 */
export function angularSums(near: usize, far: usize, parity: f64, row: i32, col: i32, rows: i32, cols: i32, out: usize): void {
  const width = (<usize>cols) << 3;
  const zero = splat(0);
  const sign = splat(parity);
  for (let j = 0; j < cols; j += BLOCK) {
    for (let i = 0; i < rows; i += 2) {
      const at = width * i + ((<usize>j) << 3);
      if (near) series(near, row + i, col + j, at, width, NEAR);
      if (far) series(far, row + i, col + j, at, width, FAR);
      for (let n: usize = 0; n < 4; n++) {
        const place = at + width * (n >> 1) + ((n & 1) << 4);
        const nearSum = v128.load(NEAR + (n << 4));
        const farSum = far ? v128.load(FAR + (n << 4)) : mul(sign, nearSum);
        v128.store(out + place, v128.bitselect(farSum, nearSum, f64x2.lt(v128.load(PAIRS + place), zero)));
      }
    }
  }
}

/** out = Σ_m c_m T_m(y) with c_m = Σ_r a_mr b_mr, for two rows and four columns; Clenshaw's recurrence. */
function series(header: usize, row: i32, col: i32, at: usize, width: usize, out: usize): void {
  const products = load<i32>(header + PRODUCTS);
  // Behind the last product; rows and columns have theirs in blocks of four records.
  const blockBytes = (<usize>products) << 5;
  let a = load<usize>(header + ROW_FACTORS) + blockBytes * ((row >> 2) + 1) + (<usize>(row & 2)) * 8;
  let b = load<usize>(header + COL_FACTORS) + blockBytes * ((col >> 2) + 1);
  const y00 = v128.load(TWICE_PLACE + at);
  const y01 = v128.load(TWICE_PLACE + at, 16);
  const y10 = v128.load(TWICE_PLACE + at + width);
  const y11 = v128.load(TWICE_PLACE + at + width, 16);
  let sum00 = splat(0);
  let sum01 = splat(0);
  let sum10 = splat(0);
  let sum11 = splat(0);
  let before00 = splat(0);
  let before01 = splat(0);
  let before10 = splat(0);
  let before11 = splat(0);
  for (let m = load<i32>(header + TERM_COUNT) - 1; m >= 0; m--) {
    let c00 = sub(mul(y00, sum00), before00);
    let c01 = sub(mul(y01, sum01), before01);
    let c10 = sub(mul(y10, sum10), before10);
    let c11 = sub(mul(y11, sum11), before11);
    for (let r = load<i32>(header + RANKS + ((<usize>m) << 2)); r > 0; r--) {
      a -= 32;
      b -= 32;
      const a0 = entry(a, 0);
      const a1 = entry(a, 1);
      const b0 = v128.load(b);
      const b1 = v128.load(b, 16);
      c00 = add(c00, mul(a0, b0));
      c01 = add(c01, mul(a0, b1));
      c10 = add(c10, mul(a1, b0));
      c11 = add(c11, mul(a1, b1));
    }
    before00 = sum00;
    before01 = sum01;
    before10 = sum10;
    before11 = sum11;
    sum00 = c00;
    sum01 = c01;
    sum10 = c10;
    sum11 = c11;
  }
  // The last step was one of 2y too many: T_0 stands with y times the sum before.
  const half = splat(0.5);
  v128.store(out, sub(sum00, mul(half, mul(y00, before00))));
  v128.store(out, sub(sum01, mul(half, mul(y01, before01))), 16);
  v128.store(out, sub(sum10, mul(half, mul(y10, before10))), 32);
  v128.store(out, sub(sum11, mul(half, mul(y11, before11))), 48);
}
