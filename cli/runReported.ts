// How does a command that ends in reports run? Output checked before the work, progress on stderr, what is finished kept beside the output until the end,
// everything written together, then a few lines about it. Called by the commands and by runSearch.ts.

import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { AnyResult, ReportedCommand } from '../reports/results.ts';
import type { AdditionalFile } from '../reports/writeReports.ts';
import { AuditError } from '../src/base/errors.ts';
import { quotedPath } from '../src/base/plainText.ts';
import type { RunOptions } from '../src/base/progress.ts';
import type { CommandContext } from './context.ts';
import { DEFAULT_FOLDERS, type OutputSettings, openOutput, STDOUT } from './output.ts';
import { showProgress } from './progress.ts';
import { summaryLines } from './summary.ts';

/** What the work of a command takes besides its own options. */
export interface WorkRun extends RunOptions {
  /** File in which an interrupted run keeps what it has finished; none where the result goes to stdout, or the command keeps nothing. */
  readonly checkpoint?: string | undefined;
}

export interface Finished<Result extends AnyResult> {
  readonly result: Result;
  /** Files beside the reports. */
  readonly additional?: readonly AdditionalFile[];
}

export interface ReportedOptions {
  /** Name in the output folder of the file that an interrupted run keeps, where the command has one. */
  readonly checkpoint?: string | undefined;
  /** Whether the result comes from a file, which holds no arrays. */
  readonly isSaved?: boolean;
}

/** @throws AuditError as the work does; then no report is left, and what an interrupted run has finished is named in the error */
export async function runReported<Result extends AnyResult>(
  command: ReportedCommand,
  settings: OutputSettings,
  { io, signal, say, quiet }: CommandContext,
  work: (run: WorkRun) => Promise<Finished<Result>>,
  { checkpoint: name, isSaved = false }: ReportedOptions = {},
): Promise<Result> {
  const output = await openOutput(settings, io.stdout, command, isSaved);
  const progress = showProgress(io.stderr, quiet);
  const run: RunOptions = { signal, onProgress: progress.onProgress };
  const { out = DEFAULT_FOLDERS[command] } = settings;
  const checkpoint = out !== STDOUT && name !== undefined ? join(out, name) : undefined;
  try {
    const { result, additional } = await work(checkpoint === undefined ? run : { ...run, checkpoint });
    const written = await output.write(result, run, additional);
    if (checkpoint !== undefined) await rm(checkpoint, { force: true });
    progress.stop();
    for (const line of summaryLines(result, written)) say(line);
    return result;
  } catch (error) {
    await output.undo();
    throw isCancelled(error) && checkpoint !== undefined && existsSync(checkpoint) ? interrupted(error, checkpoint) : error;
  } finally {
    progress.stop();
  }
}

function isCancelled(error: unknown): error is AuditError {
  return error instanceof AuditError && error.code === 'CANCELLED';
}

function interrupted(error: AuditError, checkpoint: string): AuditError {
  const advice = `the same command again: it goes on from what ${quotedPath(checkpoint)} keeps`;
  return new AuditError('CANCELLED', { ...error.text, try: advice }, error.details, error);
}
