// lood report: the reports again, from a saved result, without computing.

import { readResult } from '../../reports/readResult.ts';
import { commandOf } from '../../reports/results.ts';
import type { Command } from '../command.ts';
import { EXIT } from '../exitCodes.ts';
import { DEFAULT_FOLDERS, OUTPUT_OPTIONS, type OutputSettings } from '../output.ts';
import { runReported } from '../runReported.ts';

interface Settings extends OutputSettings {
  readonly result: string;
}

export const reportCommand: Command = {
  name: 'report',
  describe: 'Write the reports again from a saved result, without computing',
  argument: {
    name: 'result',
    describe:
      'audit.json, queries.json, landscape.json, reconstruction.json, attack.json or validation.json of an earlier run, or its folder',
    example: 'lood-out/audit.json',
  },
  options: {
    ...OUTPUT_OPTIONS,
    out: {
      ...OUTPUT_OPTIONS.out,
      default: `${Object.values(DEFAULT_FOLDERS).join(', ')}, by the command that made the result`,
      describe: 'Folder for the reports, made when missing; - writes the result (or with --format csv, its main table) to stdout',
    },
    contents: {
      ...OUTPUT_OPTIONS.contents,
      describe: 'Pictures or values of records, and names of their files, in all outputs: keep or omit',
    },
  },
  async handler(settings, context) {
    const { result: path, ...where } = settings as unknown as Settings;
    const result = await readResult(path);
    await runReported(commandOf(result), where, context, async () => ({ result }), { isSaved: true });
    return EXIT.done;
  },
};
