import { describe, expect, test } from '@jest/globals';
import { EigenvalueDecomposition, Matrix as MlMatrix } from 'ml-matrix';
import { covariancesOf, covariancesOfRecords } from '../../src/gp/gaussianProcess.ts';
import { leaveOneOut } from '../../src/gp/leaveOneOut.ts';
import { leaveOut } from '../../src/gp/leaveOut.ts';
import { type Matrix, rowOf } from '../../src/linalg/matrix.ts';
import { meanDistance, wasserstein2At } from '../../src/lood/queryLood.ts';
import { recordLood } from '../../src/lood/recordLood.ts';
import { processOn } from '../gp/support.ts';
import { expectEachClose } from '../support/matchers.ts';
import { randomMatrix } from '../support/randomMatrices.ts';
import { ALGEBRA } from '../support/tolerances.ts';

const inputs = randomMatrix(20, 4, 1);
const gp = await processOn({ type: 'rbf', gamma: 1, variance: 1 }, inputs, randomMatrix(20, 3, 2), 0.1);
const toMl = (m: Matrix) => new MlMatrix(Array.from({ length: m.rows }, (_, i) => Array.from(rowOf(m, i))));
const eigenvalues = (m: MlMatrix) => new EigenvalueDecomposition(m, { assumeSymmetric: true }).realEigenvalues;

describe('distances in the units of the answers', () => {
  test('at the record itself they are those of recordLood', async () => {
    for (const record of [0, 7, 19]) {
      const own = await leaveOut(gp, [record], await covariancesOfRecords(gp, [record]));
      const lood = recordLood(gp, leaveOneOut(gp), record);
      expectEachClose([meanDistance(own), wasserstein2At(own)], [lood.meanDistance, lood.wasserstein2], ALGEBRA);
    }
  });

  test('mean distance is half the mean squared difference of both posterior means', async () => {
    const answers = await leaveOut(gp, [3, 5], await covariancesOf(gp, randomMatrix(6, 4, 3)));
    const { withRecords, withoutRecords } = answers;
    const squares = Array.from(withRecords.mean.data, (value, i) => (value - (withoutRecords.mean.data[i] as number)) ** 2);
    expectEachClose([meanDistance(answers)], [squares.reduce((a, b) => a + b) / squares.length / 2], ALGEBRA);
  });

  test('Wasserstein agrees with the trace formula', async () => {
    const answers = await leaveOut(gp, [3, 5], await covariancesOf(gp, randomMatrix(6, 4, 3)));
    const [a, b] = [toMl(answers.withRecords.covariance), toMl(answers.withoutRecords.covariance)];
    const { realEigenvalues, eigenvectorMatrix: v } = new EigenvalueDecomposition(a, { assumeSymmetric: true });
    const root = v.mmul(MlMatrix.diag(realEigenvalues.map(Math.sqrt))).mmul(v.transpose());
    const cross = eigenvalues(root.mmul(b).mmul(root)).reduce((sum, value) => sum + Math.sqrt(value), 0);
    const means = toMl(answers.withRecords.mean).sub(toMl(answers.withoutRecords.mean)).norm() ** 2;
    const direct = Math.sqrt(means + 3 * (a.trace() + b.trace() - 2 * cross));
    // The trace formula cancels: its square is good to machine epsilon × trace, here 1e-13 of the square.
    expectEachClose([wasserstein2At(answers)], [direct], ALGEBRA);
  });

  test('a repeated query counts twice in mean distance per query, and not at all as new information', async () => {
    const query = randomMatrix(1, 4, 3);
    const twice = { rows: 2, cols: 4, data: Float64Array.of(...query.data, ...query.data) };
    const once = await leaveOut(gp, [3], await covariancesOf(gp, query));
    const repeated = await leaveOut(gp, [3], await covariancesOf(gp, twice));
    expectEachClose([meanDistance(repeated)], [meanDistance(once)], ALGEBRA);
    expect(wasserstein2At(repeated)).toBeCloseTo(Math.SQRT2 * wasserstein2At(once), 10);
  });
});
