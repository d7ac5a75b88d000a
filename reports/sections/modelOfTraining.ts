// What stands for the network that was trained, and on which records? Kernel, noise variance, fit, scaling, and how far to trust the model: the
// parts of a method section that all commands share.

import { plainText } from '../../src/base/plainText.ts';
import type { Block } from '../blocks.ts';
import type { Figure } from '../figures/figure.ts';
import { formatNumber } from '../format.ts';
import type { SharedResult } from '../results.ts';
import { count, listInWords, nats, number, percent, shownName } from './words.ts';

type Model = SharedResult['model'];

// The most important limit; it must not promise what no one has measured for this data.
export function trustInModel({ kernelDescription }: Model): string {
  return (
    'A Gaussian process stands for the network: the limit of a very wide network with random initial weights, or a model ' +
    'defined by its kernel alone. In it the randomness of training is known exactly, which makes exact answers possible. ' +
    'A real network of finite width, trained by gradient steps for a limited time, with augmentation or dropout, behaves ' +
    'differently. Trust the order of the records more than the size of the numbers, and confirm decisions that hang on ' +
    'the size by training the real network with and without a few of the listed records. The method is that of Ye, ' +
    'Borovykh, Hayou and Shokri, “Leave-one-out Distinguishability in Machine Learning” (ICLR 2024), who compare it with ' +
    `trained networks. Used here: ${plainText(kernelDescription, 200)}.`
  );
}

/** How well the model predicts records it was not trained on. */
export function fitBlocks({ model, dataset }: Pick<SharedResult, 'model' | 'dataset'>): readonly Block[] {
  const { leaveOneOutAccuracy, logPredictiveDensity } = model;
  const largest = Math.max(...dataset.classes.map(({ records }) => records)) / dataset.records;
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

/** Kernel and noise variance, and how the latter was chosen. */
export function modelBlocks(model: Model): readonly Block[] {
  return [modelTable(model), ...noiseBlocks(model)];
}

function modelTable(model: Model): Block {
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

/** How `--noise-variance auto` chose; nothing where σ² was given. */
function noiseBlocks({ noiseSelection, noiseVariance }: Model): readonly Block[] {
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

/** Which records the model holds, and how they were scaled. */
export function preprocessingText({ dataset, preprocessing }: Pick<SharedResult, 'dataset' | 'preprocessing'>): string {
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
