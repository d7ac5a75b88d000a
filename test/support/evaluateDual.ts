// What does a dual give for one pair? Layerwise duals are asked themselves. Those of the vector unit are read off networks of one layer with
// weight variance 1, no bias and one dimension, in which nothing else happens to a pair.

import type { ActivationDual, ClosedFormDual, LayerwiseDual } from '../../src/kernels/activations/activationDual.ts';
import { networkRecords } from '../../src/kernels/layers/networkRecords.ts';
import { vectorNetwork } from '../../src/kernels/vector/vectorNetwork.ts';

/** F and D = ∂F/∂k. */
export interface DualValues {
  readonly value: number;
  readonly slope: number;
}

export interface DualPartials extends DualValues {
  /** ∂F/∂p. */
  readonly byRow: number;
  /** ∂D/∂k and ∂D/∂p; absent where they cannot be read off. */
  readonly slopeByPair?: number;
  readonly slopeByRow?: number;
}

/** As kernel values have them. */
export function evaluateDual(dual: ActivationDual, k: number, p: number, q: number): DualValues {
  const value = Float64Array.of(k);
  const [row, col] = [Float64Array.of(p), Float64Array.of(q)];
  if ('vector' in dual) {
    oneLayer('nngp', dual).apply(value, row, col);
    return { value: value[0] as number, slope: differentiateDual(dual, k, p, q).slope };
  }
  const slope = new Float64Array(1);
  dual.valueAndSlope(value, row, col, slope);
  return { value: value[0] as number, slope: slope[0] as number };
}

/** As they come with derivatives. */
export function differentiateDual(dual: ActivationDual, k: number, p: number, q: number): DualPartials {
  return 'vector' in dual ? readOff(dual, k, p, q) : ask(dual, k, p, q);
}

function ask(dual: LayerwiseDual, k: number, p: number, q: number): DualPartials {
  const one = () => new Float64Array(1);
  const [value, slope, byRow, slopeByPair, slopeByRow] = [Float64Array.of(k), one(), one(), one(), one()];
  const slopePartials = { byPair: slopeByPair, byRow: slopeByRow };
  dual.derivatives(value, Float64Array.of(p), Float64Array.of(q), { slope, byRow, slopePartials });
  const outputs = { value, slope, byRow, slopeByPair, slopeByRow };
  return Object.fromEntries(Object.entries(outputs).map(([name, [number]]) => [name, number])) as unknown as DualPartials;
}

/** The NNGP has F, D and ∂F/∂p; the NTK F + kD, 2D + k ∂D/∂k and ∂F/∂p + k ∂D/∂p. */
function readOff(dual: ClosedFormDual, k: number, p: number, q: number): DualPartials {
  const run = (output: 'nngp' | 'ntk'): readonly [number, number, number] => {
    const [tile, byPair, byRowNorm] = [Float64Array.of(k), new Float64Array(1), new Float64Array(1)];
    oneLayer(output, dual).applyWithDerivatives(tile, Float64Array.of(p), Float64Array.of(q), byPair, byRowNorm);
    return [tile[0] as number, byPair[0] as number, byRowNorm[0] as number];
  };
  const [value, slope, byRow] = run('nngp');
  if (k === 0) return { value, slope, byRow };
  const [, byPair, byRowNorm] = run('ntk');
  return { value, slope, byRow, slopeByPair: (byPair - 2 * slope) / k, slopeByRow: (byRowNorm - byRow) / k };
}

function oneLayer(output: 'nngp' | 'ntk', dual: ClosedFormDual) {
  const shape = { output, depth: 1, weightVariance: 1, biasVariance: 0, dimensions: 1 };
  return vectorNetwork(shape, dual.vector, networkRecords(shape, dual));
}
