// Valid rows of tables: whole numbers within their range and one category of each column, outside of what is excluded, found from any point.

import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Random } from '../../../src/base/random.ts';
import { createRandom } from '../../../src/base/random.ts';
import { createDiscreteDomain } from '../../../src/query/constraints/discrete.ts';
import { createDomain, type DomainOptions } from '../../../src/query/constraints/domain.ts';
import { expectAuditError } from '../../data/support.ts';
import { minus, norm, normals, plus, projected, rangeOf, seeds } from './support.ts';

/** Age from 17 to 90, three colours, a price, two sizes, and a column that is the same everywhere. */
const range = rangeOf({
  mean: [40, 0.5, 0.3, 0.2, 9.5, 0.4, 0.6, 7],
  scale: [12, 0.5, 0.46, 0.4, 3, 0.49, 0.49, 1],
  least: [17, 0, 0, 0, 1.5, 0, 0, 7],
  largest: [90, 1, 1, 1, 20, 1, 1, 7],
  whole: [1, 0, 0, 0, 0, 0, 0, 1],
  categories: [
    { start: 1, length: 3 },
    { start: 5, length: 2 },
  ],
});
const D = 8;
const raw = (row: Float64Array) => row.map((x, j) => x * (range.scale[j] as number) + (range.mean[j] as number));
const standard = (...row: readonly number[]) =>
  Float64Array.from(row, (x, j) => (x - (range.mean[j] as number)) / (range.scale[j] as number) + 0);
const record = standard(30, 0, 1, 0, 5, 1, 0, 7);

/** What every valid row fulfils, to the last bit where values are standardized again. */
function expectValid(row: Float64Array): void {
  const values = raw(row);
  const age = Math.round(values[0] as number);
  expect(row[0]).toBe(standard(age)[0]);
  expect(age).toBeGreaterThanOrEqual(17);
  expect(age).toBeLessThanOrEqual(90);
  for (const [start, end] of [
    [1, 4],
    [5, 7],
  ] as const) {
    const group = Array.from(values.subarray(start, end), Math.round);
    expect(group.toSorted()).toEqual([...Array<number>(end - start - 1).fill(0), 1]);
    expect([...row.subarray(start, end)]).toEqual([...standard(...Array<number>(start).fill(0), ...group).subarray(start)]);
  }
  expect(row[4]).toBeGreaterThanOrEqual(range.low[4] as number);
  expect(row[4]).toBeLessThanOrEqual(range.high[4] as number);
  expect(row[7]).toBe(0);
}

const domainOf = (options: Partial<DomainOptions> = {}) => createDiscreteDomain(range, { values: 'valid', ...options });
const drawn = (random: Random) => normals(D, random, 2);

describe('rounding', () => {
  test('takes the largest share, the nearest whole number and the nearest end', () => {
    const rounded = domainOf().roundToValid(standard(41.6, 0.3, 0.25, 0.45, 3.25, 0.5, 0.5, 7));
    expectValid(rounded);
    expect([...raw(rounded)].map((x) => Number(x.toFixed(12)))).toEqual([42, 0, 0, 1, 3.25, 1, 0, 7]);
    // The largest share is not the largest standardized value: those are −0.1, 0 and 0.125.
    const shares = domainOf().roundToValid(standard(40, 0.45, 0.3, 0.25, 5, 0, 1, 7));
    expect([...raw(shares).subarray(1, 4)].map(Math.round)).toEqual([1, 0, 0]);
    const beyond = domainOf().roundToValid(standard(400, 0, 1, 0, -3, 0, 1, 9));
    expect([...raw(beyond)].map((x) => Number(x.toFixed(12)))).toEqual([90, 0, 1, 0, 1.5, 0, 1, 7]);
  });

  test('of any point is valid, and of a valid one changes nothing', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const rounded = domainOf().roundToValid(drawn(createRandom(seed)));
        expectValid(rounded);
        expect(domainOf().roundToValid(rounded)).toEqual(rounded);
      }),
    );
  });

  test.each(['ball', 'cone'] as const)('leaves an excluded %s by the change of a column that takes it least far', (shape) => {
    const exclude = { shape, radius: 0.5, records: [record] } as const;
    const domain = domainOf({ exclude });
    const isOutside = (row: Float64Array) =>
      shape === 'ball'
        ? norm(minus(row, record)) >= 0.5 * norm(record)
        : row.reduce((sum, x, j) => sum + x * (record[j] as number), 0) <= Math.sqrt(0.75) * norm(row) * norm(record);
    let left = 0;
    fc.assert(
      fc.property(seeds, (seed) => {
        const point = plus(record, normals(D, createRandom(seed), 0.2));
        const rounded = domain.roundToValid(point);
        expectValid(rounded);
        expect(isOutside(rounded)).toBe(true);
        const free = domainOf().roundToValid(point);
        if (isOutside(free)) return;
        left++;
        // The nearest to the point as it is within ranges and shares.
        const near = projected(createDomain(range, { values: 'valid' }), point);
        const distances = domainOf()
          .neighbours(free)
          .filter(isOutside)
          .map((row) => norm(minus(row, near)));
        expect(norm(minus(rounded, near))).toBe(Math.min(...distances));
      }),
    );
    expect(left).toBeGreaterThan(20);
  });

  test('leaves balls that no single change leaves', () => {
    const domain = domainOf({ exclude: { shape: 'ball', radius: 2.2, records: [record] } });
    const isOutside = (row: Float64Array) => norm(minus(row, record)) >= 2.2 * norm(record);
    expect(domainOf().neighbours(record).filter(isOutside)).toHaveLength(0);
    const rounded = domain.roundToValid(record);
    expectValid(rounded);
    expect(isOutside(rounded)).toBe(true);
    // Not at the other end of everything: 90 years, another colour and size, for 20.
    expect(norm(minus(rounded, record))).toBeLessThan(norm(minus(standard(90, 1, 0, 0, 20, 0, 1, 7), record)) - 0.5);
  });

  test('leaves balls between which changes of single columns lead nowhere', () => {
    const whole = rangeOf({ mean: [0, 0, 0], scale: [1, 1, 1], least: [-2, -2, -2], largest: [2, 2, 2], whole: [1, 1, 1] });
    const records = [Float64Array.of(2, 1, 0), Float64Array.of(-2, -1, 1)];
    const domain = createDiscreteDomain(whole, { values: 'valid', exclude: { shape: 'ball', radius: 1.689, records } });
    const rounded = domain.roundToValid(Float64Array.of(2, 1, 0));
    for (const one of records) expect(norm(minus(rounded, one))).toBeGreaterThan(1.689 * norm(one));
    expect(rounded.every((x) => Math.abs(x) === 2)).toBe(true);
  });
});

describe('neighbours', () => {
  test('differ in one column each, and take all categories and steps that grow', () => {
    const neighbours = domainOf().neighbours(record);
    for (const row of neighbours) expectValid(row);
    const changed = (columns: readonly number[]) =>
      neighbours.filter((row) => row.every((x, j) => x === record[j] || columns.includes(j))).map((row) => [...raw(row)]);
    const ages = changed([0]).map((row) => Math.round(row[0] as number));
    expect(ages.toSorted((a, b) => a - b)).toEqual([17, 26, 29, 31, 34, 46, 90]);
    expect(changed([1, 2, 3])).toHaveLength(2);
    expect(changed([5, 6])).toHaveLength(1);
    const prices = changed([4]).map((row) => Number((row[4] as number).toFixed(9)));
    expect(prices.toSorted((a, b) => a - b)).toEqual([1.5, 2, 4.625, 4.953125, 5.046875, 5.375, 8, 20]);
    expect(neighbours).toHaveLength(7 + 2 + 1 + 8);
  });

  test('are different rows also near an end of a range', () => {
    const agesFrom = (age: number) => {
      const row = standard(age, 0, 1, 0, 5, 1, 0, 7);
      const changed = domainOf()
        .neighbours(row)
        .filter((other) => other[0] !== row[0]);
      return changed.map((other) => Math.round(raw(other)[0] as number)).toSorted((a, b) => a - b);
    };
    expect(agesFrom(18)).toEqual([17, 19, 22, 34, 82, 90]);
    expect(agesFrom(17)).toEqual([18, 21, 33, 81, 90]);
    const whole = domainOf().neighbours(standard(17, 0, 1, 0, 5, 1, 0, 7));
    expect(new Set(whole.map((row) => row.join())).size).toBe(whole.length);
    expect(whole.map((row) => row.join())).not.toContain(standard(17, 0, 1, 0, 5, 1, 0, 7).join());
  });

  test('keep what is fixed, and stay outside of what is excluded', () => {
    const vary = { places: [0, 1, 2, 3], row: record };
    const rows = domainOf({ vary }).neighbours(record);
    expect(rows).toHaveLength(7 + 2);
    for (const row of rows) expect([...row.subarray(4)]).toEqual([...record.subarray(4)]);
    const radius = 1;
    const outside = domainOf({ vary, exclude: { shape: 'ball', radius, records: [record] } }).neighbours(record);
    expect(outside).toEqual(rows.filter((row) => norm(minus(row, record)) >= radius * norm(record)));
    expect(outside.length).toBeGreaterThan(0);
    expect(outside.length).toBeLessThan(rows.length);
  });

  test('of several queries change one of them', () => {
    const both = Float64Array.of(...record, ...record);
    const single = domainOf().neighbours(record);
    const expected = [
      ...single.map((row) => Float64Array.of(...row, ...record)),
      ...single.map((row) => Float64Array.of(...record, ...row)),
    ];
    expect(domainOf().neighbours(both)).toEqual(expected);
    expect([...domainOf().roundToValid(both)]).toEqual([...both]);
  });
});

describe('columns of categories', () => {
  test('vary as a whole', () =>
    expectAuditError(
      () => domainOf({ vary: { places: [0, 1, 2], row: record } }),
      'OPTION_INVALID',
      'all 3 places of a column of categories to vary or none',
      'Got 2 of the places 1 to 3',
    ));
  test('need something that varies', () =>
    expectAuditError(
      () => domainOf({ vary: { places: [7], row: record } }),
      'OPTION_INVALID',
      'at least one feature that varies',
    ));
});
