// A specification of every kernel with coordinates: every activation in both outputs, deep and without depth, with and without biases. For tests of
// what a specification alone tells about a kernel.

import { ACTIVATION_NAMES } from '../../src/kernels/activations/createActivation.ts';
import type { KernelSpec } from '../../src/kernels/kernel.ts';

const networks = (['nngp', 'ntk'] as const).flatMap((output) =>
  ACTIVATION_NAMES.flatMap((activation) =>
    [0, 2].flatMap((depth) =>
      [0, 0.3].map((biasVariance): KernelSpec => ({ type: 'fcn', output, activation, depth, weightVariance: 1.4, biasVariance })),
    ),
  ),
);

export const EVERY_SPEC: readonly KernelSpec[] = [
  ...networks,
  { type: 'fcn', output: 'ntk', activation: 'leaky-relu', negativeSlope: 0.4, depth: 2, weightVariance: 2, biasVariance: 0 },
  { type: 'fcn', output: 'nngp', activation: 'leaky-relu', negativeSlope: -1, depth: 2, weightVariance: 2, biasVariance: 0 },
  { type: 'linear', weightVariance: 1.7, biasVariance: 0 },
  { type: 'linear', weightVariance: 1.7, biasVariance: 0.2 },
  { type: 'rbf', gamma: 0.6, variance: 1.2 },
  ...([0.5, 1.5, 2.5] as const).map((smoothness): KernelSpec => ({ type: 'matern', smoothness, gamma: 0.6, variance: 1.2 })),
];
