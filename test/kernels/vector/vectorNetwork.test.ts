// Networks in the vector unit: against the layers in plain TypeScript, and what must not matter.

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createKernel } from '../../../src/kernels/createKernel.ts';
import { innerProducts } from '../../../src/kernels/innerProducts.ts';
import type { Kernel, KernelSpec, PairwiseMap } from '../../../src/kernels/kernel.ts';
import { type Matrix, rowSquaredNorms, selectRows } from '../../../src/linalg/matrix.ts';
import { expectClose, expectEachClose } from '../../support/matchers.ts';
import { randomMatrix } from '../../support/randomMatrices.ts';

const D = 6;
const ACTIVATIONS = ['relu', 'leaky-relu', 'abs', 'identity', 'erf', 'gelu', 'sin'] as const;
const OUTPUTS = ['nngp', 'ntk'] as const;

/** Relative to the largest value, for each layer: the formulas are the layers', in which a dozen roundings are distributed otherwise. */
const PER_LAYER = 4e-15;

/**
 * The same for an NTK. At a kink it depends on the angle between inputs, in which the rounding of their correlation grows by the inverse of
 * the angle, and layer by layer inputs draw closer.
 */
const perLayer = (activation: string, output: string): number =>
  output === 'ntk' && ['relu', 'leaky-relu', 'abs'].includes(activation) ? 10 * PER_LAYER : PER_LAYER;

type FcnSpec = Extract<KernelSpec, { type: 'fcn' }>;

function network(activation: string, output: FcnSpec['output'], depth: number, more: Partial<FcnSpec> = {}): Kernel {
  return createKernel({ type: 'fcn', output, activation, depth, weightVariance: 1.7, biasVariance: 0.1, ...more }, D);
}

/** Random inputs with a copy, an opposite and a zero among them. */
function inputsOf(rows: number, seed: number): Matrix {
  const inputs = randomMatrix(rows, D, seed);
  for (let c = 0; c < D && rows > 3; c++) {
    inputs.data[D + c] = inputs.data[c] as number;
    inputs.data[2 * D + c] = -(inputs.data[c] as number);
    inputs.data[3 * D + c] = 0;
  }
  return inputs;
}

function tileOf(kernel: Kernel, rows: Matrix, cols: Matrix): Float64Array {
  const tile = innerProducts(rows, cols).data;
  kernel.pairwise?.apply(tile, rowSquaredNorms(rows), rowSquaredNorms(cols));
  return tile;
}

/** The same by the layers, which compute derivatives on the way. */
function tileByLayers(kernel: Kernel, rows: Matrix, cols: Matrix): Float64Array {
  const tile = innerProducts(rows, cols).data;
  const [byPair, byRowNorm] = [new Float64Array(tile.length), new Float64Array(tile.length)];
  (kernel.pairwise as PairwiseMap).applyWithDerivatives(tile, rowSquaredNorms(rows), rowSquaredNorms(cols), byPair, byRowNorm);
  return tile;
}

describe.each(ACTIVATIONS)('the vector unit on %s networks', (activation) => {
  describe.each(OUTPUTS)('of type %s', (output) => {
    it.each([0, 1, 2, 5, 30])('gives what the layers give, depth %p', (depth) => {
      // A chaotic network would multiply every rounding; of these activations only sin makes one at weight variance 1.1.
      const kernel = network(activation, output, depth, { weightVariance: activation === 'sin' ? 0.9 : 1.1 });
      for (const [m, n] of [
        [1, 1],
        [2, 3],
        [7, 4],
        [5, 129],
        [300, 131],
        [3, 1030],
      ] as const) {
        const [rows, cols] = [inputsOf(m, 1), inputsOf(n, 1)];
        expectClose(tileOf(kernel, rows, cols), tileByLayers(kernel, rows, cols), perLayer(activation, output) * (1 + depth));
      }
    });

    it.each([1e-30, 1e-3, 30])('gives what the layers give for inputs of size %p', (size) => {
      const kernel = network(activation, output, 2);
      const [rows, cols] = [inputsOf(20, 2), inputsOf(31, 2)].map((m) => ({ ...m, data: m.data.map((v) => size * v) })) as [
        Matrix,
        Matrix,
      ];
      expectClose(tileOf(kernel, rows, cols), tileByLayers(kernel, rows, cols), 3 * perLayer(activation, output));
    });

    it('gives a pair the same value in every tile, wherever the tile is cut', () => {
      const kernel = network(activation, output, 3);
      fc.assert(
        fc.property(
          fc.integer({ min: 1, max: 30 }),
          fc.oneof(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 500, max: 1100 })),
          fc.nat(1e6),
          (m, n, seed) => {
            const [rows, cols] = [inputsOf(m, seed), inputsOf(n, seed)];
            const [rowFrom, colFrom] = [seed % m, seed % n];
            const some = tileOf(kernel, from(rows, rowFrom), from(cols, colFrom));
            const all = tileOf(kernel, rows, cols);
            const expected = Array.from({ length: m - rowFrom }, (_, i) => [
              ...all.subarray((rowFrom + i) * n + colFrom, (rowFrom + i + 1) * n),
            ]).flat();
            expect([...some]).toEqual(expected);
          },
        ),
        { numRuns: 30, seed: 1 },
      );
    });

    it('gives copies of a record the value of the record with itself, at any variance', () => {
      for (const size of [1e-3, 1, 1e4]) {
        const inputs = randomMatrix(9, D, 5);
        for (let at = 0; at < inputs.data.length; at++) inputs.data[at] = size * (inputs.data[at] as number);
        const kernel = network(activation, output, 5, { weightVariance: 2.5 });
        const tile = tileOf(kernel, inputs, inputs);
        const own = Array.from({ length: 9 }, (_, i) => tile[10 * i] as number);
        expectEachClose(own, kernel.diagonal(inputs), 1e-14);
      }
    });
  });
});

it('gives a zero vector without bias a covariance of exactly 0', () => {
  for (const activation of ACTIVATIONS) {
    const kernel = network(activation, 'ntk', 3, { biasVariance: 0 });
    const tile = tileOf(kernel, inputsOf(5, 6), inputsOf(5, 6));
    expect([3, 8, 13, 18, 23, 15, 16, 17, 19].map((at) => Math.abs(tile[at] as number))).toEqual(new Array(9).fill(0));
  }
});

it('serves kernels in turn, and networks whose terms outgrow its memory', () => {
  const inputs = inputsOf(5, 7);
  const kernels = [
    network('gelu', 'ntk', 2),
    network('relu', 'nngp', 2),
    network('leaky-relu', 'nngp', 2, { negativeSlope: 0.3 }),
    network('erf', 'nngp', 3, { weightVariance: 0.4 }),
  ];
  const first = kernels.map((kernel) => tileOf(kernel, inputs, inputs));
  const deep = network('gelu', 'nngp', 300, { weightVariance: 0.5 });
  expectClose(tileOf(deep, inputs, inputs), tileByLayers(deep, inputs, inputs), 300 * PER_LAYER);
  expect(kernels.map((kernel) => tileOf(kernel, inputs, inputs))).toEqual(first);
});

/** The rows from `start` on. */
function from(m: Matrix, start: number): Matrix {
  return selectRows(
    m,
    Array.from({ length: m.rows - start }, (_, i) => start + i),
  );
}
