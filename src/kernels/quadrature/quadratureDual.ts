// What is the dual of an activation without a closed form? The sum of a Hermite series where that is short (smooth activation,
// moderate variance), else of a tabulated series in the angle. Serves tanh, silu, elu, sigmoid and user functions.
// Which of the two a pair takes depends on its own variances alone, never on the tile around it.
// Accuracy, relative to √(E[φ(u)²] E[φ(v)²]) (the same for slopes): Hermite series 1e-12; angular series 1e-11 for values and 1e-10
// for slopes, down to 1e-8 for steep activations at variances in the thousands, and refused below that.

import { type ActivationDual, deviations, inverseDeviations } from '../activations/activationDual.ts';
import { arcFromDeficit, correlationDeficit } from '../activations/arcCosine.ts';
import type { ActivationFunction } from './activationFunction.ts';
import { angularMethod } from './angularMethod.ts';
import { hermiteMethod } from './hermiteMethod.ts';
import { momentTable } from './momentTable.ts';
import { derivativesNeeded, type QuadratureTile, type RowGeometry } from './quadratureTile.ts';
import { panelIndexOf } from './variancePanels.ts';

/**
 * @param tolerance how far |c| may fall short of 1 by rounding; see `coincidenceTolerance`
 * @throws AuditError `NOT_CONVERGED` (when used) for functions that are not smooth on each side of zero
 */
export function quadratureDual(activation: ActivationFunction, tolerance: number): ActivationDual {
  const { secondMoments, moments } = momentTable(activation);
  const hermite = hermiteMethod(activation);
  const angular = angularMethod(activation);

  function fill(tile: QuadratureTile): void {
    const { rows, cols, pairs } = tile;
    const needed = derivativesNeeded(tile);
    const groups = groupByPanel(cols);
    const short = new Set(
      [...new Set([...groups.keys(), ...rows].map((p, i) => (i < groups.size ? p : panelIndexOf(p))))].filter((panel) =>
        hermite.covers(panel, needed),
      ),
    );
    const shortColumns = Int32Array.from([...groups].flatMap(([panel, members]) => (short.has(panel) ? members : [])));
    const hermiteRow = hermite.forTile(tile);
    const angularRow = angular(tile);
    const fillGeometry = geometryOf(rows, cols, tolerance);
    for (let i = 0; i < rows.length; i++) {
      const geometry = fillGeometry(i, pairs);
      const rowIsShort = short.has(panelIndexOf(rows[i] as number));
      if (rowIsShort) hermiteRow(i, shortColumns, 0, geometry);
      for (const [panel, members] of groups) {
        if (!(rowIsShort && short.has(panel))) angularRow(i, Int32Array.from(members), panel, geometry);
      }
    }
  }

  return {
    value: (pairs, rows, cols) => fill({ rows, cols, pairs }),
    valueAndSlope: (pairs, rows, cols, slope) => fill({ rows, cols, pairs, slope }),
    derivatives: (pairs, rows, cols, partials) => fill({ rows, cols, pairs, slope: partials.slope, partials }),
    secondMoments,
    moments,
  };
}
