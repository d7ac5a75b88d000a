// What does a layer of activations do to covariances? K ← F(K, p, q) and Θ ← Θ·D(K, p, q), with the dual F and its slope D of
// activations/activationDual.ts; derivatives follow by the chain rule. Called by networkRecords.ts and layeredNetwork.ts.

import type { DualMoments, LayerwiseDual, PairDerivatives } from '../activations/activationDual.ts';
import { mapEach } from '../mapEach.ts';
import type { DifferentiatedPairs, PairLayer, PairState, RecordLayer, RecordState } from './networkState.ts';

/** Gives arrays of at least `length` entries, one per index 0 … 3, whose contents need not be kept. */
type Scratch = (index: number, length: number) => Float64Array;

/** What the layer does to single inputs. */
export function activationRecords(dual: DualMoments): RecordLayer {
  return ({ variance, tangent }) => {
    if (!tangent) return { variance: dual.secondMoments(variance) };
    const moments = dual.moments(variance);
    const { varianceByNorm, ntk, ntkByNorm } = tangent;
    const at = (values: Float64Array, i: number) => values[i] as number;
    return {
      variance: moments.value,
      tangent: {
        varianceByNorm: mapEach(varianceByNorm, (v, i) => v * at(moments.valueByVariance, i)),
        ntk: mapEach(ntk, (v, i) => v * at(moments.slope, i)),
        ntkByNorm: mapEach(
          ntkByNorm,
          (v, i) => v * at(moments.slope, i) + at(ntk, i) * at(moments.slopeByVariance, i) * at(varianceByNorm, i),
        ),
      },
    };
  };
}

/** The layer with derivatives. */
export function activationPairs(dual: LayerwiseDual, scratch: Scratch): PairLayer<DifferentiatedPairs> {
  return (state, rows, cols) => {
    const { length } = state.nngp;
    const slopePartials = state.ntkTangent && { byPair: scratch(2, length), byRow: scratch(3, length) };
    const partials = { slope: scratch(0, length), byRow: scratch(1, length), slopePartials };
    dual.derivatives(state.nngp, rows.variance, cols.variance, partials);
    chain(state, partials, rows);
  };
}

/** The layer without derivatives. */
export function activationValues(dual: LayerwiseDual, scratch: Scratch): PairLayer<PairState> {
  return ({ nngp, ntk }, rows, cols) => {
    if (!ntk) {
      dual.value(nngp, rows.variance, cols.variance);
      return;
    }
    const slope = scratch(0, nngp.length);
    dual.valueAndSlope(nngp, rows.variance, cols.variance, slope);
    for (let i = 0; i < nngp.length; i++) ntk[i] = (ntk[i] as number) * (slope[i] as number);
  };
}

/** dK ← D dK + ∂F/∂p dp and dΘ ← D dΘ + Θ (∂D/∂k dK + ∂D/∂p dp), the old K, Θ on the right; then Θ ← Θ D. */
function chain({ ntk, nngpTangent, ntkTangent }: DifferentiatedPairs, partials: PairDerivatives, rows: RecordState): void {
  if (!rows.tangent) return;
  const { byPair, byRowNorm } = nngpTangent;
  const { slope, byRow, slopePartials } = partials;
  const { varianceByNorm } = rows.tangent;
  const cols = byPair.length / varianceByNorm.length;
  for (let i = 0, at = 0; i < varianceByNorm.length; i++) {
    const rowVarianceByNorm = varianceByNorm[i] as number;
    for (let j = 0; j < cols; j++, at++) {
      const d = slope[at] as number;
      const kByPair = byPair[at] as number;
      const kByRowNorm = byRowNorm[at] as number;
      if (ntk && ntkTangent && slopePartials) {
        const theta = ntk[at] as number;
        const dByPair = (slopePartials.byPair[at] as number) * kByPair;
        const dByRowNorm =
          (slopePartials.byPair[at] as number) * kByRowNorm + (slopePartials.byRow[at] as number) * rowVarianceByNorm;
        ntkTangent.byPair[at] = d * (ntkTangent.byPair[at] as number) + theta * dByPair;
        ntkTangent.byRowNorm[at] = d * (ntkTangent.byRowNorm[at] as number) + theta * dByRowNorm;
        ntk[at] = theta * d;
      }
      byPair[at] = d * kByPair;
      byRowNorm[at] = d * kByRowNorm + (byRow[at] as number) * rowVarianceByNorm;
    }
  }
}
