// How is a tile of a smooth activation evaluated? By Hermite series of φ, φ′ and φ″. Called by quadratureDual.ts.
// F = (φ, φ), D = (φ′, φ′), ∂F/∂p = ½(φ″, φ), ∂D/∂k = (φ″, φ″), ∂D/∂p = ½(φ‴, φ′), where (f, g) = Σ_j a_j(p) b_j(q) c^j.

import type { HermiteExpansion } from './hermiteExpansion.ts';
import {
  commonStride,
  differentiateRecords,
  type ExpandedRecords,
  expandRecords,
  recordOrders,
  sumHermiteRow,
} from './hermiteTile.ts';
import { derivativesNeeded, type QuadratureTile, type RowGeometry } from './quadratureTile.ts';

export interface HermiteMethod {
  /** Whether the series of φ and its first `derivatives` derivatives are short for all variances of the panel. */
  covers(panel: number, derivatives: 0 | 1 | 2): boolean;
  /** The method for one tile; O((rows + cols) · order) set-up. */
  forTile(tile: QuadratureTile): HermiteRow;
}

/** Fills the outputs of row `rowIndex` at the columns `members`; both sides' variances lie in covered panels. */
type HermiteRow = (rowIndex: number, members: Int32Array, geometry: RowGeometry) => void;

interface Sides {
  readonly row: ExpandedRecords;
  readonly col: ExpandedRecords;
}

/** @param expansions those of φ, φ′ and φ″ */
export function hermiteMethod(expansions: readonly [HermiteExpansion, HermiteExpansion, HermiteExpansion]): HermiteMethod {
  /** Both sides' coefficients of the `order`-th derivative of φ. */
  function expand(order: 0 | 1 | 2, { rows, cols }: QuadratureTile): Sides {
    const expansion = expansions[order];
    const rowOrders = recordOrders(expansion, rows);
    const colOrders = recordOrders(expansion, cols);
    const stride = commonStride(rowOrders, colOrders);
    return { row: expandRecords(expansion, rows, rowOrders, stride), col: expandRecords(expansion, cols, colOrders, stride) };
  }

  return {
    covers: (panel, derivatives) => expansions.slice(0, derivatives + 1).every((expansion) => expansion.isShort(panel)),
    forTile(tile) {
      const { cols, pairs, slope, partials } = tile;
      const needed = derivativesNeeded(tile);
      const value = expand(0, tile);
      const first = needed > 0 ? expand(1, tile) : undefined;
      const second = needed > 1 ? expand(2, tile) : undefined;
      const third = second && partials?.slopePartials && differentiateRecords(second.row, tile.rows);
      return (i, members, { correlations }) => {
        const offset = i * cols.length;
        sumHermiteRow(value.row, i, value.col, members, correlations, 1, pairs, offset);
        if (slope && first) sumHermiteRow(first.row, i, first.col, members, correlations, 1, slope, offset);
        if (partials && second) sumHermiteRow(second.row, i, value.col, members, correlations, 0.5, partials.byRow, offset);
        if (partials?.slopePartials && first && second && third) {
          const { byPair, byRow } = partials.slopePartials;
          sumHermiteRow(second.row, i, second.col, members, correlations, 1, byPair, offset);
          sumHermiteRow(third, i, first.col, members, correlations, 0.5, byRow, offset);
        }
      };
    },
  };
}
