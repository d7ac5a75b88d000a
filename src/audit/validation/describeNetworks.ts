// Which networks were trained, how, and what became of them? Their part of the result; called by validate.ts.

import type { Grid } from '../../networks/layers/convolution.ts';
import type { Workplace } from '../../networks/processes/messages.ts';
import type { FittedSubject } from '../fitSubject.ts';
import type { ValidationResult } from '../validationResult.ts';
import type { ValidationSettings } from './options.ts';
import type { Outcomes } from './outcomes.ts';
import type { TrainedUnits } from './trainUnits.ts';

/** Images as convolutions take them; undefined for other records, and for images whose channels stand before the pixels. */
export function gridOf({ dataset: { image } }: Pick<FittedSubject, 'dataset'>): Grid | undefined {
  if (image === undefined || image.layout !== 'channels-last') return undefined;
  const { height, width, channels } = image;
  return { height, width, channels };
}

export function describeNetworks(
  { network }: Workplace,
  settings: ValidationSettings,
  { units, training, backend }: TrainedUnits,
  outcomes: Outcomes,
  positions: readonly number[],
  { prepared }: FittedSubject,
): ValidationResult['networks'] {
  const { negativeSlope, ...rest } = network;
  const right = positions.filter((position, r) => {
    const { outputs, withoutRecord } = outcomes.samples(r, r);
    const mean = new Float64Array(outputs);
    withoutRecord.forEach((value, i) => {
      mean[i % outputs]! += value;
    });
    return mean.indexOf(Math.max(...mean)) === prepared.labels[position];
  });
  return {
    ...rest,
    ...(negativeSlope !== undefined && { negativeSlope }),
    parameters: backend.parameters,
    ...training,
    learningRateChosen: settings.learningRate === 'auto',
    design: settings.design,
    models: outcomes.seeds,
    trained: units.reduce((sum, { members }) => sum + members.length, 0),
    diverged: outcomes.diverged,
    firstLoss: outcomes.firstLoss,
    lastLoss: outcomes.lastLoss,
    accuracy: right.length / positions.length,
    backend: backend.description,
  };
}
