// Which questions tell most about each of the chosen records? Searches in waves, each of which is kept when it is finished. Called by findQueries.ts
// and reconstructRecords.ts.

import { createHash } from 'node:crypto';
import type { RunOptions } from '../../base/progress.ts';
import { openCheckpoint } from '../checkpoint.ts';
import type { FittedSubject } from '../fitSubject.ts';
import type { Found } from './found.ts';
import type { SearchSettings } from './options.ts';
import type { Planner } from './plans.ts';
import { foundFormat } from './savedFound.ts';
import { searchWave } from './searchWave.ts';

/** Starts of one wave: enough for full batches, few enough that an interruption loses little. */
const WAVE_STARTS = 256;
/** Answers of one wave where a pool is asked, whose rows are computed anew in each: 512 MiB. */
const WAVE_ANSWERS = 2 ** 26;

export interface SearchesToRun {
  readonly groups: readonly (readonly number[])[];
  readonly settings: SearchSettings;
  readonly planner: Planner;
  /** Searches from the first on, of which points on the way are kept. */
  readonly shown: number;
  /** File that keeps finished waves; it is not removed. */
  readonly checkpoint: string | undefined;
}

/**
 * Searches about each group. Waves are independent of each other, so that a run that was interrupted ends with the same numbers.
 *
 * @throws AuditError OPTION_INVALID where nothing may be asked about a group, CANCELLED, NUMERICAL_FAILURE when all starts of a search fail
 */
export async function runSearches(
  fitted: FittedSubject,
  { groups, settings, planner, shown, checkpoint: path }: SearchesToRun,
  run: RunOptions,
): Promise<Found[]> {
  planner.assertAskable(groups);
  const format = foundFormat({ groups, values: planner.queries * fitted.gp.inputs.cols });
  const checkpoint = await openCheckpoint(path, identityOf(fitted, groups, planner, shown), format);
  const size = waveSize(groups, planner);
  const found: Found[] = checkpoint.finished.flat();
  while (found.length < groups.length) {
    const done = found.length;
    const wave = groups.slice(done, done + size);
    const keepSteps = done < shown ? 'some' : 'none';
    const part = await searchWave(fitted, wave, settings, planner, keepSteps, partOf(run, done, wave.length, groups.length));
    found.push(...part);
    await checkpoint.add(part);
  }
  return found;
}

function waveSize(groups: readonly (readonly number[])[], { pool, starts }: Planner): number {
  const most = pool === null ? WAVE_STARTS / starts : WAVE_ANSWERS / (pool.rows.rows * (groups[0] as readonly number[]).length);
  return Math.max(1, Math.floor(most));
}

/** Everything that decides the outcomes: settings, files that they name, and the model itself, which no two data sets or activations share. */
function identityOf(
  { settings, dataset, gp }: FittedSubject,
  groups: readonly (readonly number[])[],
  { key }: Planner,
  shown: number,
): unknown {
  const model = createHash('sha256').update(gp.weights.data.slice()).digest('hex');
  return [settings, dataset.sha256, model, groups, key, shown];
}

/** Progress of a part as that of the whole. */
function partOf({ onProgress, signal }: RunOptions, before: number, own: number, all: number): RunOptions {
  return {
    signal,
    onProgress({ stage, done, total }) {
      onProgress?.({ stage, done: Math.round(1000 * (before + (own * done) / total)), total: 1000 * all });
    },
  };
}
