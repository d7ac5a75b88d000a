// Does LOOD rank records as trained networks do, and what follows? The section that a person reads who reads only one. Called by buildReport.ts.

import type { ValidationResult } from '../../../src/audit/validationResult.ts';
import { assertNever } from '../../../src/base/errors.ts';
import type { Block, SectionDefinition, Tone } from '../../blocks.ts';
import { formatNumber } from '../../format.ts';
import { warningBlocks } from '../warnings.ts';
import { correlation, count, number, percent, shareOf } from '../words.ts';
import { validationAdvice } from './advice.ts';
import {
  bestRival,
  correlationText,
  type Finding,
  findingOf,
  isNoisy,
  MODERATE,
  mainAgreement,
  rivalNames,
  rivalsByOutcome,
  whyNone,
} from './agreement.ts';
import { networkPhrase } from './networks.ts';
import { areNamed, compareAucs } from './records.ts';

export const validationVerdict: SectionDefinition<ValidationResult> = {
  id: 'verdict',
  title: 'Verdict',
  question: 'Does LOOD rank these records as the trained networks do, and what follows?',
  build(result) {
    return [
      { kind: 'text', text: answer(result) },
      { kind: 'metrics', items: keyNumbers(result) },
      conclusion(result),
      { kind: 'text', text: `${beside(result)}${againstRivals(result)}` },
      { kind: 'list', items: validationAdvice(result) },
      ...warningBlocks(result.warnings),
      { kind: 'callout', tone: 'neutral', title: 'What this verdict rests on', text: basis(result) },
    ];
  },
};

const ANSWERS: Readonly<Record<Finding, string>> = {
  strong: 'Yes, LOOD ranks these records as the trained networks do',
  moderate: 'In part: LOOD ranks these records roughly as the trained networks do',
  weak: 'No, LOOD says little about the order in which the trained networks expose these records',
  undecided: 'It is undecided whether LOOD ranks these records as the trained networks do',
};

function answer(result: ValidationResult): string {
  const main = mainAgreement(result);
  const start = ANSWERS[findingOf(result)];
  if (main === undefined) return `${start}: ${whyNone(result)}.`;
  return (
    `${start}: over ${count(result.records.length, 'record')} the rank correlation (Spearman) between the AUC that LOOD computes and the AUC measured on ` +
    `networks trained with and without each record is ${correlationText(main)}. 1 is the same order, 0 no relation.`
  );
}

/** The correlation beside what it could be at best. */
function beside({ noise, ...result }: ValidationResult): string {
  const main = mainAgreement(result);
  if (main === undefined) return '';
  if (noise === null) return 'How large a correlation the networks permit was not measured. ';
  const best = `With so many networks, whose AUC has a reliability of ${correlation(noise.reliability)}, a perfect estimate could be expected to show ${correlation(noise.ceiling)}`;
  return main.value >= noise.ceiling
    ? `${best}: LOOD shows as much, so that what is missing to 1 may be the noise of the measurement. `
    : `${best}; LOOD shows ${correlation(main.value)}. `;
}

function againstRivals(result: ValidationResult): string {
  if (result.rivals === null) return 'No other method was asked about the same records.';
  if (result.comparisons.length === 0) return 'A comparison with other methods is not possible for these records.';
  const { worse, better, alike } = rivalsByOutcome(result);
  const parts = [
    ...(worse.length === 0 ? [] : [`LOOD agrees with the networks more than ${rivalNames(worse)}`]),
    ...(better.length === 0
      ? []
      : [`${worse.length === 0 ? 'LOOD agrees with the networks ' : ''}less than ${rivalNames(better)}`]),
    ...(alike.length === 0
      ? []
      : [`${alike.length === result.comparisons.length ? 'No' : 'no'} difference from ${rivalNames(alike)} is shown`]),
  ];
  return `${parts.join('; ')} (95% intervals of the difference of correlations, by resampling records).`;
}

function toneOf(finding: Finding): Tone {
  switch (finding) {
    case 'strong':
      return 'good';
    case 'moderate':
      return 'caution';
    case 'weak':
      return 'danger';
    case 'undecided':
      return 'neutral';
    default:
      return assertNever(finding);
  }
}

function keyNumbers(result: ValidationResult): Extract<Block, { kind: 'metrics' }>['items'] {
  const { records, networks, noise } = result;
  const main = mainAgreement(result);
  const rival = bestRival(result);
  const { within, medianLood, medianNetwork } = compareAucs(records);
  return [
    {
      label: 'Rank correlation of LOOD with networks (Spearman)',
      value: main === undefined ? 'none' : correlation(main.value),
      note:
        main === undefined
          ? whyNone(result)
          : `95% interval ${correlation(main.low)} to ${correlation(main.high)}, over ${count(records.length, 'record')}`,
      tone: toneOf(findingOf(result)),
    },
    ...(noise === null
      ? []
      : [
          {
            label: 'Noise ceiling',
            value: correlation(noise.ceiling),
            note: 'what a perfect estimate could be expected to show',
            tone: 'neutral' as const,
          },
        ]),
    ...(rival === undefined
      ? []
      : [
          {
            label: 'Best of the other methods (Spearman)',
            value: correlation(rival.spearman.value),
            note: `${rival.name}, 95% interval ${correlation(rival.spearman.low)} to ${correlation(rival.spearman.high)}`,
            tone: 'neutral' as const,
          },
        ]),
    {
      label: 'Records whose LOOD AUC fits the networks',
      value: `${formatNumber(within, 'integer')} of ${formatNumber(records.length, 'integer')}`,
      note: `within the 95% interval; medians ${formatNumber(medianLood, 'auc')} (LOOD) and ${formatNumber(medianNetwork, 'auc')} (networks)`,
      tone: 'neutral',
    },
    {
      label: 'Networks trained',
      value: formatNumber(networks.trained, 'integer'),
      note: `right about ${percent(networks.accuracy)} of the records when left out`,
      tone: 'neutral',
    },
  ];
}

function conclusion(result: ValidationResult): Block {
  const finding = findingOf(result);
  const tone = toneOf(finding);
  switch (finding) {
    case 'strong':
      return {
        kind: 'callout',
        tone,
        title: 'The order of an audit can be used for networks like these',
        text:
          'Records that an audit with these settings lists first are, by and large, those that networks of this architecture and training expose first. ' +
          'The sizes are another matter: how far the numbers themselves agree stands in the next sections.',
      };
    case 'moderate':
      return {
        kind: 'callout',
        tone,
        title: 'The order of an audit points the right way, no more',
        text:
          'Records far apart in the list of an audit are probably in the right order, neighbours are not. Use it to choose which records to look at, and ' +
          'confirm single decisions on networks.',
      };
    case 'weak':
      return {
        kind: 'callout',
        tone,
        title: 'Do not carry an audit with these settings over to these networks',
        text:
          'The Gaussian process does not stand for these networks: what it says of a record’s exposure is mostly not what training shows. Its numbers remain ' +
          'right about the Gaussian process itself.',
      };
    case 'undecided':
      return { kind: 'callout', tone, title: 'This is neither agreement nor its absence', text: whyUndecided(result) };
    default:
      return assertNever(finding);
  }
}

function whyUndecided(result: ValidationResult): string {
  const main = mainAgreement(result);
  if (main === undefined)
    return `There is no correlation to judge by: ${whyNone(result)}. One that decides anything takes some tens of records that differ. Only the numbers of single records can be compared here.`;
  return isNoisy(result)
    ? `Two halves of the networks hardly agree with each other about these records, so that not even a perfect estimate could show a correlation above ${correlation(result.noise?.ceiling ?? 0)}. More networks are needed before anything can be said.`
    : `The interval reaches from ${correlation(main.low)}, no relation, to ${correlation(main.high)}, which is more than ${MODERATE}. More records, spread over the range of leakage, would make it narrower.`;
}

function basis(result: ValidationResult): string {
  const { dataset, records, networks } = result;
  const chosen = areNamed(result)
    ? 'named by the user'
    : 'spread evenly over the ranking by leakage, which shows the whole range but also raises correlations above those within a narrow part of it';
  const design =
    networks.design === 'leave-one-out'
      ? 'The networks of a pair share start and order of training, and one record is all that tells them apart.'
      : 'The networks were trained on random halves of the records, so that the measured effect of a record is that in a training set half as large, among ' +
        'other records that differ as well.';
  return (
    `${shareOf(records.length, dataset.records)} were examined, ${chosen}. All networks are ${networkPhrase(networks)}, trained by one recipe ` +
    `(${number(networks.models)} of each world). ${design} Both sides are asked at the record itself. The section Method and limits says what this does not show.`
  );
}
