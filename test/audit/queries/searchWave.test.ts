import { describe, expect, test } from '@jest/globals';
import { findQueries } from '../../../src/audit/queries/findQueries.ts';
import { queryResultSchema } from '../../../src/audit/queryResult.ts';
import { expectAuditError, float64Npy, temporaryFolder } from '../../data/support.ts';
import { clouds } from './support.ts';

const folder = temporaryFolder();
const one = { engine: 'wasm', threads: 1 } as const;

describe('starts that fail', () => {
  const { x, y } = clouds();
  const init = (name: string, ...rows: readonly number[][]) => folder.write(name, float64Npy([rows.length, 3], rows.flat()));

  test('are reported with the reason, and the others go on', async () => {
    const far = [1e5, 0, 0];
    const path = init('some.npy', [1e300, 0, 0], x[4] as number[], far, x[5] as number[]);
    const { result } = await findQueries({ x, y }, { ...one, kernel: 'rbf', values: 'any', records: [4], init: path });
    const [search] = result.searches;
    expect(search?.starts.map(({ from, status }) => [from, status === 'failed'])).toEqual([
      ['row 0 of some.npy', true],
      ['row 1 of some.npy', false],
      ['row 2 of some.npy', true],
      ['row 3 of some.npy', false],
    ]);
    expect(search?.best).toBe(1);
    expect(search?.starts[0]).toMatchObject({
      reason: 'its values are larger than a kernel can take',
      kl: null,
      cosineToRecord: null,
    });
    expect(search?.starts[2]?.reason).toContain('the objective is not finite at the start');
    expect(result.study).toMatchObject({ searches: 1, reached: 1 });
    expect(queryResultSchema.parse(JSON.parse(JSON.stringify(result)))).toEqual(result);
  });

  test('beyond what a kernel can take do not stop any kernel', async () => {
    const path = init('beyond.npy', [1e99, 1e99, 0], [1e160, 0, 0], x[5] as number[]);
    for (const model of [
      {},
      { kernel: 'linear' },
      { activation: 'gelu' },
      { kernel: 'ntk', activation: 'erf' },
      { kernel: 'matern' },
    ]) {
      const { result } = await findQueries({ x, y }, { ...one, ...model, values: 'any', records: [4], init: path });
      expect(result.searches[0]?.starts.map(({ status }) => status)).toContain('converged');
      expect(result.searches[0]?.starts[1]?.status).toBe('failed');
    }
  });

  test('all of them are an error that names the record', async () => {
    const path = init('none.npy', [1e5, 0, 0], [0, 1e5, 0]);
    const options = { ...one, kernel: 'rbf', values: 'any', limit: 15, init: path } as const;
    const { result } = await findQueries({ x, y }, { ...one, kernel: 'rbf', limit: 15, top: 1 });
    const [[record]] = result.searches.map(({ records }) => records) as [[number]];
    const finding = () => findQueries({ x, y }, { ...options, records: [record] });
    await expectAuditError(
      finding,
      'NUMERICAL_FAILURE',
      `a start from which the search about record ${record} can go on`,
      'other --init',
    );
  });
});

describe('a search is the same again', () => {
  const options = { kernel: 'rbf', starts: 4, excludeRadius: 0.3 } as const;
  const data = clouds();

  test('to the last bit with the same input and seed', async () => {
    const [first, second] = [await findQueries(data, { ...one, ...options }), await findQueries(data, { ...one, ...options })];
    expect(second.result.searches).toEqual(first.result.searches);
    expect(second.queries).toEqual(first.queries);
  });

  test('to rounding with another number of threads, and whichever other records were chosen', async () => {
    const many = await findQueries(data, { ...one, ...options, top: 20 });
    const few = await findQueries(data, { ...one, ...options, records: [6, 3] });
    const threads = await findQueries(data, { engine: 'wasm', threads: 2, ...options, top: 20 });
    for (const [i, { records, kl, starts }] of many.result.searches.entries()) {
      const others = [threads, few].flatMap(({ result }) => result.searches.filter((search) => search.records[0] === records[0]));
      expect(others.length).toBe(records[0] === 6 || records[0] === 3 ? 2 : 1);
      for (const other of others) {
        expect(Math.abs(other.kl / kl - 1)).toBeLessThan(1e-6);
        expect(other.starts.map(({ from }) => from)).toEqual(starts.map(({ from }) => from));
      }
      expect(Math.abs((threads.queries.queries[i * 3] as number) - (many.queries.queries[i * 3] as number))).toBeLessThan(1e-4);
    }
  });
});
