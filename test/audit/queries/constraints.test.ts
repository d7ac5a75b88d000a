// Queries that are found are queries that may be asked: valid rows, outside of what is excluded, rows of the pool.

import { describe, expect, test } from '@jest/globals';
import { findQueries } from '../../../src/audit/queries/findQueries.ts';
import type { FindQueriesOptions } from '../../../src/audit/queries/options.ts';
import { float64Npy, temporaryFolder } from '../../data/support.ts';
import { rbf } from '../denseRefit.ts';
import { clouds, refitAt, rowsOf, standardizing, tableDataset } from './support.ts';

const folder = temporaryFolder();
const one = { engine: 'wasm', threads: 1 } as const;

describe('queries may be asked', () => {
  test('of tables they are rows of whole numbers and one category, and find the record', async () => {
    const table = tableDataset();
    for (const kernel of ['fcn', 'rbf']) {
      const { result, queries } = await findQueries(table, { ...one, kernel, top: 9 });
      for (const [i, { records, kl, klAtRecord }] of result.searches.entries()) {
        const [[age = 0, weight = 0, ...colour] = []] = rowsOf(queries, i);
        const truth = Array.from(table.values.subarray(5 * (records[0] as number), 5 * (records[0] as number) + 5));
        expect([age, ...colour]).toEqual([truth[0], ...truth.slice(2)]);
        expect(weight).toBeCloseTo(truth[1] as number, 5);
        expect(kl / klAtRecord).toBeGreaterThan(1 - 1e-9);
      }
      expect(result.study).toMatchObject({ searches: 9, reached: 9 });
    }
  });

  test('of wide tables most starts find the row, though the kernel does not see the size of a query', async () => {
    const { x, y } = clouds(20, 30);
    const whole = { x: x.map((row) => row.map((value, j) => Math.round((8 * value) / (j + 1)) + 0)), y };
    const { result, queries } = await findQueries(whole, { ...one, records: [2, 9], depth: 2 });
    [2, 9].forEach((record, i) => {
      expect(rowsOf(queries, i)[0]).toEqual(whole.x[record]);
    });
    expect(result.study?.reached).toBe(2);
    expect(result.study?.startsReached).toBeGreaterThanOrEqual(10);
  });

  test.each<[string, FindQueriesOptions]>([
    ['in a cone', { kernel: 'fcn', excludeRadius: 0.6 }],
    ['in a ball', { kernel: 'rbf', excludeRadius: 0.6, queries: 2 }],
    ['of a group', { kernel: 'rbf', excludeRadius: 0.3, together: true, records: [1, 2], queries: 2 }],
    ['in a cone, of the mean distance', { objective: 'mean-distance', excludeRadius: 0.4 }],
    ['in a table', { kernel: 'rbf', excludeRadius: 0.4, values: 'valid' }],
  ])('they lie outside of what is excluded: %s', async (name, options) => {
    const isTable = name === 'in a table';
    const table = tableDataset();
    const rows = Array.from({ length: 18 }, (_, i) => Array.from(table.values.subarray(5 * i, 5 * i + 5)));
    const data = clouds(18);
    const { result, queries } = await findQueries(isTable ? table : data, { ...one, records: [1, 2, 3], starts: 3, ...options });
    const raw = isTable ? rows : data.x;
    const toInputs = standardizing(raw);
    const radius = options.excludeRadius as number;
    for (const [i, { records }] of result.searches.entries()) {
      for (const query of rowsOf(queries, i).map(toInputs)) {
        for (const record of records.map((s) => toInputs(raw[s] as number[]))) {
          const [norm, size] = [Math.hypot(...record), Math.hypot(...query)];
          const inner = query.reduce((sum, value, j) => sum + value * (record[j] as number), 0);
          const distance = Math.hypot(...query.map((value, j) => value - (record[j] as number)));
          if (result.search?.exclude?.shape === 'ball') expect(distance / norm).toBeGreaterThanOrEqual(radius * (1 - 1e-9));
          else expect(Math.acos(inner / norm / size)).toBeGreaterThanOrEqual(Math.asin(radius) * (1 - 1e-9));
        }
        if (isTable)
          expect(
            [query[0], ...query.slice(2)].every((_, j) => Number.isInteger(rowsOf(queries, i)[0]?.[j === 0 ? 0 : j + 1])),
          ).toBe(true);
      }
    }
  });

  test('of what varies in part, the rest is the record’s own', async () => {
    const { x, y } = clouds();
    const { queries } = await findQueries({ x, y }, { ...one, kernel: 'rbf', records: [4, 7], vary: ['1'], excludeRadius: 0.2 });
    [4, 7].forEach((record, i) => {
      const [query] = rowsOf(queries, i) as [number[]];
      for (const j of [0, 2]) expect(query[j]).toBeCloseTo(x[record]?.[j] as number, 12);
      expect(Math.abs((query[1] as number) - (x[record]?.[1] as number))).toBeGreaterThan(0.01);
    });
  });

  test('of a pool they are rows of it, the ones that tell most', async () => {
    const { x, y } = clouds();
    const rows = clouds(12, 3, 5).x;
    const pool = folder.write('pool.npy', float64Npy([12, 3], rows.flat()));
    const { result, queries } = await findQueries({ x, y }, { ...one, kernel: 'rbf', records: [4, 7], pool });
    const toInputs = standardizing(x);
    for (const [i, { records, starts }] of result.searches.entries()) {
      const kls = rows.map((row) => refitAt(rbf(1, 1), x.map(toInputs), y, 0.1, records, [toInputs(row)]).kl);
      const best = kls.indexOf(Math.max(...kls));
      expect(starts).toMatchObject([{ from: `row ${best} of the pool`, status: 'converged' }]);
      rows[best]?.forEach((value, j) => {
        expect(rowsOf(queries, i)[0]?.[j]).toBeCloseTo(value, 12);
      });
      expect(result.searches[i]?.kl).toBeCloseTo(kls[best] as number, 9);
    }
    expect(result.search).toMatchObject({ optimizer: 'pool', pool: { name: 'pool.npy', rows: 12 } });
  });

  test('within the range of the data, also where the mean of the data lies outside of it', async () => {
    const { x, y } = clouds();
    const positive = x.map((row) => row.map((value) => value + 40));
    const { queries } = await findQueries({ x: positive, y }, { ...one, normalize: 'none', records: [4], excludeRadius: 0.05 });
    const [query] = rowsOf(queries, 0) as [number[]];
    query.forEach((value, j) => {
      const column = positive.map((row) => row[j] as number);
      expect(value).toBeGreaterThanOrEqual(Math.min(...column) - 1e-9);
      expect(value).toBeLessThanOrEqual(Math.max(...column) + 1e-9);
    });
  });
});
