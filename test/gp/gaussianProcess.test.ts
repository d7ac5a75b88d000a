import { describe, expect, test } from '@jest/globals';
import { covariancesOf, covariancesOfRecords, multiply, posterior, transpose } from '../../src/gp/gaussianProcess.ts';
import { matrix, matrixFromRows, selectRows } from '../../src/linalg/matrix.ts';
import { expectClose, expectMatrixClose } from '../support/matchers.ts';
import { randomMatrix } from '../support/randomMatrices.ts';
import { ALGEBRA } from '../support/tolerances.ts';
import { fromMl, NOISE_VARIANCES, precomputed, processOn, randomTargets, refit, SPECS, sampleProcess, toMl } from './support.ts';

// Error budget of posteriors: condition number of K + σ²I (below n·max K/σ² ≈ 1e6) times machine epsilon.
const POSTERIOR = 1e-9;

describe.each(SPECS)('the posterior under the %s kernel', (_, spec) => {
  test.each(NOISE_VARIANCES)('is the textbook’s at random queries, noise variance %d', async (noiseVariance) => {
    const gp = await sampleProcess(spec, { noiseVariance });
    const queries = randomMatrix(5, 3, 77);
    const { mean, covariance } = await posterior(gp, await covariancesOf(gp, queries));
    const dense = refit(gp, [], queries);
    expectMatrixClose(mean, fromMl(dense.mean), POSTERIOR);
    expectMatrixClose(covariance, fromMl(dense.covariance), POSTERIOR);
  });
});

test('the covariance is symmetric to the last bit', async () => {
  const gp = await sampleProcess(SPECS[0]?.[1] as never);
  const { covariance } = await posterior(gp, await covariancesOf(gp, randomMatrix(6, 3, 5)));
  expect(transpose(covariance)).toEqual(covariance);
});

test('with one record and one query the posterior is the formula on paper', async () => {
  // k = 1 at distance 0: mean y/(1 + σ²), variance 1 − 1/(1 + σ²).
  const x = matrix(1, 1, Float64Array.of(0.3));
  const gp = await processOn({ type: 'rbf', gamma: 1, variance: 1 }, x, matrixFromRows([[0.5, -0.5]]), 0.25);
  const { mean, covariance } = await posterior(gp, await covariancesOf(gp, x));
  expectClose(mean.data, [0.4, -0.4], ALGEBRA);
  expectClose(covariance.data, [0.2], ALGEBRA);
});

describe('the estimated rounding of posterior variances', () => {
  // n equal records with unit kernel, asked at the same place: v = σ²/(σ² + n), a small difference of numbers near 1.
  const n = 40;

  test.each([1e4, 1, 1e-4, 1e-8, 1e-12])('covers the error at noise variance %d, and not much more', async (noiseVariance) => {
    const gp = await processOn({ type: 'rbf', gamma: 1, variance: 1 }, matrix(n, 2), randomTargets(n, 2, 3), noiseVariance);
    const { covariance, rounding } = await posterior(gp, await covariancesOfRecords(gp, [0, 1]));
    for (const s of [0, 1]) {
      const error = Math.abs((covariance.data[3 * s] as number) - noiseVariance / (noiseVariance + n));
      expect(error).toBeLessThan(rounding[s] as number);
      expect(rounding[s]).toBeLessThan(100 * Number.EPSILON);
    }
  });

  test('is that of the prior far from all records', async () => {
    const gp = await processOn({ type: 'rbf', gamma: 1, variance: 3 }, randomMatrix(8, 2, 1), randomTargets(8, 2, 3), 0.1);
    const far = await covariancesOf(gp, matrixFromRows([[1000, 1000]]));
    expect(Array.from((await posterior(gp, far)).rounding)).toEqual([3 * Number.EPSILON]);
  });
});

test.each(SPECS)('records asked as queries under the %s kernel have the covariances of their inputs', async (_, spec) => {
  const gp = await sampleProcess(spec);
  const own = await covariancesOfRecords(gp, [4, 0, 4]);
  const given = await covariancesOf(gp, selectRows(gp.inputs, [4, 0, 4]));
  expect(own).toEqual(given);
});

test('records of a precomputed Gram matrix have the covariances that stand in it', async () => {
  const gp = await sampleProcess({ type: 'rbf', gamma: 0.7, variance: 1.3 });
  const own = await covariancesOfRecords(await precomputed(gp), [4, 0, 4]);
  const given = await covariancesOfRecords(gp, [4, 0, 4]);
  expectMatrixClose(own.cross, given.cross, 1e-15);
  expectMatrixClose(own.prior, given.prior, 1e-15);
});

test('a precomputed kernel gives the same posterior as the kernel it was computed with', async () => {
  const gp = await sampleProcess({ type: 'matern', smoothness: 1.5, gamma: 0.4, variance: 0.8 });
  const other = await precomputed(gp);
  const a = await posterior(gp, await covariancesOfRecords(gp, [1, 2, 7]));
  const b = await posterior(other, await covariancesOfRecords(other, [1, 2, 7]));
  expectMatrixClose(b.mean, a.mean, ALGEBRA);
  expectMatrixClose(b.covariance, a.covariance, ALGEBRA);
});

describe('refusals', () => {
  const processWith = (noiseVariance: number, targetRows = 4) =>
    processOn({ type: 'rbf', gamma: 1, variance: 1 }, randomMatrix(4, 2, 1), randomTargets(targetRows, 2, 1), noiseVariance);

  test.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY])('a noise variance of %d', async (noiseVariance) => {
    const error = await processWith(noiseVariance).catch((e: Error) => e);
    expect(error).toMatchObject({ code: 'OPTION_INVALID' });
    expect((error as Error).message).toBe(
      `Expected a noise variance above zero. Got ${noiseVariance}. Try --noise-variance 0.1, or --noise-variance auto.`,
    );
  });

  test('targets of another length', async () => {
    await expect(processWith(1, 3)).rejects.toMatchObject({
      code: 'SHAPE_MISMATCH',
      message: expect.stringMatching(/as many targets as inputs \(4\)\. Got 3\./),
    });
  });

  test('queries of another width', async () => {
    const gp = await processWith(1);
    await expect(covariancesOf(gp, randomMatrix(1, 3, 1))).rejects.toMatchObject({
      code: 'SHAPE_MISMATCH',
      message: expect.stringMatching(/queries to have 2 columns/),
    });
  });

  test.each([-1, 4, 0.5])('position %d among 4 records', async (position) => {
    const gp = await processWith(1);
    await expect(covariancesOfRecords(gp, [0, position])).rejects.toMatchObject({
      code: 'RECORDS_INVALID',
      message: expect.stringMatching(`positions of records from 0 to 3\\. Got ${position}\\.`),
    });
  });
});

test('small products and transposes agree with ml-matrix', () => {
  const a = randomMatrix(3, 4, 1);
  const b = randomMatrix(4, 2, 2);
  expectMatrixClose(multiply(a, b), fromMl(toMl(a).mmul(toMl(b))), ALGEBRA);
  expect(transpose(a)).toEqual(fromMl(toMl(a).transpose()));
});
