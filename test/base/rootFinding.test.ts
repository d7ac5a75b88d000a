import { describe, expect, test } from '@jest/globals';
import { solveDecreasing } from '../../src/base/rootFinding.ts';
import { expectClose, expectEachClose } from '../support/matchers.ts';

/** e^−x, whose logarithm is a line: one step is exact. */
const exponential = (x: number) => ({ value: Math.exp(-x), slope: -Math.exp(-x), curvature: Math.exp(-x) });
/** e^−x², log-concave. */
const gaussian = (x: number) => {
  const value = Math.exp(-x * x);
  return { value, slope: -2 * x * value, curvature: (4 * x * x - 2) * value };
};
/** √(1 − x), which ends at x = 1 with infinite slope. */
const root = (x: number) => ({ value: Math.sqrt(1 - x), slope: -0.5 / Math.sqrt(1 - x), curvature: -0.25 * (1 - x) ** -1.5 });
const counted = <T>(f: (x: number) => T) => {
  const counting = Object.assign(
    (x: number) => {
      counting.calls++;
      return f(x);
    },
    { calls: 0 },
  );
  return counting;
};

describe('solving for the argument of a decreasing function', () => {
  test.each([
    ['from far below', 0.5],
    ['from above', 6],
    ['from outside the bracket', -3],
  ])('finds where e^−x² is 1e-4 %s', (_, start) => {
    expectEachClose([solveDecreasing(gaussian, 1e-4, 0, Number.POSITIVE_INFINITY, start)], [Math.sqrt(4 * Math.LN10)], 1e-14);
  });

  test('finds it without any bound', () => {
    const answer = solveDecreasing(exponential, 1e-7, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY, Number.NaN);
    expectEachClose([answer], [7 * Math.LN10], 1e-14);
    const negative = solveDecreasing(exponential, 1e7, Number.NEGATIVE_INFINITY, 5, 4);
    expectEachClose([negative], [-7 * Math.LN10], 1e-14);
  });

  test('finds it next to an end of infinite slope', () => {
    expectEachClose([1 - solveDecreasing(root, 1e-3, 0, 1, 0.5)], [1e-6], 1e-9);
  });

  test('needs two evaluations from a start where the function is within 1% of the level', () => {
    const f = counted(root);
    expectEachClose([solveDecreasing(f, 0.5, 0, 1, 0.755)], [0.75], 1e-14);
    expect(f.calls).toBe(2);
  });

  test('needs one evaluation where the start is the answer', () => {
    const f = counted(exponential);
    expect(solveDecreasing(f, 1, -1, 1, 0)).toBe(0);
    expect(f.calls).toBe(1);
  });

  test('survives an underflow beyond the answer', () => {
    expectClose([solveDecreasing(gaussian, 1e-4, 0, 1e6, 9e5)], [Math.sqrt(4 * Math.LN10)], 1e-14);
    expectClose([solveDecreasing(gaussian, 1e-4, 0, Number.POSITIVE_INFINITY, 1e3)], [Math.sqrt(4 * Math.LN10)], 1e-14);
    const unbounded = solveDecreasing(exponential, 1e-7, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY, 1e4);
    expectClose([unbounded], [7 * Math.LN10], 1e-14);
  });

  test('returns the end of a bracket without a crossing', () => {
    expectClose([solveDecreasing(exponential, 0.5, 2, 3, 2.5)], [2], 1e-12);
  });

  test('says so when it does not converge', () => {
    expect(() => solveDecreasing(() => ({ value: 2, slope: 0, curvature: 0 }), 1, 0, Number.POSITIVE_INFINITY, 1)).toThrow(
      expect.objectContaining({
        code: 'NOT_CONVERGED',
        message: expect.stringMatching(/a level of 1 to be found between 0 and Infinity\. Got no convergence in 100 steps/),
      }),
    );
  });
});
