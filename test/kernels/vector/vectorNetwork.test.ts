// Networks in the vector unit: against the layers in plain TypeScript, and what must not matter.

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Matrix, selectRows } from '../../../src/linalg/matrix.ts';
import { expectClose, expectEachClose } from '../../support/matchers.ts';
import { randomMatrix } from '../../support/randomMatrices.ts';
import { CLOSED_FORMS } from '../../support/scalarDuals.ts';
import {
  calm,
  diagonalOf,
  differentiate,
  inputsOf,
  layersOf,
  mapsOf,
  network,
  OUTPUTS,
  PER_LAYER,
  perLayer,
  scaled,
  tileOf,
} from './networks.ts';

describe.each(CLOSED_FORMS)('the vector unit on %s networks', (activation) => {
  describe.each(OUTPUTS)('of type %s', (output) => {
    it.each([0, 1, 2, 5, 30])('gives what the layers give, depth %p', (depth) => {
      const kernel = network(activation, output, depth, calm(activation));
      for (const [m, n] of [
        [1, 1],
        [2, 3],
        [7, 4],
        [5, 129],
        [300, 131],
        [3, 1030],
      ] as const) {
        const [rows, cols] = [inputsOf(m, 1), inputsOf(n, 1)];
        const expected = tileOf(layersOf(kernel), rows, cols);
        const tolerance = perLayer(activation, output) * (1 + depth);
        expectClose(tileOf(mapsOf(kernel), rows, cols), expected, tolerance);
        // Values that come with derivatives pass through other loops.
        expectClose(differentiate(mapsOf(kernel), rows, cols).values, expected, tolerance);
      }
    });

    it.each([1e-30, 1e-3, 30])('gives what the layers give for inputs of size %p', (size) => {
      const kernel = network(activation, output, 2);
      const [rows, cols] = [inputsOf(20, 2, size), inputsOf(31, 2, size)];
      const expected = tileOf(layersOf(kernel), rows, cols);
      expectClose(tileOf(mapsOf(kernel), rows, cols), expected, 3 * perLayer(activation, output));
      expectClose(differentiate(mapsOf(kernel), rows, cols).values, expected, 3 * perLayer(activation, output));
    });

    it('gives a pair the same values and derivatives in every tile, wherever the tile is cut', () => {
      const maps = mapsOf(network(activation, output, 3));
      const results = (rows: Matrix, cols: Matrix) => [
        tileOf(maps, rows, cols),
        ...Object.values(differentiate(maps, rows, cols)),
      ];
      fc.assert(
        fc.property(
          fc.integer({ min: 1, max: 30 }),
          fc.oneof(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 500, max: 1100 })),
          fc.nat(1e6),
          (m, n, seed) => {
            const [rows, cols] = [inputsOf(m, seed), inputsOf(n, seed)];
            const [rowFrom, colFrom] = [seed % m, seed % n];
            const some = results(from(rows, rowFrom), from(cols, colFrom));
            const expected = results(rows, cols).map((tile) =>
              Array.from({ length: m - rowFrom }, (_, i) => [
                ...tile.subarray((rowFrom + i) * n + colFrom, (rowFrom + i + 1) * n),
              ]).flat(),
            );
            expect(some.map((tile) => [...tile])).toEqual(expected);
          },
        ),
        { numRuns: 30, seed: 1 },
      );
    });

    it('gives copies of a record the value of the record with itself, at any variance', () => {
      for (const size of [1e-3, 1, 1e4]) {
        const inputs = scaled(randomMatrix(9, 6, 5), size);
        const kernel = network(activation, output, 5, { weightVariance: 2.5 });
        expectEachClose(diagonalOf(tileOf(mapsOf(kernel), inputs, inputs)), kernel.diagonal(inputs), 1e-14);
        expectEachClose(diagonalOf(differentiate(mapsOf(kernel), inputs, inputs).values), kernel.diagonal(inputs), 1e-14);
      }
    });
  });
});

it('gives a zero vector without bias a covariance of exactly 0', () => {
  for (const activation of CLOSED_FORMS) {
    const kernel = network(activation, 'ntk', 3, { biasVariance: 0 });
    const tile = tileOf(mapsOf(kernel), inputsOf(5, 6), inputsOf(5, 6));
    expect([3, 8, 13, 18, 23, 15, 16, 17, 19].map((at) => Math.abs(tile[at] as number))).toEqual(new Array(9).fill(0));
  }
});

it('serves kernels in turn, and networks whose terms outgrow its memory', () => {
  const inputs = inputsOf(5, 7);
  const all = [
    network('gelu', 'ntk', 2),
    network('relu', 'nngp', 2),
    network('leaky-relu', 'nngp', 2, { negativeSlope: 0.3 }),
    network('erf', 'nngp', 3, { weightVariance: 0.4 }),
  ].map(mapsOf);
  const run = () => all.map((maps) => [tileOf(maps, inputs, inputs), differentiate(maps, inputs, inputs)]);
  const first = run();
  const deep = network('gelu', 'nngp', 300, { weightVariance: 0.5 });
  const { values, byPair } = differentiate(mapsOf(deep), inputs, inputs);
  const expected = differentiate(layersOf(deep), inputs, inputs);
  expectClose(tileOf(mapsOf(deep), inputs, inputs), expected.values, 300 * PER_LAYER);
  expectClose(values, expected.values, 300 * PER_LAYER);
  expectClose(byPair, expected.byPair, 300 * PER_LAYER);
  expect(run()).toEqual(first);
});

/** The rows from `start` on. */
function from(m: Matrix, start: number): Matrix {
  return selectRows(
    m,
    Array.from({ length: m.rows - start }, (_, i) => start + i),
  );
}
