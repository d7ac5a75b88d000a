// Is some class more exposed than the others? Boxes of the KL divergence by class, and a table with high-risk counts. Called by buildReport.ts.

import type { AuditResult } from '../../src/audit/result.ts';
import type { Block, SectionDefinition } from '../blocks.ts';
import type { Figure } from '../figures/figure.ts';
import { className, count, nats, number, printsAlike, quantile } from './words.ts';

type ClassSummary = AuditResult['summary']['byClass'][number];

export const classes: SectionDefinition = {
  id: 'classes',
  title: 'Leakage by class',
  question: 'Is some class more exposed than the others?',
  build(result) {
    const ranked = byMedian(result);
    return [
      { kind: 'text', text: answer(result, ranked) },
      ...boxBlocks(result, ranked),
      classTable(result, ranked),
      ...smallClassBlocks(result, ranked),
    ];
  },
};

function byMedian(result: AuditResult): readonly ClassSummary[] {
  return [...result.summary.byClass].sort((a, b) => quantile(b.kl, 0.5) - quantile(a.kl, 0.5) || a.classIndex - b.classIndex);
}

function answer(result: AuditResult, ranked: readonly ClassSummary[]): string {
  const top = ranked[0];
  const overall = quantile(result.summary.kl, 0.5);
  if (top === undefined)
    return `0 of ${count(result.dataset.classes.length, 'class', 'classes')} have audited records, so there is nothing to compare.`;
  const topMedian = quantile(top.kl, 0.5);
  const last = ranked[ranked.length - 1] as ClassSummary;
  if (printsAlike(topMedian, quantile(last.kl, 0.5))) {
    return (
      `The ${count(ranked.length, 'class', 'classes')} are equally exposed: the median KL divergence of each is ` +
      `${nats(topMedian)}.`
    );
  }
  return (
    `Class ${className(result, top.classIndex)} is the most exposed: the median KL divergence of its ` +
    `${count(top.records, 'record')} is ${nats(topMedian)}, against ${nats(overall)} over all records and ` +
    `${nats(quantile(last.kl, 0.5))} in the least exposed class, ${className(result, last.classIndex)}. High-risk ` +
    `records in it: ${number(top.highRisk)} of ${number(top.records)}. Higher means more exposed; medians are exact for ` +
    'the audited records, and those of small classes would change with other records.'
  );
}

/** Boxes that fit on a page side by side. */
const SHOWN_CLASSES = 24;

function boxBlocks(result: AuditResult, ranked: readonly ClassSummary[]): readonly Block[] {
  const shown = ranked.slice(0, SHOWN_CLASSES);
  const smallest = result.records.reduce((min, { kl }) => (kl > 0 && kl < min ? kl : min), Number.POSITIVE_INFINITY);
  if (smallest === Number.POSITIVE_INFINITY) return [];
  const part = shown.length < ranked.length ? ` The ${shown.length} classes with the highest medians of ${ranked.length}.` : '';
  const isRaised = shown.some(({ kl }) => quantile(kl, 0.05) < smallest);
  const raised = isRaised
    ? ` Values below ${nats(smallest)}, the smallest KL divergence above 0, are drawn there, for a logarithmic axis has no zero.`
    : '';
  return [
    {
      kind: 'figure',
      figure: boxFigure(result, ranked, shown, smallest),
      caption:
        'KL divergence by class, on a logarithmic axis, classes with higher medians first. Box: middle half of the ' +
        `records, with the median; whiskers: 5% to 95%. Higher = more exposed.${part}${raised}`,
    },
  ];
}

function boxFigure(
  result: AuditResult,
  ranked: readonly ClassSummary[],
  shown: readonly ClassSummary[],
  smallest: number,
): Figure {
  const raise = (value: number) => Math.max(value, smallest);
  const top = shown[0] as ClassSummary;
  const high = quantile(top.kl, 0.5);
  const low = quantile((shown[shown.length - 1] as ClassSummary).kl, 0.5);
  const first = className(result, top.classIndex);
  return {
    id: 'leakage-by-class',
    title: figureTitle(result, top, ranked[ranked.length - 1] as ClassSummary),
    altText:
      `Box plots of the KL divergence of ${count(shown.length, 'class', 'classes')}; medians from ${nats(low)} to ` +
      `${nats(high)} (class ${first}).`,
    x: { label: 'Class', scale: 'linear', format: 'integer' },
    y: { label: 'KL divergence (nats)', scale: 'log', format: 'number' },
    series: [
      {
        kind: 'boxes',
        name: 'KL divergence',
        role: 'primary',
        categories: shown.map(({ classIndex }) => className(result, classIndex)),
        boxes: shown.map(({ kl }) => [
          raise(quantile(kl, 0.05)),
          raise(quantile(kl, 0.25)),
          raise(quantile(kl, 0.5)),
          raise(quantile(kl, 0.75)),
          raise(quantile(kl, 0.95)),
        ]),
      },
    ],
  };
}

/** Below this ratio of two medians they are called about alike. */
const ALIKE = 1.25;

function figureTitle(result: AuditResult, top: ClassSummary, last: ClassSummary): string {
  const median = quantile(top.kl, 0.5);
  const overall = quantile(result.summary.kl, 0.5);
  const lowest = quantile(last.kl, 0.5);
  if (median <= ALIKE * lowest) return `All classes leak about alike: a median of ${nats(median)} at most`;
  const comparison =
    overall > 0 && median >= ALIKE * overall
      ? `, ${number(median / overall)} times that over all`
      : `, against ${nats(lowest)} in class ${className(result, last.classIndex)}`;
  return `Class ${className(result, top.classIndex)} leaks most: a median of ${nats(median)}${comparison} (${count(top.records, 'record')})`;
}

function classTable(result: AuditResult, ranked: readonly ClassSummary[]): Block {
  return {
    kind: 'table',
    caption:
      'Leakage by class, highest median first. KL divergence in nats; TPR at 0.1% FPR is the mean over the class. Higher ' +
      '= more exposed.',
    columns: [
      { title: 'Class', align: 'left' },
      { title: 'Records', align: 'right', format: 'integer' },
      { title: 'High risk', align: 'right', format: 'integer' },
      { title: 'KL, median', align: 'right', format: 'number' },
      { title: 'KL, 95%', align: 'right', format: 'number' },
      { title: 'KL, largest', align: 'right', format: 'number' },
      { title: 'AUC, median', align: 'right', format: 'auc' },
      { title: 'AUC, largest', align: 'right', format: 'auc' },
      { title: 'TPR at 0.1% FPR', align: 'right', format: 'percent' },
    ],
    rows: ranked.map((c) => [
      className(result, c.classIndex),
      c.records,
      c.highRisk,
      quantile(c.kl, 0.5),
      quantile(c.kl, 0.95),
      c.kl.max,
      quantile(c.auc, 0.5),
      c.auc.max,
      c.tprAtFpr001Percent.mean,
    ]),
  };
}

/** With fewer records a class's quantiles hang on single records. */
const SMALL_CLASS = 20;

function smallClassBlocks(result: AuditResult, ranked: readonly ClassSummary[]): readonly Block[] {
  const small = ranked.filter(({ records }) => records < SMALL_CLASS);
  if (small.length === 0) return [];
  const names = small.slice(0, 5).map(({ classIndex }) => className(result, classIndex));
  const more = small.length > names.length ? ', …' : '';
  return [
    {
      kind: 'callout',
      tone: 'caution',
      title: `Classes with fewer than ${SMALL_CLASS} records: ${small.length} of ${ranked.length}`,
      text: `Comparisons with them hang on few records (${names.join(', ')}${more}).`,
    },
  ];
}
