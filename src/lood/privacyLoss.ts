// How is the privacy loss distributed? ℓ = ln p_with(f)/p_without(f) for f drawn from the outputs with the record. Its cumulant generating
// function K(s) = ln E_with[e^{sℓ}] is elementary and everything else follows from it: KL, Rényi and Hellinger are its values (divergences.ts),
// tail probabilities, ROC, total variation and (ε, δ) its contour integrals (lossTail.ts), AUC its modulus on Re s = −½ (membership/auc.ts).
//
//   K(s) = Σ_modes (C/2)[(1+s) ln(1+u) − ln(1+u(1+s))] + δ² s(1+s) / (2(1+u(1+s))),     s > −1 − 1/max u,     K(0) = K(−1) = 0.

import { log1pMinusRatio, xMinusLog1p } from '../base/functions.ts';
import type { GaussianPair, Mode } from './gaussianPair.ts';

/** Left end of the interval on which K is finite; −∞ when no mode changes the variance. */
export function lossDomainStart(pair: GaussianPair): number {
  return -1 - 1 / largestRatio(pair);
}

/** Largest variance ratio u of the modes. */
export function largestRatio({ modes }: GaussianPair): number {
  let largest = 0;
  for (let m = 0; m < modes.length; m++) largest = Math.max(largest, (modes[m] as Mode).varianceRatio);
  return largest;
}

/** Σ (C/2) ln(1+u). */
export function logGrowth({ outputs, modes }: GaussianPair): number {
  let sum = 0;
  for (let m = 0; m < modes.length; m++) sum += Math.log1p((modes[m] as Mode).varianceRatio);
  return (outputs / 2) * sum;
}

/**
 * K(s) for real s, to full relative precision however small or large u and δ are and however close s is to the zeros of K.
 *
 * @param onePlus 1 + s, for callers that know it to more digits than s has near −1
 * @returns K(s), nats, or Infinity for s outside the domain
 */
export function lossCumulant(pair: GaussianPair, s: number, onePlus = 1 + s): number {
  return onePlus * largestRatio(pair) > -1 ? lossCumulants(pair, s, onePlus)[0] : Number.POSITIVE_INFINITY;
}

/**
 * (1+s) ln(1+u) − ln(1 + u(1+s)), which vanishes at s = 0 and at s = −1 and for u = 0. Three forms of it, each where its terms do not
 * cancel: with w = u/(1+u) it is s[ln(1+u) − w] + [sw − ln(1+sw)], good near s = 0; the second, in u instead of w, near s = −1; the
 * definition itself there when u is large.
 */
function varianceCumulant(u: number, s: number, onePlus: number): number {
  if (s >= -0.5) return s * log1pMinusRatio(u) + xMinusLog1p((s * u) / (1 + u));
  if (u <= 1) return xMinusLog1p(u * onePlus) - onePlus * xMinusLog1p(u);
  return onePlus * Math.log1p(u) - Math.log1p(u * onePlus);
}

/**
 * K(s), K′(s), K″(s), K‴(s) and K⁗(s) for real s inside the domain. K″ ≥ 0 and K‴ ≤ 0 throughout: the loss is skewed to the left.
 *
 * @param onePlus as in lossCumulant
 */
export function lossCumulants(
  { outputs, modes }: GaussianPair,
  s: number,
  onePlus = 1 + s,
): readonly [number, number, number, number, number] {
  let value = 0;
  let first = 0;
  let second = 0;
  let third = 0;
  let fourth = 0;
  for (let m = 0; m < modes.length; m++) {
    const { varianceRatio: u, shiftSquared } = modes[m] as Mode;
    const r = 1 + u * onePlus;
    const q = u / r;
    // The part of the variances: ln(1+u) − u/r, written without the cancellation of its two terms.
    value += (outputs / 2) * varianceCumulant(u, s, onePlus);
    first += (outputs / 2) * (log1pMinusRatio(u) + ((u / (1 + u)) * u * s) / r);
    second += (outputs / 2) * q * q;
    third -= outputs * q * q * q;
    fourth += 3 * outputs * q * q * q * q;
    // The part of the means: s(1+s)/r has the derivatives (1 + 2s + u(1+s)²)/r², 2(1+u)/r³, −6u(1+u)/r⁴ and 24u²(1+u)/r⁵.
    value += (shiftSquared * s * onePlus) / (2 * r);
    first += (shiftSquared / 2) * ((s + onePlus + u * onePlus * onePlus) / (r * r));
    const size = (shiftSquared * (1 + u)) / (r * r * r);
    second += size;
    third -= 3 * size * q;
    fourth += 12 * size * q * q;
  }
  return [value, first, second, third, fourth];
}

/** Largest value the loss can take: finite when the records shrink the variance wherever they shift the mean. */
export function lossSupremum(pair: GaussianPair): number {
  let sum = logGrowth(pair);
  for (let m = 0; m < pair.modes.length; m++) {
    const { varianceRatio: u, shiftSquared } = pair.modes[m] as Mode;
    if (shiftSquared > 0) sum += shiftSquared / (2 * u);
  }
  return sum;
}
