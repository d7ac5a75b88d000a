// What may be asked around a valid row of a table with its categories and whole numbers as they are.

import { describe, expect, test } from '@jest/globals';
import { createDiscreteDomain } from '../../../src/query/constraints/discrete.ts';
import type { DomainOptions } from '../../../src/query/constraints/domain.ts';
import { rangeOf } from './support.ts';

/** A whole number from 0 to 9, two numbers, and three categories. */
const range = rangeOf({
  mean: [4, 0, 0.2, 0.3, 0.4, 0.3],
  scale: [3, 1, 2, 0.45, 0.5, 0.45],
  least: [0, -2, -5, 0, 0, 0],
  largest: [9, 2, 5, 1, 1, 1],
  whole: [1, 0, 0, 0, 0, 0],
  categories: [{ start: 3, length: 3 }],
});
const D = 6;
const standard = (row: readonly number[]) => row.map((x, j) => (x - (range.mean[j] as number)) / (range.scale[j] as number) + 0);

describe('around a valid row', () => {
  const domainOf = (options: Partial<DomainOptions> = {}) => createDiscreteDomain(range, { values: 'valid', ...options });
  const row = Float64Array.from(standard([7, 1, -3, 0, 1, 0]));

  test('only numbers that need not be whole move, within the range of the data', () => {
    const domain = domainOf().around(row);
    const point = row.map((value) => value + 50);
    domain?.project(point);
    expect(point).toEqual(Float64Array.from(standard([7, 2, 5, 0, 1, 0])));
    const slope = new Float64Array(D).fill(1);
    domain?.confine(row, slope);
    expect(Array.from(slope)).toEqual([0, 1, 1, 0, 0, 0]);
    const older = point.map((value, j) => (j === 0 ? value + 1 : value));
    expect([domain?.contains(row, 0), domain?.contains(point, 0), domain?.contains(older, 0)]).toEqual([true, true, false]);
  });

  test('of several queries each keeps its own whole numbers and categories', () => {
    const other = Float64Array.from(standard([2, 0, 0, 1, 0, 0]));
    const both = Float64Array.of(...row, ...other);
    const point = new Float64Array(2 * D).fill(9);
    domainOf().around(both)?.project(point);
    expect([0, 3, 4, 5, 6, 9, 10, 11].map((j) => point[j])).toEqual([0, 3, 4, 5, 6, 9, 10, 11].map((j) => both[j]));
  });

  test('nothing moves where no such number varies', () => {
    expect(domainOf({ vary: { places: [0, 3, 4, 5], row } }).around(row)).toBeUndefined();
    const domain = domainOf({ vary: { places: [0, 2], row } }).around(row);
    const slope = new Float64Array(D).fill(1);
    domain?.confine(row, slope);
    expect(Array.from(slope)).toEqual([0, 0, 1, 0, 0, 0]);
  });

  test('a row stays where it is when no way around what is excluded is known from it', () => {
    // Within reach of the numbers all is excluded.
    const exclude = { shape: 'ball', radius: 30, records: [row] } as const;
    const huge = createDiscreteDomain(
      {
        ...range,
        largest: range.largest.map((v, j) => (j === 0 ? 1000 : v)),
        high: range.high.map((v, j) => (j === 0 ? 999 : v)),
      },
      { values: 'valid', exclude },
    );
    const domain = huge.around(row);
    const point = row.map((value) => value + 1);
    domain?.project(point);
    expect(point).toEqual(row);
    const slope = new Float64Array(D).fill(1);
    domain?.confine(row, slope);
    expect(Array.from(slope)).toEqual([0, 0, 0, 0, 0, 0]);
    expect([
      domain?.contains(row, 0),
      domain?.contains(
        point.map((value) => value + 1),
        0.5,
      ),
    ]).toEqual([true, false]);
  });
});
