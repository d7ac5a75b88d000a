// How strong is the strongest attack? The likelihood-ratio test between the worlds with and without the record, which by Neyman and Pearson
// no other test beats at any false-positive rate: its operating points, exact (lood/lossTail.ts), and the (ε, δ) it implies.

import { solveDecreasing } from '../base/rootFinding.ts';
import type { GaussianPair } from '../lood/gaussianPair.ts';
import {
  type HockeyStick,
  hockeyStickWith,
  hockeyStickWithout,
  isIndistinguishable,
  lossTailWith,
  lossTailWithout,
} from '../lood/lossTail.ts';
import { lossCumulantDerivatives, lossSupremum } from '../lood/privacyLoss.ts';

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
 * reached by guessing.
 *
 * @param fpr in (0, 1)
 */
export function operatingPointAtFpr(pair: GaussianPair, fpr: number): OperatingPoint {
  if (isIndistinguishable(pair)) return { threshold: 0, fpr, tpr: fpr, relativeError: 0 };
  const [mean, variance] = lossCumulantDerivatives(pair, -1);
  const deviation = Math.sqrt(variance);
  const supremum = lossSupremum(pair);
  let low = Math.min(mean, supremum);
  while (lossTailWithout(pair, low).above < fpr) low -= deviation;
  const tail = (t: number) => {
    const { above, density } = lossTailWithout(pair, t);
    return { value: above, slope: -density };
  };
  const threshold = solveDecreasing(tail, fpr, low, supremum, low + deviation * Math.sqrt(-2 * Math.log(fpr)) * 0.75);
  const withRecord = lossTailWith(pair, threshold);
  return { threshold, fpr, tpr: withRecord.above, relativeError: withRecord.relativeError };
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
 * The smallest ε ≥ 0 with δ(ε) ≤ `delta` in both directions, nats.
 *
 * @param delta in (0, 1)
 */
export function epsilonAtDelta(pair: GaussianPair, delta: number): number {
  const [meanWith, varianceWith] = lossCumulantDerivatives(pair, 0);
  const [meanWithout, varianceWithout] = lossCumulantDerivatives(pair, -1);
  return Math.max(
    epsilonOneWay((epsilon) => hockeyStickWith(pair, epsilon), delta, lossSupremum(pair), meanWith, varianceWith),
    epsilonOneWay((epsilon) => hockeyStickWithout(pair, epsilon), delta, Number.POSITIVE_INFINITY, -meanWithout, varianceWithout),
  );
}

function epsilonOneWay(
  hockeyStick: (epsilon: number) => HockeyStick,
  delta: number,
  supremum: number,
  mean: number,
  variance: number,
): number {
  if (hockeyStick(0).delta <= delta) return 0;
  const f = (epsilon: number) => {
    const { delta: value, slope } = hockeyStick(epsilon);
    return { value, slope };
  };
  return solveDecreasing(f, delta, 0, supremum, mean + Math.sqrt(variance * -2 * Math.log(delta)) * 0.8);
}
