// What is the natural logarithm over a strip? k ln 2 + log m with x = 2ᵏ m and √½ ≤ m < √2, where log m = 2s + s³ P(s²), s = (m − 1)/(m + 1).
// test/golden/kernels/elementary.py prints the coefficients of P, a Chebyshev interpolant with an error of 1e-17 in log m, relatively.

import { STRIP_BYTES } from './strips';
import { add, entry, mul, sub } from './vectors';

const SERIES_TABLE: usize = memory.data<f64>([
  0.666666666666667, 0.39999999999899505, 0.28571428625975487, 0.2222221113479508, 0.18182889125261723, 0.15331721600556042,
  0.14616449685043406,
]);

/** The bits of 1 less those of √½, which added to x's give it the exponent of 2ᵏ; the bits of a fraction; √½; 2⁵². */
const BITS_TABLE: usize = memory.data<u64>([0x95f619980c433, 0xfffffffffffff, 0x3fe6a09e667f3bcd, 0x4330000000000000]);

/** 2⁵² + 1023, which is k as the lowest digits of 2⁵²'s fraction hold it, less k; 1; ln 2 in two parts, multiples of the first being exact. */
const CONSTANTS_TABLE: usize = memory.data<f64>([4503599627371519, 1, 0.6931471803691238, 1.9082149292705877e-10]);

const POWER: usize = memory.data(STRIP_BYTES, 64);
const QUOTIENT: usize = memory.data(STRIP_BYTES, 64);

/** x → log x in place, for normal x > 0; 2 ulp at most. */
export function logarithm(x: usize, bytes: usize): void {
  reduce(x, bytes);
  const c0 = entry(SERIES_TABLE, 0);
  const c1 = entry(SERIES_TABLE, 1);
  const c2 = entry(SERIES_TABLE, 2);
  const c3 = entry(SERIES_TABLE, 3);
  const c4 = entry(SERIES_TABLE, 4);
  const c5 = entry(SERIES_TABLE, 5);
  const c6 = entry(SERIES_TABLE, 6);
  const high = entry(CONSTANTS_TABLE, 2);
  const low = entry(CONSTANTS_TABLE, 3);
  for (let j: usize = 0; j < bytes; j += 16) {
    const s = v128.load(QUOTIENT + j);
    const k = v128.load(POWER + j);
    const z = mul(s, s);
    const z2 = mul(z, z);
    const head = add(add(c0, mul(c1, z)), mul(add(c2, mul(c3, z)), z2));
    const tail = add(add(c4, mul(c5, z)), mul(c6, z2));
    const series = mul(mul(s, z), add(head, mul(mul(z2, z2), tail)));
    v128.store(x + j, add(mul(k, high), add(add(s, s), add(series, mul(k, low)))));
  }
}

/** k and s. */
function reduce(x: usize, bytes: usize): void {
  const offset = entry(BITS_TABLE, 0);
  const fraction = entry(BITS_TABLE, 1);
  const rootHalf = entry(BITS_TABLE, 2);
  const integer = entry(BITS_TABLE, 3);
  const bias = entry(CONSTANTS_TABLE, 0);
  const one = entry(CONSTANTS_TABLE, 1);
  for (let j: usize = 0; j < bytes; j += 16) {
    const bits = i64x2.add(v128.load(x + j), offset);
    const m = i64x2.add(v128.and(bits, fraction), rootHalf);
    v128.store(POWER + j, sub(v128.or(i64x2.shr_u(bits, 52), integer), bias));
    v128.store(QUOTIENT + j, f64x2.div(sub(m, one), add(m, one)));
  }
}
