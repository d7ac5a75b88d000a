// At which threshold does a tail of the privacy loss, or the hockey-stick divergence, have a given value? A saddle-point approximation, then one
// contour integral and its Taylor series; Halley's method where the approximation is off by more than that reaches. Section 7 of
// docs/mathematics.md; called from membership/.

import { solveDecreasing } from '../base/rootFinding.ts';
import { approximateThreshold } from './approximateThreshold.ts';
import { contourIntegrals } from './contour.ts';
import type { Crossing } from './contourPath.ts';
import type { GaussianPair } from './gaussianPair.ts';
import { isBetweenPoles, localTail } from './localTail.ts';
import { regimeOf } from './regime.ts';
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
const HOCKEY_STICK_WITH: Crossing = { main: 0, both: true, side: 'right' };
const HOCKEY_STICK_WITHOUT: Crossing = { main: -1, both: true, side: 'left' };

/**
 * The threshold with P_without(ℓ > t) = fpr, solved for whichever of fpr and 1 − fpr is the smaller. Where the loss is constant it is that
 * loss, and worlds that are the same are told apart by guessing. Cost: 3 µs for one mode.
 *
 * @param fpr in (0, 1)
 * @throws AuditError NOT_CONVERGED
 */
export function thresholdAtFpr(original: GaussianPair, fpr: number): ThresholdAtFpr {
  const regime = regimeOf(original);
  const { pair, supremum } = regime;
  if (regime.kind !== 'regular') {
    return { threshold: regime.meanWithout, tpr: regime.kind === 'certain' ? 1 : fpr, relativeError: 0 };
  }
  const sign = fpr <= 0.5 ? 1 : -1;
  const through = sign > 0 ? ABOVE_WITHOUT : BELOW_WITHOUT;
  const level = sign > 0 ? fpr : 1 - fpr;
  const start = approximateThreshold(pair, through, level);
  let t = start.threshold;
  // Rounding may put the start beyond the largest loss.
  let integrals = t < supremum ? contourIntegrals(pair, t, through, start.distance) : undefined;
  let step = integrals ? solveSeries(integrals.series, sign * level) : Number.NaN;
  if (integrals === undefined || Number.isNaN(step)) {
    const low = sign > 0 ? Number.NEGATIVE_INFINITY : -supremum;
    const high = sign > 0 ? supremum : Number.POSITIVE_INFINITY;
    t = sign * solveDecreasing((x) => localTail(regime, x, through), level, low, high, sign * t);
    integrals = contourIntegrals(pair, t, through);
    step = 0;
  }
  // Left of its pole the other integral is minus the lower tail.
  const tpr = (integrals.other.rate > 0 ? 0 : 1) + seriesAt(integrals.other, step);
  return { threshold: (t + step) / regime.scale, tpr, relativeError: integrals.relativeError };
}

/**
 * ε where δ(ε) = delta, which is below the total variation; in the direction (with ‖ without) or (without ‖ with). Cost: 3 µs for one mode.
 *
 * @throws AuditError NOT_CONVERGED
 */
export function epsilonAt(original: GaussianPair, direction: 'withRecord' | 'without', delta: number): number {
  const regime = regimeOf(original);
  const through = direction === 'withRecord' ? HOCKEY_STICK_WITH : HOCKEY_STICK_WITHOUT;
  const sign = through.main === 0 ? 1 : -1;
  if (regime.kind !== 'regular') return sign * (through.main === 0 ? regime.meanWith : regime.meanWithout);
  const { pair, scale } = regime;
  const end = sign > 0 ? regime.supremum : Number.POSITIVE_INFINITY;
  // δ of a loss that is `scale` times as large is that many times as large, at an ε that is too.
  const level = delta * scale;
  const start = approximateThreshold(pair, through, level);
  const epsilon = sign * start.threshold;
  if (epsilon < end && !isBetweenPoles(regime, epsilon, through)) {
    const step = solveSeries(contourIntegrals(pair, start.threshold, through, start.distance).series, level);
    if (!Number.isNaN(step)) return (epsilon + sign * step) / scale;
  }
  return solveDecreasing((x) => localTail(regime, x, through), level, 0, end, epsilon) / scale;
}
