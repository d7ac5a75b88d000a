// Which method agrees best with the networks? Rank correlations of LOOD and of its rivals with intervals, and all of them as a table. Called by
// buildReport.ts.

import type { Agreement, ValidationResult } from '../../../src/audit/validationResult.ts';
import { TRUTHS } from '../../../src/audit/validationResult.ts';
import type { Block, SectionDefinition } from '../../blocks.ts';
import type { Figure } from '../../figures/figure.ts';
import { correlation, count, listInWords, number } from '../words.ts';
import { bestRival, correlationText, ESTIMATE_NAMES, isLood, mainAgreement, TRUTH_NAMES, whyNone } from './agreement.ts';

export const estimates: SectionDefinition<ValidationResult> = {
  id: 'agreement',
  title: 'LOOD beside other methods',
  question: 'Which method orders the records most as the networks do?',
  build(result) {
    const shown = result.agreement.filter(({ truth }) => truth === 'network-auc');
    return [
      { kind: 'text', text: answer(result) },
      ...(shown.length === 0 ? [] : [figureBlock(result, shown)]),
      ...(result.comparisons.length === 0 ? [] : [comparisonTable(result)]),
      ...(result.agreement.length === 0 ? [] : [agreementTable(result)]),
      ...(result.rivals === null ? [] : [{ kind: 'text', text: METHODS } as const]),
    ];
  },
};

const METHODS =
  'The other methods look at a trained network: the influence function estimates how much its loss on a record would change without the record, TracIn adds up ' +
  'the squared gradients of that loss over training, loss and margin are those of the trained network at the record. Higher means more exposed in each. ' +
  'They are about the very networks that were measured, which LOOD never saw; LOOD in turn is given the exact distribution that training has in its model.';

function answer(result: ValidationResult): string {
  const main = mainAgreement(result);
  if (main === undefined) return `No rank correlation can be stated: ${whyNone(result)}.`;
  const rival = bestRival(result);
  const lood = `The rank correlation (Spearman) with the AUC of networks is ${correlationText(main)} for the AUC of LOOD`;
  if (rival === undefined) return `${lood}. No other method was asked.`;
  const others = result.agreement.filter(({ truth, estimate }) => truth === 'network-auc' && !isLood(estimate)).length;
  return `${lood} and ${correlationText(rival.spearman)} for ${rival.name}, the best of ${count(others, 'other method')}; both are over the same ${count(result.records.length, 'record')}.`;
}

function figureBlock(result: ValidationResult, shown: readonly Agreement[]): Block {
  return {
    kind: 'figure',
    figure: figure(result, shown),
    caption:
      'Rank correlation (Spearman) of each method with the AUC of networks, with 95% intervals over records, each for itself. All methods see the same records, so that intervals ' +
      'that overlap do not say that two methods are alike. Higher = agrees more.',
  };
}

function figure({ noise }: ValidationResult, shown: readonly Agreement[]): Figure {
  const ofLood = shown.filter(({ estimate }) => isLood(estimate)).map(({ spearman }) => spearman.value);
  const ofRivals = shown.filter(({ estimate }) => !isLood(estimate)).map(({ spearman }) => spearman.value);
  const span = (values: readonly number[]) => {
    const [low, high] = [correlation(Math.min(...values)), correlation(Math.max(...values))];
    return low === high ? low : `${low} to ${high}`;
  };
  const words = [
    ...(ofLood.length === 0 ? [] : [`LOOD ${span(ofLood)}`]),
    ...(ofRivals.length === 0 ? [] : [`other methods ${span(ofRivals)}`]),
  ];
  return {
    id: 'agreement-with-networks',
    title: `Rank correlation with the AUC of networks: ${words.join(', ')}`,
    altText: `Rank correlations with intervals of ${count(shown.length, 'method')}: ${listInWords(shown.map(({ estimate, spearman }) => `${ESTIMATE_NAMES[estimate]} ${correlationText(spearman)}`))}.`,
    x: { label: 'Method', scale: 'linear', format: 'integer' },
    y: { label: 'Spearman correlation with the AUC of networks', scale: 'linear', format: 'number', max: 1 },
    series: [
      {
        kind: 'boxes',
        name: 'Spearman correlation',
        role: 'primary',
        meaning: 'interval',
        categories: shown.map(({ estimate }) => ESTIMATE_NAMES[estimate]),
        // Intervals by resampling need not hold the value itself.
        boxes: shown.map(({ spearman: { value, low, high } }) => [
          Math.min(low, value),
          value,
          value,
          value,
          Math.max(high, value),
        ]),
      },
    ],
    referenceLines: [
      { axis: 'y', value: 0, label: 'no relation' },
      ...(noise === null ? [] : [{ axis: 'y', value: noise.ceiling, label: 'noise ceiling' } as const]),
    ],
  };
}

function comparisonTable({ comparisons }: ValidationResult): Block {
  return {
    kind: 'table',
    caption:
      'The Spearman correlation of the LOOD AUC with the AUC of networks minus that of the other method, on the same resampled records. Above 0 LOOD agrees more.',
    columns: [
      { title: 'Compared with', align: 'left' },
      { title: 'Difference', align: 'right', format: 'number' },
      { title: '95% interval', align: 'left' },
      { title: 'Resamples in which LOOD agrees more', align: 'right', format: 'percent' },
    ],
    rows: comparisons.map(({ than, difference, low, high, share }) => [
      ESTIMATE_NAMES[than],
      difference,
      `${number(low)} to ${number(high)}`,
      share,
    ]),
  };
}

function agreementTable({ agreement }: ValidationResult): Block {
  const cell = ({ value, low, high }: Agreement['spearman']) =>
    `${correlation(value)} (${correlation(low)} to ${correlation(high)})`;
  const ordered = TRUTHS.flatMap((truth) => agreement.filter((one) => one.truth === truth));
  return {
    kind: 'table',
    caption:
      'Correlations of every method with everything that was measured, with 95% intervals over records. Pearson looks at the numbers themselves, Spearman and Kendall ' +
      'at their order alone; Kendall is the share of pairs of records in the same order minus that in the opposite order.',
    columns: [
      { title: 'Measured', align: 'left' },
      { title: 'Method', align: 'left' },
      { title: 'Spearman', align: 'left' },
      { title: 'Kendall', align: 'left' },
      { title: 'Pearson', align: 'left' },
    ],
    rows: ordered.map(({ estimate, truth, spearman, kendall, pearson }) => [
      TRUTH_NAMES[truth],
      ESTIMATE_NAMES[estimate],
      cell(spearman),
      cell(kendall),
      cell(pearson),
    ]),
  };
}
