// How are tails of the privacy loss computed without sampling? By inverting its cumulant generating function K (privacyLoss.ts):
//   I(t; poles) = (1/2πi) ∫ exp(K(s) − ts + a) / Π(s − pole) ds,   a a constant,
// along a parabola through the saddle point of the integrand that follows its path of steepest descent, by the trapezoidal rule, which
// for such analytic integrands converges geometrically. lossTail.ts says which integral is which probability.
// Method: Lugannani and Rice 1980; Helstrom 1978 for detection statistics; Trefethen and Weideman 2014 for the trapezoidal rule.

import { AuditError } from '../base/errors.ts';
import type { GaussianPair } from './gaussianPair.ts';
import { lossCumulant, lossCumulantDerivatives } from './privacyLoss.ts';

export interface ContourIntegral {
  /** I(t; poles). */
  readonly value: number;
  /** The same integral without the last pole. With 0 as last pole and a = 0 it is −dI/dt; a tail's is its density. */
  readonly withoutLastPole: number;
  /** Estimated: the square of the last change on halving the step, and rounding of the exponent. */
  readonly relativeError: number;
}

/** Part of the real axis, free of poles and inside the domain of K, where the path crosses. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** Largest relative change on halving the step; a trapezoidal sum of an analytic function squares its error then, leaving about 1e-14. */
const TOLERANCE = 1e-7;
const MAX_HALVINGS = 10;
/** First step in standard deviations of the integrand at the saddle: with it nearly all integrals settle after one halving. */
const FIRST_STEP = 0.5;
/** Terms of the sum below this share of the largest are dropped. */
const NEGLIGIBLE = 1e-17;
/** Points of one sum; a path that needs more has lost its way. */
const MAX_POINTS = 20_000;
/** Below this exponent the integral is zero in float64, whatever the smooth factors of the integrand. */
const LOG_UNDERFLOW = -800;

/**
 * I(t; poles) with the path crossing the real axis inside `interval`. Cost: 50 to 100 evaluations of K, about 10 µs.
 *
 * @param logFactor a in the formula: kept in the exponent, so that neither factor overflows alone
 * @throws AuditError NOT_CONVERGED when the sums do not settle
 */
export function contourIntegral(
  pair: GaussianPair,
  t: number,
  poles: readonly number[],
  interval: Interval,
  logFactor = 0,
): ContourIntegral {
  const path = choosePath(pair, t, poles, interval);
  if (path.logScale + logFactor < LOG_UNDERFLOW) return { value: 0, withoutLastPole: 0, relativeError: 0 };
  let step = path.scale * FIRST_STEP;
  let sum = sumAlong(pair, t, poles, path, step, 0);
  for (let halving = 0; halving < MAX_HALVINGS; halving++) {
    const midpoints = sumAlong(pair, t, poles, path, step, step / 2);
    const refined = {
      value: (sum.value + midpoints.value) / 2,
      withoutLastPole: (sum.withoutLastPole + midpoints.withoutLastPole) / 2,
    };
    const change = Math.abs(refined.value - sum.value) / Math.abs(refined.value);
    sum = refined;
    step /= 2;
    if (change < TOLERANCE) {
      const rounding = Number.EPSILON * (8 + Math.abs(path.logScale) + Math.abs(t * path.crossing));
      const scale = Math.exp(path.logScale + logFactor);
      return {
        value: sum.value * scale,
        withoutLastPole: sum.withoutLastPole * scale,
        relativeError: change * change + rounding,
      };
    }
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

interface Path {
  /** Where the path crosses the real axis. */
  readonly crossing: number;
  /** Bend: s = crossing + iy − bend·y², to the left, around the singularity of K; −K‴/(6K″) follows the steepest descent to third order. */
  readonly bend: number;
  /** One standard deviation of the integrand at the saddle. */
  readonly scale: number;
  /** Exponent taken out of the integrand to avoid over- and underflow. */
  readonly logScale: number;
}

function choosePath(pair: GaussianPair, t: number, poles: readonly number[], interval: Interval): Path {
  const crossing = saddle(pair, t, poles, interval);
  const [, second, third] = lossCumulantDerivatives(pair, crossing);
  const curvature = poles.reduce((sum, pole) => sum + (crossing - pole) ** -2, second);
  return {
    crossing,
    bend: second > 0 ? -third / (6 * second) : 0,
    scale: 1 / Math.sqrt(curvature),
    logScale: lossCumulant(pair, crossing) - t * crossing,
  };
}

/** Root of K′(s) − t − Σ 1/(s − pole), which increases over the whole interval from −∞ to +∞; Newton guarded by bisection. */
function saddle(pair: GaussianPair, t: number, poles: readonly number[], { low, high }: Interval): number {
  const slope = (s: number): readonly [number, number] => {
    let [value, derivative] = lossCumulantDerivatives(pair, s);
    value -= t;
    for (const pole of poles) {
      value -= 1 / (s - pole);
      derivative += (s - pole) ** -2;
    }
    return [value, derivative];
  };
  let [a, b] = [low, high];
  for (let distance = 1; a === Number.NEGATIVE_INFINITY; distance *= 4) if (slope(high - distance)[0] < 0) a = high - distance;
  for (let distance = 1; b === Number.POSITIVE_INFINITY; distance *= 4) if (slope(low + distance)[0] > 0) b = low + distance;
  let s = (a + b) / 2;
  for (let iteration = 0; iteration < 200; iteration++) {
    const [value, derivative] = slope(s);
    if (value > 0) b = s;
    else a = s;
    const newton = s - value / derivative;
    const next = newton > a && newton < b ? newton : (a + b) / 2;
    // A saddle to three digits is as good as exact: the path may cross nearby.
    if (Math.abs(next - s) <= 1e-3 * Math.min(s - low, high - s)) return next;
    s = next;
  }
  return s;
}

/** Trapezoidal sum along the path at y = offset, offset + step, …; by symmetry only the upper half is visited. */
function sumAlong(
  pair: GaussianPair,
  t: number,
  poles: readonly number[],
  { crossing, bend, logScale }: Path,
  step: number,
  offset: number,
): { value: number; withoutLastPole: number } {
  const modes = pair.modes.length;
  const halfOutputs = pair.outputs / 2;
  const u = Float64Array.from(pair.modes, (mode) => mode.varianceRatio);
  const halfShift = Float64Array.from(pair.modes, (mode) => mode.shiftSquared / 2);
  const logGrowth = u.reduce((sum, ratio) => sum + Math.log1p(ratio), 0) * halfOutputs;
  let value = 0;
  let withoutLastPole = 0;
  let largest = 0;
  for (let k = 0; k < MAX_POINTS; k++) {
    const y = offset + k * step;
    const x = crossing - bend * y * y;
    // K(s) − ts at s = x + iy. With p = 1 + s and r = 1 + up: ln|r| by log1p of |r|² − 1, so that small u keeps its digits.
    const p = 1 + x;
    const productRe = x * p - y * y;
    const productIm = y * (p + x);
    let re = p * logGrowth - t * x;
    let im = y * (logGrowth - t);
    for (let m = 0; m < modes; m++) {
      const um = u[m] as number;
      const w = um * p;
      const rRe = 1 + w;
      const rIm = um * y;
      const scale = (halfShift[m] as number) / (rRe * rRe + rIm * rIm);
      re += scale * (productRe * rRe + productIm * rIm) - 0.5 * halfOutputs * Math.log1p(w * (2 + w) + rIm * rIm);
      im += scale * (productIm * rRe - productRe * rIm) - halfOutputs * Math.atan2(rIm, rRe);
    }
    const size = Math.exp(re - logScale);
    // ds/(2πi dy) = (1 + 2i·bend·y)/2π along s = crossing + iy − bend·y²; the conjugate half contributes the conjugate value, so that
    // the sum is twice the real part (once at y = 0), over 2π.
    const weight = y === 0 ? 0.5 : 1;
    const fRe = weight * size * Math.cos(im);
    const fIm = weight * size * Math.sin(im);
    let gRe = fRe - fIm * 2 * bend * y;
    let gIm = fIm + fRe * 2 * bend * y;
    let beforeLast = gRe;
    for (const pole of poles) {
      beforeLast = gRe;
      const dRe = x - pole;
      const scale = 1 / (dRe * dRe + y * y);
      [gRe, gIm] = [(gRe * dRe + gIm * y) * scale, (gIm * dRe - gRe * y) * scale];
    }
    value += gRe;
    withoutLastPole += beforeLast;
    if (size > largest) largest = size;
    else if (size < NEGLIGIBLE * largest) {
      return { value: (value * step) / Math.PI, withoutLastPole: (withoutLastPole * step) / Math.PI };
    }
  }
  return { value: Number.NaN, withoutLastPole: Number.NaN };
}
