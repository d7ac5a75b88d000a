// Quadrature duals in the vector unit: against the sums in plain TypeScript, which derivatives come with, and what must not matter.

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { LayerwiseDual } from '../../../src/kernels/activations/activationDual.ts';
import { createActivation } from '../../../src/kernels/activations/createActivation.ts';
import { quadratureDual } from '../../../src/kernels/quadrature/quadratureDual.ts';
import { expectClose } from '../../support/matchers.ts';
import { randomMatrix } from '../../support/randomMatrices.ts';

/** Relative to the largest value: some hundred terms of that size, summed in another order. */
const SUMS = 1e-14;

interface Tile {
  readonly rows: Float64Array;
  readonly cols: Float64Array;
  readonly pairs: Float64Array;
}

/** Variances from 1 to `largest` < 16, in one panel or two, and correlations in [−1, 1], among them −1, 0 and 1. */
function tileOf(m: number, n: number, seed: number, largest: number, sign: (c: number) => number = (c) => c): Tile {
  const variances = (count: number, draw: number) =>
    randomMatrix(1, count, draw).data.map((v) => 1 + (largest - 1) * Math.abs(Math.sin(v)));
  const [rows, cols] = [variances(m, seed), variances(n, seed + 1)];
  const pairs = randomMatrix(m, n, seed + 2).data.map((v, at) => {
    const c = at % 7 === 3 ? Math.sign(v) : at % 11 === 5 ? 0 : Math.sin(v);
    return sign(c) * Math.sqrt((rows[Math.floor(at / n)] as number) * (cols[at % n] as number));
  });
  return { rows, cols, pairs };
}

function valuesAndSlopes(dual: LayerwiseDual, { rows, cols, pairs }: Tile): [Float64Array, Float64Array] {
  const [values, slopes] = [pairs.slice(), new Float64Array(pairs.length).fill(Number.NaN)];
  dual.valueAndSlope(values, rows, cols, slopes);
  return [values, slopes];
}

function bySums(dual: LayerwiseDual, { rows, cols, pairs }: Tile): [Float64Array, Float64Array] {
  const [values, slope] = [pairs.slice(), new Float64Array(pairs.length)];
  dual.derivatives(values, rows, cols, { slope, byRow: new Float64Array(pairs.length) });
  return [values, slope];
}

const positive = (c: number) => Math.abs(c);
const negative = (c: number) => (c === 0 ? -0.3 : -Math.abs(c));

describe.each(['tanh', 'silu', 'sigmoid'])('the vector unit on %s', (name) => {
  const dual = createActivation(name, { dimensions: 3 }) as LayerwiseDual;

  it.each([
    [1, 1, 15],
    [3, 5, 15],
    [9, 70, 15],
    [130, 67, 15],
    [270, 300, 3.9],
  ])('gives what the sums give, in a tile of %p × %p with variances up to %p', (m, n, largest) => {
    const tile = tileOf(m, n, 1, largest);
    const [values, slopes] = valuesAndSlopes(dual, tile);
    const [expectedValues, expectedSlopes] = bySums(dual, tile);
    expectClose(values, expectedValues, SUMS);
    expectClose(slopes, expectedSlopes, SUMS);
    const alone = tile.pairs.slice();
    dual.value(alone, tile.rows, tile.cols);
    expect(alone).toEqual(values);
  });

  it.each([
    ['at most π/2', positive],
    ['more than π/2', negative],
  ])('gives what the sums give where all angles are %s', (_where, sign) => {
    const tile = tileOf(11, 13, 2, 15, sign);
    const [values, slopes] = valuesAndSlopes(dual, tile);
    const [expectedValues, expectedSlopes] = bySums(dual, tile);
    expectClose(values, expectedValues, SUMS);
    expectClose(slopes, expectedSlopes, SUMS);
  });

  it('gives a pair the same value in every tile, wherever the tile is cut', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 30 }), fc.integer({ min: 1, max: 150 }), fc.nat(1e6), (m, n, seed) => {
        const tile = tileOf(m, n, seed, 15);
        const [row, col] = [seed % m, seed % n];
        const cut = (whole: Float64Array) =>
          Float64Array.from(
            Array.from({ length: m - row }, (_, i) => [...whole.subarray((row + i) * n + col, (row + i + 1) * n)]).flat(),
          );
        const part = { rows: tile.rows.subarray(row), cols: tile.cols.subarray(col), pairs: cut(tile.pairs) };
        const [values, slopes] = valuesAndSlopes(dual, tile);
        expect(valuesAndSlopes(dual, part)).toEqual([cut(values), cut(slopes)]);
      }),
      { numRuns: 20, seed: 1 },
    );
  });
});

it('reads copies as copies, whose slope at a kink differs from that of others by an angle', () => {
  const relu = quadratureDual({ name: 'relu', value: (x) => Math.max(x, 0), derivative: (x) => (x > 0 ? 1 : 0) }, 1e-14);
  const pairs = Float64Array.of(2, 2 * (1 - 5e-15), -2 * (1 - 5e-15), 2 * (1 - 5e-14));
  const tile = { rows: Float64Array.of(2), cols: new Float64Array(4).fill(2), pairs };
  const [, slopes] = valuesAndSlopes(relu, tile);
  expect(slopes[1]).toBe(slopes[0]);
  expectClose(slopes.subarray(0, 3), [0.5, 0.5, 0], 1e-12);
  // θ/2π for θ = √(2·5e-14).
  expectClose([0.5 - (slopes[3] as number)], [Math.sqrt(1e-13) / (2 * Math.PI)], 1e-2);
});
