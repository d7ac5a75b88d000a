import { describe, expect, test } from '@jest/globals';
import { log1pMinusRatio, xMinusLog1p } from '../../src/base/functions.ts';
import { integrate } from '../support/integrate.ts';
import { expectEachClose } from '../support/matchers.ts';
import { EXACT } from '../support/tolerances.ts';

// Beyond 0.1 the direct form loses at most five bits: 32 machine epsilons.
const BUDGET = 32 * Number.EPSILON;
const BOTH_SIDES_OF_THE_SERIES = [-0.1 - 1e-12, -0.1, 0.1, 0.1 + 1e-12];
const SMALL_TO_LARGE = [-0.999, -0.5, -0.02, -1e-5, 1e-9, 1e-3, 0.05, 0.7, 3, 40];

describe('x − ln(1+x)', () => {
  test.each([...SMALL_TO_LARGE, ...BOTH_SIDES_OF_THE_SERIES])('is the integral of t/(1+t) up to x = %d', (x) => {
    const area = integrate((t) => t / (1 + t), Math.min(0, x), Math.max(0, x), 1e-14);
    expectEachClose([xMinusLog1p(x)], [Math.sign(x) * area], Math.max(BUDGET, 10 * EXACT));
  });

  test('keeps the digits of its expansion x²/2 − x³/3 near 0', () => {
    for (const x of [1e-300, 1e-160, 1e-20, -1e-14, 1e-8]) expectEachClose([xMinusLog1p(x)], [x * x * (0.5 - x / 3)], BUDGET);
  });

  test('is 0 at 0 and infinite at −1', () => {
    expect(xMinusLog1p(0)).toBe(0);
    expect(xMinusLog1p(-1)).toBe(Number.POSITIVE_INFINITY);
  });
});

describe('ln(1+x) − x/(1+x)', () => {
  test.each([...SMALL_TO_LARGE, 0.1, 1 / 9 - 1e-12, 1 / 9 + 1e-12])('is the integral of t/(1+t)² up to x = %d', (x) => {
    const area = integrate((t) => t / (1 + t) ** 2, Math.min(0, x), Math.max(0, x), 1e-14);
    // At x = −0.999 the integrand rises to 1e6, which costs the quadrature two digits.
    expectEachClose([log1pMinusRatio(x)], [Math.sign(x) * area], x < -0.9 ? 1e-11 : 10 * EXACT);
  });

  test('keeps the digits of its expansion x²/2 − 2x³/3 near 0', () => {
    for (const x of [1e-160, 1e-20, -1e-14, 1e-8]) expectEachClose([log1pMinusRatio(x)], [x * x * (0.5 - (2 * x) / 3)], BUDGET);
  });

  test('is ln x − 1 for large x, where x/(1+x) rounds to 1', () => {
    for (const x of [1e17, 1e40, 1e300]) expectEachClose([log1pMinusRatio(x)], [Math.log(x) - 1], EXACT);
  });

  test('is 0 at 0', () => {
    expect(log1pMinusRatio(0)).toBe(0);
  });
});
