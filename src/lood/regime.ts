// Which computation does the loss of a pair call for? None where it is a constant, in fact or as far as float64 can tell; else contour integrals,
// for a pair lifted by weakLeakage.ts. Called by lossTail.ts and from membership/.

import type { GaussianPair, Mode } from './gaussianPair.ts';
import { lossCumulants, lossSupremum } from './privacyLoss.ts';
import { liftWeakPair } from './weakLeakage.ts';

export interface Regime {
  /** Equal distributions, whose loss is 0; distributions so far apart that the loss is as good as its mean; all others. */
  readonly kind: 'indistinguishable' | 'certain' | 'regular';
  /** The pair to compute with, whose loss is `scale` times as large; what follows is about that loss. */
  readonly pair: GaussianPair;
  readonly scale: number;
  /** E ℓ with and without the record, to the digits that comparisons need. */
  readonly meanWith: number;
  readonly meanWithout: number;
  /** The largest value of ℓ. */
  readonly supremum: number;
}

let last: { readonly of: GaussianPair; readonly regime: Regime } | undefined;

/** The regime of a pair; that of the last one is remembered, since many numbers of one pair are asked for in turn. */
export function regimeOf(pair: GaussianPair): Regime {
  if (last?.of !== pair) last = { of: pair, regime: classify(pair) };
  return last.regime;
}

/** Spread of the loss relative to its mean, without the records, below which thresholds inside its distribution differ in their last digits only. */
const CERTAIN_SPREAD = 1e-10;

function classify(original: GaussianPair): Regime {
  const { pair, scale } = liftWeakPair(original);
  const without = lossCumulants(pair, -1);
  const meanWithout = without[1];
  const isCertain = Math.sqrt(without[2]) < CERTAIN_SPREAD * Math.abs(meanWithout);
  return {
    kind: isNothing(pair) ? 'indistinguishable' : isCertain ? 'certain' : 'regular',
    pair,
    scale,
    meanWith: lossCumulants(pair, 0)[1],
    meanWithout,
    supremum: lossSupremum(pair),
  };
}

function isNothing({ modes }: GaussianPair): boolean {
  for (let m = 0; m < modes.length; m++) {
    const { varianceRatio, shiftSquared } = modes[m] as Mode;
    if (varianceRatio !== 0 || shiftSquared !== 0) return false;
  }
  return true;
}
