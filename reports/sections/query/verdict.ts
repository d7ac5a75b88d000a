// Which questions to the model tell most about a record? The section that a person reads who reads only one. Called by buildReport.ts.

import type { QueryResult } from '../../../src/audit/queryResult.ts';
import type { SectionDefinition } from '../../blocks.ts';
import { count } from '../words.ts';

export const queryVerdict: SectionDefinition<QueryResult> = {
  id: 'verdict',
  title: 'Verdict',
  question: 'Which questions to the model tell most about a record?',
  build(result) {
    return [{ kind: 'text', text: `${count(result.searches.length, 'search', 'searches')} were made.` }];
  },
};
