// The radial basis function kernel, k = variance · exp(−gamma t/d) with t = ‖x − z‖². Called by createKernel.ts.
// neural-tangents' Rbf(gamma) layer after one Dense layer is this kernel; scikit-learn's length scale ℓ is √(d/(2·gamma)).

import type { KernelSpec } from './kernel.ts';
import type { DifferentiablePairwise } from './pairwiseKernel.ts';
import { vectorRbf } from './vector/stationary.ts';

export function rbfPairwise(spec: Extract<KernelSpec, { type: 'rbf' }>, dimensions: number): DifferentiablePairwise {
  const { variance } = spec;
  const rate = spec.gamma / dimensions;
  return {
    statistic: 'squaredDistance',
    apply: (tile) => vectorRbf(tile, rate, variance),
    applyWithDerivatives(tile, _rowNorms, _colNorms, byPair, byRowNorm) {
      vectorRbf(tile, rate, variance, byPair);
      byRowNorm.fill(0);
    },
    diagonal: (norms) => new Float64Array(norms.length).fill(variance),
    diagonalByNorm: (norms) => new Float64Array(norms.length),
  };
}
