// What if leakage is so weak that its squares underflow? Where u and δ are below 1e-40 the loss is a scale family: that of the pair
// (a·u, a²δ²) is a times that of (u, δ²), up to terms of their own relative size. Tails and AUC of such a pair are computed on one whose
// squares float64 holds. Called by regime.ts and lossTail.ts.

import type { GaussianPair, Mode } from './gaussianPair.ts';

/** A pair whose loss is `scale` times as large as that of the pair in question. */
export interface LiftedPair {
  readonly pair: GaussianPair;
  /** a, a power of two, so that lifting rounds nothing; 1 unless the pair is that weak. */
  readonly scale: number;
}

/** The larger of u and δ below which a pair is lifted, and where to: far enough below 1 that what the scaling neglects is nothing. */
const WEAK = 2 ** -133;
const LIFTED_EXPONENT = -66;
/** A mode whose u and δ are below this share of the largest moves no probability by a rounding. */
const NEGLIGIBLE_SHARE = 2 ** -133;

const MANY_SPREADS = 1e100;

/** The pair without modes that are negligible beside others, its loss scaled up where it is weak. */
export function liftWeakPair(pair: GaussianPair): LiftedPair {
  return pair.modes.length === 1 && sizeOf(pair.modes[0] as Mode) >= WEAK ? { pair, scale: 1 } : liftedModes(pair);
}

function liftedModes(pair: GaussianPair): LiftedPair {
  const largest = pair.modes.reduce((size, mode) => Math.max(size, sizeOf(mode)), 0);
  // Negated, so that a mode that is not a number stays and is refused later.
  const kept = pair.modes.filter((mode) => !(sizeOf(mode) < NEGLIGIBLE_SHARE * largest));
  if (largest >= WEAK || largest === 0) {
    return { pair: kept.length === pair.modes.length ? pair : { outputs: pair.outputs, modes: kept }, scale: 1 };
  }
  const scale = 2 ** (LIFTED_EXPONENT - Math.ceil(Math.log2(largest)));
  const modes = kept.map(({ varianceRatio, shiftSquared }) => ({
    varianceRatio: varianceRatio * scale,
    // One factor at a time: the square of the scale may overflow.
    shiftSquared: shiftSquared * scale * scale,
  }));
  return { pair: { outputs: pair.outputs, modes }, scale };
}

/** The threshold `scale` times as large; beyond this many spreads of a lifted loss all thresholds are alike, and nothing overflows. */
export function liftThreshold(threshold: number, scale: number): number {
  return scale === 1 ? threshold : Math.max(-MANY_SPREADS, Math.min(MANY_SPREADS, threshold * scale));
}

function sizeOf({ varianceRatio, shiftSquared }: Mode): number {
  return Math.max(varianceRatio, Math.sqrt(shiftSquared));
}
