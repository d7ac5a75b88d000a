import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { datasetFromArrays } from '../../../src/data/datasetFromArrays.ts';
import { prepareDataset } from '../../../src/data/prepareDataset.ts';
import { createDomain } from '../../../src/query/constraints/domain.ts';
import { valueRange } from '../../../src/query/constraints/valueRange.ts';
import { expectAuditError } from '../../data/support.ts';
import { confined, cube, projected } from './support.ts';

const prepared = prepareDataset(
  datasetFromArrays({
    x: [
      [1, 10],
      [3, 20],
      [5, 60],
    ],
    y: [0, 1, 1],
  }),
);
const range = valueRange(prepared);

describe('a domain within the range of the data', () => {
  const domain = createDomain(range, { values: 'range' });

  test('holds the records, and moves other points to the nearest end', () => {
    expect(domain.contains(prepared.inputs.data, 0)).toBe(true);
    fc.assert(
      fc.property(fc.array(fc.double({ min: -9, max: 9, noNaN: true }), { minLength: 6, maxLength: 6 }), (values) => {
        const point = Float64Array.from(values);
        domain.project(point);
        point.forEach((value, i) => {
          expect(value).toBe(Math.min(Math.max(values[i] as number, range.low[i % 2] as number), range.high[i % 2] as number));
        });
      }),
    );
  });

  test('lets points at an end move inwards only', () => {
    const point = Float64Array.from([range.low[0] as number, range.high[1] as number, 0, 0]);
    for (const [given, confined] of [
      [
        [-1, 1, -1, 1],
        [0, 0, -1, 1],
      ],
      [
        [1, -1, 2, 2],
        [1, -1, 2, 2],
      ],
    ] as const) {
      const direction = Float64Array.from(given);
      domain.confine(point, direction);
      expect([...direction]).toEqual(confined);
    }
  });
});

describe('a domain of any values', () => {
  const domain = createDomain(range, { values: 'any' });
  test('leaves points and directions as they are', () => {
    const point = Float64Array.of(1e9, -1e9, 0, 5);
    expect(projected(domain, point)).toEqual(point);
    expect(confined(domain, point, point)).toEqual(point);
    expect(domain.contains(point, 0)).toBe(true);
  });
});

describe('a domain in which some features vary', () => {
  const row = Float64Array.of(0.5, -0.25, 7);
  test.each([
    ['range', [1], [0.5, 1, 7]],
    ['any', [1], [0.5, 3, 7]],
    ['any', Int32Array.of(2, 0), [3, -0.25, 3]],
  ] as const)('keeps the others, %s %p', (values, places, expected) => {
    const domain = createDomain(cube(3), { values, vary: { places, row } });
    const point = Float64Array.of(3, 3, 3);
    expect([...projected(domain, point)]).toEqual(expected);
    const varied = [0, 1, 2].map((j) => (Array.from(places).includes(j) ? -1 : 0));
    expect([...confined(domain, projected(domain, point), Float64Array.of(-1, -1, -1))]).toEqual(varied);
    expect(domain.contains(Float64Array.from(expected), 0)).toBe(true);
    expect(domain.contains(point, 1e-6)).toBe(false);
  });

  test('keeps them in every query', () => {
    const domain = createDomain(cube(3), { values: 'range', vary: { places: [2], row } });
    expect([...projected(domain, Float64Array.of(1, 2, 3, 4, 5, -6))]).toEqual([0.5, -0.25, 1, 0.5, -0.25, -1]);
  });

  test.each([3, -1, 0.5, Number.NaN])('knows its places: %p', (place) =>
    expectAuditError(
      () => createDomain(cube(3), { values: 'any', vary: { places: [0, place], row } }),
      'OPTION_INVALID',
      'among the places 0 to 2',
      `Got ${place}`,
    ),
  );

  test('has something that varies', () => {
    const varied = ['at least one feature that varies', 'Got none', '--values any'] as const;
    const constant = valueRange({ ...prepared, dataset: { ...prepared.dataset, values: Float64Array.of(1, 10, 3, 10, 5, 10) } });
    return Promise.all([
      expectAuditError(() => createDomain(cube(3), { values: 'any', vary: { places: [], row } }), 'OPTION_INVALID', ...varied),
      expectAuditError(
        () => createDomain(constant, { values: 'range', vary: { places: [1], row: Float64Array.of(0, 0) } }),
        'OPTION_INVALID',
        ...varied,
      ),
    ]);
  });
});
