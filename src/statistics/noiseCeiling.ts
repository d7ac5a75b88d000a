// How well could the best estimate agree with what was measured, given that the measurement is noisy itself? Called by the validation in audit/.

import { spearmanOfRows } from './spearman.ts';

export interface NoiseCeiling {
  /** Share of the spread of the measured values that is not noise; below 0 where halves disagree, and not below −1. */
  readonly reliability: number;
  /** The Spearman correlation with the measured values that the true values would be expected to have. */
  readonly ceiling: number;
}

/**
 * The reliability of values that were measured with all networks, from the same values measured with each half of them, and the noise ceiling.
 *
 * In words: each half gives a value for every record, true value plus noise of its own. What the halves share is truth, so that their correlation tells how much of
 * a half's spread is truth: r = τ²/(τ² + 2η²), with τ² the spread of the true values and η² the noise of all networks together, of which a half has
 * twice as much. Of all networks it is τ²/(τ² + η²) = 2r/(1 + r) (Spearman 1910, Brown 1910). An estimate that knows every true value then
 * correlates with the measured ones like √(τ²/(τ² + η²)), since it knows nothing of the noise; no estimate can be expected to do better, and one that
 * reaches the ceiling may be perfect.
 *
 * Halves are correlated by Spearman's ρ, taken to the normal scale by r = 2 sin(πρ/6) and the ceiling back by ρ = (6/π) arcsin(r/2), which is exact for normal values and
 * deaf to outliers (Pearson 1907). One split of n records knows ρ to about (1 − ρ²)/√n.
 * In simulations the ceiling was right to .01 for normal values with ceilings from .6 on, up to .06 too high for log-normal ones, and .01 to .035 too high for
 * networkAuc of 10 to 50 pairs a half, whose noise is not the same for all records: what is missing to it is not all the estimate's fault. O(n log n).
 *
 * @param firstHalf [n], measured with one half of the networks
 * @param secondHalf [n], with the other, which shares no seed
 * @throws AuditError SHAPE_MISMATCH, NOT_FINITE, RECORDS_INVALID
 */
export function noiseCeiling(firstHalf: ArrayLike<number>, secondHalf: ArrayLike<number>): NoiseCeiling {
  const rho = spearmanOfRows(firstHalf, secondHalf)(Int32Array.from({ length: firstHalf.length }, (_, i) => i));
  const r = 2 * Math.sin((Math.PI * rho) / 6);
  const reliability = Math.max(-1, (2 * r) / (1 + r));
  const ceiling = (6 / Math.PI) * Math.asin(Math.sqrt(Math.max(0, reliability)) / 2);
  return { reliability, ceiling };
}
