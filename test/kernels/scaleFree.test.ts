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
import { EVERY_SPEC } from './everySpec.ts';

/** Relative: a few roundings for each of the layers. The kernels that see the scale differ by more than a per cent here. */
const ROUNDING = 1e-12;
const VISIBLE = 1e-2;

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
  test.each(EVERY_SPEC.map((spec) => [JSON.stringify(spec), spec] as const))('%s', (_, spec) => {
    const change = changeByScale(spec);
    if (isScaleFree(spec)) expect(change).toBeLessThan(ROUNDING);
    else expect(change).toBeGreaterThan(VISIBLE);
  });

  test('knows kernels of both sorts among these, and all types', () => {
    expect(EVERY_SPEC.filter(isScaleFree)).toHaveLength(2 * (ACTIVATION_NAMES.length + 4) + 3);
    expect(new Set([...EVERY_SPEC.map(({ type }) => type), 'precomputed'])).toEqual(new Set(KERNEL_TYPES));
  });

  test('a Gram matrix has no inputs to scale', () => expect(isScaleFree({ type: 'precomputed' })).toBe(false));

  test('an activation of the caller’s may see the scale', () => {
    const own: KernelSpec = { type: 'fcn', output: 'nngp', activation: 'mine', depth: 1, weightVariance: 1, biasVariance: 0 };
    expect(isScaleFree(own)).toBe(false);
  });
});
