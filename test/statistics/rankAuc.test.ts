import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { rankAuc } from '../../src/statistics/rankAuc.ts';

describe('rankAuc', () => {
  test('counts ties by half', () => {
    expect(rankAuc([9, 5], [9, 5])).toBe(0.5);
    expect(rankAuc([3, 3, 3], [3])).toBe(0.5);
    expect(rankAuc([1, 2], [0])).toBe(1);
    expect(rankAuc([0], [1, 2])).toBe(0);
    expect(rankAuc([1, Infinity], [-Infinity, 1, 4])).toBe((1 + 0.5 + 3) / 6);
  });

  test('is the count over all pairs', () => {
    const few = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(few, few, (high, low) => {
        const wins = high.flatMap((a) => low.map((b) => (a > b ? 2 : a === b ? 1 : 0) as number));
        expect(rankAuc(high, low)).toBe(wins.reduce((sum, win) => sum + win, 0) / (2 * high.length * low.length));
      }),
    );
  });
});
