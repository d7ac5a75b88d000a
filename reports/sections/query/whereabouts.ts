// Where do the questions found lie? Likeness to the record that they are about, and to the nearest training record. Called by buildReport.ts.

import type { QueryResult, SearchResult } from '../../../src/audit/queryResult.ts';
import type { Block, SectionDefinition } from '../../blocks.ts';
import { binCount, evenBins } from '../histogram.ts';
import { cosine, count, percent, range, shareOf } from '../words.ts';
import { keptAway, median, type SearchSettings } from './searches.ts';

export const whereabouts: SectionDefinition<QueryResult> = {
  id: 'whereabouts',
  title: 'Where the questions lie',
  question: 'How like the record are the questions that tell most about it?',
  build(result) {
    const { searches } = result;
    return [{ kind: 'text', text: answer(searches, result.search as SearchSettings) }, histogram(searches)];
  },
};

/** From here on a question looks like the record to the eye. */
const ALIKE = 0.99;

function answer(searches: readonly SearchResult[], settings: SearchSettings): string {
  const cosines = searches.map(({ cosineToRecord }) => cosineToRecord);
  const own = searches.filter(({ records, nearestRecord }) => records.includes(nearestRecord)).length;
  const isOne = searches.length === 1;
  const away = keptAway(settings);
  return (
    `The median cosine of a question and its record is ${cosine(median(cosines))} (all of them: ` +
    `${range(cosine(Math.min(...cosines)), cosine(Math.max(...cosines)))}; 1 is the same direction in standardized values, 0 is unrelated; ` +
    'computed, not sampled). The training record nearest to the question is the one searched for in ' +
    `${shareOf(own, searches.length, isOne ? 'search' : 'searches')}. ` +
    (away === undefined
      ? `${settings.init === 'uniform' ? 'Nothing told the searches where the record lies' : 'No search began at the record'}: a high cosine ` +
        'means that its values can be read off the model’s answers.'
      : `Nothing could be asked ${away}, so a high cosine shows how close to the record that lets a question come.`)
  );
}

function histogram(searches: readonly SearchResult[]): Block {
  const cosines = searches.map(({ cosineToRecord }) => Math.min(1, cosineToRecord));
  const alike = cosines.filter((value) => value >= ALIKE).length;
  const ends = [cosine(Math.min(...cosines)), cosine(Math.max(...cosines))];
  const low = lowerEnd(Math.min(...cosines));
  const { edges, counts } = evenBins(cosines, low, 1, binCount(cosines.length));
  return {
    kind: 'figure',
    figure: {
      id: 'cosine-to-record',
      title:
        ends[0] === ends[1]
          ? `The questions found have a cosine of ${ends[0]} with their record`
          : `${percent(alike / cosines.length)} of the questions found have a cosine of ${ALIKE} or more with their record`,
      altText:
        `Histogram of the cosine of question and record over ${count(cosines.length, 'search', 'searches')}, from ` +
        `${ends[0]} to ${ends[1]}.`,
      x: { label: 'Cosine of question and record (standardized values)', scale: 'linear', format: 'number', min: low, max: 1 },
      y: { label: 'Searches', scale: 'linear', format: 'integer', min: 0 },
      series: [{ kind: 'bars', name: 'Searches', role: 'primary', edges, counts }],
    },
    caption:
      'Searches by the cosine of the question found and the record. Of several questions and records, the record counts that is met worst. ' +
      'Further right = more like the record.',
  };
}

/** Ends of the axis: the largest that holds all cosines, so that differences near 1 can be seen. */
function lowerEnd(least: number): number {
  return [0.99, 0.9, 0.5, 0].find((end) => end <= least) ?? -1;
}
