// What is the angle of (x, y) over a strip, for x > 0 and y ≥ 0? arctan(y/x), turned by 0, π/4 or π/2 so that the argument t that is left
// has |t| ≤ tan(π/8), where arctan t = t − t³/3 + t⁵ P(t²). One division, whichever it is.
// test/golden/kernels/elementary.py prints the coefficients of P, a Chebyshev interpolant with a relative error of 3e-17 in arctan t.

import { tenTerms } from './polynomial';
import { STRIP_BYTES } from './strips';
import { add, entry, mul, sub } from './vectors';

const SERIES_TABLE: usize = memory.data<f64>([
  0.1999999999999992, -0.1428571428562127, 0.11111111093148847, -0.09090907740690025, 0.07692255921928007,
  -0.06665519519739335, 0.05866731727967913, -0.051293553151549265, 0.04046951301473113, -0.020654763749989667,
]);

/** tan(π/8), tan(3π/8), π/4 */
const TURN_TABLE: usize = memory.data<f64>([0.41421356237309503, 2.414213562373095, 0.7853981633974483]);

/** −1/3 */
const THIRD_TABLE: usize = memory.data<f64>([-0.3333333333333333]);

const ARGUMENT: usize = memory.data(STRIP_BYTES, 64);
const SQUARE: usize = memory.data(STRIP_BYTES, 64);
const TURN: usize = memory.data(STRIP_BYTES, 64);
const SERIES: usize = memory.data(STRIP_BYTES, 64);

/** out = the angle; 2 ulp at most. */
export function arctangent(y: usize, x: usize, out: usize, bytes: usize): void {
  reduce(y, x, bytes);
  tenTerms(SERIES_TABLE, SQUARE, SERIES, bytes);
  const third = entry(THIRD_TABLE, 0);
  for (let j: usize = 0; j < bytes; j += 16) {
    const t = v128.load(ARGUMENT + j);
    const square = v128.load(SQUARE + j);
    const series = mul(square, add(third, mul(square, v128.load(SERIES + j))));
    v128.store(out + j, add(v128.load(TURN + j), add(t, mul(t, series))));
  }
}

/** The argument y/x, (y − x)/(y + x) or −x/y, its square, and the turn. */
function reduce(y: usize, x: usize, bytes: usize): void {
  const eighth = entry(TURN_TABLE, 0);
  const threeEighths = entry(TURN_TABLE, 1);
  const quarterTurn = entry(TURN_TABLE, 2);
  for (let j: usize = 0; j < bytes; j += 16) {
    const v = v128.load(y + j);
    const u = v128.load(x + j);
    const turned = f64x2.gt(v, mul(u, eighth));
    const turnedTwice = f64x2.gt(v, mul(u, threeEighths));
    const numerator = sub(v128.andnot(v, turnedTwice), v128.and(u, turned));
    const denominator = add(v128.andnot(u, turnedTwice), v128.and(v, turned));
    const t = f64x2.div(numerator, denominator);
    v128.store(ARGUMENT + j, t);
    v128.store(SQUARE + j, mul(t, t));
    v128.store(TURN + j, add(v128.and(quarterTurn, turned), v128.and(quarterTurn, turnedTwice)));
  }
}
