// What does a layer need to know about an activation φ? Gaussian expectations of φ and its derivatives, over pairs and over records.
// A file of this folder for each activation, used by layers/ and, for pairs where there is a closed form, by vector/. With (u, v) centred
// normal of variances p, q and covariance k, the dual is F(k, p, q) = E[φ(u) φ(v)], and by Price's theorem its slope ∂F/∂k is
// D(k, p, q) = E[φ′(u) φ′(v)].

import { mapEach } from '../mapEach.ts';
import type { VectorActivation } from '../vector/vectorActivation.ts';

/** Partial derivatives over a tile of pairs; `p` is the variance of the row's input. All arrays have the tile's length. */
export interface PairDerivatives {
  /** D = ∂F/∂k = E[φ′(u) φ′(v)]. */
  readonly slope: Float64Array;
  /** ∂F/∂p = ½ E[φ″(u) φ(v)]. */
  readonly byRow: Float64Array;
  /** Derivatives of the slope, which the NTK alone needs; present when wanted. */
  readonly slopePartials?: SlopePartials | undefined;
}

export interface SlopePartials {
  /** ∂D/∂k = E[φ″(u) φ″(v)]; may be given as 0 where |c| = 1, since it only ever multiplies the gradient of c, which is 0 there. */
  readonly byPair: Float64Array;
  /** ∂D/∂p = ½ E[φ‴(u) φ′(v)]. */
  readonly byRow: Float64Array;
}

/** Expectations over single inputs u of variance p (the pair (u, u)), one entry per record. */
export interface RecordMoments {
  /** E[φ(u)²]. */
  readonly value: Float64Array;
  /** E[φ′(u)²]. */
  readonly slope: Float64Array;
  /** d value/dp. */
  readonly valueByVariance: Float64Array;
  /** d slope/dp. */
  readonly slopeByVariance: Float64Array;
}

/** What every activation's dual computes of single inputs. */
export interface DualMoments {
  /** E[φ(u)²] for each variance: F on the diagonal, computed for itself and not through k = √(pq). */
  secondMoments(variances: Float64Array): Float64Array;
  /** The same with E[φ′(u)²] and both derivatives with respect to the variance. */
  moments(variances: Float64Array): RecordMoments;
}

/** A dual with a closed form: vector/ has F and its derivatives, for whole networks at once. */
export interface ClosedFormDual extends DualMoments {
  readonly vector: VectorActivation;
}

/**
 * A dual that is evaluated layer by layer. `pairs` holds k for `rows.length` × `cols.length` pairs, row-major, and receives F in place;
 * `rows` and `cols` hold variances ≥ 0. |k| may exceed √(pq) by rounding; it is read as equal then.
 * Two loops over rows and columns in each method, no allocation per pair; O(rows + cols) set-up.
 */
export interface LayerwiseDual extends DualMoments {
  /** k → F, and `out` receives the partial derivatives. */
  derivatives(pairs: Float64Array, rows: Float64Array, cols: Float64Array, out: PairDerivatives): void;
  /** k → F. */
  value(pairs: Float64Array, rows: Float64Array, cols: Float64Array): void;
  /** k → F, and `slope` receives D. */
  valueAndSlope(pairs: Float64Array, rows: Float64Array, cols: Float64Array, slope: Float64Array): void;
}

export type ActivationDual = ClosedFormDual | LayerwiseDual;

/** Evaluates the four functions of one variance, in the order of `RecordMoments`; serves the closed forms. */
export function recordMoments(
  variances: Float64Array,
  value: (p: number) => number,
  slope: (p: number) => number,
  valueByVariance: (p: number) => number,
  slopeByVariance: (p: number) => number,
): RecordMoments {
  return {
    value: mapEach(variances, value),
    slope: mapEach(variances, slope),
    valueByVariance: mapEach(variances, valueByVariance),
    slopeByVariance: mapEach(variances, slopeByVariance),
  };
}

/** 1/√p, and 0 for p = 0: an input that is always zero is uncorrelated with every other, and derivatives by its norm vanish. */
export function inverseDeviations(variances: Float64Array): Float64Array {
  return mapEach(variances, (p) => (p > 0 ? 1 / Math.sqrt(p) : 0));
}
