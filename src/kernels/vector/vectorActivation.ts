// Which activations can pass through whole networks in WebAssembly, and what tells it which one is meant? Called by vectorNetwork.ts.

import type { VectorUnit } from './vectorUnit.ts';

/** `tolerance` as in coincidenceTolerance. */
export type VectorActivation =
  /** x for x > 0 and negativeSlope·x below. */
  | { readonly type: 'piecewiseLinear'; readonly negativeSlope: number; readonly tolerance: number }
  | { readonly type: 'erf' | 'gelu' | 'sin'; readonly tolerance: number };

/** Sets the activation's parameters, which hold until the next call; returns the number that `network` and `terms` know it by. */
export function setActivation(activation: VectorActivation, { wasm }: VectorUnit): number {
  const { type, tolerance } = activation;
  if (type === 'piecewiseLinear') {
    const { negativeSlope } = activation;
    wasm.setPiecewiseLinear((1 + negativeSlope) ** 2 / 4, (1 - negativeSlope) ** 2 / 4, tolerance);
    return wasm.PIECEWISE_LINEAR.value;
  }
  wasm.setCoincidence(tolerance);
  return { erf: wasm.ERF, gelu: wasm.GELU, sin: wasm.SIN }[type].value;
}
