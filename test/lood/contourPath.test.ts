import { describe, expect, jest, test } from '@jest/globals';
import { choosePath, type Path, parameterOf } from '../../src/lood/contourPath.ts';
import { lossCumulants, lossSupremum } from '../../src/lood/privacyLoss.ts';
import { expectEachClose } from '../support/matchers.ts';
import { EXACT } from '../support/tolerances.ts';
import { pairOf, SAMPLE_PAIRS } from './support.ts';

describe.each(SAMPLE_PAIRS)('the path for %s', (_, pair) => {
  const [, mean, variance] = lossCumulants(pair, -1);

  test.each([
    [-1, false, 'right', 1.5],
    [-1, false, 'left', -1.5],
    [0, true, 'right', 2],
    [-1, true, 'left', -2],
  ] as const)('crosses at the saddle: main pole %d, both %p, on the %s', (main, both, side, k) => {
    const t = Math.min(mean + k * Math.sqrt(variance), 0.9 * lossSupremum(pair));
    const { origin, crossing } = choosePath(pair, t, { main, both, side });
    const s = crossing + origin;
    const [, first, second] = lossCumulants(pair, s, crossing + (origin + 1));
    const other = -1 - main;
    const slope = first - t - 1 / (s - main) - (both ? 1 / (s - other) : 0);
    const curvature = second + 1 / (s - main) ** 2 + (both ? 1 / (s - other) ** 2 : 0);
    // Newton's step to the root is a thousandth of the distance to the pole at most.
    expect(Math.abs(slope / curvature)).toBeLessThan(2e-3 * Math.abs(s - main));
    expect(Math.sign(s - main)).toBe(side === 'right' ? 1 : -1);
  });
});

test('a saddle that is roughly known is found in fewer steps', () => {
  const pair = pairOf(2, [4.6, 4]);
  const through = { main: -1, both: false, side: 'right' } as const;
  const steps = (near?: number) => {
    const spy = jest.spyOn(Math, 'log1p');
    choosePath(pair, 1.8, through, near);
    const count = spy.mock.calls.length;
    spy.mockRestore();
    return count;
  };
  const { origin, crossing } = choosePath(pair, 1.8, through);
  expect(steps(1.001 * (crossing + origin + 1))).toBeLessThan(steps() / 1.5);
});

test('a path stays a tenth of a deviation away from both poles', () => {
  // The saddle for the tail without the record is 0 where t = K′(0) − 1.
  for (const shift of [-1e-12, 0, 1e-12]) {
    const { origin, crossing } = choosePath(pairOf(1, [0, 4]), 2 - 1 + shift, { main: -1, both: false, side: 'right' });
    expectEachClose([Math.abs(crossing + origin)], [0.1 / 2], EXACT);
  }
});

describe('the parameter of a point on the real axis', () => {
  /** z at v = i·at: sinh(i·at) = i sin(at), so that y = iη. */
  const pointAt = ({ crossing, bend, straightening, stretch }: Path, at: number) => {
    const eta = stretch * Math.sin(at);
    return crossing - eta + (2 * bend * eta * eta) / (1 + Math.sqrt(1 - (straightening * eta) ** 2));
  };

  test.each([
    ['a line', pairOf(1, [0, 4])],
    ['a parabola', pairOf(2, [0.8, 0.3])],
    ['a hyperbola', pairOf(2, [0.8, 0.3], [0.1, 2])],
    ['a narrow hyperbola', pairOf(1, [20, 0], [5, 0])],
  ])('leads back to the point on %s, left and right of the crossing', (_, pair) => {
    const path = choosePath(pair, lossCumulants(pair, 0)[1], { main: 0, both: false, side: 'right' });
    for (const share of [-0.7, -0.6, -0.4, -1e-6, 1e-6, 0.2]) {
      const at = parameterOf(path, share * path.stretch);
      expect(Math.sign(at)).toBe(Math.sign(share));
      expectEachClose([pointAt(path, at)], [path.crossing - share * path.stretch], EXACT);
    }
  });

  test('is not a number where the path has no such point, nor beyond its stretch', () => {
    const line = choosePath(pairOf(1, [0, 4]), 2, { main: 0, both: false, side: 'right' });
    expect(parameterOf(line, 1.01 * line.stretch)).toBeNaN();
    const parabola = choosePath(pairOf(2, [0.8, 0]), 0.1, { main: 0, both: false, side: 'right' });
    // It turns back at 1/(4·bend).
    expect(parameterOf(parabola, 0.26 / parabola.bend)).toBeNaN();
  });
});
