// How are tails of the privacy loss computed without sampling? By inverting its cumulant generating function K (privacyLoss.ts):
//   J(t) = (1/2πi) ∫ F(s)/Π(s − pole) ds,    F(s) = exp(K(s) − t(s − o)),    poles 0, −1 or both, o the main one of them,
// along a curve through the saddle point of the integrand that follows its path of steepest descent, by the trapezoidal rule, which for
// such analytic integrands converges geometrically; what it misses because of the poles is known and added. lossTail.ts says which integral
// is which probability; docs/mathematics.md, section 5, derives the method (Lugannani and Rice 1980; Helstrom 1978 for detection
// statistics; Trefethen and Weideman 2014 for the trapezoidal rule).

import { AuditError } from '../base/errors.ts';
import { type Crossing, choosePath, parameterOf } from './contourPath.ts';
import { addPoints, FIRST_STEP, TERMS } from './contourSum.ts';
import type { GaussianPair } from './gaussianPair.ts';
import type { TailSeries, Terms } from './tailSeries.ts';

export interface ContourIntegrals {
  /** J around t, with its poles on the side on which the path passes them. */
  readonly series: TailSeries;
  /** The same with the other pole alone, which is then o as well; it settles with the first. */
  readonly other: TailSeries;
  /** Estimated relative error of J: what the last change on halving the step leaves, and rounding of the exponent. */
  readonly relativeError: number;
}

/**
 * Largest relative change on halving the step, and the power of it that is left then: the square for a trapezoidal sum of an analytic function.
 * With several modes the path is slanted to just within the sector where a shift of the mean decays, and halving gains less.
 */
const ONE_MODE = { tolerance: 1e-7, power: 2 };
const SEVERAL_MODES = { tolerance: 1e-9, power: 1.5 };
const MAX_HALVINGS = 8;
/** Below this exponent the integral is zero in float64, whatever the smooth factors of the integrand. */
const LOG_UNDERFLOW = -800;
/** Distance up to which float64 tells what one pole misses from what the other does. */
const MOST_DISTANT = 1e8;

const NOTHING: TailSeries = { log: 0, rate: 0, terms: [0, 0, 0, 0, 0, 0] };

/** One array for all integrals, of which one is computed at a time. */
const sums = new Float64Array(2 * TERMS);

/**
 * J and its Taylor series at a threshold. Cost: about 22 evaluations of the integrand, 2 µs for one mode.
 *
 * @param through the integrand, through whose saddle the path goes
 * @param near roughly the distance of the saddle from the main pole, if known
 * @throws AuditError NOT_CONVERGED when the sums do not settle
 */
export function contourIntegrals(pair: GaussianPair, t: number, through: Crossing, near?: number): ContourIntegrals {
  const path = choosePath(pair, t, through, near);
  const { main, both } = through;
  const otherPole = -1 - main;
  // c − o and ln F(c), for the main pole and for the other one as o.
  const rate = path.crossing + (path.origin - main);
  const otherRate = path.crossing + (path.origin - otherPole);
  const log = path.exponent - t * (path.origin - main);
  const otherLog = path.exponent - t * (path.origin - otherPole);
  if (log < LOG_UNDERFLOW) return { series: NOTHING, other: NOTHING, relativeError: 0 };
  // Far from both poles the sums settle without what the poles miss, a halving later.
  const isNear = !both || Math.abs(rate) < MOST_DISTANT;
  const mainAt = isNear ? parameterOf(path, rate) : Number.NaN;
  const otherAt = isNear ? parameterOf(path, otherRate) : Number.NaN;
  // The residues of 1/(s(1+s)) are 1 at 0 and −1 at −1; those of 1/s and 1/(1+s) are 1.
  const mainResidue = both && main === -1 ? -1 : 1;
  const otherResidue = both ? -mainResidue : 0;
  const rounding = Number.EPSILON * (path.magnitude + Math.abs(log));
  const { tolerance, power } = pair.modes.length === 1 ? ONE_MODE : SEVERAL_MODES;
  let step = FIRST_STEP;
  let last = Number.NaN;
  sums.fill(0);
  for (let level = 0; level <= MAX_HALVINGS; level++) {
    addPoints(pair, t, path, through, level, sums);
    const scale = (path.stretch * step) / Math.PI;
    const mainExcess = poleExcess(mainAt, step, -log);
    const otherExcess = poleExcess(otherAt, step, -otherLog);
    const value = scale * (sums[0] as number) - mainResidue * mainExcess - otherResidue * otherExcess;
    const change = Math.abs(1 - last / value);
    if (change < Math.max(tolerance, 8 * rounding)) {
      return {
        series: { log, rate, terms: termsOf(0, scale, mainResidue * mainExcess, rate, otherResidue * otherExcess, otherRate) },
        other: { log: otherLog, rate: otherRate, terms: termsOf(TERMS, scale, otherExcess, otherRate, 0, 0) },
        relativeError: change ** power + rounding,
      };
    }
    last = value;
    step /= 2;
  }
  throw new AuditError(
    'NOT_CONVERGED',
    {
      expected: 'the tail integral of the privacy loss to settle',
      got: `no convergence at threshold ${t} for ${JSON.stringify(pair)}`,
      try: 'a larger --noise-variance, and reporting these numbers as a defect',
    },
    { pair, threshold: t },
  );
}

/**
 * By how much the trapezoidal rule exceeds the integral because of a pole of residue exp(log) at v = i·at, (5.6): by exp(log)/(e^{2π·at/step} − 1)
 * where it lies left of the path, at > 0, and by minus that, for −at, where it lies right.
 *
 * @param at NaN for a pole that is too far away to matter
 */
function poleExcess(at: number, step: number, log: number): number {
  if (Number.isNaN(at)) return 0;
  const x = (2 * Math.PI * Math.abs(at)) / step;
  const excess = Math.exp(log - x) / -Math.expm1(-x);
  return at > 0 ? excess : -excess;
}

/** Scaled sums less the excesses: what a pole adds to the integral with (s − c)^j is (pole − c)^j times what it adds without. */
function termsOf(from: number, scale: number, excess: number, rate: number, secondExcess: number, secondRate: number): Terms {
  const terms: [number, number, number, number, number, number] = [0, 0, 0, 0, 0, 0];
  let a = excess;
  let b = secondExcess;
  for (let j = 0; j < TERMS; j++) {
    terms[j] = scale * (sums[from + j] as number) - a - b;
    a *= -rate;
    b *= -secondRate;
  }
  return terms;
}
