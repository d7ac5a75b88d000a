// How strong is the strongest attack? The likelihood-ratio test between the worlds with and without the record, which by Neyman and Pearson
// no other test beats at any false-positive rate: its operating points, exact (lood/lossTail.ts), and the (ε, δ) it implies.

import { AuditError } from '../base/errors.ts';
import type { GaussianPair } from '../lood/gaussianPair.ts';
import { epsilonAt, thresholdAtFpr } from '../lood/lossQuantile.ts';
import { hockeyStickWith, hockeyStickWithout, lossTailWith, lossTailWithout, totalVariation } from '../lood/lossTail.ts';

/** The test "member when ℓ > threshold" at one threshold. */
export interface OperatingPoint {
  readonly threshold: number;
  readonly fpr: number;
  readonly tpr: number;
  /** Estimated relative error of the two rates (of their complements where those are smaller). */
  readonly relativeError: number;
}

export function operatingPoint(pair: GaussianPair, threshold: number): OperatingPoint {
  const without = lossTailWithout(pair, threshold);
  const withRecord = lossTailWith(pair, threshold);
  return {
    threshold,
    fpr: without.above,
    tpr: withRecord.above,
    relativeError: Math.max(without.relativeError, withRecord.relativeError),
  };
}

/**
 * The largest true-positive rate of any test whose false-positive rate is `fpr`. For indistinguishable worlds it is `fpr` itself,
 * reached by guessing; where the loss is as good as certain (lood/regime.ts) it is 1, with the threshold at the one loss without the record.
 *
 * @param fpr in (0, 1)
 * @throws AuditError NOT_CONVERGED for rates whose threshold float64 cannot tell from the supremum of the loss: with a single output and
 * mode those below about 1e-7, with more outputs none that matter
 */
export function operatingPointAtFpr(pair: GaussianPair, fpr: number): OperatingPoint {
  const { threshold, tpr, relativeError } = thresholdAtFpr(pair, fpr);
  // The estimate includes what one rounding of the threshold changes.
  if (!(tpr > 0 && relativeError < 1)) throw indistinctThreshold(fpr, threshold);
  return { threshold, fpr, tpr, relativeError };
}

function indistinctThreshold(fpr: number, threshold: number): AuditError {
  return new AuditError('NOT_CONVERGED', {
    expected: `a threshold with a false-positive rate of ${fpr}`,
    got: `${threshold}, which float64 cannot tell from the largest possible loss`,
    try: 'a larger false-positive rate',
  });
}

/** Largest TPR at the given FPR. */
export function tprAtFpr(pair: GaussianPair, fpr: number): number {
  return operatingPointAtFpr(pair, fpr).tpr;
}

/** δ(ε), the larger of both directions, for ε ≥ 0: the two worlds are (ε, δ)-indistinguishable and no better. */
export function deltaAtEpsilon(pair: GaussianPair, epsilon: number): number {
  return Math.max(hockeyStickWith(pair, epsilon).delta, hockeyStickWithout(pair, epsilon).delta);
}

/**
 * The smallest ε ≥ 0 with δ(ε) ≤ `delta` in both directions, nats. Where the loss is as good as certain it is KL(without ‖ with), the
 * larger of both losses.
 *
 * @param delta in (0, 1)
 * @param advantage the total variation, for callers that know it
 */
export function epsilonAtDelta(pair: GaussianPair, delta: number, advantage = totalVariation(pair)): number {
  if (advantage <= delta) return 0;
  // The loss is skewed to the left, which makes (without ‖ with) the direction that needs the larger ε; the other one is as a rule content
  // with it and need not be solved.
  const epsilon = epsilonAt(pair, 'without', delta);
  return hockeyStickWith(pair, epsilon).delta <= delta ? epsilon : epsilonAt(pair, 'withRecord', delta);
}
