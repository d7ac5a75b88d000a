// lood landscape: how what a model gives away falls off around a record.

import { landscape } from '../../src/audit/queries/landscapeOf.ts';
import type { LandscapeOptions } from '../../src/audit/queries/landscapeOptions.ts';
import type { Command } from '../command.ts';
import { DATA_ARGUMENT } from '../dataArgument.ts';
import type { OutputSettings } from '../output.ts';
import { runSearch } from '../runSearch.ts';
import { LANDSCAPE_OPTIONS } from '../searchOptions.ts';

interface Settings extends LandscapeOptions, OutputSettings {
  readonly data: string;
}

export const landscapeCommand: Command = {
  name: 'landscape',
  describe: 'Draw how leakage falls off around a record, along directions and over a plane',
  argument: DATA_ARGUMENT,
  options: LANDSCAPE_OPTIONS,
  handler(settings, context) {
    const { data, out, format, contents, ...options } = settings as unknown as Settings;
    return runSearch('landscape', { out, format, contents }, context, async (run) => ({
      result: await landscape(data, { ...options, ...run }),
    }));
  },
};
