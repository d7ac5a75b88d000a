// lood reconstruct: records rebuilt from what a model answers.

import type { ReconstructOptions } from '../../src/audit/queries/reconstructOptions.ts';
import { reconstruct } from '../../src/audit/queries/reconstructRecords.ts';
import type { Command } from '../command.ts';
import { DATA_ARGUMENT } from '../dataArgument.ts';
import type { OutputSettings } from '../output.ts';
import { runSearch } from '../runSearch.ts';
import { RECONSTRUCT_OPTIONS } from '../searchOptions.ts';

interface Settings extends ReconstructOptions, OutputSettings {
  readonly data: string;
}

export const reconstructCommand: Command = {
  name: 'reconstruct',
  describe: 'Rebuild records from what the model answers, under a named threat model',
  argument: DATA_ARGUMENT,
  options: RECONSTRUCT_OPTIONS,
  handler(settings, context) {
    const { data, out, format, contents, ...options } = settings as unknown as Settings;
    return runSearch('reconstruct', { out, format, contents }, context, (run) => reconstruct(data, { ...options, ...run }));
  },
};
