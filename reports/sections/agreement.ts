// Do the two measures of leakage name the same records? Scatter, rank correlation and overlap at the top. Called by buildReport.ts.

import type { AuditResult, RecordResult } from '../../src/audit/result.ts';
import type { Block, SectionDefinition } from '../blocks.ts';
import type { Figure } from '../figures/figure.ts';
import { rankRecords } from '../ranking.ts';
import { className, correlation, count, percent } from './words.ts';

export const agreement: SectionDefinition = {
  id: 'agreement',
  title: 'Agreement of KL divergence and mean distance',
  question: 'Do the two measures of leakage name the same records?',
  build(result) {
    const drawable = rankRecords(result).filter(({ kl, meanDistance }) => kl > 0 && meanDistance > 0);
    return [
      { kind: 'text', text: answer(result) },
      { kind: 'text', text: MEANING },
      ...(drawable.length === 0 ? [NOTHING_TO_DRAW] : [scatterBlock(result, drawable)]),
    ];
  },
};

const MEANING =
  'The KL divergence takes the whole output into account, its average and its spread, and bounds every attack. The mean ' +
  'distance only looks at how far the average output moves (half the mean squared difference over the classes). It is ' +
  'cheaper for other tools to estimate, misses records that mainly change how certain the model is, and no certificate ' +
  'stands behind it. Where the two disagree, go by the KL divergence.';

const NOTHING_TO_DRAW: Block = {
  kind: 'callout',
  tone: 'neutral',
  title: 'No figure',
  text: 'No record has both measures above 0, and logarithmic axes have no zero.',
};

function answer(result: AuditResult): string {
  const { spearman, pearsonLog, topOverlap } = result.agreement;
  const overlap = overlapSentence(topOverlap);
  const n = count(result.records.length, 'record');
  if (spearman === null) {
    return `For these ${n} no rank correlation can be stated, because one of the measures is the same for all of them. ${overlap}`;
  }
  const logs = pearsonLog === null ? '' : ` The correlation of their logarithms is ${correlation(pearsonLog)}.`;
  return (
    `${verdictOn(spearman)}: over ${n} their rank correlation (Spearman) is ${correlation(spearman)}, where 1 is the ` +
    `same order, 0 no relation and −1 the opposite order (exact for these records).${logs} ${overlap}`
  );
}

function overlapSentence({ k, shared }: AuditResult['agreement']['topOverlap']): string {
  if (k <= 1)
    return `The record most exposed by KL divergence is ${shared === 1 ? 'also' : 'not'} the one most exposed by mean distance.`;
  return (
    `Of the ${count(k, 'most exposed record')} by KL divergence, ${shared} (${percent(shared / k)}) ` +
    `${shared === 1 ? 'is' : 'are'} also among the ${k} most exposed by mean distance.`
  );
}

/** Names for rank correlations; the limits are customary, and only choose words. */
function verdictOn(spearman: number): string {
  if (spearman >= 0.9) return 'The two measures order the records almost alike';
  if (spearman >= 0.7) return 'The two measures broadly agree';
  if (spearman >= 0.4) return 'The two measures agree only in part';
  return 'The two measures do not agree';
}

/** Points that a drawing can hold; the most exposed are all kept, the others thinned evenly by rank. */
const SHOWN_POINTS = 2000;
const SHOWN_TOP = 500;

function thinned(ranked: readonly RecordResult[]): readonly RecordResult[] {
  if (ranked.length <= SHOWN_POINTS) return ranked;
  const rest = ranked.slice(SHOWN_TOP);
  const step = rest.length / (SHOWN_POINTS - SHOWN_TOP);
  return [
    ...ranked.slice(0, SHOWN_TOP),
    ...Array.from({ length: SHOWN_POINTS - SHOWN_TOP }, (_, i) => rest[Math.floor(i * step)] as RecordResult),
  ];
}

function scatterBlock(result: AuditResult, drawable: readonly RecordResult[]): Block {
  const points = thinned(drawable);
  const zeros = result.records.length - drawable.length;
  const notes = [
    points.length < drawable.length
      ? ` Drawn: the ${SHOWN_TOP} most exposed records and every so many-th of the others, ${points.length} of ${drawable.length}.`
      : '',
    zeros > 0 ? ` Left out, for logarithmic axes have no zero: ${count(zeros, 'record')} with a measure of exactly 0.` : '',
  ];
  return {
    kind: 'figure',
    figure: scatterFigure(result, points),
    caption: `One point for each record, both axes logarithmic. Further right and up = more exposed.${notes.join('')}`,
  };
}

function scatterFigure(result: AuditResult, points: readonly RecordResult[]): Figure {
  const { spearman, topOverlap } = result.agreement;
  return {
    id: 'kl-against-mean-distance',
    title:
      topOverlap.k <= 1
        ? overlapSentence(topOverlap).slice(0, -1)
        : `${topOverlap.shared} of the ${topOverlap.k} most exposed records by KL divergence are also so by mean distance`,
    altText:
      `Scatter plot of the KL divergence against the mean distance of ${count(points.length, 'record')}; ` +
      `${spearman === null ? 'no rank correlation, as one measure is constant' : `rank correlation ${correlation(spearman)}`}.`,
    x: { label: 'Mean distance (squared output units)', scale: 'log', format: 'number' },
    y: { label: 'KL divergence (nats)', scale: 'log', format: 'number' },
    series: [
      {
        kind: 'scatter',
        name: 'Records',
        role: 'primary',
        points: points.map(({ kl, meanDistance }) => [meanDistance, kl]),
        pointLabels: points.map(({ record, classIndex }) => `record ${record}, class ${className(result, classIndex)}`),
      },
    ],
  };
}
