// How does a search run from the command line? As any command with reports, with the queries found as an array beside them. Called by
// commands/query.ts, landscape.ts and reconstruct.ts.

import type { AdditionalFile } from '../reports/writeReports.ts';
import type { FoundQueries } from '../src/audit/queries/findQueries.ts';
import type { QueryResult } from '../src/audit/queryResult.ts';
import type { RunOptions } from '../src/base/progress.ts';
import { writeNpz } from '../src/data/writeNpz.ts';
import type { CommandContext } from './context.ts';
import { EXIT, type ExitCode } from './exitCodes.ts';
import type { OutputSettings } from './output.ts';
import { runReported, type WorkRun } from './runReported.ts';

export interface Findings {
  readonly result: QueryResult;
  readonly queries?: FoundQueries;
}

/** In the output folder, while a search runs. */
const CHECKPOINT = 'search.partial';

export async function runSearch(
  command: QueryResult['command'],
  settings: OutputSettings,
  context: CommandContext,
  search: (run: WorkRun) => Promise<Findings>,
): Promise<ExitCode> {
  const work = async (run: WorkRun) => {
    const { result, queries } = await search(run);
    return { result, additional: queries === undefined ? [] : [queriesFile(queries, run)] };
  };
  await runReported(command, settings, context, work, { checkpoint: command === 'landscape' ? undefined : CHECKPOINT });
  return EXIT.done;
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
