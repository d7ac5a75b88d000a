// How near do the questions found come to the bound, the leakage at the record itself? Scatter against the bound, for the KL divergence and for the
// mean distance, which has none. Called by buildReport.ts.

import type { QueryResult, SearchResult } from '../../../src/audit/queryResult.ts';
import type { Block, SectionDefinition } from '../../blocks.ts';
import type { Figure, Series } from '../../figures/figure.ts';
import { count, nats, number, percent, range } from '../words.ts';
import { leaking, median, reachesBound, type SearchSettings, searchName, shareOfBound } from './searches.ts';

export const bound: SectionDefinition<QueryResult> = {
  id: 'bound',
  title: 'Against the record itself',
  question: 'How much of what the record itself tells do the questions found tell?',
  build(result) {
    const leaky = leaking(result.searches);
    const distant = leaky.filter(({ meanDistance, meanDistanceAtRecord }) => meanDistance > 0 && meanDistanceAtRecord > 0);
    return [
      { kind: 'text', text: answer(result.searches, leaky) },
      { kind: 'text', text: WHY },
      ...(leaky.some(({ kl }) => kl > 0) ? [klBlock(result, leaky)] : [NOTHING_TO_DRAW]),
      ...(distant.length === 0 ? [] : [meanDistanceBlock(result, distant)]),
    ];
  },
};

const WHY =
  'Why there is a bound: training with and without the record differs in its label alone, and the model learnt that label through its own ' +
  'output at the record. What it says anywhere else follows from that output in the same way in both cases, so no question, and no set of ' +
  'questions, tells more (data-processing inequality). The mean distance only asks how far the average output moves: it depends on the ' +
  'units of the outputs and has no such bound. Along the record’s own direction, further out, the average may move further while the answer ' +
  'tells no more, because the model is less certain there in the same measure.';

const NOTHING_TO_DRAW: Block = {
  kind: 'callout',
  tone: 'neutral',
  title: 'No figure',
  text: 'No question found has a KL divergence above 0, and logarithmic axes have no zero.',
};

function answer(searches: readonly SearchResult[], leaky: readonly SearchResult[]): string {
  if (leaky.length === 0) {
    return `The bound is 0 nats for ${count(searches.length, 'search', 'searches')}: these records leave no trace to be found.`;
  }
  const shares = leaky.map((search) => shareOfBound(search) as number);
  const reached = leaky.filter(reachesBound).length;
  const without = searches.length - leaky.length;
  const all = range(percent(Math.min(...shares)), percent(Math.max(...shares)));
  return (
    `The questions found tell ${all} of what the record itself tells, the median ${percent(median(shares))} (KL divergence, computed, over ` +
    `${count(leaky.length, 'search', 'searches')}); ` +
    `${reached === 0 ? 'none reaches the bound' : `${reached} ${reached === 1 ? 'reaches' : 'reach'} the bound to within 1 part in a million`}.` +
    (without === 0 ? '' : ` Left out: ${count(without, 'search', 'searches')} about records that leave no trace.`)
  );
}

function klBlock(result: QueryResult, leaky: readonly SearchResult[]): Block {
  const drawn = leaky.filter(({ kl }) => kl > 0);
  const missing = leaky.length - drawn.length;
  return {
    kind: 'figure',
    figure: klFigure(result, drawn),
    caption:
      'One point for each search, both axes logarithmic. On the line a question tells as much as the record itself; above it none can lie.' +
      (missing === 0
        ? ''
        : ` Left out, for such an axis has no zero: ${count(missing, 'search', 'searches')} that found nothing.`),
  };
}

function klFigure(result: QueryResult, drawn: readonly SearchResult[]): Figure {
  const reached = drawn.filter(reachesBound);
  const short = drawn.filter((search) => !reachesBound(search));
  const shares = drawn.map((search) => shareOfBound(search) as number);
  const least = Math.min(...shares);
  return {
    id: 'optimum-against-record',
    title:
      short.length === 0
        ? `${drawn.length === 1 ? 'The search' : `All ${count(drawn.length, 'search', 'searches')}`} found a question that tells as much as the record itself`
        : `The questions found tell ${range(percent(least), percent(Math.max(...shares)))} of what the record itself tells`,
    altText:
      `Scatter plot of the KL divergence at the question found against that at the record, for ${count(drawn.length, 'search', 'searches')}; ` +
      `the smallest share is ${percent(least)}, and no point lies above the diagonal.`,
    x: { label: 'KL divergence at the record itself (nats)', scale: 'log', format: 'number' },
    y: { label: 'KL divergence at the question found (nats)', scale: 'log', format: 'number' },
    series: [
      ...points(result, 'as much as the record', 'primary', reached, ({ klAtRecord, kl }) => [klAtRecord, kl]),
      ...points(result, 'less', 'secondary', short, ({ klAtRecord, kl }) => [klAtRecord, kl]),
      diagonal(
        drawn.map(({ klAtRecord }) => klAtRecord),
        'the bound',
      ),
    ],
  };
}

function points(
  result: QueryResult,
  name: string,
  role: 'primary' | 'secondary',
  searches: readonly SearchResult[],
  place: (search: SearchResult) => readonly [number, number],
): readonly Series[] {
  if (searches.length === 0) return [];
  return [
    {
      kind: 'scatter',
      name,
      role,
      points: searches.map(place),
      pointLabels: searches.map((search) => searchName(result, search)),
    },
  ];
}

/** Where both axes agree, a little beyond the points. */
function diagonal(values: readonly number[], name: string): Series {
  const [low, high] = [Math.min(...values) / 1.5, Math.max(...values) * 1.5];
  return {
    kind: 'line',
    name,
    role: 'reference',
    points: [
      [low, low],
      [high, high],
    ],
  };
}

function meanDistanceBlock(result: QueryResult, distant: readonly SearchResult[]): Block {
  const gains = distant.map(({ meanDistance, meanDistanceAtRecord }) => meanDistance / meanDistanceAtRecord);
  const largest = Math.max(...gains);
  const beyond = gains.filter((gain) => gain > 1 + 1e-6).length;
  const { objective } = result.search as SearchSettings;
  return {
    kind: 'figure',
    figure: {
      id: 'mean-distance-against-record',
      title:
        beyond === 0
          ? 'The mean distance at the questions found is at most that at the record'
          : `The mean distance at a question found is up to ${number(largest)} times that at the record`,
      altText:
        `Scatter plot of the mean distance at the question found against that at the record, for ${count(distant.length, 'search', 'searches')}; ` +
        `${count(beyond, 'search', 'searches')} above the diagonal, the largest ratio is ${number(largest)}.`,
      x: { label: 'Mean distance at the record itself (squared output units)', scale: 'log', format: 'number' },
      y: { label: 'Mean distance at the question found (squared output units)', scale: 'log', format: 'number' },
      series: [
        ...points(result, 'searches', 'primary', distant, (s) => [s.meanDistanceAtRecord, s.meanDistance]),
        diagonal(
          distant.map(({ meanDistanceAtRecord }) => meanDistanceAtRecord),
          'as far as at the record',
        ),
      ],
    },
    caption:
      `How far the average output moves, at the questions found for ${objective === 'mean-distance' ? 'just this' : 'another objective'} and at ` +
      'the record. Points above the line are no breach of the bound, which holds for the KL divergence ' +
      `(here at most ${nats(Math.max(...distant.map(({ kl }) => kl)))}) and for what an attacker can tell.`,
  };
}
