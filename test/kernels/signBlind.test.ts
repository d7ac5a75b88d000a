// A kernel is called blind to the sign of an input exactly where its values say so.

import { describe, expect, test } from '@jest/globals';
import { ACTIVATION_NAMES } from '../../src/kernels/activations/createActivation.ts';
import { createKernel } from '../../src/kernels/createKernel.ts';
import type { KernelSpec } from '../../src/kernels/kernel.ts';
import { isSignBlind } from '../../src/kernels/signBlind.ts';
import { matrix } from '../../src/linalg/matrix.ts';
import { relativeError } from '../support/matchers.ts';
import { randomMatrix } from '../support/randomMatrices.ts';

/** Relative: a few roundings for each of the layers. The kernels that see the sign differ by more than a thousandth here. */
const ROUNDING = 1e-12;
const VISIBLE = 1e-3;

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
  { type: 'fcn', output: 'nngp', activation: 'leaky-relu', negativeSlope: -1, depth: 2, weightVariance: 2, biasVariance: 0 },
  { type: 'linear', weightVariance: 1.7, biasVariance: 0 },
  { type: 'linear', weightVariance: 1.7, biasVariance: 0.2 },
  { type: 'rbf', gamma: 0.6, variance: 1.2 },
  ...([0.5, 1.5, 2.5] as const).map((smoothness): KernelSpec => ({ type: 'matern', smoothness, gamma: 0.6, variance: 1.2 })),
];

/** Least relative difference of k(−x, z) and ±k(x, z). */
function changeBySign(spec: KernelSpec): number {
  const [inputs, others] = [randomMatrix(4, 5, 1), randomMatrix(3, 5, 2)];
  const kernel = createKernel(spec, 5);
  const plain = kernel.cross(inputs, others).data;
  const turned = kernel.cross(
    matrix(
      inputs.rows,
      inputs.cols,
      inputs.data.map((value) => -value),
    ),
    others,
  ).data;
  return Math.min(
    ...[1, -1].map((sign) =>
      relativeError(
        turned.map((k) => sign * k),
        plain,
      ),
    ),
  );
}

describe('isSignBlind', () => {
  test.each(specs.map((spec) => [JSON.stringify(spec), spec] as const))('%s', (_, spec) => {
    const change = changeBySign(spec);
    if (isSignBlind(spec)) expect(change).toBeLessThan(ROUNDING);
    else expect(change).toBeGreaterThan(VISIBLE);
  });

  test('is true of some kernels and false of others', () => {
    expect(new Set(specs.map(isSignBlind))).toEqual(new Set([true, false]));
  });
});
