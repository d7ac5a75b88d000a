// What are a tail of the loss and its derivatives at a threshold? Probabilities of either world and their hockey-stick divergence, (5.1) to (5.4) of
// docs/mathematics.md, from one contour integral. Called by lossTail.ts for values and by lossQuantile.ts to solve for thresholds.

import type { ValueAndDerivatives } from '../base/rootFinding.ts';
import { contourIntegrals } from './contour.ts';
import type { Crossing } from './contourPath.ts';
import type { Regime } from './regime.ts';
import { seriesAt, seriesCurvature, seriesSlope } from './tailSeries.ts';

export interface LocalTail extends ValueAndDerivatives {
  /** Estimated, of the value. */
  readonly relativeError: number;
}

/**
 * From this mean loss (a KL divergence, nats) δ below the mean is of order one, and 1 − δ is computed, on a path between the poles; for smaller
 * means δ itself, to full relative precision however tiny.
 */
const LARGE_MEAN_LOSS = 2;

/** Does the path for δ(epsilon) run between the poles? */
export function isBetweenPoles({ meanWith, meanWithout }: Regime, epsilon: number, { main }: Crossing): boolean {
  const mean = main === 0 ? meanWith : -meanWithout;
  return mean > LARGE_MEAN_LOSS && epsilon < mean;
}

/**
 * The tail that a path outside the poles is for, as a function of x = t right of the main pole, of x = −t left of it, in which it decreases:
 * - with one pole the probability that ℓ > t (right) or ℓ ≤ t (left) in the world of the main pole;
 * - with both δ(x), of (with ‖ without) right of 0, of (without ‖ with) left of −1.
 */
export function localTail(regime: Regime, x: number, outside: Crossing): LocalTail {
  const { main, both, side } = outside;
  const sign = side === 'right' ? 1 : -1;
  const isBetween = both && isBetweenPoles(regime, x, outside);
  const through = isBetween ? ({ main, both, side: side === 'right' ? 'left' : 'right' } as const) : outside;
  const { series, relativeError } = contourIntegrals(regime.pair, sign * x, through);
  // Left of one pole J is minus the tail; between two it is δ − 1.
  const valueSign = both ? 1 : sign;
  return {
    value: (isBetween ? 1 : 0) + valueSign * seriesAt(series, 0),
    slope: valueSign * sign * seriesSlope(series),
    curvature: valueSign * seriesCurvature(series),
    relativeError,
  };
}
