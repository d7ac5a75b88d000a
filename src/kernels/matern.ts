// The Matérn kernels of smoothness ν = 1/2, 3/2, 5/2 (Rasmussen and Williams 2006, section 4.2.1) with r = √(gamma t/d) in the place of
// distance over length scale, t = ‖x − z‖². Called by createKernel.ts. scikit-learn's length scale ℓ is √(d/gamma).
//   ν = 1/2: v·e⁻ʳ      ν = 3/2: v·(1 + √3 r)·e^(−√3 r)      ν = 5/2: v·(1 + √5 r + 5r²/3)·e^(−√5 r)
// ν = 1/2 has a cusp at r = 0, where ∂k/∂t is infinite; there it is set to 0, so that the gradient is the mean over opposite directions.

import { assertNever } from '../base/errors.ts';
import type { KernelSpec } from './kernel.ts';
import type { DifferentiablePairwise } from './pairwiseKernel.ts';
import { vectorMatern } from './vector/stationary.ts';

type MaternSpec = Extract<KernelSpec, { type: 'matern' }>;

interface RadialFunction {
  /** k/v from r. */
  readonly value: (r: number) => number;
  /** −(1/r) d(k/v)/dr, so that ∂k/∂t = −v·gamma/(2d) times it. */
  readonly decline: (r: number) => number;
}

export function maternPairwise(spec: MaternSpec, dimensions: number): DifferentiablePairwise {
  const { variance } = spec;
  const rate = spec.gamma / dimensions;
  const { value, decline } = radialFunction(spec.smoothness);
  return {
    statistic: 'squaredDistance',
    apply: (tile) => vectorMatern(tile, spec.smoothness, rate, variance),
    applyWithDerivatives(tile, _rowNorms, _colNorms, byPair, byRowNorm) {
      for (let i = 0; i < tile.length; i++) {
        const r = Math.sqrt(rate * (tile[i] as number));
        tile[i] = variance * value(r);
        byPair[i] = -0.5 * rate * variance * decline(r);
      }
      byRowNorm.fill(0);
    },
    diagonal: (norms) => new Float64Array(norms.length).fill(variance),
    diagonalByNorm: (norms) => new Float64Array(norms.length),
  };
}

function radialFunction(smoothness: MaternSpec['smoothness']): RadialFunction {
  const root = Math.sqrt(2 * smoothness);
  switch (smoothness) {
    case 0.5:
      return { value: (r) => Math.exp(-r), decline: (r) => (r > 0 ? Math.exp(-r) / r : 0) };
    case 1.5:
      return { value: (r) => (1 + root * r) * Math.exp(-root * r), decline: (r) => 3 * Math.exp(-root * r) };
    case 2.5:
      return {
        value: (r) => (1 + root * r + (5 / 3) * r * r) * Math.exp(-root * r),
        decline: (r) => (5 / 3) * (1 + root * r) * Math.exp(-root * r),
      };
    default:
      return assertNever(smoothness);
  }
}
