// Fully connected networks: agreement with neural-tangents, and what must hold in the limits.

import { describe, expect, it } from '@jest/globals';
import { createKernel } from '../../src/kernels/createKernel.ts';
import type { KernelSpec } from '../../src/kernels/kernel.ts';
import type { DifferentiablePairwise } from '../../src/kernels/pairwiseKernel.ts';
import { matrix, matrixFromRows } from '../../src/linalg/matrix.ts';
import { expectClose, expectMatrixClose } from '../support/matchers.ts';
import { randomMatrix } from '../support/randomMatrices.ts';
import { readGolden } from '../support/readGolden.ts';
import { EXACT, GOLDEN } from '../support/tolerances.ts';

type FcnSpec = Extract<KernelSpec, { type: 'fcn' }>;

interface Golden {
  readonly inputs: number[][];
  readonly others: number[][];
  readonly weights: number[][];
  readonly cases: readonly {
    readonly spec: FcnSpec;
    readonly gram: number[][];
    readonly cross: number[][];
    readonly crossGradient?: number[][];
  }[];
}

const golden = readGolden<Golden>('kernels/networks.json');
const inputs = matrixFromRows(golden.inputs);
const others = matrixFromRows(golden.others);
const weights = matrixFromRows(golden.weights);

const relu: FcnSpec = { type: 'fcn', output: 'nngp', activation: 'relu', depth: 3, weightVariance: 2, biasVariance: 0 };

describe('the values of neural-tangents', () => {
  it.each(
    golden.cases.map((c): [string, Golden['cases'][number]] => [
      `${c.spec.output} ${c.spec.activation}, depth ${c.spec.depth}, bias ${c.spec.biasVariance}`,
      c,
    ]),
  )('are met by %s', (_name, { spec, gram, cross, crossGradient }) => {
    const kernel = createKernel(spec, 4);
    expectMatrixClose(kernel.gram(inputs), matrixFromRows(gram), GOLDEN);
    expectMatrixClose(kernel.cross(inputs, others), matrixFromRows(cross), GOLDEN);
    if (crossGradient) {
      expectMatrixClose(kernel.crossGradient(inputs, others, weights), matrixFromRows(crossGradient), GOLDEN);
    }
  });

  it('cover every activation that neural-tangents can compute, with and without bias, and depth 0', () => {
    expect(new Set(golden.cases.map((c) => c.spec.activation)).size).toBe(10);
    expect(new Set(golden.cases.map((c) => c.spec.depth))).toEqual(new Set([0, 1, 2, 5]));
  });
});

describe('a relu network', () => {
  it('without bias is homogeneous: k(ax, bz) = ab k(x, z)', () => {
    for (const output of ['nngp', 'ntk'] as const) {
      const kernel = createKernel({ ...relu, output }, 4);
      const scaled = (m: typeof inputs, factor: number) =>
        matrix(
          m.rows,
          m.cols,
          Float64Array.from(m.data, (v) => v * factor),
        );
      const expected = kernel.cross(inputs, others).data.map((k) => 6 * k);
      expectClose(kernel.cross(scaled(inputs, 3), scaled(others, 2)).data, expected, EXACT);
    }
  });

  it('with weight variance 2 and no bias keeps the variance ‖x‖²·2/d at any depth, and its NTK is depth + 1 times that', () => {
    const norms = Float64Array.of(0, 1, 8);
    for (const depth of [1, 4, 50]) {
      expectClose(createKernel({ ...relu, depth }, 4).pairwise?.diagonal(norms) ?? [], [0, 0.5, 4], EXACT);
      const ntk = createKernel({ ...relu, depth, output: 'ntk' }, 4).pairwise?.diagonal(norms) ?? [];
      expectClose(ntk, [0, 0.5 * (depth + 1), 4 * (depth + 1)], EXACT);
    }
  });

  it('of one layer is the arc-cosine kernel at opposite, orthogonal and equal directions', () => {
    const axes = matrixFromRows([
      [2, 0],
      [-2, 0],
      [0, 2],
    ]);
    // First layer: variance 2·4/2 = 4; dual: s/2 at angle 0, s/2π at π/2, 0 at π; last layer: times 2.
    const nngp = [4, 0, 4 / Math.PI, 0, 4, 4 / Math.PI, 4 / Math.PI, 4 / Math.PI, 4];
    expectClose(createKernel({ ...relu, depth: 1 }, 2).gram(axes).data, nngp, EXACT);
    // Θ = K + 2·Θ₀·D with Θ₀ = 4c and D = 1/2, 1/4, 0.
    const ntk = [8, 0, 4 / Math.PI, 0, 8, 4 / Math.PI, 4 / Math.PI, 4 / Math.PI, 8];
    expectClose(createKernel({ ...relu, depth: 1, output: 'ntk' }, 2).gram(axes).data, ntk, EXACT);
  });

  it('tends with depth to a constant correlation of 1', () => {
    const gram = createKernel({ ...relu, depth: 3000 }, 2).gram(
      matrixFromRows([
        [1, 0],
        [-1, 0.3],
      ]),
    );
    const correlation = (gram.data[1] as number) / Math.sqrt((gram.data[0] as number) * (gram.data[3] as number));
    expect(correlation).toBeGreaterThan(1 - 1e-5);
    expect(correlation).toBeLessThan(1);
  });

  it('has an NTK cusp at coincident directions whose one-sided slopes are opposite, and a gradient between them', () => {
    const kernel = createKernel({ ...relu, depth: 1, output: 'ntk' }, 2);
    const x = matrixFromRows([[1, 0]]);
    const one = matrixFromRows([[1]]);
    const at = (y: number) => kernel.cross(matrixFromRows([[1, y]]), x).data[0] as number;
    const h = 1e-5;
    const right = (at(h) - at(0)) / h;
    const left = (at(0) - at(-h)) / h;
    // Θ = 2F + 2·c·D with D = (π − θ)/2π: the slope in θ is −1/π on the right.
    expectClose([right, left], [-1 / Math.PI, 1 / Math.PI], 1e-4);
    expect(kernel.crossGradient(x, x, one).data[1]).toBe(0);
    // Beside the cusp the gradient follows the side.
    expectClose(kernel.crossGradient(matrixFromRows([[1, 1e-4]]), x, one).data.subarray(1), [-1 / Math.PI], 1e-3);
    expectClose(kernel.crossGradient(matrixFromRows([[1, -1e-4]]), x, one).data.subarray(1), [1 / Math.PI], 1e-3);
  });
});

describe('networks', () => {
  it('of depth 0 are the linear kernel, NNGP and NTK alike', () => {
    const linear = createKernel({ type: 'linear', weightVariance: 1.3, biasVariance: 0.2 }, 4);
    for (const output of ['nngp', 'ntk'] as const) {
      const kernel = createKernel({ ...relu, output, depth: 0, weightVariance: 1.3, biasVariance: 0.2 }, 4);
      expectMatrixClose(kernel.gram(inputs), linear.gram(inputs), EXACT);
      expectMatrixClose(kernel.crossGradient(inputs, others, weights), linear.crossGradient(inputs, others, weights), EXACT);
    }
  });

  it('of identities are linear kernels: w²·(w²·t/d + b²) + b² at depth 1, and the NTK adds w² times the first layer', () => {
    const spec: FcnSpec = { ...relu, activation: 'identity', depth: 1, weightVariance: 3, biasVariance: 0.5 };
    const pair = [matrixFromRows([[1, 2]]), matrixFromRows([[3, 5]])] as const;
    const first = (3 * 13) / 2 + 0.5;
    const last = 3 * first + 0.5;
    expectClose(createKernel(spec, 2).cross(...pair).data, [last], EXACT);
    expectClose(createKernel({ ...spec, output: 'ntk' }, 2).cross(...pair).data, [last + 3 * first], EXACT);
  });

  // Variances at which erf and sin networks are chaotic, and gelu networks grow: each layer would multiply an error.
  it.each([
    ['relu', 2, 5, 40],
    ['erf', 8, 40, 5],
    ['sin', 8, 40, 5],
    ['gelu', 4, 10, 5],
    ['tanh', 2, 5, 1],
  ])(
    'of %s, weight variance %p and depth %p see copies of a record at angle 0, whatever order their inner product was summed in',
    (activation, weightVariance, depth, records) => {
      const d = 3072;
      const x = randomMatrix(records, d, 3);
      const kernel = createKernel({ ...relu, activation, weightVariance, depth, output: 'ntk' }, d);
      for (let i = 0; i < x.rows; i++) {
        const row = x.data.subarray(i * d, (i + 1) * d);
        const forwards = row.reduce((sum, v) => sum + v * v, 0);
        const backwards = row.reduceRight((sum, v) => sum + v * v, 0);
        const chunks = Array.from({ length: 48 }, (_, c) => row.subarray(c * 64, c * 64 + 64).reduce((sum, v) => sum + v * v, 0));
        const blocked = chunks.reduce((sum, v) => sum + v, 0);
        const tile = Float64Array.of(backwards, blocked);
        kernel.pairwise?.apply(tile, Float64Array.of(forwards), Float64Array.of(forwards, forwards));
        const own = kernel.pairwise?.diagonal(Float64Array.of(forwards))[0] as number;
        // Read as an angle, an error of 5e-15 in the correlation would be 1e-7, and so would be the error of the NTK.
        expectClose(tile, [own, own], 1e-13);
      }
    },
  );

  it('do not change when every input column is written twice, since covariances are divided by d', () => {
    const twice = matrixFromRows(golden.inputs.map((row) => [...row, ...row]));
    for (const activation of ['relu', 'gelu', 'erf', 'tanh']) {
      const spec: FcnSpec = { ...relu, activation, depth: 2, output: 'ntk', weightVariance: 0.4, biasVariance: 0.1 };
      expectMatrixClose(createKernel(spec, 8).gram(twice), createKernel(spec, 4).gram(inputs), 1e-13);
    }
  });

  it('give a zero vector without bias no covariance with anything, and its own bias with one', () => {
    const withZero = matrixFromRows([
      [0, 0],
      [1, 2],
    ]);
    for (const activation of ['relu', 'leaky-relu', 'abs', 'gelu', 'erf', 'sin', 'identity', 'tanh', 'silu', 'elu']) {
      for (const output of ['nngp', 'ntk'] as const) {
        const gram = createKernel({ ...relu, activation, output, depth: 2 }, 2).gram(withZero);
        // Quadrature reads the variance 0 as 2⁻¹⁰⁰⁰; closed forms give 0 itself.
        expect(Math.max(...gram.data.subarray(0, 3).map(Math.abs))).toBeLessThan(1e-145);
      }
    }
    expect(createKernel({ ...relu, depth: 0, biasVariance: 0.7 }, 2).gram(withZero).data[0]).toBe(0.7);
  });

  it('accept a slope for leaky-relu, of which 0, 1 and −1 are relu, identity and abs', () => {
    const leaky = (negativeSlope: number) =>
      createKernel({ ...relu, activation: 'leaky-relu', negativeSlope, biasVariance: 0.1 }, 4).gram(inputs);
    for (const [slope, activation] of [
      [0, 'relu'],
      [1, 'identity'],
      [-1, 'abs'],
    ] as const) {
      expectMatrixClose(leaky(slope), createKernel({ ...relu, activation, biasVariance: 0.1 }, 4).gram(inputs), EXACT);
    }
    const byDefault = createKernel({ ...relu, activation: 'leaky-relu', biasVariance: 0.1 }, 4).gram(inputs);
    expect(byDefault).toEqual(leaky(0.01));
  });

  it('give every caller arrays of its own', () => {
    for (const output of ['nngp', 'ntk'] as const) {
      const pairwise = createKernel({ ...relu, output, biasVariance: 0.1 }, 4).pairwise as DifferentiablePairwise;
      for (const f of [pairwise.diagonal, pairwise.diagonalByNorm]) {
        const first = f(Float64Array.of(1, 2));
        const expected = first.slice();
        first.fill(7);
        expect(f(Float64Array.of(1, 2))).toEqual(expected);
      }
    }
  });

  it('refuse a variance that overflows, naming the layer', () => {
    const kernel = createKernel({ ...relu, depth: 2000, weightVariance: 4 }, 4);
    // The m-th dense layer, layer 2m − 1 of all, has variance 2^(m+1): too large from m = 1023 on.
    const message =
      'Expected the variance of every record to stay finite through the network. Got Infinity after layer 2045. ' +
      'Try a smaller weight variance, fewer layers, or inputs of smaller norm.';
    const ones = matrixFromRows([[2, 0, 0, 0]]);
    expect(() => kernel.gram(ones)).toThrow(message);
    expect(() => kernel.diagonal(ones)).toThrow(expect.objectContaining({ code: 'NUMERICAL_FAILURE', kind: 'failure' }));
  });

  it('describe themselves in one line', () => {
    expect(createKernel(relu, 4).description).toBe(
      'NNGP of a fully connected relu network, depth 3, weight variance 2, bias variance 0',
    );
    expect(createKernel({ ...relu, output: 'ntk', activation: 'leaky-relu', negativeSlope: 0.2 }, 4).description).toBe(
      'NTK of a fully connected leaky-relu (slope 0.2) network, depth 3, weight variance 2, bias variance 0',
    );
  });
});
