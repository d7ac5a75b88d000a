// How likely is a privacy loss above t, with and without the records? Exact tail probabilities of the likelihood-ratio statistic ℓ, which
// give total variation and (ε, δ) here and the ROC curve of the optimal membership test in membership/. With F(s) = exp(K(s) − ts):
//   P_with(ℓ > t)    =       (1/2πi) ∫ F(s)/s ds        crossing right of 0; left of it, minus P_with(ℓ ≤ t);
//   P_without(ℓ > t) = e^−t  (1/2πi) ∫ F(s)/(1+s) ds    crossing right of −1; left of it, minus P_without(ℓ ≤ t).
// Equations (5.1) to (5.4) of docs/mathematics.md.

import type { Pole } from './contourPath.ts';
import type { GaussianPair } from './gaussianPair.ts';
import { localTail } from './localTail.ts';
import { type Regime, regimeOf } from './regime.ts';
import { liftThreshold } from './weakLeakage.ts';

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

/** Tail of the privacy loss under the distribution with the records: above = TPR of the test "member when ℓ > t". */
export function lossTailWith(pair: GaussianPair, t: number): Tail {
  return tailOf(regimeOf(pair), t, 0);
}

/** Tail of the privacy loss under the distribution without the records: above = FPR of the test "member when ℓ > t". */
export function lossTailWithout(pair: GaussianPair, t: number): Tail {
  return tailOf(regimeOf(pair), t, -1);
}

function tailOf(regime: Regime, threshold: number, main: Pole): Tail {
  const t = liftThreshold(threshold, regime.scale);
  const mean = main === 0 ? regime.meanWith : regime.meanWithout;
  if (regime.kind !== 'regular') return atom(mean > t);
  if (t >= regime.supremum) return atom(false);
  const upper = t >= mean;
  const local = localTail(regime, upper ? t : -t, { main, both: false, side: upper ? 'right' : 'left' });
  const tail = Math.min(1, local.value);
  return {
    above: upper ? tail : 1 - tail,
    below: upper ? 1 - tail : tail,
    density: -local.slope * regime.scale,
    densitySlope: (upper ? -local.curvature : local.curvature) * regime.scale ** 2,
    relativeError: local.relativeError,
  };
}

/** The tail where ℓ is a constant, above t or not. */
function atom(isAbove: boolean): Tail {
  return { above: isAbove ? 1 : 0, below: isAbove ? 0 : 1, density: 0, densitySlope: 0, relativeError: 0 };
}

/** δ at some ε and its first (≤ 0) and second derivative in ε; δ is convex in e^ε, not in ε. */
export interface HockeyStick {
  readonly delta: number;
  readonly slope: number;
  readonly curvature: number;
}

/**
 * δ(ε) = E_with[(1 − e^{ε−ℓ})₊] = P_with(ℓ > ε) − e^ε P_without(ℓ > ε), the hockey-stick divergence of (with ‖ without); its slope is
 * −e^ε P_without(ℓ > ε).
 *
 * @param epsilon ≥ 0, nats; δ(0) is the total variation distance
 */
export function hockeyStickWith(pair: GaussianPair, epsilon: number): HockeyStick {
  return hockeyStickOf(regimeOf(pair), epsilon, 0);
}

/** The other direction, (without ‖ with): δ(ε) = P_without(ℓ ≤ −ε) − e^ε P_with(ℓ ≤ −ε), for ε ≥ 0. */
export function hockeyStickWithout(pair: GaussianPair, epsilon: number): HockeyStick {
  return hockeyStickOf(regimeOf(pair), epsilon, -1);
}

function hockeyStickOf(regime: Regime, epsilon: number, main: Pole): HockeyStick {
  const lifted = liftThreshold(epsilon, regime.scale);
  const mean = main === 0 ? regime.meanWith : -regime.meanWithout;
  if (regime.kind !== 'regular') return { delta: lifted < mean ? 1 : 0, slope: 0, curvature: 0 };
  if (main === 0 && lifted >= regime.supremum) return { delta: 0, slope: 0, curvature: 0 };
  // δ of a loss that is `scale` times as large is that many times as large, at an ε that is too.
  const { value, slope, curvature } = localTail(regime, lifted, { main, both: true, side: main === 0 ? 'right' : 'left' });
  // Rounding may leave a probability an ulp outside [0, 1].
  return { delta: Math.min(1, Math.max(0, value)) / regime.scale, slope, curvature: curvature * regime.scale };
}

/** Total variation distance, in [0, 1]: the largest advantage (TPR − FPR) of any membership test. */
export function totalVariation(pair: GaussianPair): number {
  return hockeyStickWith(pair, 0).delta;
}
