// How is leakage spread over the records? Two histograms and a table of quantiles. Called by buildReport.ts.

import type { AuditResult } from '../../src/audit/result.ts';
import type { Block, SectionDefinition } from '../blocks.ts';
import type { Figure } from '../figures/figure.ts';
import { rankRecords } from '../ranking.ts';
import { binCount, evenBins, logHistogram } from './histogram.ts';
import { auc, count, nats, number, percent, quantile, recordName } from './words.ts';

export const distribution: SectionDefinition = {
  id: 'distribution',
  title: 'Distribution of leakage',
  question: 'Do all records leak a little, or a few records much?',
  build(result) {
    return [
      { kind: 'text', text: answer(result) },
      { kind: 'text', text: GLOSS },
      ...klBlocks(result),
      {
        kind: 'figure',
        figure: aucFigure(result),
        caption: 'Records by the strength of the best possible attack. Further right = more exposed.',
      },
      quantileTable(result),
    ];
  },
};

// For a privacy officer who has never met the word; the four reading points are AUC = Φ(√KL), exact for a shift without change of spread.
const GLOSS =
  'The KL divergence (Kullback–Leibler) measures how differently the model behaves at a record when that record is left ' +
  'out of training: 0 means no trace, higher means more exposed. It is the average weight of evidence in one look at the ' +
  'model’s output; its unit is the nat, and 1 nat is 1.44 bits. For orientation, when leaving a record out only shifts ' +
  'the output: 0.01 nats goes with an attack of AUC 0.54, 0.1 with 0.62, 1 with 0.84 and 4 with 0.98.';

function answer(result: AuditResult): string {
  const { kl } = result.summary;
  const top = rankRecords(result)[0] as AuditResult['records'][number];
  if (kl.max === 0) {
    return (
      `None of the ${count(result.records.length, 'record')} leaves any trace: every KL divergence is 0 nats (computed, ` +
      'not sampled).'
    );
  }
  const most = `The largest is ${nats(kl.max)}, for ${recordName(result, top)}. Every record was computed, none sampled.`;
  // The 95% quantile of fewer records would lie between the last two of them.
  return result.records.length < 20
    ? `The median trace of the ${count(result.records.length, 'record')} is ${nats(quantile(kl, 0.5))} (KL divergence). ${most}`
    : `Half of the ${count(result.records.length, 'record')} leave a trace of at most ${nats(quantile(kl, 0.5))} (KL ` +
        `divergence), 5% leave more than ${nats(quantile(kl, 0.95))}. ${most}`;
}

function klBlocks(result: AuditResult): readonly Block[] {
  const positive = result.records.map((record) => record.kl).filter((kl) => kl > 0);
  const zeros = result.records.length - positive.length;
  const leftOut =
    zeros === 0 ? '' : ` Left out, for such an axis has no zero: ${count(zeros, 'record')} with a KL divergence of exactly 0.`;
  if (positive.length === 0) {
    return [
      {
        kind: 'callout',
        tone: 'neutral',
        title: 'No histogram',
        text: 'All KL divergences are 0, which a logarithmic axis cannot show.',
      },
    ];
  }
  return [
    {
      kind: 'figure',
      figure: klFigure(result, positive, zeros),
      caption:
        'Records by KL divergence. The axis is logarithmic: equal steps multiply the leakage by equal factors. Further ' +
        'right = more exposed.' +
        leftOut,
    },
  ];
}

function klFigure(result: AuditResult, positive: readonly number[], zeros: number): Figure {
  const { edges, counts } = logHistogram(positive);
  const median = quantile(result.summary.kl, 0.5);
  const { max } = result.summary.kl;
  return {
    id: 'kl-distribution',
    title: klTitle(result.summary.kl, median),
    altText:
      `Histogram of the KL divergence of ${count(positive.length, 'record')} on a logarithmic axis, from ` +
      `${nats(Math.min(edges[0] as number, max))} to ${nats(max)}; the median over all records is ` +
      `${nats(median)}.${zeros > 0 ? ` ${count(zeros, 'record')} at exactly 0 left out.` : ''}`,
    x: { label: 'KL divergence (nats)', scale: 'log', format: 'number' },
    y: { label: 'Records', scale: 'linear', format: 'integer', min: 0 },
    series: [{ kind: 'bars', name: 'Records', role: 'primary', edges, counts }],
    ...(median > 0 ? { referenceLines: [{ axis: 'x' as const, value: median, label: 'median' }] } : {}),
  };
}

/** Below this ratio of two leakages they are called about alike. */
const ALIKE = 1.5;

function klTitle({ min, max }: AuditResult['summary']['kl'], median: number): string {
  if (median === 0) return `At least half the records leave no trace; the most exposed leaks ${nats(max)}`;
  if (max / median >= ALIKE) return `The largest KL divergence is ${number(max / median)} times the median`;
  if (max < ALIKE * min) return `All records leak about alike: ${nats(max)} at most`;
  return `Half of the records leak ${nats(median)} or more; the most exposed leaks ${nats(max)}`;
}

/** Upper ends of the AUC axis: the smallest that holds all records, so that a set without leakage shows as one bar at chance. */
const AUC_ENDS = [0.51, 0.52, 0.55, 0.6, 0.7, 0.8, 0.9, 1];
/** Below this AUC an attack is called close to guessing in the title of the figure. */
const CLOSE_TO_GUESSING = 0.6;

function aucFigure(result: AuditResult): Figure {
  const values = result.records.map((record) => record.auc);
  const { max } = result.summary.auc;
  const end = AUC_ENDS.find((e) => e >= max) ?? 1;
  const { edges, counts } = evenBins(values, 0.5, end, binCount(values.length));
  const close = values.filter((v) => v < CLOSE_TO_GUESSING).length / values.length;
  const median = quantile(result.summary.auc, 0.5);
  return {
    id: 'auc-distribution',
    title: aucTitle(close, result.summary.auc),
    altText:
      `Histogram of the AUC of the best possible attack on each of ${count(values.length, 'record')}, from ` +
      `${auc(result.summary.auc.min)} to ${auc(max)}; the median is ${auc(median)}.`,
    x: { label: 'AUC of the best possible attack (0.5 = guessing)', scale: 'linear', format: 'number', min: 0.5, max: end },
    y: { label: 'Records', scale: 'linear', format: 'integer', min: 0 },
    series: [{ kind: 'bars', name: 'Records', role: 'primary', edges, counts }],
    referenceLines: [{ axis: 'x', value: median, label: 'median' }],
  };
}

function aucTitle(close: number, { min, max }: AuditResult['summary']['auc']): string {
  if (close === 1) return `On every record the best attack is close to guessing (largest AUC ${auc(max)})`;
  if (close === 0) return `On no record is the best attack close to guessing (smallest AUC ${auc(min)})`;
  return `On ${percent(close)} of records the best attack is close to guessing (AUC below ${CLOSE_TO_GUESSING})`;
}

function quantileTable(result: AuditResult): Block {
  const { kl, meanDistance, auc: aucs, tprAtFpr001Percent: tpr } = result.summary;
  const columns = [kl, meanDistance, aucs, tpr];
  const levels: readonly (readonly [string, (summary: typeof kl) => number])[] = [
    ['least exposed', (s) => s.min],
    ['1% of records below', (s) => quantile(s, 0.01)],
    ['5% below', (s) => quantile(s, 0.05)],
    ['25% below', (s) => quantile(s, 0.25)],
    ['median', (s) => quantile(s, 0.5)],
    ['75% below', (s) => quantile(s, 0.75)],
    ['95% below', (s) => quantile(s, 0.95)],
    ['99% below', (s) => quantile(s, 0.99)],
    ['most exposed', (s) => s.max],
    ['mean', (s) => s.mean],
  ];
  return {
    kind: 'table',
    caption:
      `Quantiles over ${count(result.records.length, 'record')}, each column on its own. TPR at 0.1% FPR: how often the ` +
      'best possible attack recognises the record when it may wrongly accuse 1 outsider in 1,000. Higher = more exposed ' +
      'in every column.',
    columns: [
      { title: 'Level', align: 'left' },
      { title: 'KL divergence (nats)', align: 'right', format: 'number' },
      { title: 'Mean distance (squared output units)', align: 'right', format: 'number' },
      { title: 'AUC', align: 'right', format: 'auc' },
      { title: 'TPR at 0.1% FPR', align: 'right', format: 'percent' },
    ],
    rows: levels.map(([name, read]) => [name, ...columns.map(read)]),
  };
}
