// Roughly where does a tail of the privacy loss have a given value? The saddle-point approximation of the integrals of contour.ts, solved
// for the threshold: a start from which optimalTest.ts needs two exact integrals instead of six.

import type { Pole, Side } from './contourPath.ts';
import type { GaussianPair } from './gaussianPair.ts';
import { largestRatio, lossCumulant, lossCumulantDerivatives } from './privacyLoss.ts';

/** Steps in the logarithm of the distance between saddle and pole; the start is good to about a unit, and Newton's method to 1e-3 suffices. */
const MAX_STEPS = 30;
const ENOUGH = 1e-3;

/**
 * t with |J(t)| ≈ `level`: to 1% in J where the tail is small and the loss nearly Gaussian, to 20% at worst. About 2 µs.
 *
 * The first two terms of the expansion around the saddle s of the integrand exp(F(s)), (7.1) of docs/mathematics.md,
 *   J ≈ exp(F) / √(2πF″) · (1 + F⁗/8F″² − 5F‴²/24F″³),    t = K′(s) − Σ 1/(s − pole),
 * depend on t only through s, so that one equation in s is solved instead of one in t around one in s.
 *
 * @param poles as in contourIntegral; the last one is the rightmost (side 'right') or leftmost
 * @param level in (0, 1)
 */
export function approximateThreshold(pair: GaussianPair, poles: readonly Pole[], side: Side, level: number): number {
  const edge = poles.at(-1) as Pole;
  const sign = side === 'right' ? 1 : -1;
  const end = side === 'right' ? Number.POSITIVE_INFINITY : edge + 1 + 1 / largestRatio(pair);
  const target = Math.log(level);
  const [, variance] = lossCumulantDerivatives(pair, edge);
  let [near, far] = [0, end];
  let distance = Math.max(0.5, Math.sqrt(-2 * target)) / Math.sqrt(variance);
  if (distance >= end) distance = 0.9 * end;
  let { threshold, logValue, slope } = expansion(pair, poles, edge, sign, distance);
  for (let step = 0; step < MAX_STEPS && Math.abs(logValue - target) > ENOUGH; step++) {
    if (logValue > target) near = distance;
    else far = distance;
    // Newton's method in ln distance, at most a factor of 4 at a time.
    const next = distance * Math.exp(Math.max(-1.4, Math.min(1.4, (target - logValue) / Math.min(slope, -0.05))));
    distance = next > near && next < far ? next : Number.isFinite(far) ? (near + far) / 2 : 2 * distance;
    ({ threshold, logValue, slope } = expansion(pair, poles, edge, sign, distance));
  }
  return threshold;
}

/** t, ln J and d ln J/d ln distance for the saddle at this distance from the edge. */
function expansion(
  pair: GaussianPair,
  poles: readonly Pole[],
  edge: Pole,
  sign: number,
  distance: number,
): { threshold: number; logValue: number; slope: number } {
  const offset = sign * distance;
  const [s, onePlus] = [edge + offset, edge + 1 + offset];
  let [threshold, second, third, fourth] = lossCumulantDerivatives(pair, s, onePlus);
  let logPoles = 0;
  for (const pole of poles) {
    const reciprocal = 1 / (edge - pole + offset);
    const square = reciprocal * reciprocal;
    threshold -= reciprocal;
    second += square;
    third -= 2 * square * reciprocal;
    fourth += 6 * square * square;
    logPoles += Math.log(Math.abs(reciprocal));
  }
  const correction = 1 + fourth / (8 * second * second) - (5 * third * third) / (24 * second ** 3);
  return {
    threshold,
    logValue:
      lossCumulant(pair, s, onePlus) -
      threshold * offset +
      logPoles -
      0.5 * Math.log(2 * Math.PI * second) +
      Math.log(Math.max(0.5, correction)),
    slope: -second * distance * distance - (offset * third) / (2 * second),
  };
}
