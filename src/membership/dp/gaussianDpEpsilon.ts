// How much Gaussian differential privacy is refuted by how often an attack with a threshold set beforehand was right, and which ε is that?
// Nasr et al., USENIX Security 2023, section 5. Called for counts.

import { shareInterval } from '../../statistics/shareInterval.ts';
import { assertLevel, assertPositiveDelta, type BoundOptions, type EpsilonBound } from './bounds.ts';
import type { AttackCounts } from './clopperPearsonEpsilon.ts';
import { gdpEpsilon, gdpMu } from './gdp.ts';

export interface GaussianDpEpsilon extends EpsilonBound {
  /** Lower bound of μ, ≥ 0. */
  readonly mu: number;
  /** The same before it is set to at least 0; null where one of the rates may be 1, which says nothing. */
  readonly unclampedMu: number | null;
  readonly fprHigh: number;
  readonly fnrHigh: number;
}

/**
 * μ ≥ Φ⁻¹(1 − FPR_high) − Φ⁻¹(FNR_high), each upper end wrong with probability (1 − level)/2 at most, and the ε of μ at δ. The opposite attack
 * has −μ and needs no share of the level unless it is looked at.
 *
 * The ε holds for mechanisms whose trade-off between the two errors is Gaussian (one release of a Gaussian mechanism, many compositions); it
 * is larger than that of clopperPearsonEpsilon because it extrapolates from the error rates that were seen to those of the size of δ.
 * Of any other mechanism it says that the mechanism is not μ′-GDP for any μ′ below μ.
 *
 * @throws AuditError OPTION_INVALID, also for δ = 0; NOT_CONVERGED
 */
export function gaussianDpEpsilon(counts: AttackCounts, options: BoundOptions & { readonly delta: number }): GaussianDpEpsilon {
  const { delta, level = 0.95 } = options;
  assertPositiveDelta(delta);
  assertLevel(level);
  const { truePositives, positives, falsePositives, negatives } = counts;
  const fprHigh = shareInterval(falsePositives, negatives, level).high;
  const fnrHigh = shareInterval(positives - truePositives, positives, level).high;
  const found = gdpMu(fprHigh, fnrHigh);
  const mu = Math.max(0, found);
  return {
    epsilon: gdpEpsilon(mu, delta),
    mu,
    unclampedMu: fprHigh === 1 || fnrHigh === 1 ? null : found,
    fprHigh,
    fnrHigh,
    delta,
    level,
  };
}
