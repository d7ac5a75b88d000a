// What do LOOD, the networks and the rivals say of each chosen record, side by side? Called by validate.ts.

import { throwIfCancelled } from '../../base/errors.ts';
import { type RunOptions, yieldToEventLoop } from '../../base/progress.ts';
import { createRandom } from '../../base/random.ts';
import { recordLood } from '../../lood/recordLood.ts';
import { exactAuc } from '../../membership/auc.ts';
import { empiricalKl } from '../../networks/empiricalLood/empiricalKl.ts';
import { networkAuc } from '../../networks/empiricalLood/networkAuc.ts';
import type { OutputSamples } from '../../networks/empiricalLood/outputSamples.ts';
import { fewestForPaperAuc, paperAuc } from '../../networks/empiricalLood/paperAuc.ts';
import { predictionDistance } from '../../networks/empiricalLood/predictionDistance.ts';
import type { FittedSubject } from '../fitSubject.ts';
import type { ValidatedRecord } from '../validationResult.ts';
import type { Outcomes } from './outcomes.ts';
import type { MeanRivals } from './rivals.ts';

export async function measureRecords(
  { gp, identities, prepared }: FittedSubject,
  positions: readonly number[],
  outcomes: Outcomes,
  rivals: MeanRivals['scores'] | undefined,
  seed: number,
  { onProgress, signal }: RunOptions,
): Promise<ValidatedRecord[]> {
  const records: ValidatedRecord[] = [];
  for (const [r, position] of positions.entries()) {
    onProgress?.({ stage: 'measures', done: r, total: positions.length });
    throwIfCancelled(signal);
    await yieldToEventLoop();
    const { kl, meanDistance, pair } = recordLood(gp, identities, position);
    records.push({
      record: prepared.rows[position] as number,
      classIndex: prepared.labels[position] as number,
      kl,
      meanDistance,
      auc: exactAuc(pair),
      network: networkMeasures(outcomes.samples(r, r), seed),
      rivals:
        rivals === undefined
          ? null
          : {
              influence: rivals.influence[r] as number,
              tracIn: rivals.tracIn[r] as number,
              loss: rivals.loss[r] as number,
              negativeMargin: rivals.negativeMargin[r] as number,
            },
    });
  }
  onProgress?.({ stage: 'measures', done: positions.length, total: positions.length });
  return records;
}

function networkMeasures(samples: OutputSamples, seed: number): ValidatedRecord['network'] {
  const { auc, se, low, high } = networkAuc(samples);
  const models = samples.withRecord.length / samples.outputs;
  const paper = models >= fewestForPaperAuc(samples.outputs) ? paperAuc(samples, { rng: createRandom(seed) }) : null;
  const divergence = empiricalKl(samples);
  const { distance, se: distanceError } = predictionDistance(samples);
  return {
    auc,
    aucError: se,
    aucLow: low,
    aucHigh: high,
    paperAuc: paper?.auc ?? null,
    paperAucError: paper?.se ?? null,
    kl: divergence.kl,
    klError: divergence.se,
    predictionDistance: distance,
    predictionDistanceError: distanceError,
    models,
  };
}
