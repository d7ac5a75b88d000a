// How much does each record leak at its own query? All divergences of one record, and those that need the outputs' own scale.

import type { GaussianProcess } from '../gp/gaussianProcess.ts';
import type { LeaveOneOut } from '../gp/leaveOneOut.ts';
import { hellinger, klSymmetric, klWithoutWith, klWithWithout, renyiWithWithout } from './divergences.ts';
import type { GaussianPair } from './gaussianPair.ts';
import { ownQueryPair } from './pairs.ts';

/** Leave-one-out distinguishability of one record at its own query. Higher means that the record is more exposed. */
export interface RecordLood {
  readonly pair: GaussianPair;
  /** KL(without ‖ with), nats. */
  readonly kl: number;
  /** KL(with ‖ without), nats. */
  readonly klReverse: number;
  readonly klSymmetric: number;
  /** ½ · mean over the C outputs of (μ_with − μ_without)², target units squared. */
  readonly meanDistance: number;
  /** Rényi divergence of order 2 of (with ‖ without), nats. */
  readonly renyi2: number;
  readonly hellinger: number;
  /** 2-Wasserstein distance, target units. */
  readonly wasserstein2: number;
  /** u. */
  readonly varianceRatio: number;
  /** δ. */
  readonly meanShift: number;
  /** h. */
  readonly leverage: number;
}

/** LOOD of the record at `position` at its own query; O(C). */
export function recordLood(gp: GaussianProcess, identities: LeaveOneOut, position: number): RecordLood {
  const pair = ownQueryPair(gp, identities, position);
  const leverage = identities.leverages[position] as number;
  const [mode] = pair.modes as readonly [GaussianPair['modes'][number]];
  const varianceWith = gp.noiseVariance * leverage;
  const shiftSquared = mode.shiftSquared * varianceWith;
  return {
    pair,
    kl: klWithoutWith(pair),
    klReverse: klWithWithout(pair),
    klSymmetric: klSymmetric(pair),
    meanDistance: shiftSquared / (2 * pair.outputs),
    renyi2: renyiWithWithout(pair, 2),
    hellinger: hellinger(pair),
    wasserstein2: wasserstein2(varianceWith, mode.varianceRatio, shiftSquared, pair.outputs),
    varianceRatio: mode.varianceRatio,
    meanShift: Math.sqrt(mode.shiftSquared),
    leverage,
  };
}

/**
 * W₂² = ‖Δ‖² + C(√v_without − √v_with)² for isotropic Gaussians, with √(1+u) − 1 = u/(√(1+u) + 1) (Givens and Shortt 1984).
 *
 * @param varianceWith v_with of one output
 * @param shiftSquared ‖Δ‖² over the C outputs
 */
export function wasserstein2(varianceWith: number, varianceRatio: number, shiftSquared: number, outputs: number): number {
  const growth = varianceRatio / (Math.sqrt(1 + varianceRatio) + 1);
  return Math.sqrt(shiftSquared + outputs * varianceWith * growth * growth);
}
