// What does an infinitely wide dense layer do to covariances? K ← w²K + b² and, for the NTK in the parameterization where every
// weight is w/√width times a trained standard normal, Θ ← K + w²Θ with the new K (Jacot et al. 2018; Lee et al. 2019, appendix E).

import { mapEach } from '../mapEach.ts';
import type { PairLayer, PairState, PairTangent, RecordLayer } from './networkState.ts';

/**
 * @param weightVariance w² ≥ 0, the variance of a weight times the layer's input width
 * @param biasVariance b² ≥ 0
 */
export function denseRecords(weightVariance: number, biasVariance: number): RecordLayer {
  return ({ variance, tangent }) => {
    const newVariance = mapEach(variance, (v) => weightVariance * v + biasVariance);
    if (!tangent) return { variance: newVariance };
    const varianceByNorm = mapEach(tangent.varianceByNorm, (v) => weightVariance * v);
    return {
      variance: newVariance,
      tangent: {
        varianceByNorm,
        ntk: mapEach(tangent.ntk, (v, i) => (newVariance[i] as number) + weightVariance * v),
        ntkByNorm: mapEach(tangent.ntkByNorm, (v, i) => (varianceByNorm[i] as number) + weightVariance * v),
      },
    };
  };
}

/** The same for pairs. */
export function densePairs(weightVariance: number, biasVariance: number): PairLayer<PairState> {
  return ({ nngp, ntk, nngpTangent, ntkTangent }) => {
    affine(nngp, weightVariance, biasVariance);
    if (ntk) addScaled(ntk, weightVariance, nngp);
    if (nngpTangent) eachPart(nngpTangent, (part) => affine(part, weightVariance, 0));
    if (nngpTangent && ntkTangent) {
      addScaled(ntkTangent.byPair, weightVariance, nngpTangent.byPair);
      addScaled(ntkTangent.byRowNorm, weightVariance, nngpTangent.byRowNorm);
    }
  };
}

function eachPart(tangent: PairTangent, change: (part: Float64Array) => void): void {
  change(tangent.byPair);
  change(tangent.byRowNorm);
}

/** a ← scale·a + shift. */
function affine(a: Float64Array, scale: number, shift: number): void {
  for (let i = 0; i < a.length; i++) a[i] = scale * (a[i] as number) + shift;
}

/** a ← scale·a + b. */
function addScaled(a: Float64Array, scale: number, b: Float64Array): void {
  for (let i = 0; i < a.length; i++) a[i] = scale * (a[i] as number) + (b[i] as number);
}
