// The Matérn kernels of smoothness ν = 1/2, 3/2, 5/2 (Rasmussen and Williams 2006, section 4.2.1) with r = √(gamma t/d) in the place of
// distance over length scale, t = ‖x − z‖². Called by createKernel.ts. scikit-learn's length scale ℓ is √(d/gamma).
//   ν = 1/2: v·e⁻ʳ      ν = 3/2: v·(1 + √3 r)·e^(−√3 r)      ν = 5/2: v·(1 + √5 r + 5r²/3)·e^(−√5 r)
//   ∂k/∂t = −v·(gamma/2d)·e⁻ʳ/r    −v·(3 gamma/2d)·e^(−√3 r)    −v·(5 gamma/6d)·(1 + √5 r)·e^(−√5 r)
// ν = 1/2 has a cusp at r = 0, where ∂k/∂t is infinite; there it is set to 0, so that the gradient is the mean over opposite directions.

import type { KernelSpec } from './kernel.ts';
import type { DifferentiablePairwise } from './pairwiseKernel.ts';
import { vectorMatern } from './vector/stationary.ts';

type MaternSpec = Extract<KernelSpec, { type: 'matern' }>;

export function maternPairwise(spec: MaternSpec, dimensions: number): DifferentiablePairwise {
  const { smoothness, variance } = spec;
  const rate = spec.gamma / dimensions;
  return {
    statistic: 'squaredDistance',
    apply: (tile) => vectorMatern(tile, smoothness, rate, variance),
    applyWithDerivatives(tile, _rowNorms, _colNorms, byPair, byRowNorm) {
      vectorMatern(tile, smoothness, rate, variance, byPair);
      byRowNorm.fill(0);
    },
    diagonal: (norms) => new Float64Array(norms.length).fill(variance),
    diagonalByNorm: (norms) => new Float64Array(norms.length),
  };
}
