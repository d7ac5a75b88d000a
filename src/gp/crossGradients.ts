// Which way do weighted sums of covariances rise when queries move? One product with the training inputs for all queries. Called by the gradients
// of src/query and src/reconstruction.
// A kernel of t has ∇_q k(q, x) = ∂k/∂t x + 2 ∂k/∂‖q‖² q for t = q·x, or 2 ∂k/∂t (q − x) for t = ‖q − x‖².

import type { RunOptions } from '../base/progress.ts';
import type { Kernel } from '../kernels/kernel.ts';
import type { Engine } from '../linalg/engine.ts';
import { type Matrix, matrix } from '../linalg/matrix.ts';
import type { CrossDerivatives } from './crossDerivatives.ts';

/**
 * Σ_x weights[x, q] ∇_q k(q, x) for each query, [m, d]. 2nmd flops.
 *
 * Of a kernel of distances the difference q − x is formed after summing over x, which costs digits only where one record much nearer than the
 * others outweighs them; at the record itself the sum is right.
 *
 * @param queries [m, d]
 * @param cross from crossDerivatives for these queries and inputs
 * @param weights [n, m], in shared memory; overwritten
 */
export async function crossGradients(
  engine: Engine,
  { pairwise }: Kernel,
  queries: Matrix,
  inputs: Matrix,
  cross: CrossDerivatives,
  weights: Matrix,
  run?: RunOptions,
): Promise<Matrix> {
  const isDistance = pairwise?.statistic === 'squaredDistance';
  const own = weighByDerivatives(weights, cross, isDistance);
  const products = await engine.transposedProduct(weights, inputs, run);
  const out = matrix(queries.rows, queries.cols);
  const productFactor = isDistance ? -2 : 1;
  for (let i = 0, at = 0; i < queries.rows; i++) {
    const ownFactor = 2 * (own[i] as number);
    for (let c = 0; c < queries.cols; c++, at++) {
      out.data[at] = productFactor * (products.data[at] as number) + ownFactor * (queries.data[at] as number);
    }
  }
  return out;
}

/** Weights → weights ∘ ∂k/∂t, in place; returns what multiplies 2q, [m]. */
function weighByDerivatives(weights: Matrix, { byPair, byQueryNorm }: CrossDerivatives, isDistance: boolean): Float64Array {
  const { rows, cols, data } = weights;
  const own = new Float64Array(cols);
  for (let j = 0, at = 0; j < rows; j++) {
    for (let i = 0; i < cols; i++, at++) {
      const weight = data[at] as number;
      const pull = weight * (byPair.data[at] as number);
      data[at] = pull;
      own[i] = (own[i] as number) + (isDistance ? pull : weight * (byQueryNorm.data[at] as number));
    }
  }
  return own;
}
