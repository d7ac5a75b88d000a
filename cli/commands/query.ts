// lood query: the questions to a model that give away most about a record.

import { findQueries } from '../../src/audit/queries/findQueries.ts';
import type { FindQueriesOptions } from '../../src/audit/queries/options.ts';
import type { Command } from '../command.ts';
import { DATA_ARGUMENT } from '../dataArgument.ts';
import type { OutputSettings } from '../output.ts';
import { runSearch } from '../runSearch.ts';
import { QUERY_OPTIONS } from '../searchOptions.ts';

interface Settings extends FindQueriesOptions, OutputSettings {
  readonly data: string;
}

export const queryCommand: Command = {
  name: 'query',
  describe: 'Find the questions to the model that give away most about a record',
  argument: DATA_ARGUMENT,
  options: QUERY_OPTIONS,
  handler(settings, context) {
    const { data, out, format, contents, ...options } = settings as unknown as Settings;
    return runSearch('query', { out, format, contents }, context, (run) => findQueries(data, { ...options, ...run }));
  },
};
