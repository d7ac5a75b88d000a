// How were the numbers computed, and how far can they be trusted? Definitions, model, preprocessing, errors and limits.
// Called by buildReport.ts; the definitions stand in definitions.ts.

import type { AuditResult } from '../../src/audit/result.ts';
import { plainText } from '../../src/base/plainText.ts';
import type { Block, SectionDefinition } from '../blocks.ts';
import type { Figure } from '../figures/figure.ts';
import { formatNumber } from '../format.ts';
import { DEFINITIONS } from './definitions.ts';
import { count, listInWords, nats, number, percent, shownName } from './words.ts';

export const method: SectionDefinition = {
  id: 'method-and-limits',
  title: 'Method and limits',
  question: 'How were the numbers computed, and how far can they be trusted?',
  build(result) {
    return [
      { kind: 'text', text: answer(result) },
      { kind: 'callout', tone: 'caution', title: 'How far to trust it', text: trust(result) },
      ...fitBlocks(result),
      { kind: 'text', text: WORLDS },
      definitionTable(),
      { kind: 'text', text: `${deltaText(result)} ${errorText(result)}` },
      modelTable(result),
      ...noiseBlocks(result),
      { kind: 'text', text: preprocessingText(result) },
    ];
  },
};

function answer(result: AuditResult): string {
  const { relativeError } = result.membership;
  return (
    `For each of the ${count(result.records.length, 'record')} the audit computes two distributions of the model’s ` +
    'output at the record, one with the record in the training data and one without, by exact formulas from one ' +
    'factorization, and how far apart they are. The estimated relative error of the reported probabilities is at most ' +
    `${formatNumber(relativeError, 'scientific')}; the error of the model itself against a real network is not known ` +
    'from this audit.'
  );
}

// The most important limit; it must not promise what no one has measured for this data.
function trust(result: AuditResult): string {
  return (
    'A Gaussian process stands for the network: the limit of a very wide network with random initial weights, or a model ' +
    'defined by its kernel alone. In it the randomness of training is known exactly, which makes exact answers possible. ' +
    'A real network of finite width, trained by gradient steps for a limited time, with augmentation or dropout, behaves ' +
    'differently. Trust the order of the records more than the size of the numbers, and confirm decisions that hang on ' +
    'the size by training the real network with and without a few of the listed records. The method is that of Ye, ' +
    'Borovykh, Hayou and Shokri, “Leave-one-out Distinguishability in Machine Learning” (ICLR 2024), who compare it with ' +
    `trained networks. Used here: ${plainText(result.model.kernelDescription, 200)}.`
  );
}

function fitBlocks(result: AuditResult): readonly Block[] {
  const { leaveOneOutAccuracy, logPredictiveDensity } = result.model;
  const largest = Math.max(...result.dataset.classes.map(({ records }) => records)) / result.records.length;
  const fit =
    `Asked for the class of a record it was not trained on, the model is right for ${percent(leaveOneOutAccuracy)} of ` +
    `the records (always naming the largest class: ${percent(largest)}). The mean log predictive density is ` +
    `${nats(logPredictiveDensity)} for each record and class (higher = better fit).`;
  const text: Block = { kind: 'text', text: fit };
  if (leaveOneOutAccuracy > largest) return [text];
  return [
    text,
    {
      kind: 'callout',
      tone: 'caution',
      title: 'The model has learned little from these data',
      text:
        'It predicts no better than always naming the largest class, so it stands badly for a network that does predict ' +
        'well. Try another kernel, another normalization or another noise variance (--noise-variance auto).',
    },
  ];
}

const WORLDS =
  'Notation. f is the model’s output at the record: C numbers, one for each class. Trained with the record (“in”), each ' +
  'is normal with its own mean, together μ_in, and variance v_in; trained without it (“out”), μ_out and v_out. The ' +
  'kernel and the noise variance σ² are the same in both cases. Labels are coded as 1 for the own class and 0 for the ' +
  'others, minus 1/C. ‖·‖ is the Euclidean length, ln the natural logarithm, n the number of records.';

function definitionTable(): Block {
  return {
    kind: 'table',
    caption:
      'The columns of records.csv and their formulas. Higher = more exposed in each number but the rank (1 = most exposed).',
    columns: [
      { title: 'Measure', align: 'left' },
      { title: 'Column', align: 'left' },
      { title: 'Formula', align: 'left' },
      { title: 'Unit or range', align: 'left' },
    ],
    rows: DEFINITIONS.map(({ measure, column, formula, unit }) => [measure, column, formula, unit]),
  };
}

function deltaText(result: AuditResult): string {
  const { delta } = result.membership;
  const n = result.records.length;
  const advice =
    delta * n > 1 ? ' Here it is larger than 1/n, so the promise could fail for a whole record: choose a smaller δ.' : '';
  return (
    'What δ means: ε bounds how much more likely any output is with the record than without it, or the other way round ' +
    `(by the factor e^ε), apart from exceptions of probability δ = ${number(delta)}. δ should be well below 1/n, which ` +
    `is ${number(1 / n)} here.${advice}`
  );
}

function errorText(result: AuditResult): string {
  return (
    'Numerical error: posterior means and variances come from one Cholesky factorization in 64-bit arithmetic; ' +
    'divergences are evaluated in a form that keeps its relative precision when leakage is tiny; rates, AUC and ε are ' +
    'contour integrals of the cumulant generating function of the privacy loss ln(p_in/p_out), summed until they no longer ' +
    `change, with an estimated relative error of at most ${formatNumber(result.membership.relativeError, 'scientific')}. ` +
    'Nothing is sampled, so there is no sampling error.'
  );
}

function modelTable(result: AuditResult): Block {
  const { model } = result;
  return {
    kind: 'table',
    caption: 'The model of training.',
    columns: [
      { title: 'Setting', align: 'left' },
      { title: 'Value', align: 'left' },
    ],
    rows: [
      ['Kernel', plainText(model.kernelDescription, 300)],
      ...Object.entries(model.kernel).map(([key, value]) => [
        `Kernel: ${plainText(key, 40)}`,
        typeof value === 'number' ? number(value) : plainText(value, 80),
      ]),
      [
        'Noise variance σ²',
        `${number(model.noiseVariance)} (${model.noiseSelection === null ? 'given' : 'chosen by lood, see below'})`,
      ],
      ...(model.jitter === undefined
        ? []
        : [['Jitter', `${number(model.jitter)} (asked for; added to σ² and counted as noise)`]]),
      ['Log marginal likelihood', nats(model.logMarginalLikelihood)],
      ['Leave-one-out log predictive density, mean per record and class', nats(model.logPredictiveDensity)],
    ],
  };
}

function noiseBlocks(result: AuditResult): readonly Block[] {
  const { noiseSelection, noiseVariance } = result.model;
  if (noiseSelection === null || noiseSelection.curve.length === 0) return [];
  const curve = [...noiseSelection.curve].sort((a, b) => a.noiseVariance - b.noiseVariance);
  const first = curve[0] as (typeof curve)[number];
  const last = curve[curve.length - 1] as (typeof curve)[number];
  const atEnd = noiseVariance === first.noiseVariance || noiseVariance === last.noiseVariance;
  const floor = densityFloor(curve.map((c) => c.logPredictiveDensity));
  const below = curve.filter((c) => floor !== undefined && c.logPredictiveDensity < floor).length;
  const figure: Figure = {
    id: 'noise-variance',
    title: `A noise variance of ${number(noiseVariance)} predicts left-out records best`,
    altText:
      `Leave-one-out log predictive density for ${count(curve.length, 'noise variance')} from ` +
      `${number(first.noiseVariance)} to ${number(last.noiseVariance)}; the largest is at ${number(noiseVariance)}.`,
    x: { label: 'Noise variance σ²', scale: 'log', format: 'number' },
    y: {
      label: 'Log predictive density (nats)',
      scale: 'linear',
      format: 'number',
      ...(floor === undefined ? {} : { min: floor }),
    },
    series: [
      { kind: 'line', name: 'tried', role: 'primary', points: curve.map((c) => [c.noiseVariance, c.logPredictiveDensity]) },
    ],
    referenceLines: [{ axis: 'x', value: noiseVariance, label: 'chosen' }],
  };
  return [
    {
      kind: 'figure',
      figure,
      caption:
        'How the noise variance was chosen: for each candidate, how well records are predicted by a model that was not ' +
        'trained on them (higher = better).' +
        (below === 0 ? '' : ` Below the axis: ${count(below, 'candidate')} that predict far worse.`) +
        (atEnd && curve.length > 1
          ? ' The best lies at the end of the tried range, so a value beyond it could be better still.'
          : ''),
    },
  ];
}

/** Distances of the median candidate from the best that the axis shows: far worse candidates would press all others into one line. */
const SHOWN_DISTANCES = 10;

/** Where the axis of the densities ends below; undefined where it can hold all. */
function densityFloor(densities: readonly number[]): number | undefined {
  const best = Math.max(...densities);
  const median = densities.toSorted((a, b) => a - b)[Math.floor(densities.length / 2)] as number;
  const floor = best - SHOWN_DISTANCES * (best - median);
  return median < best && Math.min(...densities) < floor ? floor : undefined;
}

function preprocessingText(result: AuditResult): string {
  const { dataset, preprocessing } = result;
  const taken =
    dataset.records < dataset.recordsInInput
      ? `${count(dataset.records, 'record')} of the ${formatNumber(dataset.recordsInInput, 'integer')} in the input`
      : `all ${count(dataset.records, 'record')} of the input`;
  const chosenClasses =
    preprocessing.classes === null
      ? ''
      : ', of the classes ' +
        `${listInWords(preprocessing.classes.slice(0, 20).map((name) => shownName(name)))}${preprocessing.classes.length > 20 ? ', …' : ''}`;
  const limited =
    preprocessing.limit === null
      ? ''
      : ` (limit ${formatNumber(preprocessing.limit, 'integer')}: as equally many of each class as possible, chosen with ` +
        `seed ${preprocessing.seed})`;
  const normalize = {
    channel: `${dataset.image?.channels === 1 ? 'The brightness' : 'Each colour channel'} was shifted and scaled to mean 0 and standard deviation 1 over these records.`,
    feature: 'Each value was shifted and scaled to mean 0 and standard deviation 1 over these records.',
    none: 'Values were used as they are.',
  }[preprocessing.normalize];
  const statistics =
    preprocessing.normalize === 'none'
      ? ''
      : ' These statistics depend on all records, a small influence that the comparison with and without a record leaves out.';
  return `Preprocessing: ${taken} were used${chosenClasses}${limited}. ${normalize}${statistics}`;
}
