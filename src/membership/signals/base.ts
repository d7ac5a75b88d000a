// Is a record's loss below what its reference models lead one to expect? BASE (Lassila, Östman and Ngo, Practical Bayes-Optimal Membership
// Inference Attacks, 2025). Called by attacks.ts.

import { AuditError } from '../../base/errors.ts';
import { augmentationMean } from './augmentationMean.ts';
import { lossOf } from './fromLosses.ts';
import type { Missing } from './needs.ts';
import { logMeanConfidence, type Mode } from './referenceConfidence.ts';
import { assertSignals, type Scores, type Signals } from './signals.ts';

export interface BaseOptions {
  readonly mode: Mode;
  /** Offline only: factor of the threshold that makes up for the lack of IN models, default 0.33 (LeakPro's). */
  readonly scale?: number | undefined;
  /** Default `refuse`. */
  readonly missing?: Missing | undefined;
}

const OFFLINE_SCALE = 0.33;

/**
 * Online ln p − ln mean_s p_s over all reference models s; offline ln p − scale·ln mean_s p_s over those not trained on the record. Means over k
 * augmentations. Online it ranks as RMIA's ratio of the record does. O(R·n·k).
 *
 * @throws AuditError RECORDS_INVALID where a record lacks reference models, OPTION_INVALID, what `assertSignals` throws
 */
export function base(signals: Signals, { mode, scale, missing = 'refuse' }: BaseOptions): Scores {
  assertSignals(signals);
  if (scale !== undefined && !(mode === 'offline' && scale >= 0 && scale <= 1)) {
    throw new AuditError('OPTION_INVALID', {
      expected: 'a scale from 0 to 1, offline only',
      got: `${scale}, ${mode}`,
      try: `${OFFLINE_SCALE} offline, or none`,
    });
  }
  const name = `base-${mode}`;
  const factor = mode === 'online' ? 1 : (scale ?? OFFLINE_SCALE);
  const threshold = logMeanConfidence(signals, name, mode, missing);
  const values = signals.target.map((phi, place) => -lossOf(phi) - factor * (threshold[place] as number));
  return { name, scores: augmentationMean(signals, values) };
}
