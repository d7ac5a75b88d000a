// Do mean predictions move as far as LOOD says? Mean distance against the distance of the mean outputs of networks, on logarithmic axes. Called by
// buildReport.ts.

import type { ValidatedRecord, ValidationResult } from '../../../src/audit/validationResult.ts';
import type { Block, SectionDefinition } from '../../blocks.ts';
import type { Figure } from '../../figures/figure.ts';
import { median } from '../query/searches.ts';
import { count, number } from '../words.ts';
import { agreementOf, correlationText, whyNone } from './agreement.ts';
import { canHaveBars, pointLabel } from './records.ts';

/** Half the width of a 95% interval in standard errors. */
const INTERVAL = 1.96;

export const distancesAgainstNetworks: SectionDefinition<ValidationResult> = {
  id: 'distances-against-networks',
  title: 'Shift of the mean, LOOD and networks',
  question: 'Does a record move the mean prediction of networks as far as LOOD says?',
  build(result) {
    const drawable = result.records.filter(isDrawable);
    return [
      { kind: 'text', text: answer(result, drawable) },
      ...(drawable.length === 0 ? [NOTHING_TO_DRAW] : [figureBlock(result, drawable)]),
    ];
  },
};

/** Logarithmic axes have no place for what is not above zero. */
function isDrawable({ meanDistance, network }: ValidatedRecord): boolean {
  return meanDistance > 0 && network.predictionDistance > 0;
}

const NOTHING_TO_DRAW: Block = {
  kind: 'callout',
  tone: 'neutral',
  title: 'No figure',
  text: 'No record has both distances above 0, and logarithmic axes have no zero.',
};

function answer(result: ValidationResult, drawable: readonly ValidatedRecord[]): string {
  const { records } = result;
  const found = agreementOf(result, 'lood-mean-distance', 'prediction-distance')?.spearman;
  const start =
    found === undefined
      ? `No rank correlation can be stated: ${whyNone(result)}`
      : `The mean distance by LOOD and the prediction distance of networks have a rank correlation (Spearman) of ${correlationText(found)} over ${count(records.length, 'record')}`;
  const beyond = records.filter(
    ({ network }) => Math.abs(network.predictionDistance) > INTERVAL * network.predictionDistanceError,
  );
  const ratio =
    drawable.length === 0
      ? ''
      : ` For the median record in the figure the networks move ${number(median(drawable.map((r) => r.network.predictionDistance / r.meanDistance)))} times as far as LOOD says.`;
  return `${start}. For ${beyond.length} of them the measured distance stands out from its sampling noise.${ratio}`;
}

function figureBlock(result: ValidationResult, drawable: readonly ValidatedRecord[]): Block {
  const left = result.records.length - drawable.length;
  const note =
    left === 0
      ? ''
      : ` Left out, for logarithmic axes have no zero: ${count(left, 'record')} with a distance of 0 or, by sampling noise, less.`;
  return {
    kind: 'figure',
    figure: figure(result, drawable),
    caption:
      'One point for each record, both axes logarithmic. Distances are half the mean squared difference over classes of the mean outputs with and without ' +
      `the record, in squared output units; those of networks are cleared of the part of sampling noise. ` +
      `${canHaveBars(drawable) ? `Bars: ± ${INTERVAL} standard errors, down to the edge of the chart where they reach 0. ` : ''}` +
      `On the dashed line both are equal. Further right and up = more exposed.${note}`,
  };
}

function intervalOf({ network: { predictionDistance, predictionDistanceError } }: ValidatedRecord): readonly [number, number] {
  const half = INTERVAL * predictionDistanceError;
  return [predictionDistance - half, predictionDistance + half];
}

function figure(result: ValidationResult, drawable: readonly ValidatedRecord[]): Figure {
  const measured = drawable.map(({ network }) => network.predictionDistance);
  const computed = drawable.map(({ meanDistance }) => meanDistance);
  const [low, high] = [Math.min(...computed), Math.max(...computed)];
  const ratio = median(drawable.map((r) => r.network.predictionDistance / r.meanDistance));
  const withBars = canHaveBars(drawable);
  return {
    id: 'distances-against-networks',
    title: `Networks move ${number(ratio)} times as far as LOOD says for the median record`,
    altText: `Scatter plot of the prediction distance of networks against the mean distance of LOOD for ${count(drawable.length, 'record')}, with the line of equality.`,
    x: { label: 'Mean distance by LOOD (squared output units)', scale: 'log', format: 'number' },
    // Intervals that reach towards zero would stretch the axis without end.
    y: { label: 'Prediction distance of networks', scale: 'log', format: 'number', min: Math.min(...measured, low) / 2 },
    series: [
      {
        kind: 'scatter',
        name: withBars ? 'Record, with 95% interval' : 'Record',
        role: 'primary',
        points: drawable.map((r) => [r.meanDistance, r.network.predictionDistance]),
        ...(withBars ? { intervals: drawable.map(intervalOf) } : {}),
        pointLabels: drawable.map((r) => pointLabel(result, r)),
      },
      {
        kind: 'line',
        name: 'equality',
        role: 'reference',
        points: [
          [low, low],
          [high, high],
        ],
      },
    ],
  };
}
