// lood report: the reports again, from a saved result, without computing.

import type { Argv } from 'yargs';
import { readResult } from '../../reports/readResult.ts';
import { makeOutputFolder, parseFormats, REPORT_FORMATS, writeReports } from '../../reports/writeReports.ts';
import type { Command } from '../command.ts';
import { EXIT } from '../exitCodes.ts';
import { list, text } from '../options.ts';
import { summaryLines } from '../summary.ts';

export const reportCommand: Command = {
  command: 'report <result>',
  describe: 'Write the reports again from an audit.json, without computing',
  options: (builder: Argv) =>
    builder
      .positional('result', { type: 'string', demandOption: true, describe: 'audit.json of an earlier audit' })
      .option('out', {
        type: 'string',
        default: 'lood-out',
        coerce: text('out'),
        describe: 'Folder for the reports',
        group: 'Output:',
      })
      .option('format', {
        coerce: list,
        describe: 'Reports to write, separated by commas',
        defaultDescription: REPORT_FORMATS.join(','),
        group: 'Output:',
      }),
  async handler(argv, { say }) {
    const { result: path, out, format } = argv as { result: string; out: string; format?: string[] };
    const formats = parseFormats(format);
    const result = await readResult(path);
    const undo = await makeOutputFolder(out);
    try {
      const files = await writeReports(result, out, formats);
      for (const line of summaryLines(result, files, out)) say(line);
      return EXIT.done;
    } catch (error) {
      await undo();
      throw error;
    }
  },
};
