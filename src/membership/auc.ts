// How often does the best attacker rank the two worlds rightly? The area under the ROC curve of the likelihood-ratio test, exact, as one
// integral of a positive function. For any pair of distributions with loss cumulant K,
//   1 − AUC = (1/2π) ∫ |exp K(−½ + iy)|² ½/(¼ + y²) dy      (Barrett, Abbey and Clarkson, J. Opt. Soc. Am. A 15, 1520, 1998),
// and for a GaussianPair |exp K(−½ + iy)|² = exp(−e(τ)) with τ = ¼ + y² and
//   e(τ) = Σ (C/2) ln(1 + u²τ/(1+u)) + δ² τ (1 + u/2)/(1 + u + u²τ).      Section 6 of docs/mathematics.md.

import { AuditError } from '../base/errors.ts';
import type { GaussianPair } from '../lood/gaussianPair.ts';
import { liftWeakPair } from '../lood/weakLeakage.ts';

/** Largest relative change on halving the step; the error of a trapezoidal sum of an analytic function is about its square. */
const TOLERANCE = 1e-7;
const FIRST_STEP = 0.25;
const MAX_HALVINGS = 6;
/** sinh(4.4) ≈ 41 e-foldings on each side: the rest is below 1e-17 of the integral. */
const RANGE = 4.4;

/**
 * Area under the ROC curve of the optimal membership test, in [½, 1]. Cost: about 100 evaluations, 5 µs.
 *
 * @throws AuditError NOT_CONVERGED
 */
export function exactAuc(pair: GaussianPair): number {
  return 0.5 + aucExcess(pair);
}

/**
 * AUC − ½, in [0, ½], with full relative precision, so that tiny leakage keeps its digits: (1/π) ∫ (1 − e^{−e(τ)}) ½/(¼ + y²) dy over y > 0,
 * with y = ½ exp(v), v = v₀ + sinh x, by the trapezoidal rule in x; v₀ is where e(τ) reaches order one.
 *
 * @throws AuditError NOT_CONVERGED
 */
export function aucExcess(pair: GaussianPair): number {
  const lifted = liftWeakPair(pair);
  return convergedExcess(lifted.pair) / lifted.scale;
}

function convergedExcess(pair: GaussianPair): number {
  // e(τ) ≈ rate·τ near 0, so it reaches order one at y ≈ rate^−½.
  const rate = pair.modes.reduce(
    (sum, { varianceRatio: u, shiftSquared }) => sum + ((pair.outputs / 2) * u * u + shiftSquared * (1 + u / 2)) / (1 + u),
    0,
  );
  if (rate === 0) return 0;
  const centre = Math.max(0, Math.LN2 - 0.5 * Math.log(rate));
  let sum = sumOver(pair, centre, nodes(0));
  for (let halving = 1; halving <= MAX_HALVINGS; halving++) {
    const refined = sum + sumOver(pair, centre, nodes(halving));
    const change = Math.abs(1 - (2 * sum) / refined);
    sum = refined;
    if (change < TOLERANCE) return Math.min(0.5, (sum * FIRST_STEP) / (2 ** halving * Math.PI));
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

/** sinh x and cosh x, in turn, at the points that a level of refinement adds. */
const levels: Float64Array[] = [];

function nodes(level: number): Float64Array {
  const known = levels[level];
  if (known !== undefined) return known;
  const step = FIRST_STEP / 2 ** level;
  const made: number[] = [];
  const last = Math.floor(RANGE / step);
  for (let k = -last; k <= last; k++) if (level === 0 || k % 2 !== 0) made.push(Math.sinh(k * step), Math.cosh(k * step));
  levels[level] = Float64Array.from(made);
  return levels[level];
}

function sumOver({ outputs, modes }: GaussianPair, centre: number, points: Float64Array): number {
  let sum = 0;
  for (let k = 0; k < points.length; k += 2) {
    // ½/(¼ + y²) dy = e^v/(1 + e^{2v}) dv for y = ½ e^v, and τ = ¼(1 + e^{2v}); written with 1/τ, which does not overflow.
    const growth = Math.exp(centre + (points[k] as number));
    const reciprocal = 4 / (1 + growth * growth);
    let exponent = 0;
    for (const { varianceRatio: u, shiftSquared } of modes) {
      const ratio = (u * u) / reciprocal;
      exponent += (outputs / 2) * Math.log1p(ratio / (1 + u));
      if (shiftSquared > 0) exponent += (shiftSquared * (1 + u / 2)) / ((1 + u) * reciprocal + u * u);
    }
    sum += -Math.expm1(-exponent) * (points[k + 1] as number) * growth * (reciprocal / 4);
  }
  return sum;
}
