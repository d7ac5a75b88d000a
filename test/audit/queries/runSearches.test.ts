// Runs that are interrupted go on where they stopped, with the same numbers.

import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { findQueries } from '../../../src/audit/queries/findQueries.ts';
import type { FindQueriesOptions } from '../../../src/audit/queries/options.ts';
import { reconstruct } from '../../../src/audit/queries/reconstructRecords.ts';
import type { Progress } from '../../../src/base/progress.ts';
import { expectAuditError, float64Npy, temporaryFolder } from '../../data/support.ts';
import { clouds } from './support.ts';

const folder = temporaryFolder();
const data = clouds(12);
/** 128 starts for each record: two records a wave, five waves. */
const options: FindQueriesOptions = { engine: 'wasm', threads: 1, kernel: 'rbf', top: 10, starts: 128, maxIterations: 3 };

/** Runs until so many of the ten searches are done, then stops as Ctrl-C does. */
async function interrupted(checkpoint: string, searches: number, given: FindQueriesOptions = options): Promise<void> {
  const stop = new AbortController();
  const onProgress = ({ stage, done }: Progress) => {
    if (stage === 'search' && done > 1000 * searches) stop.abort();
  };
  await expectAuditError(() => findQueries(data, { ...given, checkpoint, onProgress, signal: stop.signal }), 'CANCELLED');
}

/** The run, and the share of searches that it found finished. */
async function resumed(checkpoint: string, given: FindQueriesOptions = options) {
  const seen: Progress[] = [];
  const findings = await findQueries(data, { ...given, checkpoint, onProgress: (progress) => seen.push(progress) });
  const steps = seen.filter(({ stage }) => stage === 'search');
  return { findings, before: (steps[0]?.done ?? 10_000) / 1000, steps };
}

describe('an interrupted run', () => {
  test('goes on after the waves that were finished, and ends with the numbers of one that was not interrupted', async () => {
    const path = folder.path('resumed');
    const whole = await findQueries(data, options);
    await interrupted(path, 5);
    const { findings, before, steps } = await resumed(path);
    expect(before).toBe(4);
    expect(findings.result.searches).toEqual(whole.result.searches);
    expect(findings.queries).toEqual(whole.queries);
    // Progress never falls, and ends at the end.
    steps.reduce((last, { done, total }) => {
      expect(done).toBeGreaterThanOrEqual(last);
      expect(total).toBe(10_000);
      return done;
    }, 0);
    expect(steps.at(-1)?.done).toBe(10_000);
    // All is kept until the caller has put the result where it should be.
    expect(await resumed(path)).toMatchObject({ before: 10, findings: { queries: whole.queries } });
    expect(existsSync(path)).toBe(true);
  });

  test('can be interrupted again', async () => {
    const path = folder.path('twice');
    await interrupted(path, 3);
    await interrupted(path, 7);
    expect((await resumed(path)).before).toBe(6);
  });

  test.each<[string, FindQueriesOptions]>([
    ['objective', { objective: 'auc' }],
    ['seed', { seed: 1 }],
    ['kernel', { gamma: 2 }],
    ['noise variance', { noiseVariance: 0.2 }],
    ['choice of records', { top: 9 }],
    ['radius', { excludeRadius: 0.1 }],
  ])('of another %s is not used', async (_, changes) => {
    const path = folder.path('settings');
    await interrupted(path, 3);
    expect((await resumed(path, { ...options, ...changes })).before).toBe(0);
  });

  test('of other data, other starts in a file of the same name, or another command is not used', async () => {
    const path = folder.path('data');
    const init = (value: number) =>
      folder.write(
        'init.npy',
        float64Npy(
          [128, 3],
          Array.from({ length: 384 }, (_, i) => Math.sin(value * i)),
        ),
      );
    await interrupted(path, 3, { ...options, init: init(1) });
    expect((await resumed(path, { ...options, init: init(2) })).before).toBe(0);
    await interrupted(path, 3);
    const dones: number[] = [];
    const onProgress = ({ stage, done }: Progress) => void (stage === 'search' && dones.push(done));
    const x = data.x.map((row, i) => (i === 0 ? row.map((value) => value + 1e-9) : row));
    await findQueries({ x, y: data.y }, { ...options, checkpoint: path, onProgress });
    expect(dones[0]).toBe(0);
    await interrupted(path, 3);
    dones.length = 0;
    await reconstruct(data, { ...options, checkpoint: path, onProgress });
    expect(dones[0]).toBe(0);
  });

  test('with an activation of the caller’s own goes on only with the same one', async () => {
    const path = folder.path('activation');
    const own = (scale: number): FindQueriesOptions => ({
      ...options,
      ...{ kernel: 'fcn', depth: 1, top: 1, starts: 1, maxIterations: 1 },
      activation: 'mine',
      activations: { mine: { value: (u) => scale * Math.tanh(u), derivative: (u) => scale * (1 - Math.tanh(u) ** 2) } },
    });
    const searched = async (scale: number): Promise<boolean> => {
      const stages: string[] = [];
      const onProgress = ({ stage }: Progress) => void stages.push(stage);
      await findQueries(clouds(5), { ...own(scale), checkpoint: path, onProgress });
      return stages.includes('search');
    };
    expect([await searched(1), await searched(1), await searched(2)]).toEqual([true, false, true]);
  });

  test('whose file was cut or is of something else begins with what is whole', async () => {
    const path = folder.path('broken');
    await interrupted(path, 5);
    const bytes = readFileSync(path);
    writeFileSync(path, bytes.subarray(0, bytes.length - 1));
    const { before, findings } = await resumed(path);
    expect(before).toBe(2);
    expect(findings.result.searches).toEqual((await findQueries(data, options)).result.searches);
    writeFileSync(path, 'hello');
    expect((await resumed(path)).before).toBe(0);
  });
});

test('a folder in the place of the file is refused before the work', async () => {
  const stages: string[] = [];
  const finding = () =>
    findQueries(data, { ...options, checkpoint: folder.path('.'), onProgress: ({ stage }) => stages.push(stage) });
  await expectAuditError(finding, 'OUTPUT_UNWRITABLE', 'a folder of that name');
  expect(stages).toEqual([]);
});
