import { describe, expect, test } from '@jest/globals';
import { calibratedScale, rescaled, shrinkInto } from '../../../src/audit/queries/queryScale.ts';
import { rowOf } from '../../../src/linalg/matrix.ts';
import { queryEvaluator } from '../../../src/query/evaluateQueries.ts';
import { prepareTargets, type Target } from '../../../src/query/target.ts';
import { expectClose } from '../../support/matchers.ts';
import { ALGEBRA, EXACT } from '../../support/tolerances.ts';
import { clouds, withFitted } from './support.ts';

const range = { low: Float64Array.of(-1, -2), high: Float64Array.of(4, 0.5) };

describe('shrinkInto', () => {
  test.each<[readonly number[], number]>([
    [[0, 0], 1],
    [[4, -2], 1],
    [[8, 0], 0.5],
    [[0, -8], 0.25],
    [[-10, 5], 0.1],
    [[1, 0.25, 2, 1], 0.5],
  ])('takes %j into the range by %d', (point, factor) => {
    expect(shrinkInto(range, Float64Array.from(point))).toBeCloseTo(factor, 15);
  });
});

describe('the scale of a query that the kernel does not see', () => {
  const model = { kernel: 'fcn', activation: 'relu', depth: 2, noiseVariance: 0.3 } as const;

  test('is that of the record for its multiples', async () => {
    await withFitted(clouds(), model, async ({ gp, identities }) => {
      const targets = await prepareTargets(gp, identities, [[4]]);
      const [target] = targets.list as readonly [Target];
      const record = rowOf(gp.inputs, 4);
      const multiple = record.map((value) => 0.01 * value);
      const [leakage] = await queryEvaluator(gp, targets).leakages([{ target, queries: multiple }]);
      expect(calibratedScale(leakage as NonNullable<typeof leakage>, gp.noiseVariance)).toBeCloseTo(100, 6);
      const planner = { range, queries: 1, isBounded: false } as Parameters<typeof rescaled>[1];
      expectClose(rescaled(gp, planner, multiple, leakage), record, ALGEBRA);
    });
  });

  test('is shrunk until the query lies within the range, where it must', async () => {
    await withFitted(clouds(), model, async ({ gp }) => {
      const pair = { modes: [{ varianceRatio: 1, shiftSquared: 0 }], outputs: 2 } as never;
      const leakage = { pair, variance: gp.noiseVariance / 200 };
      const point = Float64Array.of(1, -1);
      const free = rescaled(gp, { range, queries: 1, isBounded: false } as never, point, leakage);
      expectClose(free, [10, -10], EXACT);
      const bounded = rescaled(gp, { range, queries: 1, isBounded: true } as never, point, leakage);
      expectClose(bounded, [2, -2], EXACT);
    });
  });

  test('is that of a record in the middle for several queries, and for one that tells nothing', async () => {
    await withFitted(clouds(21), model, ({ gp }) => {
      const norms = Array.from({ length: 21 }, (_, s) => Math.hypot(...rowOf(gp.inputs, s))).sort((a, b) => a - b);
      const median = norms[10] as number;
      const point = Float64Array.of(3, 0, 0, 0, 4, 0);
      const together = rescaled(gp, { range, queries: 2, isBounded: false } as never, point, undefined);
      expect(Math.hypot(...together)).toBeCloseTo(median * Math.SQRT2, 10);
      const silent = { pair: { modes: [{ varianceRatio: 0, shiftSquared: 0 }], outputs: 2 } as never, variance: 1 };
      const alone = rescaled(gp, { range, queries: 1, isBounded: false } as never, Float64Array.of(0, 5, 0), silent);
      expectClose(alone, [0, median, 0], ALGEBRA);
    });
  });
});
