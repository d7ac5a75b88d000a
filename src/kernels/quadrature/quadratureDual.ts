// What is the dual of an activation without a closed form? The sum of a Hermite series where that is short (smooth activation,
// moderate variance), else of a tabulated series in the angle. Serves tanh, silu, elu, sigmoid and user functions.
// Which of the two a pair takes depends on its own variances alone, never on the tile around it.
// Accuracy, relative to √(E[φ(u)²] E[φ(v)²]) (the same for slopes): Hermite series 1e-12; angular series 1e-11 for values and 1e-10
// for slopes, down to 1e-8 for steep activations at variances in the thousands, and refused below that.

import { type ActivationDual, inverseDeviations } from '../activations/activationDual.ts';
import { arcFromDeficit, correlationDeficit } from '../activations/arcCosine.ts';
import type { ActivationFunction } from './activationFunction.ts';
import { type AngularMethod, angularMethod } from './angularMethod.ts';
import { hermiteExpansion } from './hermiteExpansion.ts';
import { type HermiteMethod, hermiteMethod } from './hermiteMethod.ts';
import { type MomentTable, momentTable } from './momentTable.ts';
import { derivativesNeeded, type QuadratureTile, type RowGeometry } from './quadratureTile.ts';
import { panelIndexOf } from './variancePanels.ts';

/** What depends on the activation alone: tables that take up to seconds to build and that all kernels with the activation share. */
interface Tables {
  readonly moments: MomentTable;
  readonly hermite: HermiteMethod;
  readonly angular: AngularMethod;
}

const tablesOf = new WeakMap<ActivationFunction, Tables>();

function sharedTables(activation: ActivationFunction): Tables {
  let tables = tablesOf.get(activation);
  if (!tables) {
    const expansions = [
      hermiteExpansion(activation.value),
      hermiteExpansion(activation.derivative),
      hermiteExpansion(activation.secondDerivative),
    ] as const;
    tables = {
      moments: momentTable(activation),
      hermite: hermiteMethod(expansions),
      angular: angularMethod(activation, expansions),
    };
    tablesOf.set(activation, tables);
  }
  return tables;
}

/**
 * @param tolerance how far |c| may fall short of 1 by rounding; see `coincidenceTolerance`
 * @throws AuditError `NOT_CONVERGED` (when used) for functions that are not smooth on each side of zero
 */
export function quadratureDual(activation: ActivationFunction, tolerance: number): ActivationDual {
  const { moments, hermite, angular } = sharedTables(activation);

  function fill(tile: QuadratureTile): void {
    const { rows, cols, pairs } = tile;
    const isShort = (panel: number) => hermite.covers(panel, derivativesNeeded(tile));
    const groups = groupByPanel(cols);
    const shortColumns = Int32Array.from(groups.flatMap(({ panel, members }) => (isShort(panel) ? [...members] : [])));
    const hermiteRow = hermite.forTile(tile);
    const angularRow = angular(tile);
    const geometryOf = rowGeometry(rows, cols, tolerance);
    for (let i = 0; i < rows.length; i++) {
      const geometry = geometryOf(i, pairs);
      const rowIsShort = isShort(panelIndexOf(rows[i] as number));
      if (rowIsShort) hermiteRow(i, shortColumns, geometry);
      for (const { panel, members } of groups) {
        if (!(rowIsShort && isShort(panel))) angularRow(i, members, panel, geometry);
      }
    }
  }

  return {
    value: (pairs, rows, cols) => fill({ rows, cols, pairs }),
    valueAndSlope: (pairs, rows, cols, slope) => fill({ rows, cols, pairs, slope }),
    derivatives: (pairs, rows, cols, partials) => fill({ rows, cols, pairs, slope: partials.slope, partials }),
    ...moments,
  };
}

interface ColumnGroup {
  readonly panel: number;
  /** Columns whose variance lies in the panel, ascending. */
  readonly members: Int32Array;
}

function groupByPanel(variances: Float64Array): readonly ColumnGroup[] {
  const groups = new Map<number, number[]>();
  for (let j = 0; j < variances.length; j++) {
    const panel = panelIndexOf(variances[j] as number);
    const members = groups.get(panel);
    if (members) members.push(j);
    else groups.set(panel, [j]);
  }
  return [...groups].map(([panel, members]) => ({ panel, members: Int32Array.from(members) }));
}

/** A function that reads row i of k before it is overwritten; its arrays are reused from row to row. */
function rowGeometry(
  rows: Float64Array,
  cols: Float64Array,
  tolerance: number,
): (rowIndex: number, pairs: Float64Array) => RowGeometry {
  const rowInverse = inverseDeviations(rows);
  const colInverse = inverseDeviations(cols);
  const covariances = new Float64Array(cols.length);
  const correlations = new Float64Array(cols.length);
  const angles = new Float64Array(cols.length);
  const geometry = { covariances, correlations, angles };
  return (rowIndex, pairs) => {
    const inverse = rowInverse[rowIndex] as number;
    for (let j = 0, at = rowIndex * cols.length; j < cols.length; j++, at++) {
      const k = pairs[at] as number;
      const c = Math.max(-1, Math.min(1, k * inverse * (colInverse[j] as number)));
      const angle = arcFromDeficit(correlationDeficit(c, tolerance));
      covariances[j] = k;
      correlations[j] = c;
      angles[j] = c < 0 ? Math.PI - angle : angle;
    }
    return geometry;
  };
}
