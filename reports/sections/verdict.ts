// How exposed are the records, and what should be done? The section that a person reads who reads only one. Called by buildReport.ts.

import type { AuditResult } from '../../src/audit/result.ts';
import { plainText } from '../../src/base/plainText.ts';
import type { Block, SectionDefinition, Tone } from '../blocks.ts';
import { besideLimit, formatNumber } from '../format.ts';
import { rankRecords, recordByNumber } from '../ranking.ts';
import { recommendations } from './recommendations.ts';
import { warningBlocks } from './warnings.ts';
import { auc, count, errorClause, number, percent, quantile, recordName, shareOf } from './words.ts';

export const verdict: SectionDefinition = {
  id: 'verdict',
  title: 'Verdict',
  question: 'How exposed are the records, and what should be done?',
  build(result) {
    return [
      { kind: 'text', text: answer(result) },
      { kind: 'metrics', items: keyNumbers(result) },
      conclusion(result),
      { kind: 'list', items: recommendations(result) },
      tierTable(result),
      ...failAboveBlocks(result),
      ...warningBlocks(result.warnings),
      ...certificateBlocks(result),
      { kind: 'callout', tone: 'neutral', title: 'What this verdict rests on', text: basis(result) },
      SIGN_OFF,
    ];
  },
};

// For the person who signs: what they sign is their decision, not that the numbers are right.
export const SIGN_OFF: Block = {
  kind: 'sign-off',
  text: 'For whoever decides on the release, having read this verdict and what it rests on:',
  fields: ['Decision', 'Conditions', 'Name and role', 'Date and signature'],
};

/** Records in a tier, as the result counts them. */
function tierSize(result: AuditResult, id: 'high' | 'elevated' | 'low'): number {
  return result.verdict.tiers.find((tier) => tier.id === id)?.records ?? 0;
}

function answer(result: AuditResult): string {
  const n = result.records.length;
  const high = tierSize(result, 'high');
  const top = rankRecords(result)[0] as AuditResult['records'][number];
  const singledOut =
    high === 0
      ? `None of the ${count(n, 'audited record')} can be singled out: the high-risk tier, defined below, is empty.`
      : `${shareOf(high, n, n === 1 ? 'audited record' : 'audited records')} can be singled out: ` +
        `${high === 1 ? 'it is' : 'they are'} in the high-risk tier, defined below.`;
  const strength =
    `The most exposed by KL divergence, which ranks the records in this report, is ${recordName(result, top)}: seeing the ` +
    'model’s output, the best possible attacker tells whether this record was in the training data with AUC ' +
    `${auc(top.auc)} (0.5 is guessing, 1 is certainty). For the median ` +
    `record the AUC is ${auc(quantile(result.summary.auc, 0.5))}. Higher means more exposed.`;
  return `${singledOut} ${strength} (These numbers are ${errorClause(result)}.)`;
}

function keyNumbers(result: AuditResult): Extract<Block, { kind: 'metrics' }>['items'] {
  const n = result.records.length;
  const high = tierSize(result, 'high');
  const ranked = rankRecords(result);
  const caught = ranked.reduce((a, b) => (b.tprAtFpr001Percent > a.tprAtFpr001Percent ? b : a));
  const lossy = ranked.reduce((a, b) => (b.epsilon > a.epsilon ? b : a));
  const strongest = ranked.reduce((a, b) => (b.auc > a.auc ? b : a));
  const tone: Tone = toneOf(result);
  return [
    {
      label: 'Records that can be singled out',
      value: `${formatNumber(high, 'integer')} of ${formatNumber(n, 'integer')}`,
      note: percent(high / n),
      tone: high > 0 ? 'danger' : 'good',
    },
    { label: 'Strongest attack on one record (AUC)', value: auc(strongest.auc), note: `record ${strongest.record}`, tone },
    {
      label: 'Most recognised record, at 0.1% false accusations',
      value: percent(caught.tprAtFpr001Percent),
      note: `of the time, record ${caught.record}; guessing: 0.1%`,
      tone,
    },
    {
      label: 'Attack on the median record (AUC)',
      value: auc(quantile(result.summary.auc, 0.5)),
      note: '0.5 is guessing',
      tone: 'neutral',
    },
    {
      label: `Largest privacy loss ε at δ = ${number(result.membership.delta)}`,
      value: number(lossy.epsilon),
      note: `record ${lossy.record}; 0 is none`,
      tone: 'neutral',
    },
  ];
}

function toneOf(result: AuditResult): Tone {
  if (tierSize(result, 'high') > 0) return 'danger';
  return tierSize(result, 'elevated') > 0 ? 'caution' : 'good';
}

function conclusion(result: AuditResult): Block {
  const high = tierSize(result, 'high');
  const elevated = tierSize(result, 'elevated');
  const tone = toneOf(result);
  switch (tone) {
    case 'danger':
      return {
        kind: 'callout',
        tone,
        title: 'Act before the model is released',
        text:
          `${count(high, 'record stands', 'records stand')} out so far that an attacker could recognise ` +
          `${high === 1 ? 'it' : 'them'} while wrongly accusing almost nobody. If the records are about people, treat ` +
          'the model as holding their personal data until the steps below are taken and a new audit shows the high-risk ' +
          'tier empty.',
      };
    case 'caution':
      return {
        kind: 'callout',
        tone,
        title: 'Decide before the model is released',
        text:
          `No record is in the high-risk tier, but ${count(elevated, 'record is', 'records are')} recognised clearly ` +
          'more often than by guessing. Whether that is acceptable depends on how sensitive it is to be known as a ' +
          'member of this data set.',
      };
    default:
      return {
        kind: 'callout',
        tone,
        title: 'No record stands out',
        text:
          'All records are in the low tier. That is a finding about this model of training, with these settings; it does ' +
          'not say that nothing at all can be learned about a record.',
      };
  }
}

function tierTable(result: AuditResult): Block {
  const names = { high: 'High risk', elevated: 'Elevated', low: 'Low' };
  return {
    kind: 'table',
    caption:
      'The tiers. The true-positive rate is how often the best possible attack recognises the record when it was in the ' +
      'training data, the false-positive rate how often it wrongly says so when it was not.',
    columns: [
      { title: 'Tier', align: 'left' },
      { title: 'A record belongs here when', align: 'left' },
      { title: 'Records', align: 'right', format: 'integer' },
      { title: 'Share', align: 'right', format: 'percent' },
    ],
    rows: result.verdict.tiers.map((tier) => [
      names[tier.id],
      plainText(tier.rule, 300),
      tier.records,
      tier.records / result.records.length,
    ]),
  };
}

function failAboveBlocks(result: AuditResult): readonly Block[] {
  const outcomes = result.verdict.failAbove;
  if (outcomes.length === 0) return [];
  const exceeded = outcomes.filter((outcome) => outcome.exceeded);
  return [
    {
      kind: 'callout',
      tone: exceeded.length > 0 ? 'danger' : 'good',
      title: exceeded.length > 0 ? 'A limit set for this audit is exceeded' : 'Every limit set for this audit is kept',
      text: outcomes
        .map((o) => {
          const worst = `${besideLimit(o.worst, o.limit)} for ${recordName(result, recordByNumber(result, o.record))}`;
          return `${plainText(o.metric, 60)}: limit ${o.limit}, worst ${worst}, ${count(o.recordsAbove, 'record')} above it.`;
        })
        .join(' '),
    },
  ];
}

function certificateBlocks(result: AuditResult): readonly Block[] {
  if (result.certificate !== null) return [];
  return [
    {
      kind: 'callout',
      tone: 'caution',
      title: 'No certificate',
      text:
        'The numerical check behind the certificate failed, so this report does not vouch that no other questions to the ' +
        'model reveal more. Read the numbers as what asking at the record itself reveals. The section Certificate says ' +
        'more.',
    },
  ];
}

function basis(result: AuditResult): string {
  const { dataset } = result;
  const part =
    dataset.records < dataset.recordsInInput
      ? ` The input holds ${count(dataset.recordsInInput, 'record')}; this audit took ` +
        `${formatNumber(dataset.records, 'integer')} of them and models training on those alone, so it says nothing about ` +
        'the others, and training on all would change the numbers.'
      : '';
  return (
    'The attacker is given every advantage: all other records, the exact settings, and the best possible test. The audit ' +
    'does not attack a trained network; it computes how a mathematical model of its training, a Gaussian process, ' +
    `changes when one record is left out (${plainText(result.model.kernelDescription, 200)}). A real network can leak ` +
    `more or less. The section Method and limits says how far to trust this.${part}`
  );
}
