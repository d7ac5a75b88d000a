// Where do the reports go? Every output of an audit, rendered from its result object, each under a temporary name until it is whole.

import { access, constants, mkdir, rmdir, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { AuditResult } from '../src/audit/result.ts';
import { throwIfCancelled } from '../src/base/errors.ts';
import { assertKnownName } from '../src/base/names.ts';
import { type RunOptions, yieldToEventLoop } from '../src/base/progress.ts';
import { writeAtomically, writeError } from '../src/data/atomicFile.ts';
import { buildReport } from './buildReport.ts';
import { renderHtml } from './html/renderHtml.ts';
import { renderPdf } from './pdf/renderPdf.ts';
import { writeFigures } from './png/writeFigures.ts';
import { recordsCsv } from './tables/recordsCsv.ts';
import { resultJson } from './tables/resultJson.ts';

/** Names that `--format` takes. */
export const REPORT_FORMATS = ['json', 'csv', 'html', 'pdf', 'png'] as const;
export type ReportFormat = (typeof REPORT_FORMATS)[number];

/** Checks names of formats; an empty list means all. */
export function parseFormats(names: readonly string[] = []): readonly ReportFormat[] {
  return names.length === 0 ? REPORT_FORMATS : names.map((name) => assertKnownName('format', name, REPORT_FORMATS));
}

/**
 * Makes the output folder before the work starts, so that a long audit does not fail at its end.
 *
 * @returns a function that takes back what was made, for when nothing gets written after all
 * @throws AuditError OUTPUT_UNWRITABLE
 */
export async function makeOutputFolder(folder: string): Promise<() => Promise<void>> {
  let made: string | undefined;
  try {
    made = await mkdir(folder, { recursive: true });
    await access(folder, constants.W_OK | constants.X_OK);
  } catch (cause) {
    throw writeError(folder, cause);
  }
  return async () => {
    if (made === undefined) return;
    // Only folders that are still empty go, from the innermost outwards to the first one made here.
    for (let path = resolve(folder); path.startsWith(resolve(made)); path = dirname(path)) await rmdir(path).catch(() => {});
  };
}

/**
 * Writes `audit.json`, `records.csv`, `report.html`, `report.pdf` and `figures/*.png` as asked for.
 *
 * @returns the paths written, in that order
 * @throws AuditError OUTPUT_UNWRITABLE, WRITE_FAILED
 */
export async function writeReports(
  result: AuditResult,
  folder: string,
  formats: readonly ReportFormat[] = REPORT_FORMATS,
  run: RunOptions = {},
): Promise<string[]> {
  await makeOutputFolder(folder);
  const written: string[] = [];
  const write = async (path: string, data: string | Buffer) => {
    await mkdir(dirname(path), { recursive: true });
    await writeAtomically(path, (temporary) => writeFile(temporary, data));
    written.push(path);
  };
  const report = buildReport(result);
  const chosen = REPORT_FORMATS.filter((name) => formats.includes(name));
  for (const [done, format] of chosen.entries()) {
    run.onProgress?.({ stage: 'reports', done, total: chosen.length });
    throwIfCancelled(run.signal);
    await yieldToEventLoop();
    switch (format) {
      case 'json':
        await write(join(folder, 'audit.json'), resultJson(result));
        break;
      case 'csv':
        await write(join(folder, 'records.csv'), recordsCsv(result));
        break;
      case 'html':
        await write(join(folder, 'report.html'), renderHtml(report));
        break;
      case 'pdf':
        await write(join(folder, 'report.pdf'), renderPdf(report));
        break;
      case 'png':
        await writeFigures(report, join(folder, 'figures'), write);
        break;
    }
  }
  run.onProgress?.({ stage: 'reports', done: chosen.length, total: chosen.length });
  return written;
}
