// How does a search run from the command line? Output checked before the work, progress on stderr, what is finished kept beside the output until the
// end, reports and arrays written together. Called by commands/query.ts, landscape.ts and reconstruct.ts.

import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { ReportedCommand } from '../reports/results.ts';
import type { AdditionalFile } from '../reports/writeReports.ts';
import type { FoundQueries } from '../src/audit/queries/findQueries.ts';
import type { QueryResult } from '../src/audit/queryResult.ts';
import { AuditError } from '../src/base/errors.ts';
import { quotedPath } from '../src/base/plainText.ts';
import type { RunOptions } from '../src/base/progress.ts';
import { writeNpz } from '../src/data/writeNpz.ts';
import type { CommandContext } from './context.ts';
import { EXIT, type ExitCode } from './exitCodes.ts';
import { DEFAULT_FOLDERS, type OutputSettings, openOutput, STDOUT } from './output.ts';
import { showProgress } from './progress.ts';
import { summaryLines } from './summary.ts';

/** What a search takes besides its own options. */
export interface SearchRun extends RunOptions {
  /** File in which an interrupted run keeps what it has finished. */
  readonly checkpoint?: string | undefined;
}

export interface Findings {
  readonly result: QueryResult;
  readonly queries?: FoundQueries;
}

/** In the output folder, while a search runs. */
const CHECKPOINT = 'search.partial';

export async function runSearch(
  command: Exclude<ReportedCommand, 'audit'>,
  settings: OutputSettings,
  { io, signal, say, quiet }: CommandContext,
  search: (run: SearchRun) => Promise<Findings>,
): Promise<ExitCode> {
  const output = await openOutput(settings, io.stdout, command);
  const progress = showProgress(io.stderr, quiet);
  const run: RunOptions = { signal, onProgress: progress.onProgress };
  const { out = DEFAULT_FOLDERS[command] } = settings;
  const checkpoint = out !== STDOUT && command !== 'landscape' ? join(out, CHECKPOINT) : undefined;
  try {
    const { result, queries } = await search({ ...run, checkpoint });
    const written = await output.write(result, run, queries === undefined ? [] : [queriesFile(queries, run)]);
    if (checkpoint !== undefined) await rm(checkpoint, { force: true });
    progress.stop();
    for (const line of summaryLines(result, written)) say(line);
    return EXIT.done;
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

/** queries.npz: `records`, [N] or for groups [N, g], and `queries`, [N, d] or of several asked together [N, m, d], in the input's units. */
function queriesFile(found: FoundQueries, { signal }: RunOptions): AdditionalFile {
  const { records, queries, searches, groupSize, queriesPerSearch, dimensions } = found;
  return {
    name: 'queries.npz',
    format: 'npz',
    write: (path) =>
      writeNpz(
        path,
        {
          records: { shape: groupSize === 1 ? [searches] : [searches, groupSize], values: records },
          queries: {
            shape: queriesPerSearch === 1 ? [searches, dimensions] : [searches, queriesPerSearch, dimensions],
            values: queries,
          },
        },
        { signal },
      ),
  };
}
