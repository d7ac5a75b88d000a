// How does an interrupted run go on where it stopped? What is finished is kept in one file, which belongs to one run: settings and data are part of
// it, and a file of another run is left alone and not used. Called by runSearches.ts.

import { createHash } from 'node:crypto';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { deserialize, serialize } from 'node:v8';
import { writeAtomically } from '../../base/atomicFile.ts';
import { packageDescription } from '../manifest.ts';

export interface Checkpoint<Part> {
  /** What an earlier run finished, in order. */
  readonly finished: readonly Part[];
  /** Keeps one more part. */
  add(part: Part): Promise<void>;
  /** Removes the file, when all is done. */
  remove(): Promise<void>;
}

interface Saved<Part> {
  readonly key: string;
  readonly finished: readonly Part[];
}

/**
 * A checkpoint in the file at `path`, or one that keeps nothing.
 *
 * @param about everything that decides the result
 */
export async function openCheckpoint<Part>(path: string | undefined, about: unknown): Promise<Checkpoint<Part>> {
  if (path === undefined) return { finished: [], add: async () => {}, remove: async () => {} };
  const key = createHash('sha256')
    .update(JSON.stringify([packageDescription().version, process.version, about]))
    .digest('hex');
  const finished: Part[] = [...(await readParts<Part>(path, key))];
  return {
    finished: finished.slice(),
    async add(part) {
      finished.push(part);
      await writeAtomically(path, (temporary) => writeFile(temporary, serialize({ key, finished } satisfies Saved<Part>)));
    },
    remove: () => rm(path, { force: true }),
  };
}

/** Nothing where there is no file, or one of another run or version. */
async function readParts<Part>(path: string, key: string): Promise<readonly Part[]> {
  try {
    const saved = deserialize(await readFile(path)) as Saved<Part>;
    return saved.key === key ? saved.finished : [];
  } catch {
    return [];
  }
}
