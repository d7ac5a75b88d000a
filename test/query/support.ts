// What searches over queries are tested on: small processes, and targets prepared from them.

import type { GaussianProcess } from '../../src/gp/gaussianProcess.ts';
import { leaveOneOut } from '../../src/gp/leaveOneOut.ts';
import type { KernelSpec } from '../../src/kernels/kernel.ts';
import { queryEvaluator } from '../../src/query/evaluateQueries.ts';
import { prepareTargets, type Targets } from '../../src/query/target.ts';
import { sampleProcess } from '../gp/support.ts';

export const fcn = (output: 'nngp' | 'ntk', activation: string, depth: number, biasVariance: number): KernelSpec => ({
  type: 'fcn',
  output,
  activation,
  depth,
  weightVariance: 1.6,
  biasVariance,
});

/** Every kernel with coordinates, and every activation in one of its outputs. */
export const ALL_SPECS: readonly (readonly [string, KernelSpec])[] = [
  ['rbf', { type: 'rbf', gamma: 0.7, variance: 1.3 }],
  ...([0.5, 1.5, 2.5] as const).map(
    (smoothness) => [`matern ${smoothness}`, { type: 'matern', smoothness, gamma: 0.4, variance: 0.8 }] as const,
  ),
  ['linear', { type: 'linear', weightVariance: 1.5, biasVariance: 0.2 }],
  ...(['nngp', 'ntk'] as const).flatMap((output) =>
    ['relu', 'leaky-relu', 'abs', 'gelu', 'erf', 'sin', 'identity', 'tanh'].map(
      (activation, i) => [`${output} ${activation}`, fcn(output, activation, 1 + (i % 3), i % 2 === 0 ? 0 : 0.2)] as const,
    ),
  ),
];

export interface Subject {
  readonly gp: GaussianProcess;
  readonly targets: Targets;
  readonly evaluator: ReturnType<typeof queryEvaluator>;
}

export async function subject(
  spec: KernelSpec,
  groups: readonly (readonly number[])[],
  sample: Parameters<typeof sampleProcess>[1] = {},
): Promise<Subject> {
  const gp = await sampleProcess(spec, sample);
  const targets = await prepareTargets(gp, leaveOneOut(gp), groups);
  return { gp, targets, evaluator: queryEvaluator(gp, targets) };
}
