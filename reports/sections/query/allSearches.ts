// What did each single search find? The table of all searches, most telling first. Called by buildReport.ts.

import type { QueryResult, SearchResult } from '../../../src/audit/queryResult.ts';
import type { Cell, SectionDefinition } from '../../blocks.ts';
import { className, count, listInWords, nats } from '../words.ts';
import { mostTelling, recordCell, searchName, shareOfBound } from './searches.ts';

/** About one printed page. */
const PRINTED_ROWS = 40;
/** Classes of a group that are named. */
const NAMED_CLASSES = 3;

export const allSearches: SectionDefinition<QueryResult> = {
  id: 'all-searches',
  title: 'All searches',
  question: 'What did each single search find?',
  build(result) {
    const ranked = mostTelling(result.searches);
    const first = ranked[0] as SearchResult;
    return [
      {
        kind: 'text',
        text:
          `All ${count(ranked.length, 'search', 'searches')}, from ${searchName(result, first)} with ${nats(first.kl)} at the best question ` +
          'downwards. Records are numbered as in the input, from 0; the share is that of the record’s own KL divergence. The file queries.csv ' +
          'holds the same in full precision, and queries.npz, where it was written, the questions themselves.',
      },
      {
        kind: 'record-table',
        file: 'queries.csv',
        caption: `${count(ranked.length, 'search', 'searches')}, most telling first.`,
        printRows: PRINTED_ROWS,
        columns: [
          { title: 'Record', align: first.records.length === 1 ? 'right' : 'left', format: 'integer' },
          { title: 'Class', align: 'left' },
          { title: 'KL divergence (nats)', align: 'right', format: 'number' },
          { title: 'KL at the record (nats)', align: 'right', format: 'number' },
          { title: 'Share', align: 'right', format: 'percent' },
          { title: 'Mean distance', align: 'right', format: 'number' },
          { title: 'AUC', align: 'right', format: 'auc' },
          { title: 'Cosine', align: 'right', format: 'cosine' },
          { title: 'Nearest record', align: 'right', format: 'integer' },
          { title: 'Iterations', align: 'right', format: 'integer' },
        ],
        rows: ranked.map((search): Cell[] => [
          recordCell(search),
          classesOf(result, search.classIndexes),
          search.kl,
          search.klAtRecord,
          shareOfBound(search) ?? null,
          search.meanDistance,
          search.auc,
          Math.min(1, search.cosineToRecord),
          search.nearestRecord,
          search.iterations,
        ]),
        pictures: new Map(),
      },
    ];
  },
};

function classesOf(result: QueryResult, classIndexes: readonly number[]): string {
  const names = [...new Set(classIndexes)].map((index) => className(result, index));
  return names.length <= NAMED_CLASSES ? listInWords(names) : count(names.length, 'class', 'classes');
}
