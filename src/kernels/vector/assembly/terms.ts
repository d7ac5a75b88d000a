// What does a layer need to know of single inputs? Functions of the variance p of each, made once for the many pairs that it stands in. The
// variances give way to the first of them; the others follow, and last stands dp/d‖x‖², which only rows of pairs with derivatives have.

import { ERF, GELU, PIECEWISE_LINEAR } from './activations';
import { TERM } from './strips';
import { add, entry, mul } from './vectors';

/** Places of inputs for terms of every kind. */
export const TERMS: i32 = 5;

/** Where dp/d‖x‖² stands. */
export const VARIANCE_BY_NORM: usize = 4 * TERM;

/** 1, 2 */
const CONSTANTS_TABLE: usize = memory.data<f64>([1, 2]);

/**
 * Variances → terms, of the inputs of all layers.
 *
 * @param bytes of one layer's variances, a multiple of 16
 * @param stride bytes from one layer's terms to the next one's
 */
export function terms(activation: i32, depth: i32, bytes: usize, first: usize, stride: usize): void {
  for (let layer = 0; layer < depth; layer++) {
    if (activation == PIECEWISE_LINEAR) piecewiseLinear(first, bytes);
    else if (activation == ERF) erf(first, bytes);
    else if (activation == GELU) gelu(first, bytes);
    else sin(first, bytes);
    first += stride;
  }
}

/** √p, and 1/√p or 0. */
function piecewiseLinear(at: usize, bytes: usize): void {
  const one = entry(CONSTANTS_TABLE, 0);
  for (const end = at + bytes; at < end; at += 16) {
    const p = v128.load(at);
    const deviation = f64x2.sqrt(p);
    v128.store(at, deviation);
    v128.store(at + TERM, v128.and(f64x2.div(one, deviation), f64x2.gt(p, f64x2.splat(0))));
  }
}

/** √(2p), 2p. */
function erf(at: usize, bytes: usize): void {
  const two = entry(CONSTANTS_TABLE, 1);
  for (const end = at + bytes; at < end; at += 16) {
    const twice = mul(two, v128.load(at));
    v128.store(at, f64x2.sqrt(twice));
    v128.store(at + TERM, twice);
  }
}

/** √p, p, 1/(1 + p), p/(1 + p). */
function gelu(at: usize, bytes: usize): void {
  const one = entry(CONSTANTS_TABLE, 0);
  for (const end = at + bytes; at < end; at += 16) {
    const p = v128.load(at);
    const onePlusP = add(one, p);
    v128.store(at, f64x2.sqrt(p));
    v128.store(at + TERM, p);
    v128.store(at + 2 * TERM, f64x2.div(one, onePlusP));
    v128.store(at + 3 * TERM, f64x2.div(p, onePlusP));
  }
}

/** √p. */
function sin(at: usize, bytes: usize): void {
  for (const end = at + bytes; at < end; at += 16) v128.store(at, f64x2.sqrt(v128.load(at)));
}
