// How likely is a privacy loss above t, with and without the records? Exact tail probabilities of the likelihood-ratio statistic ℓ, which
// give total variation and (ε, δ) here and the ROC curve of the optimal membership test in membership/. With F(s) = exp(K(s) − ts):
//   P_with(ℓ > t)    =       (1/2πi) ∫ F(s)/s ds        crossing right of 0; left of it, minus P_with(ℓ ≤ t);
//   P_without(ℓ > t) = e^−t  (1/2πi) ∫ F(s)/(1+s) ds    crossing right of −1; left of it, minus P_without(ℓ ≤ t).
// Equations (5.1) to (5.4) of docs/mathematics.md.

import { contourIntegral } from './contour.ts';
import type { Pole } from './contourPath.ts';
import type { GaussianPair } from './gaussianPair.ts';
import { lossCumulantDerivatives, lossSupremum } from './privacyLoss.ts';
import { liftThreshold, liftWeakPair } from './weakLeakage.ts';

/** A probability and its complement, the smaller of the two with full relative precision. */
export interface Tail {
  /** P(ℓ > t). */
  readonly above: number;
  /** P(ℓ ≤ t). */
  readonly below: number;
  /** Density of ℓ at t, and its derivative. */
  readonly density: number;
  readonly densitySlope: number;
  /** Estimated relative error of the smaller of the two. */
  readonly relativeError: number;
}

const ATOM = { density: 0, densitySlope: 0, relativeError: 0 };

/** True when the two distributions are the same: ℓ is then 0 with certainty. */
export function isIndistinguishable(pair: GaussianPair): boolean {
  return pair.modes.every((mode) => mode.varianceRatio === 0 && mode.shiftSquared === 0);
}

/** Spread of the loss relative to its mean, without the records, below which thresholds inside its distribution differ in their last digits only. */
const CERTAIN_SPREAD = 1e-10;
const LEAST_CERTAIN = 1e18;

/**
 * True when the loss is as good as a constant in either world, because the mean moves by thousands of millions of standard
 * deviations: probabilities are then taken as 0 or 1.
 */
export function isCertain(pair: GaussianPair): boolean {
  // The spread is at least δ and at least u√(C/2), the mean at most half of δ² + Cu.
  if (pair.modes.every(({ shiftSquared }) => shiftSquared < LEAST_CERTAIN)) return false;
  const [mean, variance] = lossCumulantDerivatives(pair, -1);
  return Math.sqrt(variance) < CERTAIN_SPREAD * Math.abs(mean);
}

/** Tail of the privacy loss under the distribution with the records: above = TPR of the test "member when ℓ > t". */
export function lossTailWith(pair: GaussianPair, t: number): Tail {
  return tailOf(pair, t, 0);
}

/** Tail of the privacy loss under the distribution without the records: above = FPR of the test "member when ℓ > t". */
export function lossTailWithout(pair: GaussianPair, t: number): Tail {
  return tailOf(pair, t, -1);
}

function tailOf(pair: GaussianPair, t: number, pole: Pole): Tail {
  if (isIndistinguishable(pair)) return { above: t < 0 ? 1 : 0, below: t < 0 ? 0 : 1, ...ATOM };
  if (isCertain(pair)) {
    const above = lossCumulantDerivatives(pair, pole)[0] > t ? 1 : 0;
    return { above, below: 1 - above, ...ATOM };
  }
  const { pair: lifted, scale } = liftWeakPair(pair);
  const tail = liftedTail(lifted, liftThreshold(t, scale), pole);
  if (scale === 1) return tail;
  return { ...tail, density: tail.density * scale, densitySlope: tail.densitySlope * scale * scale };
}

function liftedTail(pair: GaussianPair, t: number, pole: Pole): Tail {
  if (t >= lossSupremum(pair)) return { above: 0, below: 1, ...ATOM };
  const upper = t >= lossCumulantDerivatives(pair, pole)[0];
  const { value, slope, curvature, relativeError } = contourIntegral(pair, t, [pole], upper ? 'right' : 'left');
  const tail = Math.min(1, Math.abs(value));
  const [above, below] = upper ? [tail, 1 - tail] : [1 - tail, tail];
  return { above, below, density: -slope, densitySlope: -curvature, relativeError };
}

/** δ at some ε and its first (≤ 0) and second derivative in ε; δ is convex in e^ε, not in ε. */
export interface HockeyStick {
  readonly delta: number;
  readonly slope: number;
  readonly curvature: number;
}

const NO_DISTANCE: HockeyStick = { delta: 0, slope: 0, curvature: 0 };

/**
 * δ(ε) = E_with[(1 − e^{ε−ℓ})₊] = P_with(ℓ > ε) − e^ε P_without(ℓ > ε), the hockey-stick divergence of (with ‖ without); its slope is
 * −e^ε P_without(ℓ > ε).
 *
 * @param epsilon ≥ 0, nats; δ(0) is the total variation distance
 */
export function hockeyStickWith(pair: GaussianPair, epsilon: number): HockeyStick {
  return hockeyStickOf(pair, epsilon, meanLossWith(pair), liftedHockeyStickWith);
}

/** The other direction, (without ‖ with): δ(ε) = P_without(ℓ ≤ −ε) − e^ε P_with(ℓ ≤ −ε), for ε ≥ 0. */
export function hockeyStickWithout(pair: GaussianPair, epsilon: number): HockeyStick {
  return hockeyStickOf(pair, epsilon, meanLossWithout(pair), liftedHockeyStickWithout);
}

/** KL(with ‖ without) and KL(without ‖ with) to the digits that comparisons need. */
const meanLossWith = (pair: GaussianPair) => lossCumulantDerivatives(pair, 0)[0];
const meanLossWithout = (pair: GaussianPair) => -lossCumulantDerivatives(pair, -1)[0];

/** δ of a loss that is `scale` times as large is that many times as large, at an ε that is too. */
function hockeyStickOf(pair: GaussianPair, epsilon: number, meanLoss: number, lifted: typeof hockeyStickWith): HockeyStick {
  if (isIndistinguishable(pair)) return NO_DISTANCE;
  if (isCertain(pair)) return { ...NO_DISTANCE, delta: epsilon < meanLoss ? 1 : 0 };
  const { pair: other, scale } = liftWeakPair(pair);
  const { delta, slope, curvature } = lifted(other, liftThreshold(epsilon, scale));
  return { delta: delta / scale, slope, curvature: curvature * scale };
}

function liftedHockeyStickWith(pair: GaussianPair, epsilon: number): HockeyStick {
  if (epsilon >= lossSupremum(pair)) return NO_DISTANCE;
  const mean = meanLossWith(pair);
  if (epsilon < mean && mean > LARGE_MEAN_LOSS) {
    // e^ε P_without(ℓ > ε) in one integral: the factor would overflow alone.
    const without = contourIntegral(pair, epsilon, [-1], 'right', epsilon).value;
    const { above, density } = lossTailWith(pair, epsilon);
    return { delta: asProbability(above - without), slope: -without, curvature: density - without };
  }
  const { value, slope, curvature } = contourIntegral(pair, epsilon, [-1, 0], 'right');
  return { delta: asProbability(value), slope, curvature };
}

function liftedHockeyStickWithout(pair: GaussianPair, epsilon: number): HockeyStick {
  const mean = meanLossWithout(pair);
  if (epsilon < mean && mean > LARGE_MEAN_LOSS) {
    const withRecord = -contourIntegral(pair, -epsilon, [0], 'left', epsilon).value;
    const { below, density } = lossTailWithout(pair, -epsilon);
    return { delta: asProbability(below - withRecord), slope: -withRecord, curvature: density - withRecord };
  }
  const { value, slope, curvature } = contourIntegral(pair, -epsilon, [0, -1], 'left');
  return { delta: asProbability(value), slope: -slope, curvature };
}

/**
 * From this mean loss (a KL divergence, nats) δ below the mean is of order one and the difference of two tails loses nothing; for smaller
 * means the single integral is taken, which keeps full relative precision of a tiny δ.
 */
const LARGE_MEAN_LOSS = 2;

/** Rounding may leave a probability an ulp outside [0, 1]. */
function asProbability(value: number): number {
  return Math.min(1, Math.max(0, value));
}

/** Total variation distance, in [0, 1]: the largest advantage (TPR − FPR) of any membership test. */
export function totalVariation(pair: GaussianPair): number {
  return hockeyStickWith(pair, 0).delta;
}
