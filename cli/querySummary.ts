// What did a search for queries find, in a few lines? Called by summary.ts.

import { count } from '../reports/sections/words.ts';
import type { QueryResult } from '../src/audit/queryResult.ts';
import { plainText } from '../src/base/plainText.ts';

export function queryLines(result: QueryResult): string[] {
  return [`${plainText(result.dataset.name)}: ${count(result.searches.length, 'search', 'searches')}`];
}
