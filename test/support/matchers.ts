// How do tests compare numbers? Finite and same shape first, then relative to the scale of the expected values.

import { expect } from '@jest/globals';
import type { Matrix } from '../../src/linalg/matrix.ts';

/** Largest |actual − expected| divided by the largest |expected| (or 1 when all expected values are zero). */
export function relativeError(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  let difference = 0;
  let scale = 0;
  for (let i = 0; i < expected.length; i++) {
    difference = Math.max(difference, Math.abs((actual[i] as number) - (expected[i] as number)));
    scale = Math.max(scale, Math.abs(expected[i] as number));
  }
  return difference / (scale || 1);
}

/** Asserts equal length, all finite, and `relativeError` at most `tolerance`. */
export function expectClose(actual: ArrayLike<number>, expected: ArrayLike<number>, tolerance: number): void {
  expect(actual.length).toBe(expected.length);
  expect(Array.from(actual).every(Number.isFinite)).toBe(true);
  expect(relativeError(actual, expected)).toBeLessThanOrEqual(tolerance);
}

/** Asserts that each value agrees relative to itself: |actual − expected| ≤ tolerance·|expected|. */
export function expectEachClose(actual: ArrayLike<number>, expected: ArrayLike<number>, tolerance: number): void {
  expect(actual.length).toBe(expected.length);
  for (let i = 0; i < expected.length; i++) {
    const a = actual[i] as number;
    const e = expected[i] as number;
    if (!(Math.abs(a - e) <= tolerance * Math.abs(e))) {
      throw new Error(`value ${i}: ${a} is not within ${tolerance} (relative) of ${e}`);
    }
  }
}

export function expectMatrixClose(actual: Matrix, expected: Matrix, tolerance: number): void {
  expect([actual.rows, actual.cols]).toEqual([expected.rows, expected.cols]);
  expectClose(actual.data, expected.data, tolerance);
}
