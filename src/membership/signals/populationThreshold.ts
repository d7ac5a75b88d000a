// Is a record known better than others? The attack without reference models, a threshold on the signal itself (Yeom et al., CSF 2018, as a
// threshold on the loss). Called by attacks.ts.

import { augmentationMean } from './augmentationMean.ts';
import { assertSignals, type Scores, type Signals } from './signals.ts';

/**
 * φ of the audited model, mean over k augmentations. With k = 1 it ranks records as −loss and as confidence do: high φ, low loss, speaks for
 * membership. O(n·k).
 *
 * @throws what `assertSignals` throws
 */
export function populationThreshold(signals: Signals): Scores {
  assertSignals(signals);
  return { name: 'population-threshold', scores: augmentationMean(signals, signals.target) };
}
