// What do the points of a path add to its integrals? The inner loop of contour.ts: the trapezoidal rule for J and its Taylor series, and for the
// tail of the other world.

import type { Crossing, Path } from './contourPath.ts';
import type { GaussianPair, Mode } from './gaussianPair.ts';
import { logGrowth } from './privacyLoss.ts';

/** First step in v, of which y = stretch·sinh v; with it nearly all integrals settle after one halving. */
export const FIRST_STEP = 0.2;
/** v ends here; a path that needs more has lost its way. */
const LAST_POINT = 12;
/** Points at which the integrand is below this share of its largest value are dropped. */
const NEGLIGIBLE = 1e-16;
/** Terms of a Taylor series. */
export const TERMS = 6;

/**
 * Adds the points of a level of halving to the sums; by symmetry only the upper half of the path is visited.
 *
 * @param through the integrand: its poles
 * @param sums (1/2πi) ∫ F(s)(s − c)^j/Π(s − pole) ds for j = 0, 1, …, TERMS − 1, c the crossing, and the same with the other pole alone; in
 * units of exp(exponent)·stretch·step/π. NaN where the path does not end.
 */
export function addPoints(
  pair: GaussianPair,
  t: number,
  path: Path,
  { main, both }: Crossing,
  level: number,
  sums: Float64Array,
): void {
  const { origin, crossing, bend, straightening, stretch, exponent } = path;
  const { modes } = pair;
  const halfOutputs = pair.outputs / 2;
  const growth = logGrowth(pair);
  levels[level] ??= pointsOf(level);
  const points = levels[level] as Float64Array;
  let largest = 0;
  for (let k = 0; k < points.length; k += 2) {
    const y = stretch * (points[k] as number);
    const bent = straightening * y;
    const root = straightening === 0 ? 1 : Math.sqrt(1 + bent * bent);
    const dx = (-2 * bend * y * y) / (1 + root);
    // K(s) − tz at z = x + iy. With p = 1 + s and r = 1 + up: ln|r| by log1p of |r|² − 1, so that small u keeps its digits.
    const x = crossing + dx;
    const s = x + origin;
    const p = x + (origin + 1);
    const productRe = s * p - y * y;
    const productIm = y * (p + s);
    let re = p * growth - t * x - exponent;
    let im = y * (growth - t);
    for (let m = 0; m < modes.length; m++) {
      const { varianceRatio: u, shiftSquared } = modes[m] as Mode;
      const w = u * p;
      const rRe = 1 + w;
      const rIm = u * y;
      const half = (0.5 * shiftSquared) / (rRe * rRe + rIm * rIm);
      re += half * (productRe * rRe + productIm * rIm) - 0.5 * halfOutputs * Math.log1p(w * (2 + w) + rIm * rIm);
      im += half * (productIm * rRe - productRe * rIm) - halfOutputs * Math.atan2(rIm, rRe);
    }
    const size = Math.exp(re);
    // ds/(2πi dy) = (1 − i dx/dy)/2π, dx/dy = −2·bend·y/root, dy/dv = stretch·cosh v; the conjugate half contributes the conjugate value, so
    // that the sum is twice the real part (once at y = 0), over 2π.
    const slant = (2 * bend * y) / root;
    const weight = size * (y === 0 ? 0.5 : (points[k + 1] as number));
    const fRe = weight * Math.cos(im);
    const fIm = weight * Math.sin(im);
    const gRe = fRe - fIm * slant;
    const gIm = fIm + fRe * slant;
    const d = main === 0 ? s : p;
    const otherD = main === 0 ? p : s;
    const over = 1 / (d * d + y * y);
    const otherOver = 1 / (otherD * otherD + y * y);
    let qRe = (gRe * d + gIm * y) * over;
    let qIm = (gIm * d - gRe * y) * over;
    let otherRe = (gRe * otherD + gIm * y) * otherOver;
    let otherIm = (gIm * otherD - gRe * y) * otherOver;
    if (both) {
      const re = (qRe * otherD + qIm * y) * otherOver;
      qIm = (qIm * otherD - qRe * y) * otherOver;
      qRe = re;
    }
    for (let j = 0; j < TERMS; j++) {
      sums[j] = (sums[j] as number) + qRe;
      sums[j + TERMS] = (sums[j + TERMS] as number) + otherRe;
      const nextRe = qRe * dx - qIm * y;
      qIm = qIm * dx + qRe * y;
      qRe = nextRe;
      const otherNextRe = otherRe * dx - otherIm * y;
      otherIm = otherIm * dx + otherRe * y;
      otherRe = otherNextRe;
    }
    if (size > largest) largest = size;
    else if (size < NEGLIGIBLE * largest) return;
  }
  sums.fill(Number.NaN);
}

/** sinh v and cosh v, in turn, at the points that each level of halving adds; made when first needed. */
const levels: Float64Array[] = [];

function pointsOf(level: number): Float64Array {
  const step = FIRST_STEP / 2 ** level;
  const points: number[] = [];
  for (let k = level === 0 ? 0 : 1; k * step < LAST_POINT; k += level === 0 ? 1 : 2) {
    points.push(Math.sinh(k * step), Math.cosh(k * step));
  }
  return Float64Array.from(points);
}
