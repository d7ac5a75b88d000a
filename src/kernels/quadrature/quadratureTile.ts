// What do the two ways of evaluating a quadrature dual share? The tile they fill and the geometry of one of its rows.
// Called by quadratureDual.ts, hermiteMethod.ts and angularMethod.ts.

import type { PairDerivatives } from '../activations/activationDual.ts';

/** A tile of pairs to be filled: variances of both sides, and the outputs asked for, each [rows, cols] row-major. */
export interface QuadratureTile {
  readonly rows: Float64Array;
  readonly cols: Float64Array;
  /** Holds k; receives F. */
  readonly pairs: Float64Array;
  /** Receives D. */
  readonly slope?: Float64Array;
  /** Receives the partial derivatives (its `slope` is the one above). */
  readonly partials?: PairDerivatives;
}

/** How many derivatives of φ the tile's outputs need: F none, D the first, the partial derivatives the second. */
export function derivativesNeeded(tile: QuadratureTile): 0 | 1 | 2 {
  if (tile.partials) return 2;
  return tile.slope ? 1 : 0;
}

/** One row of the tile, indexed by column; filled before the row's outputs are written over k. */
export interface RowGeometry {
  readonly covariances: Float64Array;
  /** c = k/√(pq), clamped to [−1, 1]. */
  readonly correlations: Float64Array;
  /** arccos c; exactly 0 or π where c is ±1 within rounding. */
  readonly angles: Float64Array;
}
