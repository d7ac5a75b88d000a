import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { datasetFromArrays } from '../../../src/data/datasetFromArrays.ts';
import { prepareDataset } from '../../../src/data/prepareDataset.ts';
import { createDomain } from '../../../src/query/constraints/domain.ts';
import { valueRange } from '../../../src/query/constraints/valueRange.ts';

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
