// How much better is a record known than by models that never saw it? Difficulty calibration (Watson et al., ICLR 2022) on φ. Called by attacks.ts.

import { augmentationMean } from './augmentationMean.ts';
import { assertNeeds, type Missing } from './needs.ts';
import { fitSide } from './sideFit.ts';
import { assertSignals, type Scores, type Signals } from './signals.ts';

/**
 * φ − mean φ of the reference models not trained on the record, mean over k augmentations. With `missing: 'fill'` a record without such a model
 * has the mean of the other records'. O(R·n·k).
 *
 * @throws AuditError RECORDS_INVALID where a record has no such model; what `assertSignals` throws
 */
export function difference(signals: Signals, { missing = 'refuse' }: { readonly missing?: Missing | undefined } = {}): Scores {
  assertSignals(signals);
  assertNeeds(signals, 'difference', DIFFERENCE_NEEDS, missing);
  const { centre } = fitSide(signals, 'out', 'mean', 'per-record');
  return {
    name: 'difference',
    scores: augmentationMean(
      signals,
      signals.target.map((phi, place) => phi - (centre[place] as number)),
    ),
  };
}

export const DIFFERENCE_NEEDS = { in: 0, out: 1 } as const;
