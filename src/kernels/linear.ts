// The linear kernel, k = weightVariance · x·z/d + biasVariance: Bayesian linear regression. Called by createKernel.ts.

import type { KernelSpec } from './kernel.ts';
import type { DifferentiablePairwise } from './pairwiseKernel.ts';

export function linearPairwise(spec: Extract<KernelSpec, { type: 'linear' }>, dimensions: number): DifferentiablePairwise {
  const slope = spec.weightVariance / dimensions;
  const { biasVariance } = spec;
  return {
    statistic: 'innerProduct',
    apply(tile) {
      for (let i = 0; i < tile.length; i++) tile[i] = slope * (tile[i] as number) + biasVariance;
    },
    applyWithDerivatives(tile, _rowNorms, _colNorms, byPair, byRowNorm) {
      for (let i = 0; i < tile.length; i++) tile[i] = slope * (tile[i] as number) + biasVariance;
      byPair.fill(slope);
      byRowNorm.fill(0);
    },
    diagonal: (norms) => norms.map((norm) => slope * norm + biasVariance),
    diagonalByNorm: (norms) => new Float64Array(norms.length).fill(slope),
  };
}
