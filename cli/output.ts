// Where does a result go? Into a folder as reports, or as one text to stdout. Called by every command that has a result.

import { makeOutputFolder } from '../reports/outputFolder.ts';
import { reportsOfBefore } from '../reports/reportsOfBefore.ts';
import {
  type AnyResult,
  parseFormats,
  REPORT_FORMATS,
  REPORTED,
  type ReportedCommand,
  type ReportFormat,
} from '../reports/results.ts';
import { csvFiles } from '../reports/tables/csvFiles.ts';
import { resultJson } from '../reports/tables/resultJson.ts';
import { type AdditionalFile, writeReports } from '../reports/writeReports.ts';
import { AuditError } from '../src/base/errors.ts';
import { assertKnownName } from '../src/base/names.ts';
import type { RunOptions } from '../src/base/progress.ts';
import type { OptionDescription } from './command.ts';
import type { OutputStream } from './context.ts';
import { list, text } from './options.ts';
import { withoutContents } from './withoutContents.ts';

/** A folder for each command, so that none overwrites the report of another. */
export const DEFAULT_FOLDERS: Readonly<Record<ReportedCommand, string>> = {
  audit: 'lood-out',
  query: 'lood-query',
  landscape: 'lood-landscape',
  reconstruct: 'lood-reconstruct',
  attack: 'lood-attack',
  validate: 'lood-validate',
};
/** What may happen to the contents of records, which not everyone who gets a report may see. */
const CONTENTS = ['keep', 'omit'] as const;
/** In the place of a folder: one text to stdout. */
export const STDOUT = '-';
const TEXT_FORMATS = {
  json: resultJson,
  csv: (result: AnyResult) => csvFiles(result)[0]?.text() ?? '',
} as const satisfies Partial<Record<ReportFormat, (result: AnyResult) => string>>;

/** The options of a command that writes reports. */
export function outputOptions(command: ReportedCommand) {
  const { json, csv, formats } = REPORTED[command];
  return {
    out: {
      read: text(DEFAULT_FOLDERS[command]),
      describe: `Folder for the reports, made when missing; - writes ${json} (or with --format csv, ${csv[0]}) to stdout`,
      default: DEFAULT_FOLDERS[command],
      group: 'Output:',
    },
    format: {
      read: list('html,csv'),
      repeatable: true,
      describe: 'Reports to write, separated by commas',
      default: formats.join(','),
      group: 'Output:',
    },
    contents: {
      read: text('omit'),
      describe: CONTENTS_DESCRIPTIONS[command],
      default: 'keep',
      group: 'Output:',
    },
  } as const satisfies Record<string, OptionDescription>;
}

const CONTENTS_DESCRIPTIONS: Readonly<Record<ReportedCommand, string>> = {
  audit: 'Pictures or values of the most and least exposed records, and names of image files, in all outputs: keep or omit',
  query: 'Names of image files and contents of cells in warnings, and arrays of queries, in all outputs: keep or omit',
  landscape: 'Names of image files and contents of cells in warnings, and arrays, in all outputs: keep or omit',
  reconstruct: 'Pictures or values of true and rebuilt records, and arrays of them, in all outputs: keep or omit',
  attack: 'Ids of records, in all outputs: keep, or omit and show their rows in the input',
  validate: 'Names of image files and contents of cells in warnings, in all outputs: keep or omit',
};

/** Those of `lood audit` and `lood report`. */
export const OUTPUT_OPTIONS = outputOptions('audit');

export interface OutputSettings {
  readonly out?: string | undefined;
  readonly format?: readonly string[] | undefined;
  readonly contents?: string | undefined;
}

export interface Written {
  /** Paths; none for stdout. */
  readonly files: readonly string[];
  /** Reports of an earlier run that the folder still holds, by their paths inside it. */
  readonly ofBefore: readonly string[];
}

export interface Output {
  /**
   * Writes all or nothing.
   *
   * @param additional files beside the reports, written where their format is asked for
   */
  write(result: AnyResult, run: RunOptions, additional?: readonly AdditionalFile[]): Promise<Written>;
  /** Takes back what was prepared, when there is no result to write. */
  undo(): Promise<void>;
}

/**
 * Checks settings and folder before the work starts.
 *
 * @param command whose formats and file names count
 * @param isSaved whether the result comes from a file, which holds no arrays
 * @throws AuditError NAME_UNKNOWN, OPTION_INVALID, OUTPUT_UNWRITABLE
 */
export async function openOutput(
  settings: OutputSettings,
  stdout: OutputStream,
  command: ReportedCommand = 'audit',
  isSaved = false,
): Promise<Output> {
  const { out = DEFAULT_FOLDERS[command], format, contents = 'keep' } = settings;
  const isOmitted = assertKnownName('choice of --contents', contents, CONTENTS) === 'omit';
  const asked = parseFormats(format, command);
  const lacksArrays = isSaved ? 'a saved result' : isOmitted ? '--contents omit' : undefined;
  if (format !== undefined && lacksArrays !== undefined && asked.includes('npz')) throw noArrays(lacksArrays);
  const formats = lacksArrays === undefined ? asked : asked.filter((name) => name !== 'npz');
  const shown = (result: AnyResult): AnyResult => (isOmitted ? withoutContents(result) : result);
  if (out === STDOUT) {
    const render = textFormat(format === undefined ? ['json'] : formats);
    return {
      async write(result) {
        stdout.write(render(shown(result)));
        return { files: [], ofBefore: [] };
      },
      undo: async () => {},
    };
  }
  const undo = await makeOutputFolder(out, formats, command);
  return {
    async write(result, run, additional = []) {
      const files = await writeReports(shown(result), out, formats, run, additional);
      return { files, ofBefore: await reportsOfBefore(shown(result), out, files) };
    },
    undo,
  };
}

/** The queries found are the records themselves, or close to them, and stand in no result object. */
function noArrays(why: string): AuditError {
  return new AuditError('OPTION_INVALID', {
    expected: 'formats without arrays of queries',
    got: `npz with ${why}`,
    try: `--format ${REPORT_FORMATS.join(',')}, or running the command again with --contents keep`,
  });
}

function textFormat(formats: readonly ReportFormat[]): (result: AnyResult) => string {
  const [format, ...others] = formats;
  if (others.length === 0 && (format === 'json' || format === 'csv')) return TEXT_FORMATS[format];
  throw new AuditError('OPTION_INVALID', {
    expected: 'one format of text on stdout (json or csv)',
    got: `--out - --format ${formats.join(',')}`,
    try: '--format json, or --out with a folder',
  });
}
