import { describe, expect, test } from '@jest/globals';
import { matrix, rowOf } from '../../src/linalg/matrix.ts';
import type { Evaluation } from '../../src/query/evaluateQueries.ts';
import type { Objective } from '../../src/query/objective.ts';
import { OBJECTIVES } from '../../src/query/objective.ts';
import type { Target } from '../../src/query/target.ts';
import { denseKl, fromMl, refit } from '../gp/support.ts';
import { expectClose, expectEachClose } from '../support/matchers.ts';
import { randomMatrix } from '../support/randomMatrices.ts';
import { ALGEBRA, EXACT, GRADIENT } from '../support/tolerances.ts';
import { ALL_SPECS, type Subject, subject } from './support.ts';

const GROUPS = [[3], [5, 0, 9]];

/** Of φ along each value of the question, by steps of h. */
async function centralDifferences(
  { evaluator }: Subject,
  objective: Objective,
  target: Target,
  queries: Float64Array,
  h = 1e-5,
): Promise<Float64Array> {
  const moved = (c: number, step: number) => queries.map((value, i) => (i === c ? value + step : value));
  const questions = Array.from(queries.keys()).flatMap((c) => [h, -h].map((step) => ({ target, queries: moved(c, step) })));
  const values = (await evaluator.gradients(objective, questions)).map(({ value }) => value);
  return queries.map((_, c) => ((values[2 * c] as number) - (values[2 * c + 1] as number)) / (2 * h));
}

describe.each(ALL_SPECS)('%s', (_, spec) => {
  const ready = subject(spec, GROUPS);

  test('leakages are those of refitting without the records', async () => {
    const { gp, targets, evaluator } = await ready;
    for (const target of targets.list) {
      for (const m of [1, 3]) {
        const queries = randomMatrix(m, 3, m).data;
        const [leakage] = await evaluator.leakages([{ target, queries }]);
        const withRecords = refit(gp, [], matrix(m, 3, queries));
        const without = refit(gp, target.records, matrix(m, 3, queries));
        expectEachClose([leakage?.kl as number], [denseKl(without, withRecords)], 1e-7);
        const shift = fromMl(withRecords.mean.clone().sub(without.mean)).data;
        const distance = shift.reduce((sum, value) => sum + value * value, 0) / (2 * shift.length);
        expectEachClose([leakage?.meanDistance as number], [distance], 1e-7);
      }
    }
  });

  test('the own queries tell what the target says', async () => {
    const { gp, targets, evaluator } = await ready;
    for (const target of targets.list) {
      const queries = Float64Array.from(target.records.flatMap((s) => Array.from(rowOf(gp.inputs, s))));
      const [leakage] = await evaluator.leakages([{ target, queries }]);
      expectEachClose([leakage?.kl as number], [target.ownKl], 1e-8);
      expectEachClose([leakage?.meanDistance as number], [target.ownMeanDistance], 1e-8);
    }
  });

  test.each(OBJECTIVES)('gradients of %s are central differences', async (objective) => {
    const both = await ready;
    const { targets, evaluator } = both;
    for (const target of targets.list) {
      for (const m of [1, 3]) {
        const queries = randomMatrix(m, 3, 10 + m).data;
        const [evaluation] = await evaluator.gradients(objective, [{ target, queries }]);
        const expected = await centralDifferences(both, objective, target, queries);
        // A linear model is known whole after d answers: then nothing is left to gain, and both are zero up to rounding.
        const floor = Math.max(0, 0.1 - Math.max(...expected.map(Math.abs)));
        expectClose([...(evaluation as Evaluation).gradient, floor], [...expected, floor], 10 * GRADIENT);
      }
    }
  });

  test('gradients at another record of the training set are central differences', async () => {
    const both = await ready;
    const { gp, targets, evaluator } = both;
    // Half of a kink is all that differences see across it: a cusp of the kernel at the record cancels to first order only.
    const tolerance = 1e-3;
    const [target] = targets.list as [Target];
    const queries = rowOf(gp.inputs, 7).slice();
    const [evaluation] = await evaluator.gradients('kl', [{ target, queries }]);
    expectClose(evaluation?.gradient as Float64Array, await centralDifferences(both, 'kl', target, queries), tolerance);
  });

  test('the gradient vanishes at the record itself, the global maximum', async () => {
    const { gp, targets, evaluator } = await ready;
    const [target] = targets.list as [Target];
    const questions = [rowOf(gp.inputs, 3).slice(), randomMatrix(1, 3, 5).data].map((queries) => ({ target, queries }));
    const [own, other] = (await evaluator.gradients('kl', questions)).map(({ gradient }) => Math.hypot(...gradient));
    expect(own).toBeLessThan(1e-7 * (1 + (other as number)));
    expect(other).toBeGreaterThan(1e-3);
  });
});

describe('batches', () => {
  const spec = ALL_SPECS[0]?.[1] as (typeof ALL_SPECS)[number][1];

  test('give each question what it gets alone, whichever target the others have', async () => {
    const { targets, evaluator } = await subject(spec, [[3], [4], [7]], { n: 40 });
    const questions = Array.from({ length: 150 }, (_, i) => ({
      target: targets.list[i % 3] as Target,
      queries: randomMatrix(1, 3, i).data,
    }));
    const together = await evaluator.gradients('kl', questions);
    for (const i of [0, 1, 63, 64, 149]) {
      const [alone] = await evaluator.gradients('kl', [questions[i] as (typeof questions)[number]]);
      expectEachClose([together[i]?.value as number], [alone?.value as number], ALGEBRA);
      expectClose(together[i]?.gradient as Float64Array, alone?.gradient as Float64Array, ALGEBRA);
    }
  });

  test('give −Infinity and no slope where nothing can be told, and leave the others alone', async () => {
    const { gp, targets, evaluator } = await subject({ type: 'linear', weightVariance: 1, biasVariance: 0 }, [[3]]);
    const [target] = targets.list as [Target];
    const good = rowOf(gp.inputs, 1).slice();
    const [nothing, something] = await evaluator.gradients('kl', [
      { target, queries: new Float64Array(3) },
      { target, queries: good },
    ]);
    expect(nothing).toEqual({ value: Number.NEGATIVE_INFINITY, gradient: new Float64Array(3) });
    const [alone] = await evaluator.gradients('kl', [{ target, queries: good }]);
    expectClose([something?.value as number], [alone?.value as number], EXACT);
    expect(await evaluator.leakages([{ target, queries: new Float64Array(3) }])).toEqual([undefined]);
  });

  test('two queries that coincide tell what one of them tells', async () => {
    const { targets, evaluator } = await subject(spec, [[3, 8]], { n: 40 });
    const [target] = targets.list as [Target];
    const queries = randomMatrix(1, 3, 1).data;
    const [one] = await evaluator.leakages([{ target, queries }]);
    const [two] = await evaluator.leakages([{ target, queries: Float64Array.of(...queries, ...queries) }]);
    expectEachClose([two?.kl as number], [one?.kl as number], 1e-8);
    for (const objective of OBJECTIVES) {
      const [evaluation] = await evaluator.gradients(objective, [{ target, queries: Float64Array.of(...queries, ...queries) }]);
      expect(Number.isFinite(evaluation?.value)).toBe(true);
      const [single] = await evaluator.gradients(objective, [{ target, queries }]);
      // With answers that carry noise of a share 1e-9.
      expectClose([evaluation?.value as number], [single?.value as number], 1e-7);
    }
  });
});

test.each([1, 8, 20])('of %d queries whose answers rounding hides nothing is told, without an error', async (m) => {
  // The other records determine what a linear model answers anywhere to about 1e-13: less than rounding can show of many queries.
  const seen = new Set<boolean>();
  for (const exponent of [-13.5, -13.2, -13, -12, -11]) {
    const { targets, evaluator } = await subject({ type: 'linear', weightVariance: 1, biasVariance: 0 }, [[3]], {
      n: 4,
      noiseVariance: 10 ** exponent,
    });
    const [target] = targets.list as [Target];
    const [x, y, z] = randomMatrix(1, 3, 5).data as unknown as [number, number, number];
    const queries = Float64Array.from({ length: 3 * m }, (_, i) => ([x, y, z][i % 3] as number) * (1 + Math.floor(i / 3)));
    const [leakage] = await evaluator.leakages([{ target, queries }]);
    const [value] = await evaluator.values('kl', [{ target, queries }]);
    if (leakage === undefined) expect(value).toBe(Number.NEGATIVE_INFINITY);
    seen.add(leakage === undefined);
  }
  expect(seen.has(false)).toBe(true);
  if (m > 1) expect(seen.has(true)).toBe(true);
});
