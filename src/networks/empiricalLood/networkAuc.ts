// How well can networks trained with a record be told from networks trained without it, by their outputs at it? The AUC of the best test, with its
// uncertainty, from a few dozen networks. Called by the validation of networks/ and audit/.

import { normalDensity, normalTail } from '../../statistics/normal.ts';
import { studentQuantile } from '../../statistics/student.ts';
import { aucProbit } from './aucProbit.ts';
import { fitWorlds, LEAST_NETWORKS, type WorldsFit } from './fitWorlds.ts';
import { jackknifeError } from './jackknife.ts';
import { type OutputSamples, sampleSizes } from './outputSamples.ts';

export interface NetworkAuc {
  /** About ½ where the record changes nothing: below it about half of the time, which then is noise. */
  readonly auc: number;
  /** Standard error of `auc`. */
  readonly se: number;
  /** 95% interval. */
  readonly low: number;
  readonly high: number;
}

const LEVEL = 0.95;

/**
 * AUC of the best test between the two distributions of outputs, estimated by the exact AUC of the Gaussians of `fitWorlds` (one shape, two sizes), from
 * which the part of sampling noise is taken off on the scale z = Φ⁻¹(AUC), where it is even. Noise adds to the square of the shift and to that of the log ratio ℓ of
 * variances, and thereby to z² = z²(ℓ, ‖Δ‖²), to first order
 *
 *   b = Var(ℓ̂) z²(ℓ, 0)/ℓ² + tr V̂ (z²(ℓ, ‖Δ‖²) − z²(ℓ, 0))/‖Δ‖²,       q = z² − b,       AUC = Φ(q/(q² + b²)^¼),
 *
 * which is Φ(√q) where the signal outweighs the noise, ½ on average without one, and has no root's infinite slope between. Interval: z ± t·s, with s the jackknife's
 * error of z over networks (pairs) and t Student's, then the same b off the square, and not below ½: the noncentral interval of a length whose components are
 * noisy. O(min(M, 40)·(M·C² + C³)), 3 to 20 ms.
 *
 * Chosen by simulation among cross-fitted rank AUCs of the likelihood ratio, Gaussians with one variance per world, with this common shape, and with two
 * shapes, each as it is, jackknifed, or corrected as here. Pairs with correlation .9; 40 records of AUC .5 to .99; root mean square error (×1000) and Spearman with the
 * truth; the paper's estimator needs 2C + 4 networks:
 *
 *   | outputs                     | M  | paper     | rank, cross-fitted | two shapes | this      | bias at ½ | interval holds |
 *   | C = 2, sphere               | 25 | 41, .957  | 45, .964           | 33, .975   | 30, .972  | −.001     | 97%            |
 *   | C = 10, sphere              | 10 |           | 105, .900          | 87, .882   | 54, .938  | +.010     | 98%            |
 *   | C = 10, sphere              | 25 | 182, .817 | 49, .953           | 38, .961   | 31, .966  | +.003     | 99%            |
 *   | C = 10, few main directions | 25 | 182, .817 | 54, .937           | 55, .927   | 43, .948  | +.007     | 95%            |
 *
 * Over 30 settings (C = 1, 2, 10; M = 10, 25, 50; spheres, few main directions, other shapes in both worlds, outputs that sum to 0) intervals held the truth in 89
 * to 100% of cases, 96 to 100% where the record changes nothing, and the bias at ½ was at most .025. From .5 to .6 the estimate is up to .03 too small. Without
 * pairs errors are two to four times as large.
 *
 * Gaussian outputs are assumed. Where they are skewed (log-normal, skewness 1), the best test profits from what Gaussians do not see: from .6 on the estimate was
 * .03 to .04 too small, and its interval, which knows nothing of that, held the truth in 64 to 90% of cases at M = 25 and in 18 to 30% at M = 100 (C = 2); with a
 * kurtosis of 4.5 it was at most .01 too small, 85 to 100%. The order of records did not suffer (.990 and .992 at M = 100).
 *
 * @throws AuditError OPTION_INVALID for fewer than three networks; NUMERICAL_FAILURE where all networks of a world answer the same;
 * SHAPE_MISMATCH, NOT_FINITE
 */
export function networkAuc(samples: OutputSamples): NetworkAuc {
  const { withRecord, withoutRecord } = sampleSizes(samples, LEAST_NETWORKS);
  const fit = fitWorlds(samples);
  const z = probitOf(fit);
  const noise = noiseOf(fit);
  const signal = z * z - noise;
  const centre = signal === 0 ? 0 : signal / Math.sqrt(Math.hypot(signal, noise));
  const error = jackknifeError(samples, (others) => probitOf(fitWorlds(others)));
  const half = studentQuantile((1 - LEVEL) / 2, Math.min(withRecord, withoutRecord) - 1) * error;
  const auc = normalTail(-centre);
  return {
    auc,
    se: error * normalDensity(centre),
    // The truth is not below ½, but an estimate that is belongs into its interval.
    low: Math.min(auc, aucOfSquare(Math.max(0, z - half) ** 2 - noise)),
    high: Math.max(auc, aucOfSquare((z + half) ** 2 - noise)),
  };
}

/** z of the fit as it is. */
function probitOf({ dimensions, varianceWith, varianceWithout, shiftSquared }: WorldsFit): number {
  return aucProbit(dimensions, Math.log(varianceWithout / varianceWith), shiftSquared / Math.min(varianceWith, varianceWithout));
}

/** b of the docstring above: what sampling noise adds to z², from the secants of z² in the squares that it inflates. */
function noiseOf({ dimensions, varianceWith, varianceWithout, shiftSquared, shiftNoise, logNoise }: WorldsFit): number {
  const squared = (logRatio: number, shift: number) => aucProbit(dimensions, logRatio, shift) ** 2;
  const narrow = Math.min(varianceWith, varianceWithout);
  const logRatio = Math.log(varianceWithout / varianceWith);
  // Rounding may leave a difference of identical pairs below 0.
  const ofRatio = Math.max(0, logNoise.ofWith + logNoise.ofWithout - 2 * logNoise.common);
  const ofShift = shiftNoise / narrow;
  // Where a part is smaller than its noise, the secant is that of its noise.
  const ratio = Math.max(Math.abs(logRatio), Math.sqrt(ofRatio));
  const shift = Math.max(shiftSquared / narrow, ofShift);
  const byRatio = ratio > 0 ? squared(ratio, 0) / ratio ** 2 : 0;
  const byShift = shift > 0 ? (squared(logRatio, shift) - squared(logRatio, 0)) / shift : 0;
  return byRatio * ofRatio + byShift * ofShift;
}

function aucOfSquare(squared: number): number {
  return normalTail(-Math.sqrt(Math.max(0, squared)));
}
