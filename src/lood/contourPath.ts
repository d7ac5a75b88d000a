// Along which path is a contour integral of contour.ts taken? Through the saddle of its integrand on the real axis, along the curve of
// steepest descent, straightened where several modes need it. Section 5 of docs/mathematics.md.

import type { GaussianPair } from './gaussianPair.ts';
import { largestRatio, logGrowth, lossCumulants } from './privacyLoss.ts';

/** The two places where the integrands of this folder have poles. */
export type Pole = 0 | -1;

/** Which integrand has its saddle on the path, and where. */
export interface Crossing {
  /** The pole by which the tail in question is told: 0 with the record, −1 without. */
  readonly main: Pole;
  /** Does the integrand have the other pole as well? */
  readonly both: boolean;
  /** The side of the main pole: as far as the other pole if the integrand has it there, else to the end of the domain of K. */
  readonly side: 'right' | 'left';
}

/**
 * dx/dy of the path far out where there are several modes. A mode of weak u is still Gaussian, exp(δ²s²/2), where a strong one has bent the
 * path: below a slant of 1 it decays there, on a parabola it would grow. With one mode the parabola is safe and needs fewer points.
 */
const MOST_SLANT = 0.6;

/** The path keeps this many standard deviations away from a pole, so that no term of its sum is large beside the integral. */
const CLOSEST_TO_POLE = 0.1;

/**
 * The stretch in standard deviations of exp(K), and as a share of 1/bend, the scale on which the path comes round the singularities of K. From
 * y = stretch on the points lie further and further apart. With less of it a sum takes more points, with more of it they are too far apart
 * for the Gaussian or for the singularities; between half and twice the best value it costs a quarter.
 */
const STRETCH_DEVIATIONS = 2.8;
const STRETCH_SHARE = 0.6;

export interface Path {
  /**
   * Where the path is measured from: z = s − origin, the origin being 0 or −1, whichever lies nearer to the saddle. Where leakage is strong
   * the path passes −1 at a distance of 1/u and the exponent is a small difference of large terms in s; in z neither digits of 1 + s nor of
   * the exponent are lost.
   */
  readonly origin: Pole;
  /** z at which the path crosses the real axis. */
  readonly crossing: number;
  /**
   * Bend: z = crossing + iy − bend·y² near the saddle, to the left, around the singularities of K; −K‴/(6K″) follows the steepest descent
   * to third order.
   */
  readonly bend: number;
  /** Further out the path is z = crossing + iy − 2·bend·y²/(1 + √(1 + (straightening·y)²)): a parabola if 0, else one arm of a hyperbola. */
  readonly straightening: number;
  /** Points lie at y = stretch·sinh(v) for equally spaced v. */
  readonly stretch: number;
  /** K(s) − tz at the crossing, taken out of the sums to avoid over- and underflow. */
  readonly exponent: number;
  /** Sum of the absolute terms of the exponent, whose rounding is this many machine epsilons. */
  readonly magnitude: number;
}

/** @param near roughly the distance of the saddle from the main pole, if known */
export function choosePath(pair: GaussianPair, t: number, through: Crossing, near?: number): Path {
  const origin = lossCumulants(pair, -0.5)[1] > t ? -1 : 0;
  const atSaddle = saddle(pair, t, through, origin, near);
  const cumulants = lossCumulants(pair, atSaddle + origin, atSaddle + (origin + 1));
  const deviation = 1 / Math.sqrt(cumulants[2]);
  const crossing = awayFrom(-1 - origin, awayFrom(-origin, atSaddle, deviation), deviation);
  const onePlus = crossing + (origin + 1);
  const cumulant = crossing === atSaddle ? cumulants[0] : lossCumulants(pair, crossing + origin, onePlus)[0];
  const bend = cumulants[3] < 0 ? -cumulants[3] / (6 * cumulants[2]) : 0;
  return {
    origin,
    crossing,
    bend,
    straightening: pair.modes.length > 1 ? (2 * bend) / MOST_SLANT : 0,
    stretch: Math.min(STRETCH_DEVIATIONS * deviation, STRETCH_SHARE / bend),
    exponent: cumulant - t * crossing,
    magnitude: 8 + Math.abs(cumulant) + Math.abs(t * crossing) + Math.abs(onePlus) * logGrowth(pair),
  };
}

/** z, or the nearest point on its side of the pole that is not too close to it. */
function awayFrom(pole: number, z: number, deviation: number): number {
  const distance = CLOSEST_TO_POLE * deviation;
  if (z < pole) return Math.min(z, pole - distance);
  return Math.max(z, pole + distance);
}

/**
 * v/i of the point on the continued path that lies on the real axis at z = crossing − distance; NaN where there is none up to v = iπ/2.
 * With y = iη it is the root, least in size, of distance = η − 2·bend·η²/(1 + √(1 − (straightening·η)²)), and sin(v/i) = η/stretch.
 */
export function parameterOf({ bend, straightening, stretch }: Path, distance: number): number {
  const curl = straightening / MOST_SLANT;
  const side = 1 + curl * distance;
  const root = Math.sqrt(1 - 2 * bend * distance * (1 + side));
  const eta = side > 0 ? ((1 + side) * distance) / (side + root) : (side - root) / (curl + 2 * bend);
  return Math.asin(eta / stretch);
}

/**
 * Share of the way to the singularity at which the path stays short of it, so that K is finite there. A saddle beyond it belongs to a
 * threshold with a tail below exp(−1e7), and the path need not pass through the saddle for its integral to underflow.
 */
const CLOSEST_TO_END = 1 - 1e-8;

/**
 * Root z = s − origin of K′(s) − t − Σ 1/(s − pole), which increases from −∞ to +∞ over the side's part of the real axis; Newton kept inside.
 *
 * @param near distance from the main pole to start at; if left out, the root with K″ frozen at the main pole and no other pole, which is
 * exact for a Gaussian loss
 */
function saddle(pair: GaussianPair, t: number, { main, both, side }: Crossing, origin: Pole, near?: number): number {
  const sign = side === 'right' ? 1 : -1;
  const edge = main - origin;
  const other = -1 - main - origin;
  const between = both && sign * (other - edge) > 0;
  const singularity = sign > 0 ? Number.POSITIVE_INFINITY : -(origin + 1) - CLOSEST_TO_END / largestRatio(pair);
  const end = between ? other : singularity;
  // The root lies between these two.
  let inner = edge;
  let outer = end;
  let z = edge + sign * (near ?? gaussianSaddle(pair, t, main, sign));
  if (!(sign * z < sign * end)) z = (edge + end) / 2;
  for (let iteration = 0; iteration < 200; iteration++) {
    const cumulants = lossCumulants(pair, z + origin, z + (origin + 1));
    const reciprocal = 1 / (z - edge);
    const otherReciprocal = both ? 1 / (z - other) : 0;
    const value = cumulants[1] - t - reciprocal - otherReciprocal;
    const newton = z - value / (cumulants[2] + reciprocal * reciprocal + otherReciprocal * otherReciprocal);
    if (sign * value > 0) outer = z;
    else inner = z;
    // Halfway to the end that Newton's step left; to the middle of the domain it would be far where u is tiny.
    const next = sign * newton <= sign * inner ? (inner + z) / 2 : sign * newton >= sign * outer ? (z + outer) / 2 : newton;
    // A saddle to three digits is as good as exact: the path may cross nearby.
    const settled = Math.abs(next - z) <= 1e-3 * Math.min(Math.abs(next - edge), Math.abs(next - end));
    z = next;
    if (settled) break;
  }
  return z;
}

/** Distance from the main pole of the saddle for a Gaussian loss: the positive root d of variance·d − 1/d = gap, the distance of t from the mean. */
function gaussianSaddle(pair: GaussianPair, t: number, main: Pole, sign: number): number {
  const cumulants = lossCumulants(pair, main);
  const gap = sign * (t - cumulants[1]);
  return (gap + Math.sqrt(gap * gap + 4 * cumulants[2])) / (2 * cumulants[2]);
}
