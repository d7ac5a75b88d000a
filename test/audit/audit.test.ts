import { describe, expect, test } from '@jest/globals';
import { audit } from '../../src/audit/audit.ts';
import { packageDescription } from '../../src/audit/manifest.ts';
import type { AuditOptions } from '../../src/audit/options.ts';
import { auditResultSchema } from '../../src/audit/result.ts';
import type { Progress } from '../../src/base/progress.ts';
import { datasetFromArrays } from '../../src/data/datasetFromArrays.ts';
import { WASM_TILE } from '../../src/linalg/tileKernel/wasmTileKernel.ts';
import { tiledBytes } from '../../src/linalg/tiles.ts';
import { smallTable } from '../cli/support.ts';
import { expectAuditError, temporaryFolder } from '../data/support.ts';

const folder = temporaryFolder();
const table = () => folder.write('table.csv', smallTable());

const x = Array.from({ length: 15 }, (_, i) => [Math.sin(i) + (i % 3), Math.cos(2 * i)]);
const y = x.map((_, i) => i % 3);

/** The stages of an audit with a chosen noise variance, in the order in which they run. */
const TIMED = ['load', 'prepare', 'kernel', 'noise variance', 'factorization', 'records', 'certificate', 'curves'];

describe('the result of an audit', () => {
  test.each<[string, AuditOptions]>([
    ['with all defaults', {}],
    [
      'with everything set',
      {
        kernel: 'ntk',
        depth: 2,
        limit: 9,
        classes: ['0', '2'],
        seed: 8,
        noiseVariance: 'auto',
        delta: 1e-3,
        failAbove: { auc: 0.5, kl: 99 },
      },
    ],
  ])('fits its schema: %s', async (_, options) => {
    const result = await audit({ x, y }, options);
    expect(auditResultSchema.safeParse(result).error?.issues ?? []).toEqual([]);
    // And stays the same through JSON: no value is undefined, NaN or infinite.
    expect(JSON.parse(JSON.stringify(result))).toEqual(result);
  });

  test('a jitter counts as noise, and is recorded only where it was asked for', async () => {
    const [plain, asked, none] = await Promise.all([
      audit({ x, y }, { noiseVariance: 0.75 }),
      audit({ x, y }, { noiseVariance: 0.5, jitter: 0.25 }),
      audit({ x, y }, { noiseVariance: 0.75, jitter: 0 }),
    ]);
    expect(asked.records).toEqual(plain.records);
    expect([asked.model.noiseVariance, asked.model.jitter]).toEqual([0.5, 0.25]);
    for (const { model } of [plain, none]) expect(model).not.toHaveProperty('jitter');
    expect(asked.manifest.settings.jitter).toBe(0.25);
  });

  test('a jitter is part of every noise variance that auto tries', async () => {
    const { model } = await audit({ x, y }, { noiseVariance: 'auto', jitter: 1e3 });
    const densities = model.noiseSelection?.curve.map((candidate) => candidate.logPredictiveDensity) ?? [];
    // A jitter that dwarfs the candidates makes them alike.
    expect(Math.max(...densities) - Math.min(...densities)).toBeLessThan(0.1);
  });

  test('names records as the data set does', async () => {
    const dataset = { ...datasetFromArrays({ x, y }), recordNames: y.map((_, i) => `picture ${i}`) };
    const { records } = await audit(dataset, { limit: 6 });
    for (const { record, name } of records) expect(name).toBe(`picture ${record}`);
    expect((await audit({ x, y })).records[0]).not.toHaveProperty('name');
  });

  test('states what was audited: names, counts, hash, classes and their numbers', async () => {
    const { dataset, preprocessing } = await audit({ x, y, name: 'waves', classNames: ['a', 'b', 'c'] }, { limit: 8, seed: 2 });
    expect(dataset).toMatchObject({
      name: 'waves',
      format: 'memory',
      recordsInInput: 15,
      records: 8,
      dimensions: 2,
      image: null,
      columns: null,
    });
    expect(dataset.sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(dataset.classes.map(({ label, name, records }) => [label, name, records])).toEqual([
      ['0', 'a', 3],
      ['1', 'b', 3],
      ['2', 'c', 2],
    ]);
    expect(preprocessing).toMatchObject({
      normalize: 'feature',
      classes: null,
      limit: 8,
      seed: 2,
      mean: [expect.any(Number), expect.any(Number)],
    });
  });

  test('states the settings in force, with the kernel’s defaults, and how it was made', async () => {
    const before = Date.now();
    const { manifest } = await audit(table(), { noiseVariance: 'auto', limit: 10, threads: 1 });
    expect(manifest.settings).toEqual({
      data: folder.path('table.csv'),
      limit: 10,
      kernel: 'fcn',
      kernelType: 'nngp',
      activation: 'relu',
      depth: 5,
      weightVariance: 2,
      biasVariance: 0,
      noiseVariance: 'auto',
      threads: 1,
    });
    expect(manifest).toMatchObject({
      lood: packageDescription().version,
      node: process.version,
      seed: 0,
      platform: `${process.platform} ${process.arch}`,
    });
    expect(manifest.dependencies).toEqual(packageDescription().dependencies);
    expect(manifest.engine.threads).toBeGreaterThan(0);
    expect(manifest.timings.map(({ stage }) => stage)).toEqual(TIMED);
    expect(Date.parse(manifest.startedAt)).toBeGreaterThanOrEqual(before);
    expect(Date.parse(manifest.startedAt)).toBeLessThanOrEqual(Date.now());
  });

  test('counts the n×n storage: half a matrix, twice that while a noise variance is chosen', async () => {
    const bytes = async (options: AuditOptions) => (await audit(table(), options)).manifest.peakMatrixBytes;
    const [given, auto] = [await bytes({}), await bytes({ noiseVariance: 'auto' })];
    expect(given).toBe(tiledBytes(24, WASM_TILE));
    expect(auto).toBe(2 * given);
  });

  test('names the input’s rows where only some are audited', async () => {
    const { records, exhibits } = await audit({ x, y }, { classes: ['1', '2'], normalize: 'none' });
    expect(records.map(({ record }) => record)).toEqual([1, 2, 4, 5, 7, 8, 10, 11, 13, 14]);
    for (const { record, values } of exhibits) expect(values).toEqual(x[record]);
    expect(exhibits.map(({ rank }) => rank)).toEqual(exhibits.map((_, i) => i + 1));
  });
});

describe('data for an audit', () => {
  test('may be arrays, a data set or a path, with the same records', async () => {
    const fromArrays = await audit({ x, y });
    expect((await audit(datasetFromArrays({ x, y }))).records).toEqual(fromArrays.records);
    const csv = folder.write('same.csv', `a,b,label\n${x.map((row, i) => `${row.join(',')},${y[i]}`).join('\n')}\n`);
    expect((await audit(csv)).records).toEqual(fromArrays.records);
  });

  test('leaves no path in the settings when there was none', async () => {
    expect((await audit({ x, y })).manifest.settings).not.toHaveProperty('data');
  });

  test.each([undefined, null, 3])('is refused when it is %p', async (data) => {
    await expectAuditError(
      () => audit(data as never),
      'RECORDS_INVALID',
      'Expected data to audit: a path, { x, y }, or a data set.',
    );
  });

  test('may name classes by numbers', async () => {
    const named = await audit({ x, y }, { classes: ['0', '2'] });
    expect((await audit({ x, y }, { classes: [0, 2] as never })).records).toEqual(named.records);
  });

  test('is left as it was', async () => {
    const dataset = datasetFromArrays({ x, y });
    const copy = { ...dataset, values: dataset.values.slice(), labels: dataset.labels.slice() };
    await audit(dataset, { noiseVariance: 'auto' });
    expect(dataset).toEqual(copy);
  });
});

test('an activation of one’s own enters by its name', async () => {
  const own = { activation: 'sine', activations: { sine: Math.sin } };
  const [mine, known] = [await audit({ x, y }, { ...own, depth: 1 }), await audit({ x, y }, { activation: 'sin', depth: 1 })];
  // Quadrature against the closed form.
  for (const [i, { kl }] of mine.records.entries()) expect(kl / (known.records[i]?.kl as number)).toBeCloseTo(1, 7);
  await expectAuditError(() => audit({ x, y }, { ...own, activation: 'sinee' }), 'NAME_UNKNOWN', 'Try "sine".');
});

describe('progress', () => {
  test('runs through its stages, each from nothing to all', async () => {
    const seen: Progress[] = [];
    await audit(table(), { noiseVariance: 'auto', onProgress: (progress) => seen.push(progress) });
    const stages = [...new Set(seen.map(({ stage }) => stage))];
    expect(stages).toEqual(['read', 'kernel', 'noise variance', 'factorization', 'records', 'certificate']);
    for (const stage of stages) {
      const steps = seen.filter((progress) => progress.stage === stage);
      expect(steps[0]?.done).toBe(0);
      expect(steps.at(-1)?.done).toBe(steps.at(-1)?.total);
      const shares = steps.map(({ done, total }) => done / total);
      expect(shares).toEqual([...shares].sort((a, b) => a - b));
    }
  });

  test.each(['read', 'kernel', 'noise variance', 'factorization', 'records', 'certificate'])(
    'stops when asked to during %s',
    async (stage) => {
      const abort = new AbortController();
      const after: Progress[] = [];
      const onProgress = (progress: Progress) => {
        if (abort.signal.aborted) after.push(progress);
        if (progress.stage === stage) abort.abort();
      };
      const run = audit(table(), { noiseVariance: 'auto', signal: abort.signal, onProgress });
      await expectAuditError(() => run, 'CANCELLED', 'Got a request to stop.');
      // At once; only a matrix as small as this one, a single tile, is factored in one piece.
      if (!['noise variance', 'factorization'].includes(stage)) expect(after).toEqual([]);
    },
  );
});
