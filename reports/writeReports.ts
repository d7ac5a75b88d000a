// Where do the reports go? Every output of an audit, rendered from its result object. All are written under temporary names first and renamed
// together at the end, so that a folder never holds half a file, or the report of one audit beside the numbers of another.

import { randomBytes } from 'node:crypto';
import { existsSync, statSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, rmdir, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { AuditResult } from '../src/audit/result.ts';
import { writeError } from '../src/base/atomicFile.ts';
import { AuditError, throwIfCancelled } from '../src/base/errors.ts';
import { assertKnownName } from '../src/base/names.ts';
import { plainText } from '../src/base/plainText.ts';
import { type RunOptions, yieldToEventLoop } from '../src/base/progress.ts';
import { buildReport } from './buildReport.ts';
import { renderHtml } from './html/renderHtml.ts';
import { renderPdf } from './pdf/renderPdf.ts';
import { writeFigures } from './png/writeFigures.ts';
import { recordsCsv } from './tables/recordsCsv.ts';
import { resultJson } from './tables/resultJson.ts';

/** Names that `--format` takes. */
export const REPORT_FORMATS = ['json', 'csv', 'html', 'pdf', 'png'] as const;
export type ReportFormat = (typeof REPORT_FORMATS)[number];

/** What each format is called in the output folder; pictures have a folder of their own there. */
const FILE_NAMES = {
  json: 'audit.json',
  csv: 'records.csv',
  html: 'report.html',
  pdf: 'report.pdf',
  png: 'figures',
} as const satisfies Record<ReportFormat, string>;

/** Checks names of formats; without any, all. */
export function parseFormats(names: readonly string[] = REPORT_FORMATS): readonly ReportFormat[] {
  return names.map((name) => assertKnownName('format', name, REPORT_FORMATS));
}

/**
 * Makes the output folder, writes a file in it for a trial, and looks whether the formats can have their names there, all before the work
 * starts, so that a long audit does not fail at its end.
 *
 * @returns a function that takes back the folders made, for when nothing gets written after all; it leaves those that hold something
 * @throws AuditError OUTPUT_UNWRITABLE, WRITE_FAILED; then nothing is left behind
 */
export async function makeOutputFolder(folder: string, formats: readonly ReportFormat[] = []): Promise<() => Promise<void>> {
  const missing: string[] = [];
  for (let path = resolve(folder); !existsSync(path); path = dirname(path)) missing.push(path);
  const undo = async () => {
    for (const path of missing) await rmdir(path).catch(() => {});
  };
  const trial = temporaryName(join(folder, 'trial'));
  try {
    if (missing.length === 0 && !statSync(folder).isDirectory())
      throw Object.assign(new Error('not a folder'), { code: 'EEXIST' });
    // One by one from the outside: Node's own recursive mkdir never returns for a folder that cannot be made in /proc.
    for (const path of missing.toReversed()) await mkdir(path);
    await writeFile(trial, '');
    await rm(trial);
  } catch (cause) {
    await rm(trial, { force: true }).catch(() => {});
    await undo();
    throw folderError(folder, cause);
  }
  for (const format of formats) assertPlace(folder, format);
  return undo;
}

/** A folder that bears the name of a report cannot be replaced by it, nor a file by the folder of pictures. */
function assertPlace(folder: string, format: ReportFormat): void {
  const path = join(folder, FILE_NAMES[format]);
  const isFolder = statSync(path, { throwIfNoEntry: false })?.isDirectory();
  if (isFolder === undefined || isFolder === (format === 'png')) return;
  throw new AuditError(
    'OUTPUT_UNWRITABLE',
    {
      expected: `"${plainText(path, 160)}" to be ${isFolder ? 'a file' : 'a folder'}, or not to be there`,
      got: isFolder ? 'a folder of that name' : 'a file of that name',
      try: 'moving it away, or another folder',
    },
    { path },
  );
}

/** The operating system's reasons in words; other codes stand as they are. */
const REASONS: Readonly<Record<string, string>> = {
  EEXIST: 'a file of that name',
  ENOTDIR: 'a path that leads through a file',
  EACCES: 'no permission',
  EPERM: 'no permission',
  EROFS: 'a read-only file system',
  ENOENT: 'no permission to make a folder there',
  ENAMETOOLONG: 'a name that is too long',
  ENOSPC: 'a full disk',
};

function folderError(folder: string, cause: unknown): AuditError {
  const code = (cause as NodeJS.ErrnoException).code ?? String(cause);
  return new AuditError(
    code === 'ENOSPC' ? 'WRITE_FAILED' : 'OUTPUT_UNWRITABLE',
    {
      expected: `"${plainText(folder, 160)}" to be a folder, or a place for a new one, that you may write to`,
      got: REASONS[code] ?? code,
      try: 'another folder, for example --out lood-out',
    },
    { path: folder },
    cause,
  );
}

function temporaryName(path: string): string {
  return `${path}.${randomBytes(6).toString('hex')}.partial`;
}

/**
 * Writes `audit.json`, `records.csv`, `report.html`, `report.pdf` and `figures/*.png` as asked for.
 *
 * @returns the paths written, in that order
 * @throws AuditError OUTPUT_UNWRITABLE, WRITE_FAILED, CANCELLED; then no file of this call is left, and files of before are as they were,
 * unless the operating system refuses one of the renames at the very end, after it took the files themselves
 */
export async function writeReports(
  result: AuditResult,
  folder: string,
  formats: readonly ReportFormat[] = REPORT_FORMATS,
  run: RunOptions = {},
): Promise<string[]> {
  const undoFolders = [await makeOutputFolder(folder, formats)];
  const staged: { readonly path: string; readonly temporary: string }[] = [];
  const stage = async (path: string, data: string | Buffer) => {
    throwIfCancelled(run.signal);
    const temporary = temporaryName(path);
    staged.push({ path, temporary });
    await writeFile(temporary, data).catch((cause) => Promise.reject(writeError(path, cause)));
    await yieldToEventLoop();
  };
  try {
    const report = buildReport(result);
    const chosen = REPORT_FORMATS.filter((name) => formats.includes(name));
    for (const [done, format] of chosen.entries()) {
      run.onProgress?.({ stage: 'reports', done, total: chosen.length });
      await yieldToEventLoop();
      throwIfCancelled(run.signal);
      switch (format) {
        case 'json':
          await stage(join(folder, FILE_NAMES.json), resultJson(result));
          break;
        case 'csv':
          await stage(join(folder, FILE_NAMES.csv), recordsCsv(result));
          break;
        case 'html':
          await stage(join(folder, FILE_NAMES.html), renderHtml(report));
          break;
        case 'pdf':
          await stage(join(folder, FILE_NAMES.pdf), renderPdf(report));
          break;
        case 'png': {
          const figures = join(folder, FILE_NAMES.png);
          undoFolders.unshift(await makeOutputFolder(figures));
          await writeFigures(report, figures, stage);
          break;
        }
      }
    }
    throwIfCancelled(run.signal);
    for (const { path, temporary } of staged) {
      await rename(temporary, path).catch((cause) => Promise.reject(writeError(path, cause)));
    }
    run.onProgress?.({ stage: 'reports', done: chosen.length, total: chosen.length });
    return staged.map(({ path }) => path);
  } catch (error) {
    for (const { temporary } of staged) await rm(temporary, { force: true }).catch(() => {});
    for (const undo of undoFolders) await undo();
    throw error;
  }
}

/**
 * Reports in the folder that the call which wrote `written` did not write: of an earlier audit, unless the `audit.json` there is of this
 * very result.
 *
 * @returns paths inside the folder, in the order of the formats
 */
export async function reportsOfBefore(result: AuditResult, folder: string, written: readonly string[]): Promise<string[]> {
  const pictures = await readdir(join(folder, FILE_NAMES.png)).catch(() => []);
  const names = REPORT_FORMATS.flatMap((format) =>
    format === 'png'
      ? pictures.filter((name) => name.endsWith('.png')).map((name) => join(FILE_NAMES.png, name))
      : existsSync(join(folder, FILE_NAMES[format]))
        ? [FILE_NAMES[format]]
        : [],
  );
  const others = names.filter((name) => !written.includes(join(folder, name)));
  const isSame =
    others[0] === FILE_NAMES.json &&
    (await readFile(join(folder, FILE_NAMES.json), 'utf8').catch(() => '')) === resultJson(result);
  return isSame ? [] : others;
}
