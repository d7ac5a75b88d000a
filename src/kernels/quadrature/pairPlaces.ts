// Where do the pairs of a tile stand in the tables of a quadrature dual? By the panels of both variances, by the half of the angles and by
// the distance from its end. Called by quadratureDual.ts and angularDerivatives.ts.

import { inverseDeviations } from '../activations/activationDual.ts';
import { arcFromDeficit, correlationDeficit } from '../activations/arcCosine.ts';
import { positionOf, type Stretch } from './angularTable.ts';
import { panelIndexOf } from './variancePanels.ts';

/** Rows or columns of a tile whose variances lie in one panel. */
export interface PanelGroup {
  readonly panel: number;
  /** Their indices in the tile, ascending. */
  readonly members: Int32Array;
  readonly variances: Float64Array;
}

export function groupByPanel(variances: Float64Array): readonly PanelGroup[] {
  const groups = new Map<number, number[]>();
  variances.forEach((p, j) => {
    const panel = panelIndexOf(p);
    const members = groups.get(panel);
    if (members) members.push(j);
    else groups.set(panel, [j]);
  });
  return [...groups].map(([panel, members]) => ({
    panel,
    members: Int32Array.from(members),
    variances: Float64Array.from(members, (j) => variances[j] as number),
  }));
}

/** The pairs of one row with a group of columns; every array but the first two is indexed by place in the group. */
export interface RowPlaces {
  /** Places in the group of the columns at angles up to π/2, and of the others. */
  readonly near: Int32Array;
  readonly far: Int32Array;
  /** k, kept while the row is written over. */
  readonly covariances: Float64Array;
  /** The angle from 0 or π, whichever is nearer; exactly 0 where c is ±1 within rounding. */
  readonly distances: Float64Array;
  /** Arguments of the Chebyshev polynomials. */
  readonly positions: Float64Array;
}

/** Places the pairs of row i, whose covariances stand in `pairs`. */
export type PlaceRow = (i: number, group: PanelGroup, pairs: Float64Array, stretch: Stretch) => RowPlaces;

/** @param tolerance how far |c| may fall short of 1 by rounding. The arrays are reused from row to row. */
export function createPlacer(rows: Float64Array, cols: Float64Array, tolerance: number): PlaceRow {
  const rowInverse = inverseDeviations(rows);
  const colInverse = inverseDeviations(cols);
  const near = new Int32Array(cols.length);
  const far = new Int32Array(cols.length);
  const covariances = new Float64Array(cols.length);
  const distances = new Float64Array(cols.length);
  const positions = new Float64Array(cols.length);
  return (i, { members }, pairs, stretch) => {
    const inverse = rowInverse[i] as number;
    let nearCount = 0;
    let farCount = 0;
    for (let n = 0; n < members.length; n++) {
      const j = members[n] as number;
      const k = pairs[i * cols.length + j] as number;
      const tau = arcFromDeficit(correlationDeficit(k * inverse * (colInverse[j] as number), tolerance));
      covariances[n] = k;
      distances[n] = tau;
      positions[n] = positionOf(tau, stretch);
      if (k < 0) far[farCount++] = n;
      else near[nearCount++] = n;
    }
    return { near: near.subarray(0, nearCount), far: far.subarray(0, farCount), covariances, distances, positions };
  };
}
