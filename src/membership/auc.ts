// How often does the best attacker rank the two worlds rightly? The area under the ROC curve of the likelihood-ratio test, exact, as one
// integral of a positive function. For any pair of distributions with loss cumulant K,
//   1 − AUC = (1/2π) ∫ |exp K(−½ + iy)|² ½/(¼ + y²) dy      (Barrett, Abbey and Clarkson, J. Opt. Soc. Am. A 15, 1520, 1998),
// and for a GaussianPair |exp K(−½ + iy)|² = exp(−e(τ)) with τ = ¼ + y² and
//   e(τ) = Σ (C/2) ln(1 + u²τ/(1+u)) + δ² τ (1 + u/2)/(1 + u + u²τ).      Section 6 of docs/mathematics.md.

import { AuditError } from '../base/errors.ts';
import type { GaussianPair, Mode } from '../lood/gaussianPair.ts';
import { regimeOf } from '../lood/regime.ts';

/**
 * Largest relative change on halving the step: the error of a trapezoidal sum of an analytic function is about its square. With several modes
 * a weak shift may cut off what a strong mode left small, at a y where the points are far apart, and halving gains less.
 */
const TOLERANCE = 1e-7;
const SEVERAL_MODES_TOLERANCE = 1e-11;
const FIRST_STEP = 0.2;
const MAX_HALVINGS = 6;
/**
 * y = STRETCH·y₀·sinh(SLOWNESS·sinh x), in which the integrand falls off doubly exponentially; both numbers are the best of those tried. Up to
 * sinh 37 = 6e15: the rest is below 1e-16 of the integral.
 */
const STRETCH = 2.5;
const SLOWNESS = 0.5;
const RANGE = 37;

/**
 * Area under the ROC curve of the optimal membership test, in [½, 1]. Cost: about 50 evaluations, 2 µs.
 *
 * @throws AuditError NOT_CONVERGED
 */
export function exactAuc(pair: GaussianPair): number {
  return 0.5 + aucExcess(pair);
}

/**
 * AUC − ½, in [0, ½], with full relative precision, so that tiny leakage keeps its digits: (1/π) ∫ (1 − e^{−e(τ)}) ½/τ dy over y > 0, by the
 * trapezoidal rule in x; y₀ is where e(τ) reaches order one, or ½.
 *
 * @throws AuditError NOT_CONVERGED
 */
export function aucExcess(pair: GaussianPair): number {
  const regime = regimeOf(pair);
  return regime.kind === 'indistinguishable' ? 0 : convergedExcess(regime.pair) / regime.scale;
}

function convergedExcess(pair: GaussianPair): number {
  const { outputs, modes } = pair;
  const stretch = STRETCH * Math.max(0.5, 1 / Math.sqrt(rateOf(pair)));
  const tolerance = modes.length === 1 ? TOLERANCE : SEVERAL_MODES_TOLERANCE;
  let step = FIRST_STEP;
  let sum = 0;
  let last = Number.NaN;
  for (let halving = 0; halving <= MAX_HALVINGS; halving++) {
    levels[halving] ??= pointsOf(halving);
    const points = levels[halving] as Float64Array;
    for (let k = 0; k < points.length; k += 2) {
      const y = stretch * (points[k] as number);
      // 1/τ, which does not overflow.
      const reciprocal = 4 / (1 + 4 * y * y);
      let exponent = 0;
      for (let m = 0; m < modes.length; m++) {
        const { varianceRatio: u, shiftSquared } = modes[m] as Mode;
        exponent += (outputs / 2) * Math.log1p((u * u) / (reciprocal * (1 + u)));
        if (shiftSquared > 0) exponent += (shiftSquared * (1 + u / 2)) / ((1 + u) * reciprocal + u * u);
      }
      sum -= Math.expm1(-exponent) * (points[k + 1] as number) * (reciprocal / 2);
    }
    const value = (sum * stretch * step) / Math.PI;
    if (Math.abs(1 - last / value) < tolerance) return Math.min(0.5, value);
    last = value;
    step /= 2;
  }
  throw new AuditError(
    'NOT_CONVERGED',
    {
      expected: 'the integral for the AUC to settle',
      got: `no convergence for ${JSON.stringify(pair)}`,
      try: 'a larger --noise-variance, and reporting these numbers as a defect',
    },
    { pair },
  );
}

/** Halvings of the step that leave errors far below what a search can see. */
const FINE = 3;

/** A point of the rule for ∫₀^∞ … ½/τ dy/π with its weight, which contains ½/τ and 1/π. */
export interface AucNode {
  readonly tau: number;
  readonly weight: number;
}

/**
 * A fixed rule of about 180 points, fitted to the pair, for integrals like that of `aucExcess`, whose integrand vanishes for τ far below the
 * places where e(τ) reaches order one (query/groupAuc.ts).
 */
export function aucNodes(pair: GaussianPair): AucNode[] {
  const stretch = STRETCH * Math.max(0.5, 1 / Math.sqrt(rateOf(pair)));
  const nodes: AucNode[] = [];
  for (let level = 0; level <= FINE; level++) {
    levels[level] ??= pointsOf(level);
    const points = levels[level] as Float64Array;
    for (let k = 0; k < points.length; k += 2) {
      const tau = 0.25 + (stretch * (points[k] as number)) ** 2;
      nodes.push({ tau, weight: (stretch * (points[k + 1] as number) * FIRST_STEP) / (2 ** FINE * 2 * tau * Math.PI) });
    }
  }
  return nodes;
}

/** e(τ) ≈ rate·τ near 0, so that it reaches order one at y ≈ rate^−½. */
function rateOf({ outputs, modes }: GaussianPair): number {
  let rate = 0;
  for (let m = 0; m < modes.length; m++) {
    const { varianceRatio: u, shiftSquared } = modes[m] as Mode;
    rate += ((outputs / 2) * u * u + shiftSquared * (1 + u / 2)) / (1 + u);
  }
  return rate;
}

/** y and dy/dx in units of the stretch, in turn, at the points y ≥ 0 that each level of halving adds; made when first needed. */
const levels: Float64Array[] = [];

function pointsOf(level: number): Float64Array {
  const step = FIRST_STEP / 2 ** level;
  const last = Math.asinh(RANGE / SLOWNESS) / step;
  const points: number[] = [];
  for (let k = level === 0 ? 0 : 1; k <= last; k += level === 0 ? 1 : 2) {
    const slow = SLOWNESS * Math.sinh(k * step);
    // By symmetry the point y = 0 is shared by both halves.
    points.push(Math.sinh(slow), (k === 0 ? 0.5 : 1) * Math.cosh(slow) * SLOWNESS * Math.cosh(k * step));
  }
  return Float64Array.from(points);
}
