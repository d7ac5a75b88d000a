// The AUC of groups as a search sees it: its value by the exact integral, its slope by central differences, from the weakest to certainty.

import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createRandom, type Random } from '../../src/base/random.ts';
import { type Matrix, matrix } from '../../src/linalg/matrix.ts';
import { pairOfRatio } from '../../src/lood/pairs.ts';
import { aucExcess } from '../../src/membership/auc.ts';
import { groupAucSlope } from '../../src/query/groupAuc.ts';
import { integratePieces } from '../support/integrate.ts';
import { expectClose, expectEachClose } from '../support/matchers.ts';
import { ALGEBRA, GRADIENT } from '../support/tolerances.ts';
import { normals, seeds } from './constraints/support.ts';

/** BᵀB for a matrix B of g·g values. */
function square(root: Float64Array): Matrix {
  const g = Math.sqrt(root.length);
  const entry = (i: number, j: number) => {
    let sum = 0;
    for (let k = 0; k < g; k++) sum += (root[k * g + i] as number) * (root[k * g + j] as number);
    return sum;
  };
  return matrix(
    g,
    g,
    root.map((_, at) => entry(Math.floor(at / g), at % g)),
  );
}

/** B, β of a group of two to four records with one to ten outputs, at a size of leakage from 10^from to 10^to. */
function draw(random: Random, from: number, to: number) {
  const g = 2 + random.integer(3);
  const outputs = [1, 2, 10][random.integer(3)] as number;
  const size = 10 ** (from + (to - from) * random.uniform());
  const root = normals(g * g, random, Math.sqrt(size));
  return { g, outputs, root, weights: matrix(g, outputs, normals(g * outputs, random, 10 ** (2 * random.uniform() - 1))) };
}

test('the value is ln(−ln(2(1 − AUC))) of the exact AUC', () => {
  fc.assert(
    fc.property(seeds, (seed) => {
      const { root, weights } = draw(createRandom(seed), -14, 2);
      const excess = aucExcess(pairOfRatio(square(root), weights));
      // Beyond, 1 − AUC has too few digits left to compare with.
      if (excess > 0.4999) return;
      const expected = Math.log(-Math.log1p(-2 * excess));
      expect(Math.abs(groupAucSlope(square(root), weights).value - expected)).toBeLessThan(1e-11);
    }),
    { numRuns: 200 },
  );
});

test.each([
  [-12, -4],
  [-4, 0],
  [0, 2],
])('the slope is that of central differences, at ratios of 1e%d to 1e%d', (from, to) => {
  fc.assert(
    fc.property(seeds, (seed) => {
      const random = createRandom(seed);
      const { root, weights } = draw(random, from, to);
      const size = Math.hypot(...root) / Math.sqrt(root.length);
      const way = normals(root.length, random, size);
      const h = 1e-5;
      const [up, down] = [h, -h].map((step) => square(root.map((value, i) => value + step * (way[i] as number)))) as [
        Matrix,
        Matrix,
      ];
      const [high, low] = [up, down].map((ratio) => groupAucSlope(ratio, weights).value) as [number, number];
      const { slope } = groupAucSlope(square(root), weights);
      const along = slope.data.reduce(
        (sum, value, i) => sum + (value * ((up.data[i] as number) - (down.data[i] as number))) / (2 * h),
        0,
      );
      // Slopes are of order one; where they cancel, the values' own rounding over h is left.
      expectClose([along, 1], [(high - low) / (2 * h), 1], 3 * GRADIENT);
      expectClose([...slope.data], [...transposed(slope).data], ALGEBRA);
    }),
    { numRuns: 60 },
  );
});

function transposed(m: Matrix): Matrix {
  return matrix(
    m.rows,
    m.rows,
    m.data.map((_, at) => m.data[(at % m.rows) * m.rows + Math.floor(at / m.rows)] as number),
  );
}

describe('leakage so strong that 1 − AUC is below all numbers', () => {
  // e(τ) − e(¼) for equal modes u with shifts ‖β_j‖²u, whose Gaussian the integral is.
  const exponent = (u: number, outputs: number, squares: number, g: number) => (tau: number) =>
    (g * outputs * Math.log1p((u * u * tau) / (1 + u))) / 2 + (squares * tau * (u + (u * u) / 2)) / (1 + u + tau * u * u);

  test.each([
    [1, 10, 100],
    [0.2, 2, 180],
    [3, 10, 120],
  ])('keeps a value and a slope: u = %p, %d outputs, ‖β‖ = %d', (u, outputs, size) => {
    const g = 2;
    const weights = matrix(g, outputs, normals(g * outputs, createRandom(4), size / Math.sqrt(g * outputs)));
    const at = (by: number) => groupAucSlope(square(Float64Array.of(Math.sqrt(u * by), 0, 0, Math.sqrt(u * by))), weights);
    const squares = weights.data.reduce((sum, value) => sum + value * value, 0);
    const e = exponent(u, outputs, squares, g);
    expect(e(0.25)).toBeGreaterThan(746);
    const integral = integratePieces(
      (y) => (Math.exp(e(0.25) - e(0.25 + y * y)) * 0.5) / (0.25 + y * y),
      [0, 0.02, 0.1, 0.5, 3],
      1e-12,
    );
    const expected = Math.log(e(0.25) - Math.log((2 * integral) / Math.PI));
    // The fixed rule's points lie as far apart as the integrand is wide; its logarithm is small beside e(¼).
    expect(Math.abs(at(1).value - expected)).toBeLessThan(1e-4);
    const { slope } = at(1);
    const along = u * ((slope.data[0] as number) + (slope.data[3] as number));
    const h = 1e-5;
    expectClose([along], [(at(1 + h).value - at(1 - h).value) / (2 * h)], 10 * GRADIENT);
  });
});

test('equal eigenvalues are no special case', () => {
  const weights = matrix(2, 1, Float64Array.of(1, 2));
  const [same, near] = [0, 1e-7].map((gap) => groupAucSlope(matrix(2, 2, Float64Array.of(0.5, gap, gap, 0.5)), weights));
  expectEachClose(near?.slope.data ?? [], [...(same?.slope.data ?? [])], 1e-5);
});

test('nothing told has no value', () => {
  const { value } = groupAucSlope(matrix(2, 2), matrix(2, 1, Float64Array.of(1, 2)));
  expect(Number.isFinite(value)).toBe(false);
});
