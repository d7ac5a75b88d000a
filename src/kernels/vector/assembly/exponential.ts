// What are e^x and e^x − 1 over a strip? 2ⁿ e^r with n = x/ln 2 to the nearest integer, so that |r| ≤ ½ ln 2, and e^r = 1 + r + r² P(r).
// ln 2 is subtracted in two parts, the first of which has so few bits that its multiples are exact (Cody and Waite 1980).
// test/golden/kernels/elementary.py prints the coefficients of P, a Chebyshev interpolant with an error of 2e-17 in e^r.

import { tenTerms } from './polynomial';
import { STRIP_BYTES } from './strips';
import { add, entry, mul, sub } from './vectors';

const SERIES_TABLE: usize = memory.data<f64>([
  0.5000000000000001, 0.16666666666666669, 0.041666666666624164, 0.008333333333330065, 0.0013888888917196719,
  0.00019841269863040545, 2.4801521322368692e-5, 2.7557268480310024e-6, 2.7620075879983367e-7, 2.5100375832561234e-8,
]);

/**
 * The least x of which e^x is more than 0; 1/ln 2; 1.5·2⁵² + 1083, which moves n + 1083 to the lowest bits of a sum; both parts of
 * ln 2. 1083 = 1023 + 60 is the exponent that 2ⁿ⁺⁶⁰ has in a double, a normal number for every n that occurs.
 */
const REDUCTION_TABLE: usize = memory.data<f64>([
  -746, 1.4426950408889634, 6755399441056827, 0.6931471803691238, 1.9082149292705877e-10,
]);

/** 1, 2⁻⁶⁰ */
const SCALE_TABLE: usize = memory.data<f64>([1, 8.673617379884035e-19]);

const REST: usize = memory.data(STRIP_BYTES, 64);
const POWER: usize = memory.data(STRIP_BYTES, 64);
const SERIES: usize = memory.data(STRIP_BYTES, 64);

/** x → e^x in place, for x up to 600; 2 ulp at most. */
export function exponential(x: usize, bytes: usize): void {
  reduce(x, bytes);
  const one = entry(SCALE_TABLE, 0);
  const scale = entry(SCALE_TABLE, 1);
  for (let j: usize = 0; j < bytes; j += 16) {
    const r = v128.load(REST + j);
    const value = add(one, add(r, mul(mul(r, r), v128.load(SERIES + j))));
    // In this order nothing is rounded before the last step, in which small results become subnormal or 0.
    v128.store(x + j, mul(mul(value, v128.load(POWER + j)), scale));
  }
}

/** x → e^x − 1 in place, for x up to 600; 2 ulp at most, also where it is small. */
export function exponentialLessOne(x: usize, bytes: usize): void {
  reduce(x, bytes);
  const one = entry(SCALE_TABLE, 0);
  const scale = entry(SCALE_TABLE, 1);
  for (let j: usize = 0; j < bytes; j += 16) {
    const r = v128.load(REST + j);
    const power = mul(v128.load(POWER + j), scale);
    const rest = add(r, mul(mul(r, r), v128.load(SERIES + j)));
    v128.store(x + j, add(sub(power, one), mul(power, rest)));
  }
}

/** r, 2ⁿ⁺⁶⁰ and P(r). A NaN stays one in r. */
function reduce(x: usize, bytes: usize): void {
  const least = entry(REDUCTION_TABLE, 0);
  const rate = entry(REDUCTION_TABLE, 1);
  const shifter = entry(REDUCTION_TABLE, 2);
  const high = entry(REDUCTION_TABLE, 3);
  const low = entry(REDUCTION_TABLE, 4);
  for (let j: usize = 0; j < bytes; j += 16) {
    const v = f64x2.pmax(v128.load(x + j), least);
    const shifted = add(mul(v, rate), shifter);
    const n = sub(shifted, shifter);
    v128.store(POWER + j, i64x2.shl(shifted, 52));
    v128.store(REST + j, sub(sub(v, mul(n, high)), mul(n, low)));
  }
  tenTerms(SERIES_TABLE, REST, SERIES, bytes);
}
