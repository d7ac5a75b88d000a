// What are the derivatives of a quadrature dual? Sums of the same angular series as its values, pair by pair, and of the series' derivatives.
// Called by quadratureDual.ts. Values without derivatives come from vector/.

import type { PairDerivatives } from '../activations/activationDual.ts';
import type { ActivationTables } from './activationTables.ts';
import { type BlockTable, blockTable, sumRow } from './angularSum.ts';
import { positionByDistance, type Stretch } from './angularTable.ts';
import { createPlacer, groupByPanel, type PanelGroup, type RowPlaces } from './pairPlaces.ts';
import { panelBases, panelBasis, panelBasisByVariance } from './variancePanels.ts';

/** A tile of pairs to be filled: variances of both sides, and the outputs, each [rows, cols] row-major. */
export interface DerivativeTile {
  readonly rows: Float64Array;
  readonly cols: Float64Array;
  /** Holds k; receives F, less the contributions of the constant φ(0), which are not in the tables. */
  readonly pairs: Float64Array;
  /** Receives the derivatives, of the same part. */
  readonly partials: PairDerivatives;
}

/** @param tolerance how far |c| may fall short of 1 by rounding; see `coincidenceTolerance` */
export function fillDerivatives({ values, slopes }: ActivationTables, tile: DerivativeTile, tolerance: number): void {
  const { rows, cols, pairs, partials } = tile;
  const place = createPlacer(rows, cols, tolerance);
  const sums = new Float64Array(cols.length);

  /** Fills the pairs of rows and columns of one panel each. */
  function fillBlock(rowGroup: PanelGroup, colGroup: PanelGroup): void {
    const rowBasis = panelBases(rowGroup.variances, panelBasis);
    const colBasis = panelBases(colGroup.variances, panelBasis);
    const rowBasisByVariance = panelBases(rowGroup.variances, panelBasisByVariance);
    const table = values(rowGroup.panel, colGroup.panel);
    // Of the same panels, hence with the same stretch.
    const slopeTable = slopes(rowGroup.panel, colGroup.panel);
    const value = blockTable(table, rowBasis, colBasis);
    const slope = blockTable(slopeTable, rowBasis, colBasis);
    const valueByVariance = blockTable(table, rowBasisByVariance, colBasis);
    const slopeByVariance = blockTable(slopeTable, rowBasisByVariance, colBasis);

    rowGroup.members.forEach((i, row) => {
      const places = place(i, colGroup, pairs, table.stretch);
      const sum = (block: BlockTable, out: Float64Array, isDerivative = false) => {
        const { near, far, positions } = places;
        if (near.length > 0) sumRow(block.near(), row, near, positions, isDerivative, sums);
        if (far.length > 0) sumRow(block.far(), row, far, positions, isDerivative, sums);
        colGroup.members.forEach((j, n) => {
          out[i * cols.length + j] = sums[n] as number;
        });
      };
      sum(value, pairs);
      sum(slope, partials.slope);
      sum(valueByVariance, partials.byRow);
      if (partials.slopePartials) {
        sum(slopeByVariance, partials.slopePartials.byRow);
        sum(slope, partials.slopePartials.byPair, true);
      }
      differentiateAtFixedCovariance(tile, i, colGroup.members, places, table.stretch);
    });
  }

  for (const rowGroup of groupByPanel(rows)) {
    for (const colGroup of groupByPanel(cols)) fillBlock(rowGroup, colGroup);
  }
}

/**
 * Turns the derivatives of row i with respect to p at fixed angle, and of the slope with respect to the position, into the partial
 * derivatives at fixed k and p; with c = cos θ = k/√(pq)
 *   ∂F/∂p = ∂F/∂p|θ − D k/(2p),   ∂D/∂k = −(∂D/∂θ)/(√(pq) sin θ),   ∂D/∂p = ∂D/∂p|θ − (∂D/∂k) k/(2p).
 * At θ = 0 and π the second is set to 0: it only ever multiplies the gradient of c, which vanishes there.
 */
function differentiateAtFixedCovariance(
  { rows, cols, partials }: DerivativeTile,
  i: number,
  members: Int32Array,
  { covariances, distances }: RowPlaces,
  stretch: Stretch,
): void {
  const { slope, byRow, slopePartials } = partials;
  const p = rows[i] as number;
  const halfInverse = p > 0 ? 0.5 / p : 0;
  members.forEach((j, n) => {
    const at = i * cols.length + j;
    const k = covariances[n] as number;
    const tau = distances[n] as number;
    byRow[at] = (byRow[at] as number) - (slope[at] as number) * k * halfInverse;
    if (!slopePartials) return;
    const span = Math.sqrt(p) * Math.sqrt(cols[j] as number) * Math.sin(tau);
    const byDistance = (slopePartials.byPair[at] as number) * positionByDistance(tau, stretch);
    // In the far half θ = π − τ.
    const slopeByPair = span > 0 ? (k < 0 ? byDistance : -byDistance) / span : 0;
    slopePartials.byPair[at] = slopeByPair;
    slopePartials.byRow[at] = (slopePartials.byRow[at] as number) - slopeByPair * k * halfInverse;
  });
}
