// How far does an estimate from these records reach? Bias-corrected and accelerated bootstrap intervals over records. Called by the correlations and
// differenceOfCorrelations.ts.

import { AuditError } from '../base/errors.ts';
import type { Random } from '../base/random.ts';
import { normalTail, normalTailQuantile } from './normal.ts';

export interface BootstrapOptions {
  readonly rng: Random;
  /** Between 0 and 1. */
  readonly level?: number;
  readonly resamples?: number;
}

export interface BootstrapInterval {
  readonly low: number;
  readonly high: number;
  /** Estimates of the resamples, in increasing order. */
  readonly resampled: Float64Array;
}

/** Draws in a row of which the estimate is undefined (a correlation of equal values) before that counts as a failure. */
const MOST_REDRAWS = 1000;

/**
 * BCa interval (Efron, J. Am. Stat. Assoc. 82, 171, 1987). With Ĝ the distribution of the estimate over resamples of the records, z₀ = Φ⁻¹(Ĝ(θ̂)) (ties by half) and the
 * acceleration a = Σ d³/(6 (Σ d²)^{3/2}) of the jackknife differences d_i = mean θ₍₎ − θ₍ᵢ₎, its ends are the quantiles of Ĝ at
 *
 *   Φ(z₀ + (z₀ ± z)/(1 − a(z₀ ± z))),   z = Φ⁻¹((1 + level)/2).
 *
 * Resamples whose estimate is undefined are drawn again. O(resamples + n) estimates.
 *
 * @param size n, the number of records
 * @param estimate of some records, repeated ones too; NaN where undefined
 * @throws AuditError OPTION_INVALID for a wrong level or number of resamples; NUMERICAL_FAILURE where resamples leave the estimate undefined
 */
export function bootstrapInterval(
  size: number,
  estimate: (rows: Int32Array) => number,
  { rng, level = 0.95, resamples = 2000 }: BootstrapOptions,
): BootstrapInterval {
  if (!(level > 0 && level < 1)) {
    throw new AuditError('OPTION_INVALID', { expected: 'a level between 0 and 1', got: `${level}`, try: '0.95' });
  }
  if (!(Number.isSafeInteger(resamples) && resamples >= 1)) {
    throw new AuditError('OPTION_INVALID', { expected: 'a whole number of resamples', got: `${resamples}`, try: '2000' });
  }
  const all = Int32Array.from({ length: size }, (_, i) => i);
  const resampled = Float64Array.from({ length: resamples }, () => resample(size, estimate, rng)).sort();
  const shift = -normalTailQuantile(shareBelow(resampled, estimate(all)));
  const acceleration = accelerationOf(all, estimate);
  const z = normalTailQuantile((1 - level) / 2);
  const end = (at: number) => quantile(resampled, normalTail(-(shift + (shift + at) / (1 - acceleration * (shift + at)))));
  return { low: end(-z), high: end(z), resampled };
}

function resample(size: number, estimate: (rows: Int32Array) => number, rng: Random): number {
  const rows = new Int32Array(size);
  for (let draw = 0; draw < MOST_REDRAWS; draw++) {
    for (let i = 0; i < size; i++) rows[i] = rng.integer(size);
    const value = estimate(rows);
    if (!Number.isNaN(value)) return value;
  }
  throw new AuditError('NUMERICAL_FAILURE', {
    expected: 'resamples of the records in which both quantities vary',
    got: `none in ${MOST_REDRAWS}`,
    try: 'more records, with fewer equal values',
  });
}

/** Of an estimate outside of all resamples, half a resample is taken to lie beyond it. */
function shareBelow(sorted: Float64Array, value: number): number {
  let twice = 0;
  for (const other of sorted) twice += other < value ? 2 : other === value ? 1 : 0;
  const least = 1 / (2 * sorted.length);
  return Math.min(1 - least, Math.max(least, twice / (2 * sorted.length)));
}

function accelerationOf(all: Int32Array, estimate: (rows: Int32Array) => number): number {
  const leftOut = Array.from(all, (i) => estimate(all.filter((k) => k !== i))).filter((value) => !Number.isNaN(value));
  const mean = leftOut.reduce((sum, value) => sum + value, 0) / leftOut.length;
  let [squares, cubes] = [0, 0];
  for (const value of leftOut) {
    squares += (mean - value) ** 2;
    cubes += (mean - value) ** 3;
  }
  return squares > 0 ? cubes / (6 * squares ** 1.5) : 0;
}

/** Linear between order statistics. */
function quantile(sorted: Float64Array, share: number): number {
  const at = share * (sorted.length - 1);
  const below = Math.floor(at);
  const low = sorted[below] as number;
  return low + (at - below) * ((sorted[Math.min(below + 1, sorted.length - 1)] as number) - low);
}
