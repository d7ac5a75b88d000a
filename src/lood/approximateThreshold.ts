// Roughly where does a tail of the privacy loss have a given value? The saddle-point approximation of the integrals of contour.ts, solved
// for the threshold: a start from which lossQuantile.ts needs one exact integral instead of six.

import type { Crossing } from './contourPath.ts';
import type { GaussianPair } from './gaussianPair.ts';
import { largestRatio, lossCumulants } from './privacyLoss.ts';

export interface ApproximateThreshold {
  /** t. */
  readonly threshold: number;
  /** Distance of the saddle from the main pole at this t. */
  readonly distance: number;
}

/** Steps in the logarithm of the distance between saddle and pole; the start is good to about a unit, and Newton's method to 1e-3 suffices. */
const MAX_STEPS = 30;
const ENOUGH = 1e-3;

/**
 * t with |J(t)| ≈ `level`: to 1% in J where the tail is small and the loss nearly Gaussian, to 20% at worst. About 1 µs.
 *
 * The first two terms of the expansion around the saddle s of the integrand exp(F(s)), (7.1) of docs/mathematics.md,
 *   J ≈ exp(F) / √(2πF″) · (1 + F⁗/8F″² − 5F‴²/24F″³),    t = K′(s) − Σ 1/(s − pole),
 * depend on t only through s, so that one equation in s is solved instead of one in t around one in s.
 *
 * @param through an integral whose saddle lies outside both poles
 * @param level in (0, 1)
 */
export function approximateThreshold(pair: GaussianPair, { main, both, side }: Crossing, level: number): ApproximateThreshold {
  const sign = side === 'right' ? 1 : -1;
  const end = sign > 0 ? Number.POSITIVE_INFINITY : main + 1 + 1 / largestRatio(pair);
  const target = Math.log(level);
  let near = 0;
  let far = end;
  let distance = Math.max(0.5, Math.sqrt(-2 * target)) / Math.sqrt(lossCumulants(pair, main)[2]);
  if (distance >= end) distance = 0.9 * end;
  for (let step = 0; ; step++) {
    // Derivatives of F where the saddle is at this distance.
    const offset = sign * distance;
    const cumulants = lossCumulants(pair, main + offset, main + 1 + offset);
    const reciprocal = 1 / offset;
    const other = both ? 1 / (2 * main + 1 + offset) : 0;
    const square = reciprocal * reciprocal;
    const otherSquare = other * other;
    const threshold = cumulants[1] - reciprocal - other;
    const second = cumulants[2] + square + otherSquare;
    const third = cumulants[3] - 2 * (square * reciprocal + otherSquare * other);
    const fourth = cumulants[4] + 6 * (square * square + otherSquare * otherSquare);
    const correction = 1 + (fourth / 8 - (5 * third * third) / (24 * second)) / (second * second);
    const poles = Math.abs(reciprocal * (both ? other : 1));
    const smooth = (Math.max(0.5, correction) * poles) / Math.sqrt(2 * Math.PI * second);
    const excess = cumulants[0] - threshold * offset + Math.log(smooth) - target;
    if (step === MAX_STEPS || !(Math.abs(excess) > ENOUGH)) return { threshold, distance };
    if (excess > 0) near = distance;
    else far = distance;
    // Newton's method in ln distance, at most a factor of 4 at a time.
    const slope = -second * distance * distance - (offset * third) / (2 * second);
    const next = distance * Math.exp(Math.max(-1.4, Math.min(1.4, -excess / Math.min(slope, -0.05))));
    distance = next > near && next < far ? next : Number.isFinite(far) ? (near + far) / 2 : 2 * distance;
  }
}
