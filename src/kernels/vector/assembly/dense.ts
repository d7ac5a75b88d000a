// What does an infinitely wide dense layer do to a strip? K ← w²K + b² and, for the NTK, Θ ← w²Θ + K with the new K; see layers/dense.ts.

import { PAIRS, TANGENTS } from './strips';
import { add, mul, splat } from './vectors';

export let weightVariance: f64;
let biasVariance: f64;

export function setDense(newWeightVariance: f64, newBiasVariance: f64): void {
  weightVariance = newWeightVariance;
  biasVariance = newBiasVariance;
}

/** Inner products of inputs → the state after the first layer, in which both kernels are the same. */
export function firstLayer(dimensions: f64, bytes: usize): void {
  const d = splat(dimensions);
  const weight = splat(weightVariance);
  const bias = splat(biasVariance);
  for (let j: usize = 0; j < bytes; j += 16) {
    const k = add(mul(weight, f64x2.div(v128.load(PAIRS + j), d)), bias);
    v128.store(PAIRS + j, k);
    v128.store(TANGENTS + j, k);
  }
}

// @ts-ignore: AssemblyScript decorator
@inline
export function weight(): v128 {
  return splat(weightVariance);
}

// @ts-ignore: AssemblyScript decorator
@inline
export function bias(): v128 {
  return splat(biasVariance);
}

/** The pair of dense layer and NNGP of an activation's values, at `at` in the strip. */
// @ts-ignore: AssemblyScript decorator
@inline
export function storePair(at: usize, value: v128, weight: v128, bias: v128): void {
  v128.store(PAIRS + at, add(mul(weight, value), bias));
}

/** The same with the NTK, from the activation's slopes. */
// @ts-ignore: AssemblyScript decorator
@inline
export function storePairAndTangent(at: usize, value: v128, slope: v128, weight: v128, bias: v128): void {
  const k = add(mul(weight, value), bias);
  v128.store(PAIRS + at, k);
  v128.store(TANGENTS + at, add(mul(weight, mul(v128.load(TANGENTS + at), slope)), k));
}
