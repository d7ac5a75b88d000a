import { existsSync, statSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { audit } from '../../../src/audit/audit.ts';
import type { ValidateOptions } from '../../../src/audit/validation/options.ts';
import { validate } from '../../../src/audit/validation/validate.ts';
import { type ValidationResult, validationResultSchema } from '../../../src/audit/validationResult.ts';
import { expectAuditError, temporaryFolder } from '../../data/support.ts';

const folder = temporaryFolder();
/** Networks that several runs measure. */
const keptAt = () => folder.path('kept.partial');
const small: ValidateOptions = {
  classes: ['3', '5', '8'],
  limit: 48,
  records: 5,
  models: 8,
  width: 8,
  epochs: 2,
  batchSize: 16,
  rivals: 1,
  threads: 2,
  backend: 'wasm',
};
/** Without what differs from run to run. */
const numbersOf = ({ manifest: _, ...rest }: ValidationResult) => rest;

describe('a validation', () => {
  let result: ValidationResult;
  const stages = new Set<string>();

  test('gives a result of the published form', async () => {
    result = await validate('digits', { ...small, onProgress: ({ stage }) => stages.add(stage) });
    expect(validationResultSchema.parse(result)).toEqual(result);
    expect([...stages]).toEqual(expect.arrayContaining(['training', 'measures', 'landscape measures', 'noise']));
  });

  test('has the LOOD of an audit, spread over its range', async () => {
    const { records } = await audit('digits', { classes: ['3', '5', '8'], limit: 48, depth: 2 });
    const all = new Map(records.map((record) => [record.record, record]));
    for (const { record, kl, auc, meanDistance } of result.records) {
      const own = all.get(record);
      expect(kl / (own?.kl ?? Number.NaN)).toBeCloseTo(1, 10);
      expect(auc).toBeCloseTo(own?.auc ?? Number.NaN, 10);
      expect(meanDistance / (own?.meanDistance ?? Number.NaN)).toBeCloseTo(1, 10);
    }
    const ranks = records.map(({ kl }) => kl).sort((a, b) => a - b);
    expect(result.records.map(({ kl }) => ranks.findIndex((value) => Math.abs(value / kl - 1) < 1e-10))).toEqual([
      4, 14, 24, 33, 43,
    ]);
  });

  test('describes its networks, and compares the first records with rivals', () => {
    expect(result.networks).toMatchObject({
      type: 'fcn',
      depth: 2,
      width: 8,
      parameters: 784 * 8 + 64 + 24,
      models: 8,
      trained: 48,
      diverged: 0,
      learningRateChosen: true,
      batchSize: 16,
    });
    expect(result.networks.lastLoss).toBeLessThan(result.networks.firstLoss);
    expect(result.rivals).toMatchObject({ models: 1, damping: 0.01 });
    expect(result.records.every(({ rivals }) => rivals !== null && rivals.influence > 0 && rivals.tracIn > 0)).toBe(true);
    expect(result.comparisons.map(({ than }) => than)).toEqual(['influence', 'trac-in', 'loss', 'negative-margin']);
  });

  test('draws the landscape of the most exposed record, whose middle is the record itself', () => {
    const last = result.records.at(-1) as ValidationResult['records'][number];
    expect(result.landscapes.map(({ record, direction }) => [record, direction])).toEqual([
      [last.record, 'nearest'],
      [last.record, 'random'],
    ]);
    for (const { points } of result.landscapes) {
      const middle = points[10] as (typeof points)[number];
      expect(middle.offset).toBe(0);
      expect(middle.auc).toBeCloseTo(last.auc, 8);
      expect(middle.networkAuc).toBeCloseTo(last.network.auc, 4);
    }
  });

  test('is cancelled while it measures as well, and draws the landscape of the most exposed of records in a list', async () => {
    const records = result.records.map(({ record }) => record).reverse();
    for (const at of ['landscape measures', 'noise']) {
      const controller = new AbortController();
      const onProgress = ({ stage, done }: { stage: string; done: number }) => {
        if (stage === at && done > 0) controller.abort();
      };
      const work = validate('digits', {
        ...small,
        records,
        rivals: 0,
        onProgress,
        signal: controller.signal,
        checkpoint: keptAt(),
      });
      await expectAuditError(() => work, 'CANCELLED');
    }
    const listed = await validate('digits', { ...small, records, rivals: 0, checkpoint: keptAt() });
    expect(new Set(listed.landscapes.map(({ record }) => record))).toEqual(new Set([records[0]]));
  });

  test('is the same on one process', async () => {
    expect(numbersOf(await validate('digits', { ...small, threads: 1 }))).toEqual(numbersOf(result));
  });

  test('that was interrupted goes on where it stopped, to the same result', async () => {
    const checkpoint = folder.path('training.partial');
    const controller = new AbortController();
    const stop = ({ stage, done, total }: { stage: string; done: number; total: number }) => {
      if (stage === 'training' && done > 0.6 * total) controller.abort();
    };
    await expectAuditError(
      () => validate('digits', { ...small, checkpoint, onProgress: stop, signal: controller.signal }),
      'CANCELLED',
    );
    expect(existsSync(checkpoint)).toBe(true);
    const kept = statSync(checkpoint).size;
    const again: number[] = [];
    const resumed = await validate('digits', {
      ...small,
      checkpoint,
      onProgress: ({ stage, total }) => stage === 'training' && again.push(total),
    });
    expect(numbersOf(resumed)).toEqual(numbersOf(result));
    expect(statSync(checkpoint).size).toBeGreaterThan(kept);
    // Fewer units than the eight of the whole run.
    expect(Math.max(...again)).toBeLessThan(8000);
  });
});

test('half-splits serve all records with few networks', async () => {
  const result = await validate('digits', { ...small, design: 'half-split', records: 48, rivals: 0 });
  expect(validationResultSchema.parse(result)).toEqual(result);
  expect(result.networks).toMatchObject({ design: 'half-split', models: 8, trained: 16 });
  expect(result.records).toHaveLength(48);
  expect(result.rivals).toBeNull();
});

test('convolutional networks, cross-entropy and other kernels are validated too', async () => {
  const options = {
    ...small,
    network: 'cnn',
    width: 2,
    depth: 1,
    loss: 'cross-entropy',
    kernel: 'rbf',
    records: [],
    models: 4,
  } as const;
  const named = (await audit('digits', { classes: ['3', '5', '8'], limit: 48 })).records.slice(0, 2).map(({ record }) => record);
  const result = await validate('digits', { ...options, records: named, rivals: 0, landscapes: 0 });
  expect(validationResultSchema.parse(result)).toEqual(result);
  expect(result.networks).toMatchObject({ type: 'cnn', depth: 1, loss: 'cross-entropy' });
  expect(result.warnings.filter(({ code }) => code === 'OPTION_UNUSED')).toEqual([]);
  expect(result.agreement).toEqual([]);
  expect(result.records.map(({ record }) => record)).toEqual(named);
});

test('networks that diverge are an error, not numbers', async () => {
  await expectAuditError(
    () => validate('digits', { ...small, learningRate: 1e6, rivals: 0, landscapes: 0 }),
    'NUMERICAL_FAILURE',
    'networks whose loss falls',
    '--learning-rate',
  );
});

test('convolutions of records that are no images are refused before any work', async () => {
  const x = Array.from({ length: 12 }, (_, i) => [i, i % 3, i % 5]);
  const y = x.map((_, i) => i % 2);
  await expectAuditError(() => validate({ x, y }, { network: 'cnn' }), 'OPTION_INVALID', 'images for a convolutional network');
  // Without a number of records, all of few.
  const { records } = await validate(
    { x, y },
    { ...small, classes: undefined, limit: undefined, records: undefined, models: 4, rivals: 0, landscapes: 0 },
  );
  expect(records).toHaveLength(12);
});

test('records that are not there are refused before any work', async () => {
  await expectAuditError(() => validate('digits', { ...small, records: 49 }), 'RECORDS_INVALID', 'from 1 to 48');
  await expectAuditError(() => validate('digits', { ...small, records: [1e6] }), 'RECORDS_INVALID', 'rows of the input');
});
