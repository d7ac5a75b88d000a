// How many networks fit into memory side by side? Called by processes/trainUnit.ts and rivals/rivalScores.ts.

import type { Network } from './network.ts';

/** Numbers of the parameters of all, 64 MB: with velocities, gradients and what a step makes anew about five times that is held. */
const PARAMETERS = 2 ** 24;
/** Numbers that layers make of all inputs of a pass, 256 MB; gradients are as many again. WebAssembly has 4 GB at most. */
const MADE = 2 ** 26;

/**
 * At least one.
 *
 * @param inputs that each of them is asked at once
 */
export function networksSideBySide({ size, made }: Pick<Network, 'size' | 'made'>, inputs: number): number {
  return Math.max(1, Math.floor(Math.min(PARAMETERS / size, MADE / (made * inputs))));
}

/** Inputs that so many networks can be asked at once, at least one. */
export function inputsAtOnce({ made }: Pick<Network, 'made'>, networks: number): number {
  return Math.max(1, Math.floor(MADE / (made * networks)));
}
