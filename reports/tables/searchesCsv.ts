// How do the searches reach other tools? queries.csv, one row per search. The first ten columns are a promise to outside scripts; more may
// follow them. Called by csvFiles.ts.

import type { QueryResult, SearchResult } from '../../src/audit/queryResult.ts';
import { type CsvColumn, csvText } from './csv.ts';

const columns = (objective: string): readonly CsvColumn<SearchResult>[] => [
  ['record', ({ records }) => records.join('+')],
  ['objective', () => objective],
  ['kl', ({ kl }) => kl],
  ['mean_distance', ({ meanDistance }) => meanDistance],
  ['auc', ({ auc }) => auc],
  ['kl_at_record', ({ klAtRecord }) => klAtRecord],
  ['cosine_to_record', ({ cosineToRecord }) => cosineToRecord],
  ['nearest_record', ({ nearestRecord }) => nearestRecord],
  ['iterations', ({ iterations }) => iterations],
  ['gradient_norm', ({ gradientNorm }) => gradientNorm],
  ['mean_distance_at_record', ({ meanDistanceAtRecord }) => meanDistanceAtRecord],
  ['gradient_norm_at_record', ({ gradientNormAtRecord }) => gradientNormAtRecord],
  ['starts', ({ starts }) => starts.length],
  ['starts_reached', ({ starts }) => starts.filter(({ reached }) => reached).length],
];

/** All searches in the order of the result; a group of records left out together is written `3+57`. */
export function searchesCsv({ search, searches }: Pick<QueryResult, 'search' | 'searches'>): string {
  return csvText(columns(search?.objective ?? ''), searches);
}
