// The main claim: every number of every record is what fitting the model again without that record gives.

import { describe, expect, test } from '@jest/globals';
import { audit } from '../../src/audit/audit.ts';
import type { AuditOptions } from '../../src/audit/options.ts';
import { createRandom } from '../../src/base/random.ts';
import { expectEachClose } from '../support/matchers.ts';
import { type Kernel, linear, matern, type Refit, rbf, refit, reluNetwork } from './denseRefit.ts';

/**
 * Relative, of each value. The refit's own error rules: variances of order σ² from differences of numbers of order 1, by a matrix of condition
 * number below 1e3, lose under 1e5 machine epsilons, and log ratios of variances that differ by 1% or more lose two digits again: 2e-9.
 */
const REFIT = 1e-8;

/** Overlapping clouds, one for each class, in three dimensions of different spread. */
function clouds(records: number, classes: number, seed: number): { x: number[][]; y: number[] } {
  const random = createRandom(seed);
  const y = Array.from({ length: records }, (_, i) => (i * 5 + (i >> 2)) % classes);
  const x = y.map((label) => [random.normal() + label, 20 * random.normal() - 7, 0.1 * random.normal() + 0.05 * label]);
  return { x, y };
}

/** (x − mean)/deviation of each column, population form. */
function standardized(x: readonly number[][]): number[][] {
  const columns = (x[0] as number[]).map((_, j) => x.map((row) => row[j] as number));
  const statistics = columns.map((column) => {
    const mean = column.reduce((sum, value) => sum + value, 0) / column.length;
    return { mean, deviation: Math.sqrt(column.reduce((sum, value) => sum + (value - mean) ** 2, 0) / column.length) };
  });
  return x.map((row) => row.map((value, j) => (value - (statistics[j]?.mean as number)) / (statistics[j]?.deviation as number)));
}

async function expectRefit(data: { x: number[][]; y: number[] }, options: AuditOptions, kernel: Kernel): Promise<void> {
  const { records, dataset, model } = await audit(data, options);
  const rows = records.map(({ record }) => record);
  const x =
    options.normalize === 'none'
      ? rows.map((row) => data.x[row] as number[])
      : standardized(rows.map((row) => data.x[row] as number[]));
  const labels = rows.map((row) => dataset.classes.findIndex(({ label }) => label === String(data.y[row])));
  expect(records.map(({ classIndex }) => classIndex)).toEqual(labels);
  const expected = rows.map((_, s) => refit(kernel, x, labels, model.noiseVariance, s));
  for (const key of [
    'kl',
    'klReverse',
    'meanDistance',
    'wasserstein2',
    'hellinger',
    'varianceRatio',
    'meanShift',
  ] as const satisfies (keyof Refit)[]) {
    expectEachClose(
      records.map((record) => record[key]),
      expected.map((values) => values[key]),
      REFIT,
    );
  }
  expectEachClose(
    records.map((record) => record.klSymmetric),
    expected.map(({ kl, klReverse }) => (kl + klReverse) / 2),
    REFIT,
  );
}

describe('every record equals refitting without it', () => {
  const data = clouds(18, 3, 4);
  test.each<[string, AuditOptions, Kernel]>([
    ['the relu network of depth 5, by default', {}, reluNetwork('nngp', 5, 2, 0)],
    ['a shallow network with biases', { depth: 1, weightVariance: 1.3, biasVariance: 0.2 }, reluNetwork('nngp', 1, 1.3, 0.2)],
    ['a network without hidden layers', { depth: 0, biasVariance: 0.5 }, reluNetwork('nngp', 0, 2, 0.5)],
    ['the tangent kernel', { kernel: 'ntk', depth: 3, biasVariance: 0.1 }, reluNetwork('ntk', 3, 2, 0.1)],
    ['RBF', { kernel: 'rbf', gamma: 0.8, variance: 1.7 }, rbf(0.8, 1.7)],
    ['Matérn 1/2', { kernel: 'matern12', gamma: 1.4 }, matern(0.5, 1.4, 1)],
    ['Matérn 3/2', { kernel: 'matern32' }, matern(1.5, 1, 1)],
    ['Matérn 5/2', { kernel: 'matern', gamma: 0.5, variance: 0.6 }, matern(2.5, 0.5, 0.6)],
    ['linear, of lower rank than there are records', { kernel: 'linear', biasVariance: 0.3 }, linear(2, 0.3)],
    ['much noise', { kernel: 'rbf', noiseVariance: 3 }, rbf(1, 1)],
    ['little noise', { kernel: 'rbf', gamma: 4, noiseVariance: 0.01 }, rbf(4, 1)],
    ['raw values', { kernel: 'rbf', gamma: 0.01, normalize: 'none' }, rbf(0.01, 1)],
    ['a noise variance chosen by the audit', { kernel: 'matern32', noiseVariance: 'auto' }, matern(1.5, 1, 1)],
  ])('%s', async (_, options, kernel) => {
    await expectRefit(data, options, kernel);
  });

  test('on the rows that classes and limit leave', async () => {
    await expectRefit(clouds(30, 4, 9), { classes: ['0', '2', '3'], limit: 14, seed: 6 }, reluNetwork('nngp', 5, 2, 0));
  });

  test('with two classes, and with two records', async () => {
    await expectRefit(clouds(13, 2, 1), {}, reluNetwork('nngp', 5, 2, 0));
    await expectRefit(
      {
        x: [
          [0, 1],
          [2, 0.5],
        ],
        y: [1, 0],
      },
      { kernel: 'rbf' },
      rbf(1, 1),
    );
  });

  test('with records that equal each other, also under different labels', async () => {
    const { x, y } = clouds(10, 2, 2);
    const copies = {
      x: [...x, x[0] as number[], x[0] as number[], x[3] as number[]],
      y: [...y, y[0] as number, y[0] as number, 1 - (y[3] as number)],
    };
    await expectRefit(copies, { kernel: 'rbf' }, rbf(1, 1));
    const { warnings, records } = await audit(copies, { kernel: 'rbf' });
    expect(warnings.map(({ code }) => code)).toEqual(['DUPLICATE_RECORDS']);
    // A contradicted record stands out; a record with copies hides behind them.
    expect(records[12]?.meanShift).toBeGreaterThan(records[10]?.meanShift as number);
  });
});

test('the refit solves what it should: A·A⁻¹B = B', async () => {
  const { solve } = await import('./denseRefit.ts');
  const a = [
    [0, 2, 1],
    [1, 1, 0],
    [3, 0, -1],
  ];
  const x = solve(a, [[1], [2], [3]]);
  expect(a.map((row) => row.reduce((sum, value, j) => sum + value * (x[j]?.[0] as number), 0))).toEqual(
    [1, 2, 3].map((v) => expect.closeTo(v, 12)),
  );
});
