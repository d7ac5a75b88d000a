// Where does a result go? Into a folder as reports, or as one text to stdout. Called by the audit and report commands.

import { recordsCsv } from '../reports/tables/recordsCsv.ts';
import { resultJson } from '../reports/tables/resultJson.ts';
import {
  makeOutputFolder,
  parseFormats,
  REPORT_FORMATS,
  type ReportFormat,
  reportsOfBefore,
  writeReports,
} from '../reports/writeReports.ts';
import type { AuditResult } from '../src/audit/result.ts';
import { AuditError } from '../src/base/errors.ts';
import { assertKnownName } from '../src/base/names.ts';
import type { RunOptions } from '../src/base/progress.ts';
import type { OptionDescription } from './command.ts';
import type { OutputStream } from './context.ts';
import { list, text } from './options.ts';

const DEFAULT_FOLDER = 'lood-out';
/** What may happen to the contents of records, which not everyone who gets a report may see. */
const CONTENTS = ['keep', 'omit'] as const;
/** In the place of a folder: one text to stdout. */
const STDOUT = '-';
const TEXT_FORMATS = { json: resultJson, csv: recordsCsv } as const;

/** The options of both commands. */
export const OUTPUT_OPTIONS = {
  out: {
    read: text(DEFAULT_FOLDER),
    describe: 'Folder for the reports, made when missing; - writes audit.json (or with --format csv, records.csv) to stdout',
    default: DEFAULT_FOLDER,
    group: 'Output:',
  },
  format: {
    read: list('html,csv'),
    repeatable: true,
    describe: 'Reports to write, separated by commas',
    default: REPORT_FORMATS.join(','),
    group: 'Output:',
  },
  contents: {
    read: text('omit'),
    describe: 'Pictures or values of the most and least exposed records, and names of image files, in all outputs: keep or omit',
    default: 'keep',
    group: 'Output:',
  },
} as const satisfies Record<string, OptionDescription>;

export interface OutputSettings {
  readonly out?: string | undefined;
  readonly format?: readonly string[] | undefined;
  readonly contents?: string | undefined;
}

export interface Written {
  /** Paths; none for stdout. */
  readonly files: readonly string[];
  /** Reports of an earlier audit that the folder still holds, by their paths inside it. */
  readonly ofBefore: readonly string[];
}

export interface Output {
  /** Writes all or nothing. */
  write(result: AuditResult, run: RunOptions): Promise<Written>;
  /** Takes back what was prepared, when there is no result to write. */
  undo(): Promise<void>;
}

/** Checks settings and folder before the work starts. @throws AuditError NAME_UNKNOWN, OPTION_INVALID, OUTPUT_UNWRITABLE */
export async function openOutput(settings: OutputSettings, stdout: OutputStream): Promise<Output> {
  const { out = DEFAULT_FOLDER, format, contents = 'keep' } = settings;
  const formats = parseFormats(format);
  const isOmitted = assertKnownName('choice of --contents', contents, CONTENTS) === 'omit';
  const shown = (result: AuditResult): AuditResult => (isOmitted ? withoutContents(result) : result);
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
  const undo = await makeOutputFolder(out, formats);
  return {
    async write(result, run) {
      const files = await writeReports(shown(result), out, formats, run);
      return { files, ofBefore: await reportsOfBefore(shown(result), out, files) };
    },
    undo,
  };
}

/** Names are left out too: that of a file may be that of a person. */
function withoutContents(result: AuditResult): AuditResult {
  return { ...result, exhibits: [], records: result.records.map(({ name: _, ...record }) => record) };
}

function textFormat(formats: readonly ReportFormat[]): (result: AuditResult) => string {
  const [format, ...others] = formats;
  if (others.length === 0 && (format === 'json' || format === 'csv')) return TEXT_FORMATS[format];
  throw new AuditError('OPTION_INVALID', {
    expected: 'one format of text on stdout (json or csv)',
    got: `--out - --format ${formats.join(',')}`,
    try: '--format json, or --out with a folder',
  });
}
