// What are the prior covariances of queries with the training inputs? One product on the engine's threads. Called by gaussianProcess.ts.

import type { RunOptions } from '../base/progress.ts';
import { finite } from '../kernels/finite.ts';
import type { Kernel } from '../kernels/kernel.ts';
import type { Engine } from '../linalg/engine.ts';
import { assertColumns, type Matrix, rowSquaredNorms } from '../linalg/matrix.ts';
import { kernelFinish } from './kernelFinish.ts';
import type { PairSide } from './tileFinisher.ts';

/**
 * k(q_i, x_j), [m, n], of any kernel but a precomputed one. 2mnd flops and mn kernel evaluations.
 *
 * @throws AuditError SHAPE_MISMATCH, NUMERICAL_FAILURE when a value is not finite, CANCELLED
 */
export async function crossCovariances(
  engine: Engine,
  kernel: Kernel,
  queries: Matrix,
  inputs: Matrix,
  run?: RunOptions,
): Promise<Matrix> {
  assertColumns('queries', queries, inputs.cols, 'the training inputs');
  const sides = [queries, inputs].map((side) => ({ inputs: side, norms: rowSquaredNorms(side) })) as [PairSide, PairSide];
  const cross = await engine.product(queries, inputs, kernelFinish(kernel, ...sides), run);
  finite('matrix of cross-covariances', cross.data);
  return cross;
}
