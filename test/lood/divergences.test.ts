import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  hellinger,
  klSymmetric,
  klWithoutWith,
  klWithWithout,
  renyiWithoutWith,
  renyiWithWithout,
} from '../../src/lood/divergences.ts';
import { totalVariation } from '../../src/lood/lossTail.ts';
import { integratePieces } from '../support/integrate.ts';
import { expectEachClose } from '../support/matchers.ts';
import { readGolden } from '../support/readGolden.ts';
import { EXACT } from '../support/tolerances.ts';
import { normalDensity, pairOf, SAMPLE_PAIRS } from './support.ts';

interface Golden {
  readonly orders: readonly number[];
  readonly rows: readonly (readonly (number | null)[])[];
}

describe('against 45-digit arithmetic, u from 0 and 1e-14 to 1e12, δ² from 0 and 1e-28 to 1e5', () => {
  const { orders, rows } = readGolden<Golden>('lood/divergences.json');
  const cases = rows.map((row) => {
    const [u, shiftSquared, outputs, ...expected] = row as number[];
    return { pair: pairOf(outputs as number, [u as number, shiftSquared as number]), expected };
  });

  test.each([
    ['KL(without ‖ with)', klWithoutWith, 0],
    ['KL(with ‖ without)', klWithWithout, 1],
    ['the Hellinger distance', hellinger, 2],
  ] as const)('%s keeps full relative precision', (_, divergence, column) => {
    expectEachClose(
      cases.map(({ pair }) => divergence(pair)),
      cases.map(({ expected }) => expected[column] as number),
      EXACT,
    );
  });

  test.each(orders.map((order, i) => [order, i] as const))(
    'Rényi divergences of order %d keep full relative precision',
    (order, i) => {
      for (const [divergence, column] of [
        [renyiWithWithout, 3 + i],
        [renyiWithoutWith, 3 + orders.length + i],
      ] as const) {
        // A golden null stands for an infinite divergence.
        const infinite = cases.filter(({ expected }) => expected[column] === null);
        expect(infinite.map(({ pair }) => divergence(pair, order))).toEqual(infinite.map(() => Number.POSITIVE_INFINITY));
        const finite = cases.filter(({ expected }) => expected[column] !== null);
        expectEachClose(
          finite.map(({ pair }) => divergence(pair, order)),
          finite.map(({ expected }) => expected[column] as number),
          EXACT,
        );
      }
    },
  );
});

describe('against quadrature of the densities', () => {
  const [u, delta] = [0.8, 1.1];
  const p = (f: number) => normalDensity(f);
  const q = (f: number) => normalDensity(f, delta, 1 + u);
  const points = [-14, -6, -2, 0, 2, 6, 14];
  const pair = pairOf(1, [u, delta * delta]);
  const over = (f: (x: number) => number) => integratePieces(f, points);

  test('one output: KL both ways, Rényi, Hellinger, total variation', () => {
    expectEachClose([klWithWithout(pair)], [over((f) => p(f) * Math.log(p(f) / q(f)))], 1e-11);
    expectEachClose([klWithoutWith(pair)], [over((f) => q(f) * Math.log(q(f) / p(f)))], 1e-11);
    for (const order of [0.3, 2, 5]) {
      expectEachClose(
        [renyiWithWithout(pair, order)],
        [Math.log(over((f) => p(f) ** order * q(f) ** (1 - order))) / (order - 1)],
        1e-10,
      );
    }
    expectEachClose(
      [renyiWithoutWith(pair, 1.7)],
      [Math.log(integratePieces((f) => q(f) ** 1.7 * p(f) ** -0.7, [-30, -8, 0, 8, 30])) / 0.7],
      1e-10,
    );
    expectEachClose([hellinger(pair) ** 2], [over((f) => (Math.sqrt(p(f)) - Math.sqrt(q(f))) ** 2) / 2], 1e-10);
    // The densities cross where ℓ = 0: at the roots of (f + δ/u)² = 2(1+u)/u · sup ℓ.
    const radius = Math.sqrt(((2 * (1 + u)) / u) * ((delta * delta) / (2 * u) + 0.5 * Math.log1p(u)));
    const inside = integratePieces((f) => p(f) - q(f), [-delta / u - radius, 0, -delta / u + radius], 1e-13);
    expectEachClose([totalVariation(pair)], [inside], 1e-11);
  });

  test('two outputs: KL both ways, Rényi and Hellinger as double integrals', () => {
    // The trapezoidal rule on the plane: its error for Gaussian integrands of deviation 1 is exp(−2π²/h²) < 1e-300.
    const step = 0.15;
    const double = (f: (x: number, y: number) => number) => {
      let sum = 0;
      for (let x = -15; x <= 15; x += step) for (let y = -15; y <= 15; y += step) sum += f(x, y);
      return sum * step * step;
    };
    const p2 = (x: number, y: number) => p(x) * p(y);
    const q2 = (x: number, y: number) => q(x) * normalDensity(y, 0, 1 + u);
    const both = pairOf(2, [u, delta * delta]);
    expectEachClose([klWithWithout(both)], [double((x, y) => p2(x, y) * Math.log(p2(x, y) / q2(x, y)))], 1e-11);
    expectEachClose([klWithoutWith(both)], [double((x, y) => q2(x, y) * Math.log(q2(x, y) / p2(x, y)))], 1e-9);
    expectEachClose([renyiWithWithout(both, 2)], [Math.log(double((x, y) => p2(x, y) ** 2 / q2(x, y)))], 1e-9);
    expectEachClose([1 - hellinger(both) ** 2], [double((x, y) => Math.sqrt(p2(x, y) * q2(x, y)))], 1e-9);
  });
});

describe.each(SAMPLE_PAIRS)('%s', (_, pair) => {
  test('the symmetric divergence is the mean of both directions', () => {
    expect(klSymmetric(pair)).toBe((klWithoutWith(pair) + klWithWithout(pair)) / 2);
  });

  test('Rényi divergences approach the KL divergences as the order approaches 1', () => {
    for (const [renyi, kl] of [
      [renyiWithWithout, klWithWithout],
      [renyiWithoutWith, klWithoutWith],
    ] as const) {
      expect(renyi(pair, 1)).toBe(kl(pair));
      // The difference is (order − 1)/2 times the variance of the loss.
      for (const step of [1e-6, -1e-6, 1e-9])
        expect(Math.abs(renyi(pair, 1 + step) / kl(pair) - 1)).toBeLessThan(1e4 * Math.abs(step));
    }
  });

  test('Rényi divergences increase with their order', () => {
    const orders = [0.1, 0.5, 0.9, 1, 1.02, 1.04];
    for (const renyi of [renyiWithWithout, renyiWithoutWith]) {
      const values = orders.map((order) => renyi(pair, order));
      expect(values).toEqual([...values].sort((a, b) => a - b));
    }
  });

  test('the order ½ is the Hellinger distance, and skew symmetry a·D_{1−a}(P‖Q) = (1−a)·D_a(Q‖P) holds', () => {
    expectEachClose([renyiWithWithout(pair, 0.5)], [-2 * Math.log1p(-(hellinger(pair) ** 2))], 1e-13);
    expectEachClose([0.3 * renyiWithWithout(pair, 0.7)], [0.7 * renyiWithoutWith(pair, 0.3)], 1e-13);
  });

  test('total variation lies between the squared Hellinger distance and √2 times the distance, and below Pinsker’s bound', () => {
    const [h, tv] = [hellinger(pair), totalVariation(pair)];
    expect(tv).toBeGreaterThan(h * h);
    expect(tv).toBeLessThan(Math.SQRT2 * h);
    expect(tv).toBeLessThan(Math.sqrt(klWithWithout(pair) / 2));
  });
});

test('D(without ‖ with) of order a is infinite from u = 1/(a − 1) on', () => {
  expect(renyiWithoutWith(pairOf(2, [0.5, 1]), 3)).toBe(Number.POSITIVE_INFINITY);
  expect(renyiWithoutWith(pairOf(2, [0.5 - 1e-12, 1]), 3)).toBeLessThan(1e13);
  expect(renyiWithWithout(pairOf(2, [0.5, 1]), 1e6)).toBeLessThan(10);
});

test('an order near 0 keeps its digits: D_a(with ‖ without) is a·KL(without ‖ with)', () => {
  const pair = pairOf(2, [0.7, 1]);
  // Relative to the next term, of order a.
  expectEachClose([renyiWithWithout(pair, 1e-13)], [1e-13 * klWithoutWith(pair)], 1e-12);
});

test('equal worlds are at distance 0, not −0', () => {
  const same = pairOf(3, [0, 0], [0, 0]);
  for (const value of [klWithoutWith(same), klWithWithout(same), klSymmetric(same), hellinger(same), totalVariation(same)]) {
    expect(value).toBe(0);
  }
  expect(
    [renyiWithWithout(same, 2), renyiWithoutWith(same, 0.5), renyiWithoutWith(same, 4)].every((value) => Math.abs(value) === 0),
  ).toBe(true);
});

test('all of them increase with the shift of the mean', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0, max: 5, noNaN: true }),
      fc.double({ min: 0, max: 5, noNaN: true }),
      fc.double({ min: 1e-6, max: 1, noNaN: true }),
      (u, shiftSquared, more) => {
        const [less, greater] = [pairOf(2, [u, shiftSquared]), pairOf(2, [u, shiftSquared + more])];
        for (const divergence of [klWithoutWith, klWithWithout, hellinger]) {
          expect(divergence(greater)).toBeGreaterThan(divergence(less));
        }
      },
    ),
  );
});

test.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY])('an order of %d is refused', (order) => {
  for (const renyi of [renyiWithWithout, renyiWithoutWith]) {
    expect(() => renyi(pairOf(1, [1, 1]), order)).toThrow(
      expect.objectContaining({
        code: 'OPTION_INVALID',
        message: `Expected the order of a Rényi divergence to be a positive number. Got ${order}. Try order 2, or 1 for the KL divergence.`,
      }),
    );
  }
});
