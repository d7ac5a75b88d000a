// RBF and Matérn kernels: agreement with scikit-learn and neural-tangents, and their limits.

import { describe, expect, it } from '@jest/globals';
import { createKernel } from '../../src/kernels/createKernel.ts';
import type { KernelSpec } from '../../src/kernels/kernel.ts';
import { matrixFromRows } from '../../src/linalg/matrix.ts';
import { expectClose, expectMatrixClose } from '../support/matchers.ts';
import { readGolden } from '../support/readGolden.ts';
import { EXACT, GOLDEN } from '../support/tolerances.ts';

type StationarySpec = Extract<KernelSpec, { type: 'rbf' | 'matern' }>;

interface Golden {
  readonly inputs: number[][];
  readonly others: number[][];
  readonly cases: readonly { readonly spec: StationarySpec; readonly gram: number[][]; readonly cross: number[][] }[];
}

const golden = readGolden<Golden>('kernels/stationary.json');
const inputs = matrixFromRows(golden.inputs);
const others = matrixFromRows(golden.others);

describe('the values of scikit-learn and neural-tangents', () => {
  it.each(golden.cases.map((c) => [JSON.stringify(c.spec), c] as const))('are met by %s', (_name, { spec, gram, cross }) => {
    const kernel = createKernel(spec, 4);
    expectMatrixClose(kernel.gram(inputs), matrixFromRows(gram), GOLDEN);
    expectMatrixClose(kernel.cross(inputs, others), matrixFromRows(cross), GOLDEN);
  });
});

describe('stationary kernels', () => {
  const close = matrixFromRows([
    [1e3, 1e3],
    [1e3 + 1e-6, 1e3],
  ]);

  it.each([0.5, 1.5, 2.5] as const)('of smoothness %p keep the digits of small distances between large inputs', (smoothness) => {
    const gram = createKernel({ type: 'matern', smoothness, gamma: 2, variance: 1 }, 2).gram(close);
    // The distance as the inputs hold it, in units of the length scale.
    const r = Math.abs((close.data[2] as number) - 1e3);
    const root = Math.sqrt(2 * smoothness) * r;
    // 1 − k: r for ν = 1/2, (√3 r)²/2 for 3/2, (√5 r)²/6 for 5/2, to first order.
    const decline = { 0.5: r, 1.5: root ** 2 / 2, 2.5: root ** 2 / 6 }[smoothness];
    expect(Math.abs(1 - (gram.data[1] as number) - decline)).toBeLessThanOrEqual(2 * Number.EPSILON + decline * r);
  });

  it('are 1 − γt/d to first order for RBF, and 0 far away', () => {
    const kernel = createKernel({ type: 'rbf', gamma: 3, variance: 2 }, 2);
    const tile = Float64Array.of(0, 1e-9, 1e9);
    kernel.pairwise?.apply(tile, Float64Array.of(1), Float64Array.of(1, 1, 1));
    expectClose(tile, [2, 2 - 3e-9, 0], EXACT);
  });

  it('of smoothness 1/2 have a cusp at distance 0 with opposite one-sided slopes and gradient 0', () => {
    const kernel = createKernel({ type: 'matern', smoothness: 0.5, gamma: 1, variance: 1 }, 1);
    const zero = matrixFromRows([[0]]);
    const one = matrixFromRows([[1]]);
    expect(kernel.crossGradient(zero, zero, one).data[0]).toBeCloseTo(0, 15);
    expectClose(kernel.crossGradient(matrixFromRows([[1e-8]]), zero, one).data, [-1], 1e-7);
    expectClose(kernel.crossGradient(matrixFromRows([[-1e-8]]), zero, one).data, [1], 1e-7);
  });

  it('have a gradient that keeps its digits between close points far from the origin', () => {
    const kernel = createKernel({ type: 'matern', smoothness: 0.5, gamma: 2, variance: 1 }, 2);
    const [x, z] = [matrixFromRows([[1e3, 1e3]]), matrixFromRows([[1e3 + 1e-6, 1e3]])];
    expectClose(kernel.crossGradient(z, x, matrixFromRows([[1]])).data, [-1, 0], 2e-6);
  });

  it('describe themselves in one line', () => {
    expect(createKernel({ type: 'rbf', gamma: 1, variance: 1 }, 4).description).toBe('RBF, gamma 1, variance 1');
    expect(createKernel({ type: 'matern', smoothness: 2.5, gamma: 1, variance: 3 }, 4).description).toBe(
      'Matérn, smoothness 2.5, gamma 1, variance 3',
    );
    expect(createKernel({ type: 'linear', weightVariance: 2, biasVariance: 1 }, 4).description).toBe(
      'linear, weight variance 2, bias variance 1',
    );
  });
});
