// Where do the reports go? Every output of a command, rendered from its result object. All are written under temporary names first and renamed
// together at the end, so that a folder never holds half a file, or the report of one run beside the numbers of another.

import { rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeError } from '../src/base/atomicFile.ts';
import { throwIfCancelled } from '../src/base/errors.ts';
import { type RunOptions, yieldToEventLoop } from '../src/base/progress.ts';
import { buildReport } from './buildReport.ts';
import { renderHtml } from './html/renderHtml.ts';
import { makeOutputFolder, temporaryName } from './outputFolder.ts';
import { renderPdf } from './pdf/renderPdf.ts';
import { writeFigures } from './png/writeFigures.ts';
import { type AnyResult, commandOf, FIGURES, fileNames, QUERY_REPORT_FORMATS, REPORTED, type ReportFormat } from './results.ts';
import { csvFiles } from './tables/csvFiles.ts';
import { resultJson } from './tables/resultJson.ts';

/** A file beside the reports that is not rendered from the result object: it appears with them or not at all. */
export interface AdditionalFile {
  /** In the output folder, `queries.npz`. */
  readonly name: string;
  /** Written when this format is asked for. */
  readonly format: ReportFormat;
  /** Writes the whole file to this path, which nobody else uses. */
  write(temporaryPath: string): Promise<void>;
}

/**
 * Writes the reports as asked for: the result as JSON, its tables as CSV, `report.html`, `report.pdf`, `figures/*.png`, and additional files.
 * What each is called stands in results.ts.
 *
 * @param formats all of the command by default
 * @returns the paths written, in the order of `QUERY_REPORT_FORMATS`
 * @throws AuditError OUTPUT_UNWRITABLE, WRITE_FAILED, CANCELLED; then no file of this call is left, and files of before are as they were,
 * unless the operating system refuses one of the renames at the very end, after it took the files themselves
 */
export async function writeReports(
  result: AnyResult,
  folder: string,
  formats: readonly ReportFormat[] = REPORTED[commandOf(result)].formats,
  run: RunOptions = {},
  additional: readonly AdditionalFile[] = [],
): Promise<string[]> {
  const command = commandOf(result);
  const undoFolders = [await makeOutputFolder(folder, formats, command)];
  const staged: { readonly path: string; readonly temporary: string }[] = [];
  const stage = async (path: string, write: (temporary: string) => Promise<void>) => {
    throwIfCancelled(run.signal);
    const temporary = temporaryName(path);
    staged.push({ path, temporary });
    await write(temporary).catch((cause) => Promise.reject(writeError(path, cause)));
    await yieldToEventLoop();
  };
  const stageData = (path: string, data: string | Buffer) => stage(path, (temporary) => writeFile(temporary, data));
  const names = fileNames(command);
  const place = (format: ReportFormat) => join(folder, names[format][0] as string);
  try {
    const report = buildReport(result);
    const chosen = QUERY_REPORT_FORMATS.filter((name) => formats.includes(name));
    for (const [done, format] of chosen.entries()) {
      run.onProgress?.({ stage: 'reports', done, total: chosen.length });
      await yieldToEventLoop();
      throwIfCancelled(run.signal);
      switch (format) {
        case 'json':
          await stageData(place(format), resultJson(result));
          break;
        case 'csv':
          for (const { name, text } of csvFiles(result)) await stageData(join(folder, name), text());
          break;
        case 'html':
          await stageData(place(format), renderHtml(report));
          break;
        case 'pdf':
          await stageData(place(format), renderPdf(report));
          break;
        case 'png': {
          const figures = join(folder, FIGURES);
          undoFolders.unshift(await makeOutputFolder(figures));
          await writeFigures(report, figures, stageData);
          break;
        }
        case 'npz':
          break;
      }
      for (const file of additional.filter((one) => one.format === format)) await stage(join(folder, file.name), file.write);
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
