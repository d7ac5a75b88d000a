// The radial kernels over a strip of squared distances, with derivatives by them or without. Formulas of rbf.ts and matern.ts, with
// x = √(2ν) r in the latter.

import { exponential } from './exponential';
import { BY_PAIR, PAIRS, STRIP_BYTES } from './strips';
import { add, entry, mul, splat } from './vectors';

/** −1, 1, 1/3 */
const CONSTANTS_TABLE: usize = memory.data<f64>([-1, 1, 0.3333333333333333]);

const DISTANCE: usize = memory.data(STRIP_BYTES, 64);

/** t → k = variance · exp(−rate·t), and dk/dt = −rate·k in BY_PAIR if wanted. */
export function rbf(rate: f64, variance: f64, isDifferentiated: bool, bytes: usize): void {
  const minusRate = splat(-rate);
  for (let j: usize = 0; j < bytes; j += 16) v128.store(PAIRS + j, mul(minusRate, v128.load(PAIRS + j)));
  exponential(PAIRS, bytes);
  const v = splat(variance);
  for (let j: usize = 0; j < bytes; j += 16) v128.store(PAIRS + j, mul(v, v128.load(PAIRS + j)));
  if (!isDifferentiated) return;
  for (let j: usize = 0; j < bytes; j += 16) v128.store(BY_PAIR + j, mul(minusRate, v128.load(PAIRS + j)));
}

/**
 * t → k = variance · p(x) · e⁻ˣ with x = √(rate·t), and dk/dt in BY_PAIR if wanted.
 *
 * @param degree of p: 1 for ν = ½, 1 + x for ν = 3/2, 1 + x + x²/3 for ν = 5/2
 */
export function matern(degree: i32, rate: f64, variance: f64, isDifferentiated: bool, bytes: usize): void {
  const scale = splat(rate);
  const minusOne = entry(CONSTANTS_TABLE, 0);
  for (let j: usize = 0; j < bytes; j += 16) {
    const x = f64x2.sqrt(mul(scale, v128.load(PAIRS + j)));
    v128.store(DISTANCE + j, x);
    v128.store(PAIRS + j, mul(minusOne, x));
  }
  exponential(PAIRS, bytes);
  if (isDifferentiated) decline(degree, -0.5 * rate * variance, bytes);
  if (degree == 0) finish(0, variance, bytes);
  else if (degree == 1) finish(1, variance, bytes);
  else finish(2, variance, bytes);
}

/** dk/dt = −½ rate · variance · e⁻ˣ times 1/x, 1 or (1 + x)/3; at the cusp, where the first is infinite, 0. */
function decline(degree: i32, factor: f64, bytes: usize): void {
  if (degree == 0) byDistance(0, factor, bytes);
  else if (degree == 1) byDistance(1, factor, bytes);
  else byDistance(2, factor / 3, bytes);
}

// @ts-ignore: AssemblyScript decorator
@inline
function byDistance(degree: i32, factor: f64, bytes: usize): void {
  const one = entry(CONSTANTS_TABLE, 1);
  const f = splat(factor);
  for (let j: usize = 0; j < bytes; j += 16) {
    const x = v128.load(DISTANCE + j);
    let value = mul(f, v128.load(PAIRS + j));
    if (degree == 0) value = v128.and(f64x2.div(value, x), f64x2.ne(x, splat(0)));
    if (degree == 2) value = mul(value, add(one, x));
    v128.store(BY_PAIR + j, value);
  }
}

// @ts-ignore: AssemblyScript decorator
@inline
function finish(degree: i32, variance: f64, bytes: usize): void {
  const one = entry(CONSTANTS_TABLE, 1);
  const third = entry(CONSTANTS_TABLE, 2);
  const v = splat(variance);
  for (let j: usize = 0; j < bytes; j += 16) {
    const x = v128.load(DISTANCE + j);
    let factor = v;
    if (degree == 1) factor = mul(v, add(one, x));
    if (degree == 2) factor = mul(v, add(one, add(x, mul(third, mul(x, x)))));
    v128.store(PAIRS + j, mul(factor, v128.load(PAIRS + j)));
  }
}
