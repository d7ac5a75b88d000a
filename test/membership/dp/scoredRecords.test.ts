import { describe, expect, test } from '@jest/globals';
import { countAbove, countBelow, countsBeyond, reversed, scoredRecords } from '../../../src/membership/dp/scoredRecords.ts';

describe('scoredRecords', () => {
  const records = scoredRecords([3, 1, 2, 2, -Infinity, 2], [1, true, 0, 1, false, 0] as number[]);

  test('are sorted, members and others apart', () => {
    expect(records).toEqual({ members: Float64Array.of(1, 2, 3), others: Float64Array.of(-Infinity, 2, 2) });
    expect(reversed(records)).toEqual({ members: Float64Array.of(-3, -2, -1), others: Float64Array.of(-2, -2, Infinity) });
  });

  test('at a threshold are on neither side of it', () => {
    const rates = { positives: 3, negatives: 3 };
    expect(countsBeyond(records, 2, 'above')).toEqual({ ...rates, truePositives: 1, falsePositives: 0 });
    expect(countsBeyond(records, 2, 'below')).toEqual({ ...rates, truePositives: 1, falsePositives: 1 });
    expect(countsBeyond(records, 1.5, 'above')).toEqual({ ...rates, truePositives: 2, falsePositives: 2 });
    expect(countsBeyond(records, -Infinity, 'above')).toEqual({ ...rates, truePositives: 3, falsePositives: 2 });
  });

  test('are counted to both ends', () => {
    const scores = Float64Array.of(1, 1, 4);
    expect([0, 1, 2, 4, 5].map((threshold) => countAbove(scores, threshold))).toEqual([3, 1, 1, 0, 0]);
    expect([0, 1, 2, 4, 5].map((threshold) => countBelow(scores, threshold))).toEqual([0, 0, 2, 2, 3]);
  });
});
