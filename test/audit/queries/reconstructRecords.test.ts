import { describe, expect, test } from '@jest/globals';
import type { ReconstructOptions } from '../../../src/audit/queries/reconstructOptions.ts';
import { reconstruct } from '../../../src/audit/queries/reconstructRecords.ts';
import { queryResultSchema } from '../../../src/audit/queryResult.ts';
import type { Progress } from '../../../src/base/progress.ts';
import { expectAuditError } from '../../data/support.ts';
import { clouds, pictureDataset, rowsOf, standardizing, tableDataset } from './support.ts';

const one = { engine: 'wasm', threads: 1 } as const;
const MODELS: readonly (readonly [string, ReconstructOptions])[] = [
  ['relu', {}],
  ['gelu', { activation: 'gelu', depth: 2 }],
  ['ntk', { kernel: 'ntk', depth: 2 }],
  ['rbf', { kernel: 'rbf' }],
];

describe('records are rebuilt', () => {
  test.each(MODELS)('from output distributions, %s', async (_, model) => {
    const { x, y } = clouds(16, 4);
    const { result, queries } = await reconstruct({ x, y }, { ...one, ...model, records: [3, 8, 11] });
    const { records, success, threatModel, scale } = result.reconstruction ?? {};
    expect({ threatModel, scale }).toEqual({ threatModel: 'distributions', scale: 'estimated' });
    expect(success).toMatchObject({ successes: 3, records: 3, rate: 1, level: 0.95 });
    expect(records?.map(({ record, rank, success: found }) => [record, rank, found])).toEqual([
      [3, 1, true],
      [8, 1, true],
      [11, 1, true],
    ]);
    const toInputs = standardizing(x);
    [3, 8, 11].forEach((record, i) => {
      // The scale too is found, where the kernel does not see it by what both variances say.
      const [rebuilt, truth] = [rowsOf(queries, i)[0], x[record]].map((row) => toInputs(row as number[])) as [number[], number[]];
      const error = Math.hypot(...rebuilt.map((value, j) => value - (truth[j] as number))) / Math.hypot(...truth);
      expect(error).toBeLessThan(1e-4);
      expect(Math.abs((records?.[i]?.relativeL2 as number) - error)).toBeLessThan(1e-9);
    });
  });

  test.each(MODELS)('from mean predictions, %s', async (_, model) => {
    const { x, y } = clouds(16, 4);
    const options = { ...one, ...model, threatModel: 'predictions', noiseVariance: 0.01, records: [3, 8, 11] } as const;
    const { result } = await reconstruct({ x, y }, options);
    expect(result.reconstruction).toMatchObject({ threatModel: 'predictions', answers: 15 + 8 });
    expect(result.reconstruction?.success.successes).toBe(3);
    expect([result.searches, result.study]).toEqual([[], null]);
  });

  test('of a group each with the query that is most like it', async () => {
    const { x, y } = clouds(16, 4);
    const { result, queries } = await reconstruct(
      { x, y },
      { ...one, kernel: 'rbf', records: [3, 8, 11], together: true, starts: 40 },
    );
    const found = result.reconstruction?.records ?? [];
    expect(found.map(({ record }) => record).sort((a, b) => a - b)).toEqual([3, 8, 11]);
    expect(found.every(({ success }) => success)).toBe(true);
    expect([queries.searches, queries.groupSize, queries.queriesPerSearch]).toEqual([1, 3, 3]);
    expect(Array.from(queries.records)).toEqual([3, 8, 11]);
  });

  test('with the norm of the record for an attacker who was told', async () => {
    const { x, y } = clouds(16, 4);
    const options = { ...one, records: [3], maxIterations: 2, starts: 1, init: 'dataset' } as const;
    const [known, estimated] = await Promise.all([
      reconstruct({ x, y }, { ...options, scale: 'known' }),
      reconstruct({ x, y }, options),
    ]);
    const of = ({ result }: typeof known) => result.reconstruction?.records[0] as { cosine: number; relativeL2: number };
    expect(of(known).cosine).toBeCloseTo(of(estimated).cosine, 12);
    // Two vectors of one length at this angle.
    expect(of(known).relativeL2).toBeCloseTo(Math.sqrt(2 - 2 * of(known).cosine), 9);
    expect(known.result.reconstruction?.scale).toBe('known');
  });

  test('counts as a success from the asked cosine on', async () => {
    const options = { ...one, records: [3, 8], maxIterations: 2, starts: 1 } as const;
    const { result } = await reconstruct(clouds(16, 4), options);
    const cosines = (result.reconstruction?.records ?? []).map(({ cosine }) => cosine).sort((a, b) => a - b);
    const between = ((cosines[0] as number) + (cosines[1] as number)) / 2;
    const again = await reconstruct(clouds(16, 4), { ...options, successAbove: between });
    expect(again.result.reconstruction).toMatchObject({ threshold: between, success: { successes: 1, records: 2, rate: 0.5 } });
  });
});

describe('the result object passes its schema', () => {
  test.each<[string, ReconstructOptions]>([
    ['distributions', { top: 2 }],
    ['groups', { records: [1, 4], together: true, queries: 3 }],
    ['predictions', { records: [1, 2], threatModel: 'predictions', activation: 'gelu', noiseVariance: 0.01 }],
    ['rbf under constraints', { records: [1], kernel: 'rbf', excludeRadius: 0.3, vary: ['0-3'] }],
  ])('%s', async (_, options) => {
    const { result } = await reconstruct(pictureDataset(), { ...one, ...options });
    expect(queryResultSchema.parse(JSON.parse(JSON.stringify(result)))).toEqual(result);
    expect(result).toMatchObject({ command: 'reconstruct', landscape: null });
    if (options.vary !== undefined) return;
    const table = await reconstruct(tableDataset(), { ...one, ...options });
    expect(queryResultSchema.parse(JSON.parse(JSON.stringify(table.result)))).toEqual(table.result);
  });
});

test('what the attack has no use for is refused before the data are read', async () => {
  const stages: Progress[] = [];
  const options = { ...one, threatModel: 'predictions', starts: 3, onProgress: (step: Progress) => stages.push(step) } as const;
  await expectAuditError(() => reconstruct('nowhere.csv', options), 'OPTION_INVALID', 'Got --starts.');
  await expectAuditError(() => reconstruct('nowhere.csv', { pool: 'p.npy' }), 'OPTION_INVALID', 'Got --pool.');
  expect(stages).toEqual([]);
});
