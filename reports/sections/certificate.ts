// Could other questions to the model tell better whether a record was used? The statement, why it holds, how it was checked, and what it leaves
// open. Called by buildReport.ts; the proof is in docs/certificate.md.

import type { AuditResult } from '../../src/audit/result.ts';
import type { Block, SectionDefinition } from '../blocks.ts';
import type { Figure, Series, SeriesRole } from '../figures/figure.ts';
import { formatNumber } from '../format.ts';
import { count, number } from './words.ts';

type Certificate = NonNullable<AuditResult['certificate']>;
type Trial = Certificate['trials'][number];

export const certificate: SectionDefinition = {
  id: 'certificate',
  title: 'Certificate',
  question: 'Could other questions to the model tell better whether a record was used?',
  build(result) {
    const given = result.certificate;
    return given === null ? withheld(result) : [...statement(result, given), ...check(given), ...limits()];
  },
};

const STATEMENT =
  'For this model of training, no set of queries by any attacker tells better whether a record was in the training data ' +
  'than one query at the record itself.';

const REASON =
  'Why: the training data with and without the record differ in one factor only, the likelihood of its label given the ' +
  'model’s output at that record, so this output is a sufficient statistic: nothing else the model says adds to it. By ' +
  'the data-processing inequality, whatever an attacker computes from other outputs can then not tell the two cases ' +
  'apart better. Every divergence, rate, AUC and ε reported for a record is therefore the worst case; the mean distance ' +
  'is not among them.';

function withheld(result: AuditResult): readonly Block[] {
  return [
    {
      kind: 'text',
      text:
        `No certificate is given for these ${count(result.records.length, 'record')}: the numerical check of the ` +
        'statement failed. The numbers of this report are what asking at the record itself reveals, and are not vouched ' +
        'to be the worst case.',
    },
    {
      kind: 'callout',
      tone: 'caution',
      title: 'What failed, and what to do',
      text:
        'The statement itself is a theorem, so a failed check points to numerical trouble, most often a noise variance ' +
        `that is tiny next to the kernel’s values (now σ² = ${number(result.model.noiseVariance)}). Raise ` +
        '--noise-variance or remove duplicate records and audit again. The warnings in the section Verdict say more.',
    },
    ...limits(),
  ];
}

function statement(result: AuditResult, given: Certificate): readonly Block[] {
  const without = given.trials.filter((trial) => trial.kind !== 'own-plus-others');
  const checked =
    given.largestRatio === null
      ? 'No trial with other queries could be made to check it.'
      : `In ${count(without.length, 'trial')} with other queries, at most ${number(given.largestRatio)} times the leakage ` +
        'at the record itself was found (the statement allows at most 1).';
  return [
    {
      kind: 'text',
      text:
        'One query is enough: asking at the record itself tells at least as well as any other set of queries, for each ' +
        `of the ${count(result.records.length, 'record')}. ${checked}`,
    },
    { kind: 'callout', tone: 'good', title: 'Statement', text: STATEMENT },
    { kind: 'text', text: REASON },
  ];
}

const KIND_NAMES: Readonly<Record<Trial['kind'], string>> = {
  'other-records': 'other training records',
  noise: 'random noise',
  'near-the-record': 'small changes of the record',
  'own-plus-others': 'the record itself and others',
};
const KIND_SERIES: Readonly<Record<Trial['kind'], SeriesRole>> = {
  'other-records': 'primary',
  noise: 'secondary',
  'near-the-record': 'tertiary',
  'own-plus-others': 'quaternary',
};
const KINDS = Object.keys(KIND_NAMES) as readonly Trial['kind'][];

/** Trials of records that leak at all; without leakage there is no ratio. */
function ratiosOf(given: Certificate, kind: Trial['kind']): readonly (readonly [trial: number, ratio: number])[] {
  return given.trials.flatMap((trial, i) =>
    trial.kind === kind && trial.klAtRecord > 0 ? [[i + 1, trial.kl / trial.klAtRecord] as const] : [],
  );
}

function check(given: Certificate): readonly Block[] {
  const kinds = KINDS.filter((kind) => ratiosOf(given, kind).length > 0);
  if (kinds.length === 0) {
    return [{ kind: 'text', text: 'A numerical check could not be made: no tried record has a KL divergence above 0.' }];
  }
  const sufficiency =
    given.largestSufficiencyError === null
      ? ''
      : ' With the record among the queries, adding others changed the leakage by at most ' +
        `${formatNumber(given.largestSufficiencyError, 'scientific')} of its value (the theory says 0).`;
  const skipped = given.trials.filter((trial) => !(trial.klAtRecord > 0)).length;
  const left = skipped === 0 ? '' : ` Left out: ${count(skipped, 'trial')} on records without any leakage.`;
  const unresolved = given.unresolved ?? 0;
  const hidden =
    unresolved === 0
      ? ''
      : ` ${count(unresolved, 'further trial')} could not be made: at this noise variance rounding hides how certain the model is there.`;
  return [
    {
      kind: 'text',
      text:
        'The check below does not prove the statement; it shows that the program computes what the proof says. For some ' +
        'records, other queries were tried, several at a time, and the leakage through them was compared with the ' +
        `leakage at the record.${sufficiency}${hidden}`,
    },
    {
      kind: 'figure',
      figure: ratioFigure(given, kinds),
      caption:
        'Leakage (KL divergence) through the tried queries, divided by the leakage at the record itself. 1 is the most ' +
        `there can be.${knowsDistances(given) ? ' Of queries asked together the nearest counts.' : ''}${left}`,
    },
    {
      kind: 'table',
      caption: 'The trials by kind of query. The ratio compares with asking at the record itself.',
      columns: [
        { title: 'Queries', align: 'left' },
        { title: 'Trials', align: 'right', format: 'integer' },
        { title: 'Queries per trial, up to', align: 'right', format: 'integer' },
        { title: 'Smallest ratio', align: 'right', format: 'number' },
        { title: 'Largest ratio', align: 'right', format: 'number' },
      ],
      rows: kinds.map((kind) => {
        const ratios = ratiosOf(given, kind).map(([, ratio]) => ratio);
        const queries = given.trials.filter((trial) => trial.kind === kind).map((trial) => trial.queries);
        return [KIND_NAMES[kind], ratios.length, Math.max(...queries), Math.min(...ratios), Math.max(...ratios)];
      }),
    },
  ];
}

/** Are there trials without the record among the queries, each with its distance from the record? */
function knowsDistances(given: Certificate): boolean {
  const others = given.trials.filter(({ kind, klAtRecord }) => kind !== 'own-plus-others' && klAtRecord > 0);
  return others.length > 0 && others.every(({ distance }) => (distance ?? 0) > 0);
}

/** Ratios over the distance from the record, which shows that nearer queries tell more; without distances, trial by trial. */
function ratioFigure(given: Certificate, kinds: readonly Trial['kind'][]): Figure {
  const largest = given.largestRatio;
  const distances = knowsDistances(given);
  const drawn = distances ? kinds.filter((kind) => kind !== 'own-plus-others') : kinds;
  const found =
    largest === null
      ? 'no other queries were tried'
      : `the most found with other queries is ${number(largest)} times the leakage at the record`;
  return {
    id: 'certificate-trials',
    title:
      largest === null
        ? 'Adding queries to the record itself reveals nothing more'
        : `No other queries beat the record itself: at most ${number(largest)} times its leakage`,
    altText:
      'Ratio of leakage through tried queries to leakage at the record itself, for ' +
      `${count(given.trials.length, 'trial')}; ${found}; the limit is 1.`,
    x: distances
      ? { label: 'Distance of the query from the record ÷ norm of the record', scale: 'log', format: 'number' }
      : { label: 'Trial', scale: 'linear', format: 'integer', min: 0, max: given.trials.length + 1 },
    y: { label: 'Leakage ÷ leakage at the record', scale: 'linear', format: 'number', min: 0, max: 1.1 },
    series: drawn.map(
      (kind): Series => ({
        kind: 'scatter',
        name: KIND_NAMES[kind],
        role: KIND_SERIES[kind],
        points: ratiosOf(given, kind).map(([trial, ratio]) => [
          distances ? (given.trials[trial - 1]?.distance as number) : trial,
          ratio,
        ]),
        pointLabels: given.trials
          .filter((trial) => trial.kind === kind && trial.klAtRecord > 0)
          .map((trial) => `record ${trial.record}, ${count(trial.queries, 'query', 'queries')}`),
      }),
    ),
    referenceLines: [{ axis: 'y', value: 1, label: 'the most there can be' }],
  };
}

function limits(): readonly Block[] {
  return [
    {
      kind: 'callout',
      tone: 'neutral',
      title: 'What the certificate does not cover',
      text:
        'It is a statement about the Gaussian-process model of training, not about one particular trained network, which ' +
        'can leak more or less. It is about whether a record was used, not about what can be guessed of its contents. It ' +
        'is about one record at a time: records of one person together can leak more. It is about one trained model: ' +
        'several models trained on the same data, or one retrained after a change, leak more together. It does not cover ' +
        'other ways out of the data, such as training logs, gradients or stolen files.',
    },
  ];
}
