// Is an attack on the networks as strong as LOOD says? AUC against AUC, record by record, with intervals. Called by buildReport.ts.

import type { ValidationResult } from '../../../src/audit/validationResult.ts';
import type { SectionDefinition } from '../../blocks.ts';
import type { Figure } from '../../figures/figure.ts';
import { area } from '../attack/outcomes.ts';
import { median } from '../query/searches.ts';
import { auc, count, number, percent, shareOf } from '../words.ts';
import { correlationText, mainAgreement } from './agreement.ts';
import { canHaveBars, compareAucs, pointLabel } from './records.ts';

export const aucAgainstNetworks: SectionDefinition<ValidationResult> = {
  id: 'auc-against-networks',
  title: 'Attack strength, LOOD and networks',
  question: 'Are the networks exposed where LOOD says so, and as much?',
  build(result) {
    return [
      { kind: 'text', text: answer(result) },
      { kind: 'figure', figure: figure(result), caption: caption(result) },
      { kind: 'text', text: `${MEANING}${byThePaper(result)}` },
    ];
  },
};

/** Differences of the medians that are called none. */
const ALIKE = 0.01;

function answer({ records }: ValidationResult): string {
  const { within, above, below, medianDifference, medianLood, medianNetwork } = compareAucs(records);
  const size =
    Math.abs(medianDifference) < ALIKE
      ? `LOOD and networks name the same AUC for the median record, to ${ALIKE}`
      : `for the median record LOOD names an AUC ${number(Math.abs(medianDifference))} ${medianDifference > 0 ? 'larger' : 'smaller'} than the networks show`;
  return (
    `For ${shareOf(within, records.length)} the AUC that LOOD computes lies within the 95% interval of the AUC measured on networks; it lies above for ` +
    `${above} and below for ${below}. The median AUC is ${auc(medianLood)} by LOOD and ${area(medianNetwork)} on networks; ${size}.`
  );
}

function caption({ records }: ValidationResult): string {
  const models = records.map(({ network }) => network.models);
  const [fewest, most] = [Math.min(...models), Math.max(...models)];
  return (
    `One point for each record, measured on ${fewest === most ? number(fewest) : `${number(fewest)} to ${number(most)}`} networks of each world. ` +
    `${canHaveBars(records) ? 'Bars: 95% intervals, each for itself. ' : 'The intervals stand in the table of all records. '}` +
    'On the dashed line LOOD and networks name the same AUC; above it the networks are exposed more. Higher = more exposed.'
  );
}

const MEANING =
  'The AUC of LOOD is that of the best test between two known distributions of outputs. That of the networks is measured: it is the AUC of the best test between two ' +
  'Gaussians fitted to their outputs with and without the record, cleared of what sampling noise adds, so that it may fall below 0.5 where a record changes next to nothing. ' +
  'Differences of outputs that no such Gaussian shows are not seen.';

/** For comparison with published figures. */
function byThePaper({ records }: ValidationResult): string {
  const values = records.flatMap(({ network }) => network.paperAuc ?? []);
  return values.length < records.length
    ? ''
    : ` The estimator of the LOOD paper, which fits on half of the networks and tries on the other, gives a median AUC of ${area(median(values))}.`;
}

function figure(result: ValidationResult): Figure {
  const { records } = result;
  const main = mainAgreement(result);
  const withBars = canHaveBars(records);
  const computed = records.map((r) => r.auc);
  const [low, high] = [Math.min(...computed), Math.max(...computed)];
  const { above, below } = compareAucs(records);
  return {
    id: 'auc-against-networks',
    title:
      main === undefined
        ? `LOOD names a larger AUC than the networks’ interval holds for ${above} of ${count(records.length, 'record')}, a smaller one for ${below}`
        : `The AUC of LOOD and of networks: rank correlation ${correlationText(main)}`,
    altText:
      `Scatter plot of the AUC measured on networks against the AUC of LOOD for ${count(records.length, 'record')}, with the line of equality; ` +
      `${percent(above / records.length)} of the intervals lie below it and ${percent(below / records.length)} above.`,
    x: { label: 'AUC by LOOD (0.5 is guessing)', scale: 'linear', format: 'auc' },
    y: { label: 'AUC measured on networks', scale: 'linear', format: 'auc' },
    series: [
      {
        kind: 'scatter',
        name: withBars ? 'Record, with 95% interval' : 'Record',
        role: 'primary',
        points: records.map((r) => [r.auc, r.network.auc]),
        ...(withBars ? { intervals: records.map(({ network }) => [network.aucLow, network.aucHigh] as const) } : {}),
        pointLabels: records.map(
          (r) => `${pointLabel(result, r)}; networks ${area(r.network.aucLow)} to ${area(r.network.aucHigh)}`,
        ),
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
    referenceLines: [{ axis: 'y', value: 0.5, label: 'guessing' }],
  };
}
