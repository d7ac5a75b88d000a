// How are tails of the privacy loss computed without sampling? By inverting its cumulant generating function K (privacyLoss.ts):
//   J(t) = e^a (1/2πi) ∫ exp(K(s) − t(s − o)) / Π(s − pole) ds,   o the last of the poles, a a constant,
// along a curve through the saddle point of the integrand that follows its path of steepest descent, by the trapezoidal rule, which for
// such analytic integrands converges geometrically. lossTail.ts says which integral is which probability; docs/mathematics.md,
// section 5, derives the method (Lugannani and Rice 1980; Helstrom 1978 for detection statistics; Trefethen and Weideman 2014 for the
// trapezoidal rule).

import { AuditError } from '../base/errors.ts';
import { choosePath, type Frame, frameOf, logGrowth, type Path, type Pole, type Side } from './contourPath.ts';
import type { GaussianPair } from './gaussianPair.ts';

export interface ContourIntegral {
  /** J(t). */
  readonly value: number;
  /** J′(t) and J″(t), a held fixed: the same integral with a factor −(s − o), and with its square. */
  readonly slope: number;
  readonly curvature: number;
  /** Estimated relative error of the value: the square of the last change on halving the step, and rounding of the exponent. */
  readonly relativeError: number;
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
 * J(t). Cost: about 40 evaluations of the integrand, 5 to 10 µs for one mode.
 *
 * @param logFactor a in the formula: kept in the exponent, so that neither factor overflows alone
 * @throws AuditError NOT_CONVERGED when the sums do not settle
 */
export function contourIntegral(
  pair: GaussianPair,
  t: number,
  poles: readonly Pole[],
  side: Side,
  logFactor = 0,
): ContourIntegral {
  const frame = frameOf(pair, t, poles, logFactor);
  const path = choosePath(pair, t, poles, side, frame);
  if (path.logScale < LOG_UNDERFLOW) return { value: 0, slope: 0, curvature: 0, relativeError: 0 };
  const integrand = integrandOf(pair, t, poles, frame, path);
  const rounding = Number.EPSILON * path.magnitude;
  let step = path.scale * FIRST_STEP;
  let sums = sumAlong(integrand, step, 0);
  for (let halving = 0; halving < MAX_HALVINGS; halving++) {
    const midpoints = sumAlong(integrand, step, step / 2);
    step /= 2;
    const value = sums.value + midpoints.value;
    const change = Math.abs(1 - (2 * sums.value) / value);
    sums = { value, first: sums.first + midpoints.first, second: sums.second + midpoints.second };
    if (change < Math.max(TOLERANCE, 8 * rounding)) {
      const scale = (Math.exp(path.logScale) * step) / Math.PI;
      return {
        value: value * scale,
        slope: -sums.first * scale,
        curvature: sums.second * scale,
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

/** Everything that the points of the path have in common. */
interface Integrand {
  readonly path: Path;
  readonly origin: Pole;
  readonly t: number;
  readonly logFactor: number;
  readonly halfOutputs: number;
  readonly growth: number;
  /** u and δ²/2 of each mode. */
  readonly ratios: Float64Array;
  readonly halfShifts: Float64Array;
  /** Poles as values of z; the last one stands apart. */
  readonly otherPoles: readonly number[];
  readonly lastPole: number;
}

function integrandOf(pair: GaussianPair, t: number, poles: readonly Pole[], { origin, logFactor }: Frame, path: Path): Integrand {
  const zs = poles.map((pole) => pole - origin);
  return {
    path,
    origin,
    t,
    logFactor,
    halfOutputs: pair.outputs / 2,
    growth: logGrowth(pair),
    ratios: Float64Array.from(pair.modes, (mode) => mode.varianceRatio),
    halfShifts: Float64Array.from(pair.modes, (mode) => mode.shiftSquared / 2),
    otherPoles: zs.slice(0, -1),
    lastPole: zs.at(-1) as number,
  };
}

/** Sums of J, −J′ and J″ (in units of scale·step/π) over the points y = offset, offset + step, …; by symmetry only the upper half is visited. */
function sumAlong(integrand: Integrand, step: number, offset: number): { value: number; first: number; second: number } {
  const { path, origin, t, logFactor, halfOutputs, growth, ratios, halfShifts, otherPoles, lastPole } = integrand;
  const { crossing, bend, straightening } = path;
  const base = logFactor - path.logScale;
  let value = 0;
  let first = 0;
  let second = 0;
  let largest = 0;
  for (let k = 0; k < MAX_POINTS; k++) {
    const y = offset + k * step;
    const root = straightening === 0 ? 1 : Math.sqrt(1 + (straightening * y) ** 2);
    const x = crossing - (2 * bend * y * y) / (1 + root);
    // K(s) − tz at z = x + iy. With p = 1 + s and r = 1 + up: ln|r| by log1p of |r|² − 1, so that small u keeps its digits.
    const s = x + origin;
    const p = x + (origin + 1);
    const productRe = s * p - y * y;
    const productIm = y * (p + s);
    let re = p * growth - t * x + base;
    let im = y * (growth - t);
    for (let m = 0; m < ratios.length; m++) {
      const u = ratios[m] as number;
      const w = u * p;
      const rRe = 1 + w;
      const rIm = u * y;
      const scale = (halfShifts[m] as number) / (rRe * rRe + rIm * rIm);
      re += scale * (productRe * rRe + productIm * rIm) - 0.5 * halfOutputs * Math.log1p(w * (2 + w) + rIm * rIm);
      im += scale * (productIm * rRe - productRe * rIm) - halfOutputs * Math.atan2(rIm, rRe);
    }
    const size = Math.exp(re);
    // ds/(2πi dy) = (1 − i dx/dy)/2π, and dx/dy = −2·bend·y/root; the conjugate half contributes the conjugate value, so that the sum is
    // twice the real part (once at y = 0), over 2π.
    const slant = (2 * bend * y) / root;
    const weight = y === 0 ? 0.5 : 1;
    const fRe = weight * size * Math.cos(im);
    const fIm = weight * size * Math.sin(im);
    let gRe = fRe - fIm * slant;
    let gIm = fIm + fRe * slant;
    for (let i = 0; i < otherPoles.length; i++) {
      const d = x - (otherPoles[i] as number);
      const scale = 1 / (d * d + y * y);
      const re = (gRe * d + gIm * y) * scale;
      gIm = (gIm * d - gRe * y) * scale;
      gRe = re;
    }
    const d = x - lastPole;
    value += (gRe * d + gIm * y) / (d * d + y * y);
    first += gRe;
    second += gRe * d - gIm * y;
    if (size > largest) largest = size;
    else if (size < NEGLIGIBLE * largest) return { value, first, second };
  }
  return { value: Number.NaN, first: Number.NaN, second: Number.NaN };
}
