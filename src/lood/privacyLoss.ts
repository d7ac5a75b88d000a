// How is the privacy loss distributed? ℓ = ln p_with(f)/p_without(f) for f drawn from the outputs with the record. Its cumulant generating
// function K(s) = ln E_with[e^{sℓ}] is elementary and everything else follows from it: KL, Rényi and Hellinger are its values (divergences.ts),
// tail probabilities, ROC, total variation and (ε, δ) its contour integrals (lossTail.ts), AUC its modulus on Re s = −½ (membership/auc.ts).
//
//   K(s) = Σ_modes (C/2)[(1+s) ln(1+u) − ln(1+u(1+s))] + δ² s(1+s) / (2(1+u(1+s))),     s > −1 − 1/max u,     K(0) = K(−1) = 0.

import { xMinusLog1p } from '../base/functions.ts';
import type { GaussianPair } from './gaussianPair.ts';

/** Left end of the interval on which K is finite; −∞ when no mode changes the variance. */
export function lossDomainStart(pair: GaussianPair): number {
  let start = Number.NEGATIVE_INFINITY;
  for (const { varianceRatio: u } of pair.modes) start = Math.max(start, -1 - 1 / u);
  return start;
}

/**
 * K(s) for real s. Written through x − ln(1+x), which keeps full relative precision when u and δ are tiny.
 *
 * @returns K(s), or Infinity for s outside the domain
 */
export function lossCumulant(pair: GaussianPair, s: number): number {
  let sum = 0;
  for (const { varianceRatio: u, shiftSquared } of pair.modes) {
    const x = u * (1 + s);
    if (x <= -1) return Number.POSITIVE_INFINITY;
    sum += (pair.outputs / 2) * (xMinusLog1p(x) - (1 + s) * xMinusLog1p(u)) + (shiftSquared * s * (1 + s)) / (2 * (1 + x));
  }
  return sum;
}

/** K′(s), K″(s) and K‴(s) for real s inside the domain. K″ ≥ 0 and K‴ ≤ 0 throughout: the loss is skewed to the left. */
export function lossCumulantDerivatives(pair: GaussianPair, s: number): readonly [number, number, number] {
  let first = 0;
  let second = 0;
  let third = 0;
  for (const { varianceRatio: u, shiftSquared } of pair.modes) {
    const r = 1 + u * (1 + s);
    const q = u / r;
    // The logarithmic part; ln(1+u) − u/r = (x − ln-form) kept free of cancellation for small u.
    first += (pair.outputs / 2) * ((u * u * (1 + s)) / r - xMinusLog1p(u));
    second += (pair.outputs / 2) * q * q;
    third -= pair.outputs * q * q * q;
    // s(1+s)/r = [s + (1+s)... ] differentiated: d/ds = (1 + 2s + u(1+s)²)/r², then 2(1+u)/r³ and −6u(1+u)/r⁴.
    first += (shiftSquared / 2) * ((1 + 2 * s + u * (1 + s) * (1 + s)) / (r * r));
    second += shiftSquared * ((1 + u) / (r * r * r));
    third -= 3 * shiftSquared * ((u * (1 + u)) / (r * r * r * r));
  }
  return [first, second, third];
}

/** Largest value the loss can take: finite when the records shrink the variance wherever they shift the mean. */
export function lossSupremum(pair: GaussianPair): number {
  let sum = 0;
  for (const { varianceRatio: u, shiftSquared } of pair.modes) {
    if (shiftSquared > 0) sum += shiftSquared / (2 * u);
    sum += (pair.outputs / 2) * Math.log1p(u);
  }
  return sum;
}
