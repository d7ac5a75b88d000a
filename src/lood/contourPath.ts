// Along which path is a contour integral of contour.ts taken? Through the saddle of its integrand on the real axis, along the curve of
// steepest descent, straightened where several modes need it. Section 5 of docs/mathematics.md.

import type { GaussianPair } from './gaussianPair.ts';
import { largestRatio, lossCumulant, lossCumulantDerivatives } from './privacyLoss.ts';

/** The two places where the integrands of this folder have poles. */
export type Pole = 0 | -1;

/** Does the path cross the real axis right of all poles, or left of all of them (and right of the singularity of K)? */
export type Side = 'right' | 'left';

/**
 * dx/dy of the path far out where there are several modes. A mode of weak u is still Gaussian, exp(δ²s²/2), where a strong one has bent the
 * path: below a slant of 1 it decays there, on a parabola it would grow. With one mode the parabola is safe and needs fewer points.
 */
const MOST_SLANT = 0.8;
/**
 * Where the path is measured from: z = s − origin, the origin being 0 or −1, whichever lies nearer to the saddle. Where leakage is strong
 * the path passes −1 at a distance of 1/u and the exponent is a small difference of large terms in s; in z neither digits of 1 + s nor of
 * the exponent are lost.
 */
export interface Frame {
  readonly origin: Pole;
  /** What remains of the exponent in this frame: a − t(origin − o); 0 in all tails. */
  readonly logFactor: number;
}

export function frameOf(pair: GaussianPair, t: number, poles: readonly Pole[], logFactor: number): Frame {
  const origin = lossCumulantDerivatives(pair, -0.5)[0] > t ? -1 : 0;
  return { origin, logFactor: logFactor - t * (origin - (poles.at(-1) as Pole)) };
}

export interface Path {
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

export function choosePath(
  pair: GaussianPair,
  t: number,
  poles: readonly Pole[],
  side: Side,
  { origin, logFactor }: Frame,
): Path {
  const crossing = saddle(pair, t, poles, side, origin);
  const [s, onePlus] = [crossing + origin, crossing + (origin + 1)];
  const [, second, third] = lossCumulantDerivatives(pair, s, onePlus);
  const curvature = poles.reduce((sum, pole) => sum + (crossing - (pole - origin)) ** -2, second);
  const cumulant = lossCumulant(pair, s, onePlus);
  const bend = second > 0 ? -third / (6 * second) : 0;
  return {
    crossing,
    bend,
    straightening: pair.modes.length > 1 ? (2 * bend) / MOST_SLANT : 0,
    scale: 1 / Math.sqrt(curvature),
    logScale: cumulant - t * crossing + logFactor,
    magnitude: 8 + Math.abs(cumulant) + Math.abs(t * crossing) + Math.abs(onePlus) * logGrowth(pair),
  };
}

/**
 * Share of the way to the singularity at which the path stays short of it, so that K is finite there. A saddle beyond it belongs to a
 * threshold with a tail below exp(−1e7), and the path need not pass through the saddle for its integral to underflow.
 */
const CLOSEST_TO_END = 1 - 1e-8;

/**
 * Root z of K′(s) − t − Σ 1/(s − pole), which increases from −∞ to +∞ on the side's part of the real axis; Newton kept inside it.
 * The start solves the equation with K″ frozen at the outermost pole and no other pole, which is exact for a Gaussian loss.
 */
function saddle(pair: GaussianPair, t: number, poles: readonly Pole[], side: Side, origin: Pole): number {
  const pole: Pole = side === 'right' ? (poles.includes(0) ? 0 : -1) : poles.includes(-1) ? -1 : 0;
  const sign = side === 'right' ? 1 : -1;
  /** The domain in z: from the outermost pole to infinity on the right, to shortly before the singularity −1 − 1/u on the left. */
  const edge = pole - origin;
  const end = side === 'right' ? Number.POSITIVE_INFINITY : -(origin + 1) - CLOSEST_TO_END / largestRatio(pair);
  let [near, far] = [edge, end];
  const [mean, variance] = lossCumulantDerivatives(pair, pole);
  const gap = sign * (t - mean);
  let z = edge + (sign * (gap + Math.sqrt(gap * gap + 4 * variance))) / (2 * variance);
  if (!(sign * z < sign * end)) z = (edge + end) / 2;
  for (let iteration = 0; iteration < 200; iteration++) {
    let [value, derivative] = lossCumulantDerivatives(pair, z + origin, z + (origin + 1));
    value -= t;
    for (const at of poles) {
      const reciprocal = 1 / (z - (at - origin));
      value -= reciprocal;
      derivative += reciprocal * reciprocal;
    }
    if (sign * value > 0) far = z;
    else near = z;
    const newton = z - value / derivative;
    // Halfway to the end that Newton's step left; to the middle of the domain it would be far where u is tiny.
    const [tooNear, tooFar] = [sign * newton <= sign * near, sign * newton >= sign * far];
    const next = tooNear ? (near + z) / 2 : tooFar ? (z + far) / 2 : newton;
    // A saddle to three digits is as good as exact: the path may cross nearby.
    const settled = Math.abs(next - z) <= 1e-3 * Math.min(Math.abs(next - edge), Math.abs(next - end));
    z = next;
    if (settled) break;
  }
  return z;
}

/** Σ (C/2) ln(1+u). */
export function logGrowth({ outputs, modes }: GaussianPair): number {
  return (outputs / 2) * modes.reduce((sum, mode) => sum + Math.log1p(mode.varianceRatio), 0);
}
