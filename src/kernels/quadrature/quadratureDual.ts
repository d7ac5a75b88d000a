// What is the dual of an activation without a closed form? A series in the angle between the inputs, from tables that quadrature fills.
// Serves tanh, silu, elu, sigmoid and user functions.
// Accuracy, relative to √(E[φ(u)²] E[φ(v)²]) (the same for slopes): 1e-12 for tanh, silu, elu and sigmoid at variances up to 2,000, 3e-12 up
// to 65,536. Derivatives of the series lose two to three digits. What cannot be had to 1e-8, as for functions that oscillate, is refused.

import { type Matrix, matrix } from '../../linalg/matrix.ts';
import type { LayerwiseDual, PairDerivatives } from '../activations/activationDual.ts';
import type { ActivationFunction } from './activationFunction.ts';
import { activationTables } from './activationTables.ts';
import { type BlockTable, blockTable, sumRow } from './angularSum.ts';
import { positionByDistance, type Stretch } from './angularTable.ts';
import type { Moments } from './momentTable.ts';
import { createPlacer, groupByPanel, type PanelGroup, type RowPlaces } from './pairPlaces.ts';
import { PANEL_TERMS, panelBasis, panelBasisByVariance } from './variancePanels.ts';

/** A tile of pairs to be filled: variances of both sides, and the outputs asked for, each [rows, cols] row-major. */
interface Tile {
  readonly rows: Float64Array;
  readonly cols: Float64Array;
  /** Holds k; receives F. */
  readonly pairs: Float64Array;
  /** Receives D. */
  readonly slope?: Float64Array;
  /** Receives the partial derivatives (its `slope` is the one above). */
  readonly partials?: PairDerivatives;
}

/**
 * @param tolerance how far |c| may fall short of 1 by rounding; see `coincidenceTolerance`
 * @throws AuditError `NOT_CONVERGED` (when used) for functions that are not smooth on each side of zero
 */
export function quadratureDual(activation: ActivationFunction, tolerance: number): LayerwiseDual {
  const { moments, values, slopes } = activationTables(activation);

  function fill(tile: Tile): void {
    const { rows, cols, pairs, slope, partials } = tile;
    const place = createPlacer(rows, cols, tolerance);
    const sums = new Float64Array(cols.length);

    /** Fills the pairs of rows and columns of one panel each. */
    function fillBlock(rowGroup: PanelGroup, colGroup: PanelGroup): void {
      const rowBasis = bases(rowGroup, panelBasis);
      const colBasis = bases(colGroup, panelBasis);
      const rowBasisByVariance = partials && bases(rowGroup, panelBasisByVariance);
      const table = values(rowGroup.panel, colGroup.panel);
      // Of the same panels, hence with the same stretch.
      const slopeTable = slope && slopes(rowGroup.panel, colGroup.panel);
      const value = blockTable(table, rowBasis, colBasis);
      const first = slopeTable && blockTable(slopeTable, rowBasis, colBasis);
      const valueByVariance = rowBasisByVariance && blockTable(table, rowBasisByVariance, colBasis);
      const slopeByVariance = rowBasisByVariance && slopeTable && blockTable(slopeTable, rowBasisByVariance, colBasis);

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
        if (slope && first) sum(first, slope);
        if (!partials || !valueByVariance) return;
        sum(valueByVariance, partials.byRow);
        if (partials.slopePartials && first && slopeByVariance) {
          sum(slopeByVariance, partials.slopePartials.byRow);
          sum(first, partials.slopePartials.byPair, true);
        }
        differentiateAtFixedCovariance(tile, partials, i, colGroup.members, places, table.stretch);
      });
    }

    for (const rowGroup of groupByPanel(rows)) {
      for (const colGroup of groupByPanel(cols)) fillBlock(rowGroup, colGroup);
    }
    addConstantParts(tile, moments.constantPart(rows), moments.constantPart(cols));
  }

  return {
    value: (pairs, rows, cols) => fill({ rows, cols, pairs }),
    valueAndSlope: (pairs, rows, cols, slope) => fill({ rows, cols, pairs, slope }),
    derivatives: (pairs, rows, cols, partials) => fill({ rows, cols, pairs, slope: partials.slope, partials }),
    secondMoments: moments.secondMoments,
    moments: moments.moments,
  };
}

/**
 * Turns the derivatives of row i with respect to p at fixed angle, and of the slope with respect to the position, into the partial
 * derivatives at fixed k and p; with c = cos θ = k/√(pq)
 *   ∂F/∂p = ∂F/∂p|θ − D k/(2p),   ∂D/∂k = −(∂D/∂θ)/(√(pq) sin θ),   ∂D/∂p = ∂D/∂p|θ − (∂D/∂k) k/(2p).
 * At θ = 0 and π the second is set to 0: it only ever multiplies the gradient of c, which vanishes there.
 */
function differentiateAtFixedCovariance(
  { rows, cols }: Tile,
  { slope, byRow, slopePartials }: PairDerivatives,
  i: number,
  members: Int32Array,
  { covariances, distances }: RowPlaces,
  stretch: Stretch,
): void {
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

/** Adds what the constant φ(0) contributes to F and ∂F/∂p, which the tables leave out. */
function addConstantParts({ pairs, partials }: Tile, rows: Moments, cols: Moments): void {
  const columns = cols.value.length;
  for (let i = 0, at = 0; i < rows.value.length; i++) {
    const own = rows.value[i] as number;
    const ownByVariance = rows.byVariance[i] as number;
    for (let j = 0; j < columns; j++, at++) {
      pairs[at] = (pairs[at] as number) + own + (cols.value[j] as number);
      if (partials) partials.byRow[at] = (partials.byRow[at] as number) + ownByVariance;
    }
  }
}

/** The basis functions, or their derivatives, at each member's variance; [members, PANEL_TERMS]. */
function bases({ variances }: PanelGroup, basisOf: (p: number, out: Float64Array, at: number) => void): Matrix {
  const out = matrix(variances.length, PANEL_TERMS);
  variances.forEach((p, n) => {
    basisOf(p, out.data, n * PANEL_TERMS);
  });
  return out;
}
