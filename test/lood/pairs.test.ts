import { describe, expect, test } from '@jest/globals';
import { covariancesOf, covariancesOfRecords } from '../../src/gp/gaussianProcess.ts';
import { leaveOneOut } from '../../src/gp/leaveOneOut.ts';
import { leaveOut } from '../../src/gp/leaveOut.ts';
import type { KernelSpec } from '../../src/kernels/kernel.ts';
import { matrix, matrixFromRows, selectRows } from '../../src/linalg/matrix.ts';
import { hellinger, klWithoutWith, klWithWithout, renyiWithoutWith, renyiWithWithout } from '../../src/lood/divergences.ts';
import { groupPair, ownQueryPair, queryPair, roundedQueryPair } from '../../src/lood/pairs.ts';
import { regimeOf } from '../../src/lood/regime.ts';
import {
  denseKl,
  denseRenyi,
  NOISE_VARIANCES,
  precomputed,
  processOn,
  randomTargets,
  refit,
  SPECS,
  sampleProcess,
} from '../gp/support.ts';
import { expectEachClose } from '../support/matchers.ts';
import { randomMatrix } from '../support/randomMatrices.ts';
import { readGolden } from '../support/readGolden.ts';
import { pairAt, summary } from './support.ts';

// Dense formulas lose the condition number of both covariance matrices (below 1e6 at these noise variances) and, where leakage is small,
// the digits of u − ln(1+u) ≈ u²/2.
const DENSE = 1e-7;

describe.each(SPECS)('under the %s kernel', (_, spec) => {
  test.each([1e-2, 0.1, 1])('KL at the own query is that of both refits, noise variance %d', async (noiseVariance) => {
    const gp = await sampleProcess(spec, { noiseVariance, classes: 3 });
    const identities = leaveOneOut(gp);
    for (let s = 0; s < gp.inputs.rows; s++) {
      const own = selectRows(gp.inputs, [s]);
      const dense = denseKl(refit(gp, [s], own), refit(gp, [], own));
      expectEachClose([klWithoutWith(ownQueryPair(gp, identities, s))], [dense], DENSE);
    }
  });

  test.each([[[5]], [[0, 11]], [[9, 2, 0, 7]]])(
    'KL of the records %j at any queries and at their own is that of both refits',
    async (group) => {
      const gp = await sampleProcess(spec, { noiseVariance: 0.3, classes: 3 });
      const queries = randomMatrix(2, 3, 17);
      const own = selectRows(gp.inputs, group);
      const atQueries = denseKl(refit(gp, group, queries), refit(gp, [], queries));
      expectEachClose([klWithoutWith(await pairAt(gp, group, await covariancesOf(gp, queries)))], [atQueries], DENSE);
      // A linear kernel in three dimensions cannot tell four queries apart.
      if (spec.type === 'linear' && group.length > 3) return;
      const atOwn = denseKl(refit(gp, group, own), refit(gp, [], own));
      expectEachClose([klWithoutWith(await groupPair(gp, leaveOneOut(gp), group))], [atOwn], DENSE);
    },
  );

  test('the other divergences of several records at several queries are those of both refits', async () => {
    const gp = await sampleProcess(spec, { noiseVariance: 0.3, classes: 3 });
    const queries = randomMatrix(3, 3, 18);
    const [without, withRecords] = [refit(gp, [1, 10], queries), refit(gp, [], queries)];
    const pair = await pairAt(gp, [1, 10], await covariancesOf(gp, queries));
    expect(pair.modes.length).toBe(2);
    expectEachClose([klWithWithout(pair)], [denseKl(withRecords, without)], DENSE);
    for (const order of [0.5, 2, 3]) {
      expectEachClose([renyiWithWithout(pair, order)], [denseRenyi(withRecords, without, order)], DENSE);
    }
    expectEachClose([renyiWithoutWith(pair, 1.2)], [denseRenyi(without, withRecords, 1.2)], DENSE);
    expectEachClose([-2 * Math.log1p(-(hellinger(pair) ** 2))], [denseRenyi(without, withRecords, 0.5)], DENSE);
  });

  test.each(NOISE_VARIANCES)('three ways to the own query of one record agree, noise variance %d', async (noiseVariance) => {
    const gp = await sampleProcess(spec, { noiseVariance, classes: 3 });
    const identities = leaveOneOut(gp);
    for (const s of [0, 7]) {
      const direct = summary(ownQueryPair(gp, identities, s));
      expectEachClose(summary(await groupPair(gp, identities, [s])), direct, 1e-12);
      // The posterior variance at the record cancels where σ² is small: machine epsilon × K/σ² × condition number.
      expectEachClose(
        summary(await pairAt(gp, [s], await covariancesOfRecords(gp, [s]))),
        direct,
        noiseVariance < 1e-3 ? 1e-5 : 1e-8,
      );
    }
  });

  test.each(NOISE_VARIANCES)('two ways to the own queries of a group agree, noise variance %d', async (noiseVariance) => {
    const gp = await sampleProcess(spec, { noiseVariance, classes: 3 });
    for (const group of [
      [0, 11],
      [9, 2, 0],
    ]) {
      const direct = await groupPair(gp, leaveOneOut(gp), group);
      expect(direct.modes.length).toBe(group.length);
      const general = await pairAt(gp, group, await covariancesOfRecords(gp, group));
      expectEachClose(summary(general), summary(direct), noiseVariance < 1e-3 ? 1e-5 : 1e-8);
    }
  });
});

describe('against 45-digit arithmetic', () => {
  const golden = readGolden<{
    kernel: KernelSpec;
    points: number[][];
    targets: number[][];
    group: number[];
    cases: { noiseVariance: number; varianceRatios: number[]; shiftSquared: number[]; groupKl: number }[];
  }>('lood/leverages.json');

  test.each(golden.cases)(
    'ratios, shifts and the KL of a group keep their digits at noise variance $noiseVariance',
    async (expected) => {
      const gp = await processOn(
        golden.kernel,
        matrixFromRows(golden.points),
        matrixFromRows(golden.targets),
        expected.noiseVariance,
      );
      const identities = leaveOneOut(gp);
      const modes = golden.points.map((_, s) => ownQueryPair(gp, identities, s).modes[0]);
      // Condition number 3e4 at the smallest noise variance; nothing but rounding at the largest, where leakage is 1e-28.
      const tolerance = expected.noiseVariance < 1 ? 1e-10 : 2e-14;
      expectEachClose(
        modes.map((mode) => mode?.varianceRatio as number),
        expected.varianceRatios,
        tolerance,
      );
      expectEachClose(
        modes.map((mode) => mode?.shiftSquared as number),
        expected.shiftSquared,
        tolerance,
      );
      expectEachClose([klWithoutWith(await groupPair(gp, identities, golden.group))], [expected.groupKl], tolerance);
    },
  );
});

test('a lone record against hardly any noise has the ratio k/σ², to the last digits', async () => {
  const gp = await processOn({ type: 'rbf', gamma: 1, variance: 1 }, matrix(1, 1), randomTargets(1, 2, 1), 1e-12);
  expectEachClose([ownQueryPair(gp, leaveOneOut(gp), 0).modes[0]?.varianceRatio as number], [1e12], 1e-15);
});

describe('invariances', () => {
  test('the order of the records does not matter', async () => {
    const spec = SPECS[4]?.[1] as KernelSpec;
    const gp = await sampleProcess(spec, { n: 9, noiseVariance: 0.05 });
    const order = [4, 8, 0, 2, 7, 1, 3, 6, 5];
    const shuffled = await processOn(spec, selectRows(gp.inputs, order), selectRows(gp.targets, order), 0.05);
    const [before, after] = [leaveOneOut(gp), leaveOneOut(shuffled)];
    order.forEach((record, position) => {
      expectEachClose(summary(ownQueryPair(shuffled, after, position)), summary(ownQueryPair(gp, before, record)), 1e-9);
    });
  });

  test('repeated queries and their order do not matter', async () => {
    const gp = await sampleProcess({ type: 'rbf', gamma: 0.7, variance: 1.3 });
    const queries = randomMatrix(4, 3, 9);
    const once = summary(await pairAt(gp, [2, 6], await covariancesOf(gp, queries)));
    const again = summary(await pairAt(gp, [2, 6], await covariancesOf(gp, selectRows(queries, [3, 0, 0, 2, 1, 3, 3]))));
    expectEachClose(again, once, 1e-8);
  });

  test('a precomputed kernel gives the same pairs', async () => {
    const gp = await sampleProcess({ type: 'rbf', gamma: 0.7, variance: 1.3 });
    const other = await precomputed(gp);
    expectEachClose(
      summary(await groupPair(other, leaveOneOut(other), [1, 5])),
      summary(await groupPair(gp, leaveOneOut(gp), [1, 5])),
      1e-12,
    );
    const [a, b] = await Promise.all(
      [gp, other].map(async (p) => summary(await pairAt(p, [1, 5], await covariancesOfRecords(p, [0, 1, 2])))),
    );
    expectEachClose(b as number[], a as number[], 1e-9);
  });

  test('more queries than the kernel can tell apart do no harm', async () => {
    // A linear kernel in two dimensions: the function has two degrees of freedom.
    const gp = await sampleProcess({ type: 'linear', weightVariance: 1, biasVariance: 0 }, { d: 2, noiseVariance: 0.1 });
    const all = summary(await pairAt(gp, [3], await covariancesOf(gp, randomMatrix(40, 2, 9))));
    const two = summary(await pairAt(gp, [3], await covariancesOf(gp, randomMatrix(2, 2, 10))));
    expectEachClose(all, two, 1e-8);
    expectEachClose(all, summary(ownQueryPair(gp, leaveOneOut(gp), 3)), 1e-8);
  });
});

describe('records that leak nothing', () => {
  const spec = { type: 'fcn', output: 'nngp', activation: 'relu', depth: 2, weightVariance: 2, biasVariance: 0 } as const;
  const inputs = randomMatrix(5, 2, 8);
  inputs.data.fill(0, 2, 4);

  test.each([1e-8, 0.1, 1e8])(
    'at noise variance %d a zero input to a network without bias is indistinguishable from its absence',
    async (noiseVariance) => {
      const gp = await processOn(spec, inputs, randomTargets(5, 2, 9), noiseVariance);
      const identities = leaveOneOut(gp);
      for (const pair of [
        ownQueryPair(gp, identities, 1),
        await groupPair(gp, identities, [1]),
        await pairAt(gp, [1], await covariancesOf(gp, randomMatrix(3, 2, 1))),
        await pairAt(gp, [1], await covariancesOfRecords(gp, [1])),
      ]) {
        expect(regimeOf(pair).kind).toBe('indistinguishable');
        for (const value of summary(pair)) expect(Math.abs(value)).toBe(0);
      }
    },
  );

  test('in a group it changes nothing', async () => {
    const gp = await processOn(spec, inputs, randomTargets(5, 2, 9), 0.1);
    const identities = leaveOneOut(gp);
    expectEachClose(summary(await groupPair(gp, identities, [1, 3])), summary(ownQueryPair(gp, identities, 3)), 1e-12);
  });
});

test('equal records leak alike, and together more than alone', async () => {
  const inputs = randomMatrix(6, 2, 4);
  inputs.data.set(inputs.data.subarray(0, 2), 8);
  const targets = randomTargets(6, 2, 1);
  targets.data.set(targets.data.subarray(0, 2), 8);
  const gp = await processOn({ type: 'rbf', gamma: 1, variance: 1 }, inputs, targets, 0.01);
  const identities = leaveOneOut(gp);
  const [first, second, both] = [
    ownQueryPair(gp, identities, 0),
    ownQueryPair(gp, identities, 4),
    await groupPair(gp, identities, [0, 4]),
  ];
  expectEachClose(summary(second), summary(first), 1e-9);
  expect(klWithoutWith(both)).toBeGreaterThan(2 * klWithoutWith(first));
  // One function value is behind both: only one direction differs.
  expect(Math.min(...both.modes.map((mode) => mode.varianceRatio))).toBeLessThan(1e-12);
});

describe('queries whose answers float64 cannot tell from certain', () => {
  // v_with at the record is σ² of a kernel of 1e12: far below the rounding of the difference that a posterior variance is.
  const far = { type: 'linear', weightVariance: 1e12, biasVariance: 0 } as const;
  const inputs = matrixFromRows([[1], [2], [0]]);

  test('are refused, since no leakage found there would mean nothing', async () => {
    const gp = await processOn(far, inputs, randomTargets(3, 2, 1), 0.01);
    await expect(pairAt(gp, [1], await covariancesOfRecords(gp, [1]))).rejects.toMatchObject({
      code: 'NUMERICAL_FAILURE',
      message: expect.stringMatching(
        /query whose posterior variance exceeds its rounding error\. Got variances up to .* known to within/,
      ),
    });
  });

  test('do no harm where the records change nothing', async () => {
    const gp = await processOn(far, inputs, randomTargets(3, 2, 1), 0.01);
    const pair = await pairAt(gp, [2], await covariancesOfRecords(gp, [1]));
    expect(regimeOf(pair).kind).toBe('indistinguishable');
  });

  test('tell by their rounding how well the others are known', async () => {
    const gp = await sampleProcess({ type: 'rbf', gamma: 0.7, variance: 1.3 });
    const answers = await leaveOut(gp, [4], await covariancesOfRecords(gp, [4]));
    const { pair, relativeRounding } = roundedQueryPair(answers);
    expect(pair).toEqual(queryPair(answers));
    expect(relativeRounding).toBe(
      (answers.withRecords.rounding[0] as number) / (answers.withRecords.covariance.data[0] as number),
    );
  });
});

test('groups that are none are refused', async () => {
  const gp = await sampleProcess({ type: 'rbf', gamma: 0.7, variance: 1.3 });
  await expect(groupPair(gp, leaveOneOut(gp), [12])).rejects.toMatchObject({ code: 'RECORDS_INVALID' });
});
