import { describe, expect, test } from '@jest/globals';
import { recordResults } from '../../src/audit/recordResults.ts';
import type { GaussianProcess } from '../../src/gp/gaussianProcess.ts';
import { leaveOneOut } from '../../src/gp/leaveOneOut.ts';
import { createWasmEngine } from '../../src/linalg/createEngine.ts';
import type { Engine } from '../../src/linalg/engine.ts';
import { totalVariation } from '../../src/lood/lossTail.ts';
import { recordLood } from '../../src/lood/recordLood.ts';
import { exactAuc } from '../../src/membership/auc.ts';
import { epsilonAtDelta, tprAtFpr } from '../../src/membership/optimalTest.ts';
import { sampleProcess } from '../gp/support.ts';

const DELTA = 1e-4;
const N = 70;
const rows = Int32Array.from({ length: N }, (_, s) => 3 * s + 1);
const labels = Int32Array.from({ length: N }, (_, s) => s % 2);

const process = () => sampleProcess({ type: 'rbf', gamma: 0.7, variance: 1.3 }, { n: N });
const resultsOf = (engine: Engine, gp: GaussianProcess) => recordResults(engine, gp, leaveOneOut(gp), rows, labels, DELTA, {});

describe('the results of records', () => {
  test('are those of each record at its own query, under its row in the input', async () => {
    const gp = await process();
    const { records, pairs, relativeError } = await resultsOf(createWasmEngine(), gp);
    expect(records).toHaveLength(N);
    for (const s of [0, 1, 31, 32, 63, 64, N - 1]) {
      const { pair, ...lood } = recordLood(gp, leaveOneOut(gp), s);
      expect(pairs[s]).toEqual(pair);
      expect(records[s]).toEqual({
        record: 3 * s + 1,
        classIndex: s % 2,
        ...lood,
        totalVariation: totalVariation(pair),
        auc: exactAuc(pair),
        tprAtFpr001Percent: tprAtFpr(pair, 0.001),
        tprAtFpr1Percent: tprAtFpr(pair, 0.01),
        tprAtFpr10Percent: tprAtFpr(pair, 0.1),
        epsilon: epsilonAtDelta(pair, DELTA),
        tier: expect.stringMatching(/^(high|elevated|low)$/),
      });
    }
    expect(relativeError).toBeGreaterThan(0);
    expect(relativeError).toBeLessThan(1e-10);
  });

  test('have the names of their rows in the input, where it has them', async () => {
    const gp = await process();
    const names = Array.from({ length: 3 * N }, (_, row) => `cat/${row}.png`);
    const { records } = await recordResults(createWasmEngine(), gp, leaveOneOut(gp), rows, labels, DELTA, {}, names);
    expect(records.map(({ name }) => name)).toEqual(Array.from(rows, (row) => `cat/${row}.png`));
    const unnamed = await resultsOf(createWasmEngine(), gp);
    expect(unnamed.records[0]).not.toHaveProperty('name');
    expect(records.map(({ name: _, ...rest }) => rest)).toEqual(unnamed.records);
  });

  test('are an error, not zeros, for records that no task has reached', async () => {
    const engine = createWasmEngine();
    const lazy: Engine = {
      ...engine,
      async forEachTask(_count, work) {
        work.local(0);
        work.local(1);
      },
    };
    await expect(process().then((gp) => resultsOf(lazy, gp))).rejects.toMatchObject({
      code: 'NUMERICAL_FAILURE',
      message: expect.stringMatching(
        /every number of the membership test to be computed\. Got none for totalVariation at position 64\./,
      ),
    });
  });
});
