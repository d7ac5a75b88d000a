// How is a tile evaluated where Hermite series are too long (elu, variances above about 10)? By tabulated series in the angle θ of
// F and D. Called by quadratureDual.ts. At fixed k instead of fixed θ, with c = cos θ = k/√(pq):
//   ∂F/∂p = ∂F/∂p|θ − D k/(2p),   ∂D/∂k = −(∂D/∂θ)/(√(pq) sin θ),   ∂D/∂p = ∂D/∂p|θ − (∂D/∂k) k/(2p).
// At θ = 0 and π the second is set to 0: it only ever multiplies the gradient of c, which vanishes there.

import { createScratch } from '../scratch.ts';
import type { ActivationFunction } from './activationFunction.ts';
import { type AngularTable, buildAngularTable, transposeAngularTable } from './angularTable.ts';
import {
  contractRow,
  placeAngles,
  type RowSeries,
  type SumAngularRow,
  sumAngularRow,
  sumAngularRowByAngle,
} from './angularTile.ts';
import { expectationSampler } from './expectationSampler.ts';
import type { HermiteExpansion } from './hermiteExpansion.ts';
import type { QuadratureTile, RowGeometry } from './quadratureTile.ts';
import { PANEL_TERMS, panelBasis, panelBasisByVariance, panelIndexOf } from './variancePanels.ts';

/** Fills the outputs of row `rowIndex` at the columns `members`, whose variances lie in `panel`. */
type AngularRow = (rowIndex: number, members: Int32Array, panel: number, geometry: RowGeometry) => void;

/** The method for one tile. */
export type AngularMethod = (tile: QuadratureTile) => AngularRow;

/**
 * The method for tiles of one activation; tables are built when first needed and kept.
 *
 * @param expansions those of φ and φ′, which fill tables where they are long enough
 */
export function angularMethod(
  { name, value, derivative }: ActivationFunction,
  expansions: readonly [HermiteExpansion, HermiteExpansion, ...unknown[]],
): AngularMethod {
  const values = tables(name, value, expansions[0]);
  const slopes = tables(name, derivative, expansions[1]);

  return ({ rows, cols, pairs, slope, partials }) => {
    const rowBasis = bases(rows, panelBasis);
    const rowBasisByVariance = partials ? bases(rows, panelBasisByVariance) : rowBasis;
    const colBasis = bases(cols, panelBasis);
    const places = { positions: new Float64Array(cols.length), positionsByAngle: new Float64Array(cols.length) };
    const contracted = createScratch();

    /** Sums the table's series at row i, contracted with `basis`, over the members, by `sum`. */
    function evaluate(
      { near, far }: AngularTable,
      basis: Float64Array,
      i: number,
      members: Int32Array,
      out: Float64Array,
      sum: SumAngularRow,
    ): void {
      const at = i * PANEL_TERMS;
      const [nearRow, farRow] = [near, far].map((series, half) =>
        contractRow(series, basis, at, contracted(half, series.colTerms.length * PANEL_TERMS)),
      ) as [RowSeries, RowSeries];
      sum(nearRow, farRow, colBasis, members, places, out, i * cols.length);
    }

    return (i, members, panel, geometry) => {
      const rowPanel = panelIndexOf(rows[i] as number);
      const valueTable = values(rowPanel, panel);
      placeAngles(valueTable, geometry.angles, members, places);
      evaluate(valueTable, rowBasis, i, members, pairs, sumAngularRow);
      if (!slope) return;
      // Of the same panels, hence with the same stretch and places.
      const slopeTable = slopes(rowPanel, panel);
      evaluate(slopeTable, rowBasis, i, members, slope, sumAngularRow);
      if (!partials) return;
      evaluate(valueTable, rowBasisByVariance, i, members, partials.byRow, sumAngularRow);
      const p = rows[i] as number;
      const halfInverse = p > 0 ? 0.5 / p : 0;
      const offset = i * cols.length;
      for (const j of members) {
        const k = geometry.covariances[j] as number;
        partials.byRow[offset + j] = (partials.byRow[offset + j] as number) - (slope[offset + j] as number) * k * halfInverse;
      }
      if (!partials.slopePartials) return;
      const { byPair, byRow } = partials.slopePartials;
      evaluate(slopeTable, rowBasisByVariance, i, members, byRow, sumAngularRow);
      evaluate(slopeTable, rowBasis, i, members, byPair, sumAngularRowByAngle);
      for (const j of members) {
        const at = offset + j;
        const k = geometry.covariances[j] as number;
        const span = Math.sqrt(p) * Math.sqrt(cols[j] as number) * Math.sin(geometry.angles[j] as number);
        const slopeByPair = span > 0 ? -(byPair[at] as number) / span : 0;
        byPair[at] = slopeByPair;
        byRow[at] = (byRow[at] as number) - slopeByPair * k * halfInverse;
      }
    };
  };
}

/** The table of f for a pair of panels; (B, A) is the transpose of (A, B), so that f(u) f(v) is built once for both. */
function tables(
  name: string,
  f: (x: number) => number,
  expansion: HermiteExpansion,
): (rowPanel: number, colPanel: number) => AngularTable {
  const built = new Map<string, AngularTable>();
  const table = (rowPanel: number, colPanel: number): AngularTable => {
    const key = `${rowPanel} ${colPanel}`;
    let found = built.get(key);
    if (!found) {
      found =
        rowPanel > colPanel
          ? transposeAngularTable(table(colPanel, rowPanel))
          : buildAngularTable(name, expectationSampler(name, f, expansion, rowPanel, colPanel));
      built.set(key, found);
    }
    return found;
  };
  return table;
}

function bases(variances: Float64Array, basisOf: (p: number, out: Float64Array, at: number) => void): Float64Array {
  const out = new Float64Array(variances.length * PANEL_TERMS);
  for (let i = 0; i < variances.length; i++) basisOf(variances[i] as number, out, i * PANEL_TERMS);
  return out;
}
