import { describe, expect, test } from '@jest/globals';
import type { FittedSubject } from '../../../src/audit/fitSubject.ts';
import type { FindQueriesOptions } from '../../../src/audit/queries/options.ts';
import { rowOf } from '../../../src/linalg/matrix.ts';
import { queryEvaluator } from '../../../src/query/evaluateQueries.ts';
import type { Start } from '../../../src/query/searchQueries.ts';
import { prepareTargets, type Target } from '../../../src/query/target.ts';
import { float64Npy, temporaryFolder } from '../../data/support.ts';
import { clouds, plannerOf, withFitted } from './support.ts';

const folder = temporaryFolder();

/** Starts of the last of these groups. */
async function startsOf(
  fitted: FittedSubject,
  options: FindQueriesOptions,
  groups: readonly number[][],
): Promise<readonly Start[]> {
  const targets = await prepareTargets(fitted.gp, fitted.identities, groups);
  return (await plannerOf(fitted, options)).plan(targets.list.at(-1) as Target, targets).starts;
}

describe('starts', () => {
  test.each<[string, FindQueriesOptions]>([
    ['noise', {}],
    ['records', { init: 'dataset' }],
    ['leaky records', { init: 'leakiest' }],
    ['several queries', { queries: 3 }],
  ])('of one record do not depend on which others were chosen: %s', async (_, options) => {
    await withFitted(clouds(), {}, async (fitted) => {
      expect(await startsOf(fitted, options, [[1], [2], [9]])).toEqual(await startsOf(fitted, options, [[9]]));
      expect(await startsOf(fitted, options, [[8]])).not.toEqual(await startsOf(fitted, options, [[9]]));
    });
  });

  test('from noise lie within the range of the data, and change with the seed', async () => {
    const noise = (seed: number) => withFitted(clouds(), { seed }, (fitted) => startsOf(fitted, { queries: 2 }, [[9]]));
    const [one, other] = [await noise(0), await noise(1)];
    expect(one.map(({ from }) => from)).toEqual(Array(8).fill('uniform'));
    expect(one).not.toEqual(other);
    await withFitted(clouds(), {}, async (fitted) => {
      const { low, high } = (await plannerOf(fitted, {})).range;
      for (const { point } of one) {
        expect(point).toHaveLength(6);
        point.forEach((value, i) => {
          expect(value).toBeGreaterThanOrEqual(low[i % 3] as number);
          expect(value).toBeLessThanOrEqual(high[i % 3] as number);
        });
      }
    });
  });

  test('from records are other records of the data, named by their rows', async () => {
    await withFitted(clouds(20), { limit: 15 }, async (fitted) => {
      const { rows } = fitted.prepared;
      const starts = await startsOf(fitted, { init: 'dataset', queries: 2, starts: 40 }, [[9]]);
      for (const { from, point } of starts) {
        const named = /^record (\d+) and record (\d+)$/.exec(from)?.slice(1).map(Number) as number[];
        expect(named).not.toContain(rows[9]);
        expect(point).toEqual(Float64Array.from(named.flatMap((row) => Array.from(rowOf(fitted.gp.inputs, rows.indexOf(row))))));
      }
      expect(new Set(starts.map(({ from }) => from)).size).toBeGreaterThan(10);
    });
  });

  test('from the leakiest records are those at which a question tells most, the first one first', async () => {
    await withFitted(clouds(), { kernel: 'rbf' }, async (fitted) => {
      const targets = await prepareTargets(fitted.gp, fitted.identities, [[9]]);
      const [target] = targets.list as readonly [Target];
      const others = Array.from({ length: 20 }, (_, s) => s).filter((s) => s !== 9);
      const told = await queryEvaluator(fitted.gp, targets).leakages(
        others.map((s) => ({ target, queries: rowOf(fitted.gp.inputs, s).slice() })),
      );
      const ranked = others.map((s, i) => ({ s, kl: told[i]?.kl as number })).sort((a, b) => b.kl - a.kl);
      const starts = await startsOf(fitted, { init: 'leakiest', starts: 5 }, [[9]]);
      expect(starts.map(({ from }) => from)).toEqual(ranked.slice(0, 5).map(({ s }) => `record ${s}`));
      // More starts than records begin anew.
      const many = await startsOf(fitted, { init: 'leakiest', starts: 21 }, [[9]]);
      expect(many.slice(19).map(({ from }) => from)).toEqual(ranked.slice(0, 2).map(({ s }) => `record ${s}`));
    });
  });

  test('from the leakiest records leave out those that may not be asked', async () => {
    await withFitted(clouds(), { kernel: 'rbf' }, async (fitted) => {
      const options = { init: 'leakiest', starts: 19, excludeRadius: 0.9 } as const;
      const record = rowOf(fitted.gp.inputs, 9);
      const norm = Math.hypot(...record);
      const distance = (s: number) => Math.hypot(...rowOf(fitted.gp.inputs, s).map((value, j) => value - (record[j] as number)));
      const named = new Set((await startsOf(fitted, options, [[9]])).map(({ from }) => Number(from.slice(7))));
      const far = Array.from({ length: 20 }, (_, s) => s).filter((s) => distance(s) > 0.9 * norm);
      expect(far.length).toBeLessThan(19);
      expect([...named].sort((a, b) => a - b)).toEqual(far);
    });
  });

  test('from a file are its rows, standardized, for every record', async () => {
    const { x } = clouds();
    const init = folder.write('starts.npy', float64Npy([2, 3], [...(x[4] as number[]), ...(x[5] as number[])]));
    await withFitted(clouds(), {}, async (fitted) => {
      const starts = await startsOf(fitted, { init }, [[1], [9]]);
      expect(starts.map(({ from }) => from)).toEqual(['row 0 of starts.npy', 'row 1 of starts.npy']);
      expect(starts.map(({ point }) => point)).toEqual([4, 5].map((s) => rowOf(fitted.gp.inputs, s)));
    });
  });
});
