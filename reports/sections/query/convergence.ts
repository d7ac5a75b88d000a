// Can the searches be trusted to have found the best question? How they converged, from how many starts, and how flat the leakage is where they
// ended. Called by buildReport.ts.

import type { QueryResult, SearchResult } from '../../../src/audit/queryResult.ts';
import { plainText } from '../../../src/base/plainText.ts';
import type { Block, Cell, SectionDefinition } from '../../blocks.ts';
import { formatNumber } from '../../format.ts';
import { count, number, percent, shareOf } from '../words.ts';
import { median, type SearchSettings } from './searches.ts';
import { traceBlocks } from './traces.ts';

export const convergence: SectionDefinition<QueryResult> = {
  id: 'convergence',
  title: 'Convergence and optimality',
  question: 'Can the searches be trusted to have found the best question?',
  build(result) {
    const { searches, study } = result;
    const settings = result.search as SearchSettings;
    return [
      { kind: 'text', text: answer(result, settings) },
      ...traceBlocks(result, settings),
      ...(study === null ? [] : [studyTable(study)]),
      startTable(searches),
      ...failures(searches),
    ];
  },
};

function answer({ searches, study }: QueryResult, { optimizer, maxIterations }: SearchSettings): string {
  const starts = searches.flatMap((search) => search.starts);
  const atLimit = searches.filter(({ starts: own, best }) => own[best]?.status === 'iteration-limit').length;
  const iterations = median(searches.map((search) => search.iterations));
  if (optimizer === 'pool') {
    return `Every allowed row of the pool was asked, so within it the ${count(searches.length, 'best question')} could not be missed.`;
  }
  const reached =
    study === null || study.startsRun === 0
      ? ''
      : ` Of the starts that went on to the end, ${shareOf(study.startsReached, study.startsRun, 'starts')} came to the best question found ` +
        'or to the bound; the higher this share, the less likely a better one was missed.';
  const limited =
    atLimit === 0
      ? 'none stopped at the limit of iterations'
      : `${shareOf(atLimit, searches.length, searches.length === 1 ? 'search' : 'searches')} stopped at the limit of ` +
        `${count(maxIterations, 'iteration')} and might have gone on`;
  return (
    `The best start of a search took ${number(iterations)} ${iterations === 1 ? 'iteration' : 'iterations'} (median over ` +
    `${count(searches.length, 'search', 'searches')} with ${count(starts.length, 'start')} in all); ${limited}. A search is local: it ends where ` +
    `nothing better is near.${reached}`
  );
}

function studyTable(study: NonNullable<QueryResult['study']>): Block {
  const rows: readonly (readonly [string, string, string])[] = [
    [
      'Searches whose best start attained the optimum',
      shareOf(study.reached, study.searches, study.searches === 1 ? 'search' : 'searches'),
      'the bound, or under constraints the best start',
    ],
    [
      'Starts that attained it, of those not given up',
      `${formatNumber(study.startsReached, 'integer')} of ${formatNumber(study.startsRun, 'integer')}`,
      'more is better: one start would have been enough',
    ],
    ['Largest gap to the bound, 1 − KL/KL at the record', gap(study.largestGap), '0% is the bound itself'],
    ['Median gap', gap(study.medianGap), '0% is the bound itself'],
    [
      'Largest mean distance, relative to the record’s own',
      study.largestMeanDistanceGain === null ? 'no mean distance' : `${number(study.largestMeanDistanceGain)} times`,
      'may exceed 1: nothing bounds it',
    ],
    [
      'Largest slope at a record itself, |gradient of ln objective| · |query|',
      study.largestGradientNormAtRecord === null ? 'not asked' : formatNumber(study.largestGradientNormAtRecord, 'scientific'),
      'near 0 where the record is a maximum',
    ],
    ['Iterations of the best start, median', number(study.medianIterations), ''],
  ];
  return {
    kind: 'table',
    caption: 'Optimality study over all searches.',
    columns: [
      { title: 'What', align: 'left' },
      { title: 'Value', align: 'left' },
      { title: 'How to read it', align: 'left' },
    ],
    rows: rows.map((row): Cell[] => [...row]),
  };
}

/** Negative by rounding alone. */
function gap(value: number | null): string {
  return value === null ? 'no leakage' : percent(Math.max(0, value));
}

const STATUS: Readonly<Record<SearchResult['starts'][number]['status'], string>> = {
  converged: 'converged: nothing better nearby',
  'iteration-limit': 'stopped at the limit of iterations',
  hopeless: 'given up: would not have reached the best start',
  failed: 'failed',
};

function startTable(searches: readonly SearchResult[]): Block {
  const starts = searches.flatMap((search) => search.starts);
  const statuses = Object.keys(STATUS) as (keyof typeof STATUS)[];
  return {
    kind: 'table',
    caption: `How ${starts.length === 1 ? 'the start' : `the ${count(starts.length, 'start')}`} ended.`,
    columns: [
      { title: 'End', align: 'left' },
      { title: 'Starts', align: 'right', format: 'integer' },
      { title: 'At the optimum', align: 'right', format: 'integer' },
      { title: 'Iterations, median', align: 'right', format: 'number' },
    ],
    rows: statuses.flatMap((status): Cell[][] => {
      const ended = starts.filter((start) => start.status === status);
      if (ended.length === 0) return [];
      const reached = ended.filter((start) => start.reached).length;
      return [[STATUS[status], ended.length, reached, median(ended.map(({ iterations }) => iterations))]];
    }),
  };
}

function failures(searches: readonly SearchResult[]): readonly Block[] {
  const failed = searches.flatMap((search) => search.starts).filter(({ status }) => status === 'failed');
  if (failed.length === 0) return [];
  const reasons = new Map<string, number>();
  for (const { reason = 'no reason given' } of failed) reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
  const listed = [...reasons].sort((a, b) => b[1] - a[1]).slice(0, 5);
  return [
    {
      kind: 'callout',
      tone: 'caution',
      title: 'Some starts failed',
      text: `${count(failed.length, 'start')} could not go on; the others of the same search count. ${listed.map(([reason, times]) => `${count(times, 'time')}: ${sentence(reason)}`).join(' ')}`,
    },
  ];
}

function sentence(reason: string): string {
  const text = plainText(reason, 200).replace(/[.\s]+$/, '');
  return `${text}.`;
}
