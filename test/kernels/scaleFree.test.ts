// A kernel is called scale-free exactly where its values say so.

import { describe, expect, test } from '@jest/globals';
import { ACTIVATION_NAMES } from '../../src/kernels/activations/createActivation.ts';
import { createKernel } from '../../src/kernels/createKernel.ts';
import type { KernelSpec } from '../../src/kernels/kernel.ts';
import { KERNEL_TYPES } from '../../src/kernels/kernelSpec.ts';
import { isScaleFree } from '../../src/kernels/scaleFree.ts';
import { type Matrix, matrix } from '../../src/linalg/matrix.ts';
import { relativeError } from '../support/matchers.ts';
import { randomMatrix } from '../support/randomMatrices.ts';

/** Relative: a few roundings for each of the layers. The kernels that see the scale differ by more than a per cent here. */
const ROUNDING = 1e-12;
const VISIBLE = 1e-2;

const networks = (['nngp', 'ntk'] as const).flatMap((output) =>
  ACTIVATION_NAMES.flatMap((activation) =>
    [0, 2].flatMap((depth) =>
      [0, 0.3].map((biasVariance): KernelSpec => ({ type: 'fcn', output, activation, depth, weightVariance: 1.4, biasVariance })),
    ),
  ),
);

const specs: readonly KernelSpec[] = [
  ...networks,
  { type: 'fcn', output: 'ntk', activation: 'leaky-relu', negativeSlope: 0.4, depth: 2, weightVariance: 2, biasVariance: 0 },
  { type: 'linear', weightVariance: 1.7, biasVariance: 0 },
  { type: 'linear', weightVariance: 1.7, biasVariance: 0.2 },
  { type: 'rbf', gamma: 0.6, variance: 1.2 },
  ...([0.5, 1.5, 2.5] as const).map((smoothness): KernelSpec => ({ type: 'matern', smoothness, gamma: 0.6, variance: 1.2 })),
];

const times = (c: number, m: Matrix): Matrix =>
  matrix(
    m.rows,
    m.cols,
    m.data.map((value) => c * value),
  );

/** Largest relative difference of k(c·x, z)/c and k(x, z), over factors. */
function changeByScale(spec: KernelSpec): number {
  const [inputs, others] = [randomMatrix(4, 5, 1), randomMatrix(3, 5, 2)];
  const kernel = createKernel(spec, 5);
  const plain = kernel.cross(inputs, others).data;
  return Math.max(
    ...[0.3, 7].map((c) =>
      relativeError(
        kernel.cross(times(c, inputs), others).data.map((k) => k / c),
        plain,
      ),
    ),
  );
}

describe('isScaleFree', () => {
  test.each(specs.map((spec) => [JSON.stringify(spec), spec] as const))('%s', (_, spec) => {
    const change = changeByScale(spec);
    if (isScaleFree(spec)) expect(change).toBeLessThan(ROUNDING);
    else expect(change).toBeGreaterThan(VISIBLE);
  });

  test('knows kernels of both sorts among these, and all types', () => {
    expect(specs.filter(isScaleFree)).toHaveLength(2 * (ACTIVATION_NAMES.length + 4) + 2);
    expect(new Set([...specs.map(({ type }) => type), 'precomputed'])).toEqual(new Set(KERNEL_TYPES));
  });

  test('a Gram matrix has no inputs to scale', () => expect(isScaleFree({ type: 'precomputed' })).toBe(false));

  test('an activation of the caller’s may see the scale', () => {
    const own: KernelSpec = { type: 'fcn', output: 'nngp', activation: 'mine', depth: 1, weightVariance: 1, biasVariance: 0 };
    expect(isScaleFree(own)).toBe(false);
  });
});
