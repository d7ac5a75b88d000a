import { describe, expect, test } from '@jest/globals';
import { covariancesOf } from '../../src/gp/gaussianProcess.ts';
import { leaveOut } from '../../src/gp/leaveOut.ts';
import { leaveOutPool } from '../../src/gp/leaveOutPool.ts';
import { matrix, selectRows } from '../../src/linalg/matrix.ts';
import { expectMatrixClose } from '../support/matchers.ts';
import { randomMatrix } from '../support/randomMatrices.ts';
import { ALGEBRA } from '../support/tolerances.ts';
import { sampleProcess } from './support.ts';

describe('the pool', () => {
  test('answers as leaveOut does, at any of its queries in any order', async () => {
    const gp = await sampleProcess({ type: 'rbf', gamma: 0.7, variance: 1.3 });
    const queries = randomMatrix(6, 3, 31);
    const answer = await leaveOutPool(gp, [7, 2], await covariancesOf(gp, queries));
    for (const [record, chosen] of [
      [7, [0, 1, 2, 3, 4, 5]],
      [2, [5, 1]],
      [2, [3]],
    ] as const) {
      const direct = await leaveOut(gp, [record], await covariancesOf(gp, selectRows(queries, chosen)));
      const pooled = answer(record, chosen);
      for (const world of ['withRecords', 'withoutRecords'] as const) {
        expectMatrixClose(pooled[world].mean, direct[world].mean, ALGEBRA);
        expectMatrixClose(pooled[world].covariance, direct[world].covariance, ALGEBRA);
      }
      expectMatrixClose(pooled.change.factor, direct.change.factor, ALGEBRA);
      expectMatrixClose(pooled.change.weights, direct.change.weights, ALGEBRA);
    }
  });

  test('refuses a record that it was not made for', async () => {
    const gp = await sampleProcess({ type: 'rbf', gamma: 0.7, variance: 1.3 });
    const answer = await leaveOutPool(gp, [7, 2], await covariancesOf(gp, matrix(1, 3)));
    expect(() => answer(3, [0])).toThrow(
      expect.objectContaining({
        code: 'RECORDS_INVALID',
        message: expect.stringMatching(/one of the 2 records prepared for leaving out\. Got 3\./),
      }),
    );
  });

  test('stops at a signal', async () => {
    const gp = await sampleProcess({ type: 'rbf', gamma: 0.7, variance: 1.3 });
    const queries = randomMatrix(19, 3, 32);
    const covariances = await covariancesOf(gp, queries);
    const cancelled = expect.objectContaining({ code: 'CANCELLED' });
    await expect(covariancesOf(gp, queries, { signal: AbortSignal.abort() })).rejects.toEqual(cancelled);
    for (const turns of [0, 1, 2]) {
      const controller = new AbortController();
      const tick = (left: number): unknown => (left === 0 ? controller.abort() : setImmediate(tick, left - 1));
      tick(turns);
      await expect(leaveOutPool(gp, [0, 1], covariances, { signal: controller.signal })).rejects.toEqual(cancelled);
    }
  });
});
