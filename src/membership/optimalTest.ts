// How strong is the strongest attack? The likelihood-ratio test between the worlds with and without the record, which by Neyman and Pearson
// no other test beats at any false-positive rate: its operating points, exact (lood/lossTail.ts), and the (ε, δ) it implies.

import { AuditError } from '../base/errors.ts';
import { solveDecreasing } from '../base/rootFinding.ts';
import { approximateThreshold } from '../lood/approximateThreshold.ts';
import type { GaussianPair } from '../lood/gaussianPair.ts';
import {
  type HockeyStick,
  hockeyStickWith,
  hockeyStickWithout,
  isCertain,
  isIndistinguishable,
  lossTailWith,
  lossTailWithout,
  totalVariation,
} from '../lood/lossTail.ts';
import { lossCumulantDerivatives, lossSupremum } from '../lood/privacyLoss.ts';
import { liftWeakPair } from '../lood/weakLeakage.ts';

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
 * reached by guessing; where the loss is as good as certain (isCertain) it is 1, with the threshold at the one loss without the record.
 *
 * @param fpr in (0, 1)
 * @throws AuditError NOT_CONVERGED for rates whose threshold float64 cannot tell from the supremum of the loss: with a single output and
 * mode those below about 1e-7, with more outputs none that matter
 */
export function operatingPointAtFpr(pair: GaussianPair, fpr: number): OperatingPoint {
  if (isIndistinguishable(pair)) return { threshold: 0, fpr, tpr: fpr, relativeError: 0 };
  if (isCertain(pair)) return { threshold: lossCumulantDerivatives(pair, -1)[0], fpr, tpr: 1, relativeError: 0 };
  const lifted = liftWeakPair(pair);
  const threshold = fpr <= 0.5 ? thresholdAbove(lifted.pair, fpr) : thresholdBelow(lifted.pair, 1 - fpr);
  // The error of the TPR includes what one rounding of the threshold changes.
  const { above: tpr, relativeError } = lossTailWith(lifted.pair, threshold);
  if (!(tpr > 0 && relativeError < 1)) throw indistinctThreshold(fpr, threshold);
  return { threshold: threshold / lifted.scale, fpr, tpr, relativeError };
}

function indistinctThreshold(fpr: number, threshold: number): AuditError {
  return new AuditError('NOT_CONVERGED', {
    expected: `a threshold with a false-positive rate of ${fpr}`,
    got: `${threshold}, which float64 cannot tell from the largest possible loss`,
    try: 'a larger false-positive rate',
  });
}

/** t with P_without(ℓ > t) = probability, from P itself: its digits are those of the smaller tail. */
function thresholdAbove(pair: GaussianPair, probability: number): number {
  const tail = (t: number) => {
    const { above, density, densitySlope } = lossTailWithout(pair, t);
    return { value: above, slope: -density, curvature: -densitySlope };
  };
  const start = approximateThreshold(pair, [-1], 'right', probability);
  return solveDecreasing(tail, probability, Number.NEGATIVE_INFINITY, lossSupremum(pair), start);
}

/** t with P_without(ℓ ≤ t) = probability; that tail decreases in −t. */
function thresholdBelow(pair: GaussianPair, probability: number): number {
  const tail = (minusT: number) => {
    const { below, density, densitySlope } = lossTailWithout(pair, -minusT);
    return { value: below, slope: -density, curvature: densitySlope };
  };
  const start = -approximateThreshold(pair, [-1], 'left', probability);
  return -solveDecreasing(tail, probability, -lossSupremum(pair), Number.POSITIVE_INFINITY, start);
}

/** Largest TPR at the given FPR. */
export function tprAtFpr(pair: GaussianPair, fpr: number): number {
  return operatingPointAtFpr(pair, fpr).tpr;
}

/** δ(ε), the larger of both directions, for ε ≥ 0: the two worlds are (ε, δ)-indistinguishable and no better. */
export function deltaAtEpsilon(pair: GaussianPair, epsilon: number): number {
  return Math.max(hockeyStickWith(pair, epsilon).delta, hockeyStickWithout(pair, epsilon).delta);
}

/** One direction of the hockey-stick divergence. */
interface Direction {
  readonly hockeyStick: (epsilon: number) => HockeyStick;
  /** Roughly the ε at which this direction has the given δ. */
  readonly start: number;
  /** From this ε on δ is zero. */
  readonly end: number;
}

/**
 * The smallest ε ≥ 0 with δ(ε) ≤ `delta` in both directions, nats. Where the loss is as good as certain it is KL(without ‖ with), the
 * larger of both losses.
 *
 * @param delta in (0, 1)
 */
export function epsilonAtDelta(pair: GaussianPair, delta: number): number {
  if (totalVariation(pair) <= delta) return 0;
  if (isCertain(pair)) return -lossCumulantDerivatives(pair, -1)[0];
  // δ of a loss that is `scale` times as large is that many times as large, at an ε that is too.
  const { pair: lifted, scale } = liftWeakPair(pair);
  return largestEpsilon(lifted, delta * scale) / scale;
}

/** The larger of the ε at which each direction falls to `delta`, which is below the total variation. */
function largestEpsilon(pair: GaussianPair, delta: number): number {
  const directions: Direction[] = [
    {
      hockeyStick: (epsilon) => hockeyStickWith(pair, epsilon),
      start: approximateThreshold(pair, [-1, 0], 'right', delta),
      end: lossSupremum(pair),
    },
    {
      hockeyStick: (epsilon) => hockeyStickWithout(pair, epsilon),
      start: -approximateThreshold(pair, [0, -1], 'left', delta),
      end: Number.POSITIVE_INFINITY,
    },
  ];
  // The direction that needs the larger ε, by the approximation; where the other one is content with that ε it need not be solved.
  const [first, second] = directions.sort((a, b) => b.start - a.start) as [Direction, Direction];
  const epsilon = solveDirection(first, delta);
  return second.hockeyStick(epsilon).delta <= delta ? epsilon : solveDirection({ ...second, start: epsilon }, delta);
}

function solveDirection({ hockeyStick, start, end }: Direction, delta: number): number {
  const f = (epsilon: number) => {
    const { delta: value, slope, curvature } = hockeyStick(epsilon);
    return { value, slope, curvature };
  };
  return solveDecreasing(f, delta, 0, end, start);
}
