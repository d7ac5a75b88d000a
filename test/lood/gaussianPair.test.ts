import { expect, test } from '@jest/globals';
import { gaussianPair } from '../../src/lood/gaussianPair.ts';

test('a pair of one mode holds what it was given', () => {
  expect(gaussianPair(0.5, 2, 3)).toEqual({ outputs: 3, modes: [{ varianceRatio: 0.5, shiftSquared: 2 }] });
  expect(gaussianPair(0, 0, 1).modes).toEqual([{ varianceRatio: 0, shiftSquared: 0 }]);
});

test.each([
  [Number.NaN, 1],
  [1, Number.NaN],
  [-1e-300, 1],
  [1, -1e-300],
  [Number.POSITIVE_INFINITY, 1],
  [1, Number.POSITIVE_INFINITY],
])('a ratio of %d with a shift of %d is a failed computation, not a leakage', (varianceRatio, shiftSquared) => {
  expect(() => gaussianPair(varianceRatio, shiftSquared, 2)).toThrow(
    expect.objectContaining({
      code: 'NUMERICAL_FAILURE',
      details: { varianceRatio, shiftSquared },
      message: `Expected a finite, nonnegative variance ratio and mean shift. Got ${varianceRatio} and ${shiftSquared}. Try a larger --noise-variance; the kernel matrix may be too ill-conditioned for float64.`,
    }),
  );
});
