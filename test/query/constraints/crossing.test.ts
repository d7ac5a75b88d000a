// Where a function changes its sign, in few evaluations whatever its shape.

import { describe, expect, test } from '@jest/globals';
import { crossing } from '../../../src/query/constraints/crossing.ts';

/** Where it crosses 0, and evaluations that are enough; bisection alone would take 50. */
const functions: readonly (readonly [string, (x: number) => number, number, number, number, number])[] = [
  ['a straight line', (x) => 3 - 2 * x, 0, 2, 1.5, 3],
  ['a falling curve', (x) => Math.exp(-x) - 0.1, 0, 8, Math.log(10), 14],
  ['a curve that falls late', (x) => 1 - x ** 20, 0, 2, 1, 8],
  ['a curve with a kink', (x) => (x < 1 ? 1 : 1 - 10 * (x - 1)), 0, 2, 1.1, 9],
  ['a step', (x) => (x < Math.SQRT2 ? 1 : -1), 1, 2, Math.SQRT2, 70],
  ['a curve from right to left', (x) => x ** 3 - 0.2, 1, 0, Math.cbrt(0.2), 11],
];

describe('a change of sign is found on', () => {
  test.each(functions)('%s', (_, f, inside, outside, root, most) => {
    let evaluations = 0;
    const found = crossing(
      (x) => {
        evaluations++;
        return f(x);
      },
      inside,
      outside,
      1e-13,
    );
    expect(Math.abs(found - root)).toBeLessThan(1e-12);
    expect(evaluations).toBeLessThanOrEqual(most);
  });

  test('a bracket that float64 cannot divide, at its outer end', () => {
    const found = crossing((x) => (x < Math.SQRT2 ? 1 : -1), 1, 2, 0);
    expect(found).toBeGreaterThanOrEqual(Math.SQRT2);
    expect(found).toBeLessThan(Math.SQRT2 + 1e-15);
  });
});
