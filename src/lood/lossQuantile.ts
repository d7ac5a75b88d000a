// At which threshold does a tail of the privacy loss, or the hockey-stick divergence, have a given value? A saddle-point approximation, then one
// contour integral and its Taylor series; Halley's method where the approximation is off by more than that reaches. Section 7 of
// docs/mathematics.md; called from membership/.

import { solveDecreasing } from '../base/rootFinding.ts';
import { approximateThreshold } from './approximateThreshold.ts';
import { type ContourIntegrals, contourIntegrals } from './contour.ts';
import type { Crossing } from './contourPath.ts';
import { isBetweenPoles, localTail } from './localTail.ts';
import type { Regime } from './regime.ts';
import { seriesAt, solveSeries } from './tailSeries.ts';

/** A threshold and the rate of the test "member when ℓ > threshold" with the record. */
export interface ThresholdAtFpr {
  readonly threshold: number;
  readonly tpr: number;
  /** Estimated relative error of the rates at this threshold; that of the TPR at the FPR is less where the threshold has too few digits. */
  readonly relativeError: number;
}

const ABOVE_WITHOUT: Crossing = { main: -1, both: false, side: 'right' };
const BELOW_WITHOUT: Crossing = { main: -1, both: false, side: 'left' };
export const HOCKEY_STICK_WITH: Crossing = { main: 0, both: true, side: 'right' };
export const HOCKEY_STICK_WITHOUT: Crossing = { main: -1, both: true, side: 'left' };

/**
 * The threshold with P_without(ℓ > t) = fpr, solved for whichever of fpr and 1 − fpr is the smaller. Cost: 3 µs for one mode.
 *
 * @param fpr in (0, 1)
 * @throws AuditError NOT_CONVERGED
 */
export function thresholdAtFpr(regime: Regime, fpr: number): ThresholdAtFpr {
  const { pair, supremum } = regime;
  const sign = fpr <= 0.5 ? 1 : -1;
  const through = sign > 0 ? ABOVE_WITHOUT : BELOW_WITHOUT;
  const level = sign > 0 ? fpr : 1 - fpr;
  const start = approximateThreshold(pair, through, level);
  // Rounding may put it beyond the largest loss.
  if (start.threshold < supremum) {
    const integrals = contourIntegrals(pair, start.threshold, through, start.distance);
    const step = solveSeries(integrals.series, sign * level);
    if (Number.isFinite(step)) return thresholdNear(start.threshold, step, integrals);
  }
  const low = sign > 0 ? Number.NEGATIVE_INFINITY : -supremum;
  const high = sign > 0 ? supremum : Number.POSITIVE_INFINITY;
  const t = sign * solveDecreasing((x) => localTail(regime, x, through), level, low, high, sign * start.threshold);
  return thresholdNear(t, 0, contourIntegrals(pair, t, through));
}

function thresholdNear(t: number, step: number, { other, relativeError }: ContourIntegrals): ThresholdAtFpr {
  // Left of its pole the integral is minus the lower tail.
  return { threshold: t + step, tpr: (other.rate > 0 ? 0 : 1) + seriesAt(other, step), relativeError };
}

/**
 * ε where δ(ε) = delta, which is below the total variation. Cost: 3 µs for one mode.
 *
 * @param through HOCKEY_STICK_WITH for δ of (with ‖ without), HOCKEY_STICK_WITHOUT for (without ‖ with)
 * @throws AuditError NOT_CONVERGED
 */
export function epsilonAt(regime: Regime, through: Crossing, delta: number): number {
  const sign = through.main === 0 ? 1 : -1;
  const end = sign > 0 ? regime.supremum : Number.POSITIVE_INFINITY;
  const start = approximateThreshold(regime.pair, through, delta);
  const epsilon = sign * start.threshold;
  if (epsilon < end && !isBetweenPoles(regime, epsilon, through)) {
    const { series } = contourIntegrals(regime.pair, start.threshold, through, start.distance);
    const step = solveSeries(series, delta);
    if (Number.isFinite(step)) return epsilon + sign * step;
  }
  return solveDecreasing((x) => localTail(regime, x, through), delta, 0, end, epsilon);
}
