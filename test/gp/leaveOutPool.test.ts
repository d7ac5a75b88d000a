import { describe, expect, test } from '@jest/globals';
import { covariancesOf } from '../../src/gp/gaussianProcess.ts';
import { leaveOut } from '../../src/gp/leaveOut.ts';
import { covariancesInTurns, leaveOutPool } from '../../src/gp/leaveOutPool.ts';
import { matrix, selectRows } from '../../src/linalg/matrix.ts';
import { expectClose, expectMatrixClose } from '../support/matchers.ts';
import { randomMatrix } from '../support/randomMatrices.ts';
import { ALGEBRA } from '../support/tolerances.ts';
import { sampleProcess } from './support.ts';

describe('the pool', () => {
  test('answers as leaveOut does, at any of its queries in any order', async () => {
    const gp = await sampleProcess({ type: 'rbf', gamma: 0.7, variance: 1.3 });
    const queries = randomMatrix(6, 3, 31);
    const answer = await leaveOutPool(gp, [7, 2], covariancesOf(gp, queries));
    for (const [record, chosen] of [
      [7, [0, 1, 2, 3, 4, 5]],
      [2, [5, 1]],
      [2, [3]],
    ] as const) {
      const direct = leaveOut(gp, [record], covariancesOf(gp, selectRows(queries, chosen)));
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
    const answer = await leaveOutPool(gp, [7, 2], covariancesOf(gp, matrix(1, 3)));
    expect(() => answer(3, [0])).toThrow(
      expect.objectContaining({
        code: 'RECORDS_INVALID',
        message: expect.stringMatching(/one of the 2 records prepared for leaving out\. Got 3\./),
      }),
    );
  });

  test('of more queries than are answered in one turn is the same', async () => {
    const gp = await sampleProcess({ type: 'rbf', gamma: 0.7, variance: 1.3 });
    const queries = randomMatrix(19, 3, 32);
    const records = [11, 0, 1, 2, 3, 4, 5, 6, 7, 8];
    const answer = await leaveOutPool(gp, records, await covariancesInTurns(gp, queries));
    const direct = leaveOut(gp, [8], covariancesOf(gp, queries));
    const pooled = answer(
      8,
      Array.from({ length: 19 }, (_, i) => i),
    );
    expectMatrixClose(pooled.withoutRecords.covariance, direct.withoutRecords.covariance, ALGEBRA);
    expectMatrixClose(pooled.change.factor, direct.change.factor, ALGEBRA);
    expectClose(pooled.withRecords.rounding, direct.withRecords.rounding, ALGEBRA);
  });

  test('gives the event loop turns and stops at a signal', async () => {
    const gp = await sampleProcess({ type: 'rbf', gamma: 0.7, variance: 1.3 });
    const queries = randomMatrix(19, 3, 32);
    const stop = (afterTurns: number): AbortSignal => {
      const controller = new AbortController();
      const tick = (left: number): unknown => (left === 0 ? controller.abort() : setImmediate(tick, left - 1));
      tick(afterTurns);
      return controller.signal;
    };
    const cancelled = expect.objectContaining({ code: 'CANCELLED' });
    // 19 queries are five turns of covariances; three turns each of two products after two turns for the records.
    await expect(covariancesInTurns(gp, queries, { signal: stop(3) })).rejects.toEqual(cancelled);
    const covariances = covariancesOf(gp, queries);
    for (const turns of [0, 1, 4, 7]) {
      await expect(leaveOutPool(gp, [0, 1, 2, 3, 4, 5, 6, 7, 8], covariances, { signal: stop(turns) })).rejects.toEqual(
        cancelled,
      );
    }
  });

  test('refuses queries of other dimensions', async () => {
    const gp = await sampleProcess({ type: 'rbf', gamma: 0.7, variance: 1.3 });
    await expect(covariancesInTurns(gp, randomMatrix(2, 4, 1))).rejects.toMatchObject({
      code: 'SHAPE_MISMATCH',
      message: expect.stringMatching(/queries to have 3 columns .* Got 4\./),
    });
  });
});
