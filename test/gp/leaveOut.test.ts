import { describe, expect, test } from '@jest/globals';
import { covariancesOf, covariancesOfRecords } from '../../src/gp/gaussianProcess.ts';
import { assertGroup, leaveOut } from '../../src/gp/leaveOut.ts';
import { matrixFromRows, selectRows } from '../../src/linalg/matrix.ts';
import { expectClose, expectMatrixClose } from '../support/matchers.ts';
import { randomMatrix } from '../support/randomMatrices.ts';
import { ALGEBRA } from '../support/tolerances.ts';
import { fromMl, NOISE_VARIANCES, precomputed, processOn, refit, SPECS, sampleProcess, toMl } from './support.ts';

// The refit solves with K + σ²I, condition number below n·max K/σ² ≈ 1e6.
const REFIT = 1e-9;
const GROUPS = [[5], [0, 11], [3, 1, 8], [9, 2, 0, 7]];

describe.each(SPECS)('leaving out under the %s kernel', (_, spec) => {
  describe.each(NOISE_VARIANCES)('at noise variance %d', (noiseVariance) => {
    test.each(GROUPS.map((group) => ({ group })))('records $group equals refitting without them', async ({ group }) => {
      const gp = await sampleProcess(spec, { noiseVariance });
      const queries = randomMatrix(4, 3, 31);
      for (const [covariances, points] of [
        [await covariancesOf(gp, queries), queries],
        [await covariancesOfRecords(gp, group), selectRows(gp.inputs, group)],
      ] as const) {
        const { withRecords, withoutRecords } = await leaveOut(gp, group, covariances);
        const slow = { withRecords: refit(gp, [], points), withoutRecords: refit(gp, group, points) };
        expectMatrixClose(withRecords.mean, fromMl(slow.withRecords.mean), REFIT);
        expectMatrixClose(withoutRecords.mean, fromMl(slow.withoutRecords.mean), REFIT);
        expectMatrixClose(withoutRecords.covariance, fromMl(slow.withoutRecords.covariance), REFIT);
      }
    });
  });

  test('gives the change in factors: means differ by Fβ, covariances by FFᵀ', async () => {
    const gp = await sampleProcess(spec);
    const { withRecords, withoutRecords, change } = await leaveOut(gp, [2, 6], await covariancesOf(gp, randomMatrix(4, 3, 31)));
    const f = toMl(change.factor);
    const shift = toMl(withRecords.mean).sub(toMl(withoutRecords.mean));
    const growth = toMl(withoutRecords.covariance).sub(toMl(withRecords.covariance));
    expectClose(f.mmul(toMl(change.weights)).to1DArray(), shift.to1DArray(), ALGEBRA);
    expectClose(f.mmul(f.transpose()).to1DArray(), growth.to1DArray(), ALGEBRA);
  });
});

test('a precomputed kernel leaves out as the kernel it was computed with', async () => {
  const gp = await sampleProcess({ type: 'rbf', gamma: 0.7, variance: 1.3 });
  const other = await precomputed(gp);
  const [a, b] = await Promise.all(
    [gp, other].map(async (process) => leaveOut(process, [4, 9], await covariancesOfRecords(process, [4, 9, 1]))),
  );
  expectMatrixClose(b?.withoutRecords.mean as never, a?.withoutRecords.mean as never, ALGEBRA);
  expectMatrixClose(b?.withoutRecords.covariance as never, a?.withoutRecords.covariance as never, ALGEBRA);
});

test('leaving out one of two equal records leaves what its copy has taught', async () => {
  // The copy pins the function, of variance 1, down to 1 − 1/(1 + σ²).
  const inputs = matrixFromRows([
    [1, 2],
    [1, 2],
  ]);
  const twins = await processOn({ type: 'rbf', gamma: 1, variance: 1 }, inputs, randomMatrix(2, 2, 1), 0.01);
  const { withRecords, withoutRecords } = await leaveOut(twins, [0], await covariancesOfRecords(twins, [0]));
  expectClose(withoutRecords.covariance.data, [1 - 1 / 1.01], 1e-12);
  expectClose(withRecords.covariance.data, [1 - 1 / 1.005], 1e-12);
});

test('a record at which the kernel vanishes changes nothing anywhere, exactly', async () => {
  const inputs = randomMatrix(5, 2, 8);
  inputs.data.fill(0, 2, 4);
  const spec = { type: 'fcn', output: 'nngp', activation: 'relu', depth: 2, weightVariance: 2, biasVariance: 0 } as const;
  const gp = await processOn(spec, inputs, randomMatrix(5, 2, 9), 0.1);
  const { withRecords, withoutRecords } = await leaveOut(gp, [1], await covariancesOf(gp, randomMatrix(3, 2, 1)));
  expect(withoutRecords).toEqual(withRecords);
});

describe('a group of records', () => {
  test.each([
    [[], 'Got 0 positions.'],
    [[0, 1, 2], 'Got 3 positions.'],
    [[3], 'Got 3.'],
    [[-1], 'Got -1.'],
    [[0.5], 'Got 0.5.'],
    [[1, 1], 'Got 1 twice.'],
  ])('%j of 3 records is refused', (group, got) => {
    expect(() => assertGroup(group, 3)).toThrow(
      expect.objectContaining({
        code: 'RECORDS_INVALID',
        message: `Expected between 1 and 2 distinct positions from 0 to 2. ${got} Try leaving out existing records, each once.`,
      }),
    );
  });

  test('that leaves a record is accepted', () => {
    expect(() => assertGroup([2, 0], 3)).not.toThrow();
  });
});
