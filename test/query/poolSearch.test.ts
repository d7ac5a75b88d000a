import { describe, expect, test } from '@jest/globals';
import { rowOf } from '../../src/linalg/matrix.ts';
import { OBJECTIVES } from '../../src/query/objective.ts';
import { answerPool, choosePoolRows } from '../../src/query/poolSearch.ts';
import type { Target } from '../../src/query/target.ts';
import { expectEachClose } from '../support/matchers.ts';
import { randomMatrix } from '../support/randomMatrices.ts';
import { ALL_SPECS, subject } from './support.ts';

const pool = randomMatrix(12, 3, 99);
const allowed = Array.from({ length: 12 }, (_, i) => i);
const stacked = (rows: readonly number[]) => Float64Array.from(rows.flatMap((row) => Array.from(rowOf(pool, row))));

describe.each(ALL_SPECS.filter(([name]) => ['rbf', 'nngp relu', 'ntk gelu'].includes(name)))('%s', (_, spec) => {
  test.each(OBJECTIVES)('one row is the best of all for %s', async (objective) => {
    const { gp, targets, evaluator } = await subject(spec, [[3], [5, 0]], { n: 15 });
    const answers = await answerPool(gp, targets, pool, false);
    for (const target of targets.list) {
      const { rows, value } = await choosePoolRows(gp, answers, objective, target, 1, allowed);
      const values = await evaluator.values(
        objective,
        allowed.map((row) => ({ target, queries: rowOf(pool, row).slice() })),
      );
      expect(values[rows[0] as number]).toBe(Math.max(...values));
      expectEachClose([value], [Math.max(...values)], 1e-9);
    }
  });

  test.each(OBJECTIVES)('no exchange of one of three rows gains, for %s', async (objective) => {
    const { gp, targets, evaluator } = await subject(spec, [[3], [5, 0]], { n: 15 });
    const answers = await answerPool(gp, targets, pool, true);
    for (const target of targets.list) {
      const { rows, value } = await choosePoolRows(gp, answers, objective, target, 3, allowed);
      expect(new Set(rows).size).toBe(3);
      const sets = rows.flatMap((_, out) =>
        allowed.filter((row) => !rows.includes(row)).map((row) => rows.map((old, i) => (i === out ? row : old))),
      );
      const values = await evaluator.values(
        objective,
        [rows, ...sets].map((set) => ({ target, queries: stacked(set) })),
      );
      // The evaluator's answers carry noise of a share 1e-9.
      expectEachClose([value], [values[0] as number], 1e-6);
      expect(Math.max(...values.slice(1))).toBeLessThanOrEqual((values[0] as number) + 1e-6);
    }
  });
});

test('only allowed rows are chosen, and too few are refused', async () => {
  const { gp, targets } = await subject(ALL_SPECS[0]?.[1] as never, [[3]]);
  const [target] = targets.list as [Target];
  const answers = await answerPool(gp, targets, pool, true);
  const { rows } = await choosePoolRows(gp, answers, 'kl', target, 2, [4, 7]);
  expect([...rows].sort()).toEqual([4, 7]);
  await expect(choosePoolRows(gp, answers, 'kl', target, 3, [4, 7])).rejects.toThrow(
    'Expected at least 3 rows of the pool that may be asked. Got 2. Try a larger pool, a smaller --exclude-radius, or fewer --queries.',
  );
});
