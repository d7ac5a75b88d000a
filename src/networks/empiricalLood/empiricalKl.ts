// How many nats tell networks trained without a record from those trained with it? The counterpart of the LOOD of the paper, KL(without ‖ with). Called
// by the validation of networks/ and audit/.

import { xMinusLog1p } from '../../base/functions.ts';
import { fitWorlds, LEAST_NETWORKS, type WorldsFit } from './fitWorlds.ts';
import { jackknifeError } from './jackknife.ts';
import { type OutputSamples, sampleSizes } from './outputSamples.ts';

export interface EmpiricalKl {
  /** KL(without ‖ with), nats, the bias removed to first order: it may fall below 0 where the record changes little. */
  readonly kl: number;
  /** Of the fitted Gaussians as they are, which is too large by their noise; nats. */
  readonly plugIn: number;
  /** Standard error of `kl` (jackknife); nats. */
  readonly se: number;
}

/**
 * KL(without ‖ with) = ½[D(r − 1 − ln r) + ‖Δ‖²/v_with], r = v_without/v_with, of the Gaussians of `fitWorlds`: one shape, two sizes.
 *
 * Four biases are taken off, each to first order in 1/M: the noise that ‖Δ̂‖² contains, and what the sampling variances a = Var ln v̂_with, b = Var
 * ln v̂_without and their covariance c within pairs do to 1/v̂_with (1 + a), to r̂ (1 + a − c) and to ln r̂ ((a − b)/2):
 *
 *   kl = ½[D(r̂/(1 + a − c) − 1 − ln r̂ − (b − a)/2) + (‖Δ̂‖² − tr V̂)/(v̂_with (1 + a))].
 *
 * In simulations (pairs, M = 25, KL 0 to 11) what bias remained was below half a standard error; with C = 1 or 10 networks, and for ten outputs of few main directions, KL
 * comes out 5 to 30% too large. `se` is right to 20% for strong signals and up to 1.7 times too large for weak ones. Gaussian outputs are assumed.
 * O(min(M, 40)·(M·C² + C³)).
 *
 * @throws AuditError OPTION_INVALID for fewer than three networks; NUMERICAL_FAILURE where all networks of a world answer the same;
 * SHAPE_MISMATCH, NOT_FINITE
 */
export function empiricalKl(samples: OutputSamples): EmpiricalKl {
  sampleSizes(samples, LEAST_NETWORKS);
  const fit = fitWorlds(samples);
  return { kl: unbiased(fit), plugIn: plugIn(fit), se: jackknifeError(samples, (others) => unbiased(fitWorlds(others))) };
}

function plugIn({ dimensions, varianceWith, varianceWithout, shiftSquared }: WorldsFit): number {
  return 0.5 * (dimensions * xMinusLog1p(varianceWithout / varianceWith - 1) + shiftSquared / varianceWith);
}

function unbiased({ dimensions, varianceWith, varianceWithout, shiftSquared, shiftNoise, logNoise }: WorldsFit): number {
  const { ofWith, ofWithout, common } = logNoise;
  const ratio = varianceWithout / varianceWith;
  const bySize = ratio / (1 + ofWith - common) - 1 - Math.log(ratio) - (ofWithout - ofWith) / 2;
  return 0.5 * (dimensions * bySize + (shiftSquared - shiftNoise) / (varianceWith * (1 + ofWith)));
}
