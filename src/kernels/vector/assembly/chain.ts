// How do derivatives of a strip pass through a layer of activations and the dense layer after it? By the chain rule, as in layers/activation.ts.
// With d = ∂/∂t, of which dp = 0, or d = ∂/∂‖x‖², and everything on the right as it was before the layer but for dK′:
//   dK′ = w²(D dK + ∂F/∂p dp),   dΘ′ = w²(D dΘ + Θ dD) + dK′,   dD = ∂D/∂k dK + ∂D/∂p dp.

import { storePair, storePairAndTangent, weightVariance } from './dense';
import { BY_PAIR, BY_ROW_NORM, TANGENTS, TANGENTS_BY_PAIR, TANGENTS_BY_ROW_NORM } from './strips';
import { add, mul, splat } from './vectors';

/** The derivatives after the first dense layer, of K = Θ = w²t/d + b². */
export function firstDerivatives(dimensions: f64, bytes: usize): void {
  const byPair = splat(weightVariance / dimensions);
  const zero = splat(0);
  for (let j: usize = 0; j < bytes; j += 16) {
    v128.store(BY_PAIR + j, byPair);
    v128.store(BY_ROW_NORM + j, zero);
    v128.store(TANGENTS_BY_PAIR + j, byPair);
    v128.store(TANGENTS_BY_ROW_NORM + j, zero);
  }
}

/**
 * The pair of dense layer and NNGP with its derivatives, at `at` in the strip.
 *
 * @param byRow ∂F/∂p dp/d‖x‖²
 */
// @ts-ignore: AssemblyScript decorator
@inline
export function storePairDifferentiated(at: usize, value: v128, slope: v128, byRow: v128, weight: v128, bias: v128): void {
  storePair(at, value, weight, bias);
  v128.store(BY_PAIR + at, mul(weight, mul(slope, v128.load(BY_PAIR + at))));
  v128.store(BY_ROW_NORM + at, mul(weight, add(mul(slope, v128.load(BY_ROW_NORM + at)), byRow)));
}

/**
 * The same with the NTK and its derivatives.
 *
 * @param slopeByPair ∂D/∂k
 * @param slopeByRow ∂D/∂p dp/d‖x‖²
 */
// @ts-ignore: AssemblyScript decorator
@inline
export function storeTangentDifferentiated(
  at: usize,
  value: v128,
  slope: v128,
  byRow: v128,
  slopeByPair: v128,
  slopeByRow: v128,
  weight: v128,
  bias: v128,
): void {
  const tangent = v128.load(TANGENTS + at);
  storePairAndTangent(at, value, slope, weight, bias);

  const byPair = v128.load(BY_PAIR + at);
  const newByPair = mul(weight, mul(slope, byPair));
  const ownByPair = mul(slope, v128.load(TANGENTS_BY_PAIR + at));
  v128.store(BY_PAIR + at, newByPair);
  v128.store(TANGENTS_BY_PAIR + at, add(newByPair, mul(weight, add(ownByPair, mul(tangent, mul(slopeByPair, byPair))))));

  const byRowNorm = v128.load(BY_ROW_NORM + at);
  const newByRowNorm = mul(weight, add(mul(slope, byRowNorm), byRow));
  const ownByRowNorm = mul(slope, v128.load(TANGENTS_BY_ROW_NORM + at));
  const slopeByRowNorm = add(mul(slopeByPair, byRowNorm), slopeByRow);
  v128.store(BY_ROW_NORM + at, newByRowNorm);
  v128.store(TANGENTS_BY_ROW_NORM + at, add(newByRowNorm, mul(weight, add(ownByRowNorm, mul(tangent, slopeByRowNorm)))));
}
