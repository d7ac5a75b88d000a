import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { covariancesOf } from '../../src/gp/gaussianProcess.ts';
import { leaveOneOut } from '../../src/gp/leaveOneOut.ts';
import { matrix, selectRows } from '../../src/linalg/matrix.ts';
import { groupPair, ownQueryPair } from '../../src/lood/pairs.ts';
import { refit, SPECS, sampleProcess } from '../gp/support.ts';
import { expectEachClose } from '../support/matchers.ts';
import { randomMatrix } from '../support/randomMatrices.ts';
import { ALGEBRA } from '../support/tolerances.ts';
import { pairAt, stack, summary } from './support.ts';

describe('the record’s own query is the worst case', () => {
  // Rounding of the whitened covariances, relative to the KL at the record.
  const ROUNDING = 1e-7;
  const process = fc.record({
    spec: fc.constantFrom(...SPECS.map(([, spec]) => spec)),
    seed: fc.nat(1000),
    noiseVariance: fc.constantFrom(0.01, 0.1, 1, 10),
    queries: fc.integer({ min: 1, max: 60 }),
    group: fc.uniqueArray(fc.nat(9), { minLength: 1, maxLength: 3 }),
    spread: fc.constantFrom<number>(0.1, 1, 5),
  });
  type Sample = typeof process extends fc.Arbitrary<infer T> ? T : never;

  async function setUp({ spec, seed, noiseVariance, queries, spread }: Sample) {
    const gp = await sampleProcess(spec, { n: 10, noiseVariance, seed });
    const points = randomMatrix(queries, 3, seed + 2);
    for (let i = 0; i < points.data.length; i++) points.data[i] = (points.data[i] as number) * spread;
    return { gp, points, identities: leaveOneOut(gp) };
  }

  test('other queries asked together with it add nothing: KL(S ∪ Q) = KL(S)', async () => {
    await fc.assert(
      fc.asyncProperty(process, async (sample) => {
        const { gp, points, identities } = await setUp(sample);
        const own = summary(await groupPair(gp, identities, sample.group));
        const joint = await pairAt(gp, sample.group, await covariancesOf(gp, stack(selectRows(gp.inputs, sample.group), points)));
        expectEachClose(summary(joint), own, ROUNDING);
      }),
      { numRuns: 60 },
    );
  });

  test('queries without it never reach more, by any of the measures', async () => {
    await fc.assert(
      fc.asyncProperty(process, async (sample) => {
        const { gp, points, identities } = await setUp(sample);
        const own = summary(await groupPair(gp, identities, sample.group));
        summary(await pairAt(gp, sample.group, await covariancesOf(gp, points))).forEach((value, i) => {
          expect(value).toBeLessThanOrEqual((own[i] as number) * (1 + ROUNDING));
        });
      }),
      { numRuns: 60 },
    );
  });

  test('a further query never lowers what a set of queries reaches', async () => {
    await fc.assert(
      fc.asyncProperty(process, fc.integer({ min: 2, max: 8 }), async (sample, queries) => {
        // Few and far apart: answers that float64 cannot tell apart are left out, which depends on the company they keep.
        const { gp, points } = await setUp({ ...sample, queries, spread: 2 });
        const fewer = Array.from({ length: queries - 1 }, (_, i) => i);
        const [less, more] = await Promise.all(
          [selectRows(points, fewer), points].map(async (q) =>
            summary(await pairAt(gp, sample.group, await covariancesOf(gp, q))),
          ),
        );
        less?.forEach((value, i) => {
          expect(value).toBeLessThanOrEqual((more?.[i] as number) * (1 + ROUNDING));
        });
      }),
      { numRuns: 40 },
    );
  });

  test('among single queries it has the largest variance ratio and the largest shift', async () => {
    const gp = await sampleProcess({ type: 'rbf', gamma: 0.7, variance: 1.3 });
    const best = ownQueryPair(gp, leaveOneOut(gp), 4).modes[0];
    const record = selectRows(gp.inputs, [4]);
    for (let k = 0; k < 200; k++) {
      // From far away to a millionth of a unit from the record.
      const query = matrix(
        1,
        3,
        randomMatrix(1, 3, k).data.map((z, i) => (record.data[i] as number) + z * 10 ** (-6 * (k / 200))),
      );
      const mode = (await pairAt(gp, [4], await covariancesOf(gp, query))).modes[0];
      expect(mode?.varianceRatio).toBeLessThanOrEqual((best?.varianceRatio as number) * (1 + 1e-9));
      expect(mode?.shiftSquared).toBeLessThanOrEqual((best?.shiftSquared as number) * (1 + 1e-9));
    }
  });

  test('at a single query u = ρ²κ/(1 − ρ²κ), ρ the correlation of both values given the other records', async () => {
    const gp = await sampleProcess({ type: 'matern', smoothness: 1.5, gamma: 0.5, variance: 1 });
    const points = stack(randomMatrix(1, 3, 5), selectRows(gp.inputs, [4]));
    const { covariance } = refit(gp, [4], points);
    const [vq, vs, both] = [covariance.get(0, 0), covariance.get(1, 1), covariance.get(0, 1)];
    const share = ((both * both) / (vq * vs)) * (vs / (vs + gp.noiseVariance));
    const mode = (await pairAt(gp, [4], await covariancesOf(gp, selectRows(points, [0])))).modes[0];
    expectEachClose([mode?.varianceRatio as number], [share / (1 - share)], ALGEBRA);
  });
});
