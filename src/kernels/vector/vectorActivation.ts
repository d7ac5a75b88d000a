// Which activations can pass through whole networks in WebAssembly, and what does each need to know of an input? Called by vectorNetwork.ts.

import type { VectorUnit } from './vectorUnit.ts';

/** `tolerance` as in coincidenceTolerance. */
export type VectorActivation =
  /** x for x > 0 and negativeSlope·x below. */
  | { readonly type: 'piecewiseLinear'; readonly negativeSlope: number; readonly tolerance: number }
  | { readonly type: 'erf' | 'gelu' | 'sin'; readonly tolerance: number };

/** A function of the variance p of an input. */
export type Term = (p: number) => number;

/** The terms of each input, in the order in which assembly/ reads them. */
export const TERMS: Record<VectorActivation['type'], readonly Term[]> = {
  piecewiseLinear: [Math.sqrt, (p) => (p > 0 ? 1 / Math.sqrt(p) : 0)],
  erf: [(p) => Math.sqrt(2 * p), (p) => 2 * p],
  gelu: [Math.sqrt, (p) => p, (p) => 1 / (1 + p), (p) => p / (1 + p)],
  sin: [Math.sqrt],
};

/** Makes the activation the one that `network` runs from now on when called with the number returned. */
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
