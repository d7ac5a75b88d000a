// How are tails of the privacy loss computed without sampling? By inverting its cumulant generating function K (privacyLoss.ts):
//   J(t) = e^a (1/2πi) ∫ exp(K(s) − t(s − o)) / Π(s − pole) ds,   o the last of the poles, a a constant,
// along a curve through the saddle point of the integrand that follows its path of steepest descent, by the trapezoidal rule, which for
// such analytic integrands converges geometrically. lossTail.ts says which integral is which probability; docs/mathematics.md,
// section 5, derives the method (Lugannani and Rice 1980; Helstrom 1978 for detection statistics; Trefethen and Weideman 2014 for the
// trapezoidal rule).

import { AuditError } from '../base/errors.ts';
import type { GaussianPair } from './gaussianPair.ts';
import { largestRatio, lossCumulant, lossCumulantDerivatives } from './privacyLoss.ts';

/** The two places where the integrands of this folder have poles. */
export type Pole = 0 | -1;

/** Does the path cross the real axis right of all poles, or left of all of them (and right of the singularity of K)? */
export type Side = 'right' | 'left';

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
/**
 * dx/dy of the path far out where there are several modes. A mode of weak u is still Gaussian, exp(δ²s²/2), where a strong one has bent the
 * path: below a slant of 1 it decays there, on a parabola it would grow. With one mode the parabola is safe and needs fewer points.
 */
const MOST_SLANT = 0.8;
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
  const frame = frameOf(pair, t, poles, side, logFactor);
  const path = choosePath(pair, t, poles, side, frame);
  if (path.logScale < LOG_UNDERFLOW) return { value: 0, slope: 0, curvature: 0, relativeError: 0 };
  const integrand = integrandOf(pair, t, poles, frame, path);
  let step = path.scale * FIRST_STEP;
  let sums = sumAlong(integrand, step, 0);
  for (let halving = 0; halving < MAX_HALVINGS; halving++) {
    const midpoints = sumAlong(integrand, step, step / 2);
    step /= 2;
    const value = sums.value + midpoints.value;
    const change = Math.abs(1 - (2 * sums.value) / value);
    sums = { value, first: sums.first + midpoints.first, second: sums.second + midpoints.second };
    if (change < TOLERANCE) {
      const scale = (Math.exp(path.logScale) * step) / Math.PI;
      return {
        value: value * scale,
        slope: -sums.first * scale,
        curvature: sums.second * scale,
        relativeError: change * change + Number.EPSILON * path.magnitude,
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

/**
 * Where the path is measured from: z = s − origin, the origin being 0 or −1, whichever lies nearer to the saddle. Where leakage is strong
 * the path passes −1 at a distance of 1/u and the exponent is a small difference of large terms in s; in z neither digits of 1 + s nor of
 * the exponent are lost.
 */
interface Frame {
  readonly origin: Pole;
  /** What remains of the exponent in this frame: a − t(origin − o); 0 in all tails. */
  readonly logFactor: number;
}

function frameOf(pair: GaussianPair, t: number, poles: readonly Pole[], side: Side, logFactor: number): Frame {
  const last = poles.at(-1) as Pole;
  let origin: Pole = lossCumulantDerivatives(pair, -0.5)[0] > t ? -1 : 0;
  if (side === 'right' && poles.includes(0)) origin = 0;
  if (side === 'left' && poles.includes(-1)) origin = -1;
  return { origin, logFactor: logFactor - t * (origin - last) };
}

interface Path {
  /** z at which the path crosses the real axis. */
  readonly crossing: number;
  /**
   * Bend: z = crossing + iy − bend·y² near the saddle, to the left, around the singularities of K; −K‴/(6K″) follows the steepest descent
   * to third order.
   */
  readonly bend: number;
  /** Further out the path is z = crossing + iy − 2·bend·y²/(1 + √(1 + (straightening·y)²)): a parabola if 0, else one arm of a hyperbola. */
  readonly straightening: number;
  /** One standard deviation of the integrand at the saddle. */
  readonly scale: number;
  /** Exponent at the saddle, taken out of the sums to avoid over- and underflow. */
  readonly logScale: number;
  /** Sum of the absolute terms of the exponent, whose rounding is this many machine epsilons. */
  readonly magnitude: number;
}

function choosePath(pair: GaussianPair, t: number, poles: readonly Pole[], side: Side, { origin, logFactor }: Frame): Path {
  const crossing = saddle(pair, t, poles, side, origin);
  const [s, onePlus] = [crossing + origin, crossing + origin + 1];
  const [, second, third] = lossCumulantDerivatives(pair, s, onePlus);
  const curvature = poles.reduce((sum, pole) => sum + (crossing + origin - pole) ** -2, second);
  const cumulant = lossCumulant(pair, s, onePlus);
  const growth = pair.modes.reduce((sum, mode) => sum + Math.log1p(mode.varianceRatio), 0) * (pair.outputs / 2);
  const bend = second > 0 ? -third / (6 * second) : 0;
  return {
    crossing,
    bend,
    straightening: pair.modes.length > 1 ? (2 * bend) / MOST_SLANT : 0,
    scale: 1 / Math.sqrt(curvature),
    logScale: cumulant - t * crossing + logFactor,
    magnitude: 8 + Math.abs(cumulant) + Math.abs(t * crossing) + Math.abs(onePlus) * growth,
  };
}

/**
 * Root z of K′(s) − t − Σ 1/(s − pole), which increases from −∞ to +∞ on the side's part of the real axis; Newton guarded by bisection.
 * The start solves the equation with K″ frozen at the outermost pole and no other pole, which is exact for a Gaussian loss.
 */
function saddle(pair: GaussianPair, t: number, poles: readonly Pole[], side: Side, origin: Pole): number {
  const edge: Pole = side === 'right' ? (poles.includes(0) ? 0 : -1) : poles.includes(-1) ? -1 : 0;
  const sign = side === 'right' ? 1 : -1;
  /** Distances from the edge, both positive: the domain ends at the singularity −1 − 1/u on the left and nowhere on the right. */
  let [near, far] = [0, side === 'right' ? Number.POSITIVE_INFINITY : edge + 1 + 1 / largestRatio(pair)];
  const [mean, variance] = lossCumulantDerivatives(pair, edge);
  const gap = sign * (t - mean);
  let distance = (gap + Math.sqrt(gap * gap + 4 * variance)) / (2 * variance);
  if (!(distance < far)) distance = far / 2;
  for (let iteration = 0; iteration < 200; iteration++) {
    const z = edge - origin + sign * distance;
    let [value, derivative] = lossCumulantDerivatives(pair, z + origin, z + origin + 1);
    value -= t;
    for (const pole of poles) {
      value -= 1 / (z + origin - pole);
      derivative += (z + origin - pole) ** -2;
    }
    if (sign * value > 0) far = distance;
    else near = distance;
    const newton = distance - (sign * value) / derivative;
    const next = newton > near && newton < far ? newton : Number.isFinite(far) ? (near + far) / 2 : 2 * distance;
    // A saddle to three digits is as good as exact: the path may cross nearby.
    const settled = Math.abs(next - distance) <= 1e-3 * Math.min(next, far - next);
    distance = next;
    if (settled) break;
  }
  return edge - origin + sign * distance;
}

/** Everything that the points of the path have in common. */
interface Integrand {
  readonly path: Path;
  readonly origin: Pole;
  readonly t: number;
  readonly logFactor: number;
  readonly halfOutputs: number;
  /** Σ (C/2) ln(1+u). */
  readonly logGrowth: number;
  /** u and δ²/2 of each mode. */
  readonly ratios: Float64Array;
  readonly halfShifts: Float64Array;
  /** Poles as values of z; the last one stands apart. */
  readonly otherPoles: readonly number[];
  readonly lastPole: number;
}

function integrandOf(
  { outputs, modes }: GaussianPair,
  t: number,
  poles: readonly Pole[],
  { origin, logFactor }: Frame,
  path: Path,
): Integrand {
  const zs = poles.map((pole) => pole - origin);
  return {
    path,
    origin,
    t,
    logFactor,
    halfOutputs: outputs / 2,
    logGrowth: modes.reduce((sum, mode) => sum + Math.log1p(mode.varianceRatio), 0) * (outputs / 2),
    ratios: Float64Array.from(modes, (mode) => mode.varianceRatio),
    halfShifts: Float64Array.from(modes, (mode) => mode.shiftSquared / 2),
    otherPoles: zs.slice(0, -1),
    lastPole: zs.at(-1) as number,
  };
}

/** Sums of J, −J′ and J″ (in units of scale·step/π) over the points y = offset, offset + step, …; by symmetry only the upper half is visited. */
function sumAlong(integrand: Integrand, step: number, offset: number): { value: number; first: number; second: number } {
  const { path, origin, t, logFactor, halfOutputs, logGrowth, ratios, halfShifts, otherPoles, lastPole } = integrand;
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
    let re = p * logGrowth - t * x + base;
    let im = y * (logGrowth - t);
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
