// What is the dual of an activation without a closed form? A series in the angle between the inputs, from tables that quadrature fills.
// Serves tanh, silu, elu, sigmoid and user functions.
// Accuracy, relative to √(E[φ(u)²] E[φ(v)²]) (the same for slopes): 1e-12 for tanh, silu, elu and sigmoid at variances up to 2,000, 3e-12 up
// to 65,536. Derivatives of the series lose two to three digits. What cannot be had to 1e-8, as for functions that oscillate, is refused.

import { inverseDeviations, type LayerwiseDual } from '../activations/activationDual.ts';
import type { AngularSide } from '../vector/angularMemory.ts';
import { angularValues } from '../vector/angularValues.ts';
import type { ActivationFunction } from './activationFunction.ts';
import { activationTables } from './activationTables.ts';
import { fillDerivatives } from './angularDerivatives.ts';
import { groupByPanel, type PanelGroup } from './pairPlaces.ts';
import { panelBases, panelBasis } from './variancePanels.ts';

/**
 * @param tolerance how far |c| may fall short of 1 by rounding; see `coincidenceTolerance`
 * @throws AuditError `NOT_CONVERGED` (when used) for functions that are not smooth on each side of zero
 */
export function quadratureDual(activation: ActivationFunction, tolerance: number): LayerwiseDual {
  const tables = activationTables(activation);
  const { moments, values, slopes } = tables;

  function fill(pairs: Float64Array, rows: Float64Array, cols: Float64Array, slope?: Float64Array): void {
    const colGroups = groupByPanel(cols).map((group) => ({ ...group, side: sideOf(group) }));
    for (const rowGroup of groupByPanel(rows)) {
      const rowSide = sideOf(rowGroup);
      for (const { panel, side } of colGroups) {
        const sums = [{ table: values(rowGroup.panel, panel), out: pairs }];
        if (slope) sums.push({ table: slopes(rowGroup.panel, panel), out: slope });
        angularValues({ rows: rowSide, cols: side, sums, tolerance }, pairs, cols.length);
      }
    }
    addConstantParts(pairs, moments.constantPart(rows).value, moments.constantPart(cols).value);
  }

  return {
    value: (pairs, rows, cols) => fill(pairs, rows, cols),
    valueAndSlope: fill,
    derivatives(pairs, rows, cols, partials) {
      fillDerivatives(tables, { rows, cols, pairs, partials }, tolerance);
      const own = moments.constantPart(rows);
      addConstantParts(pairs, own.value, moments.constantPart(cols).value);
      // The columns' constants do not depend on the row.
      addConstantParts(partials.byRow, own.byVariance, new Float64Array(cols.length));
    },
    secondMoments: moments.secondMoments,
    moments: moments.moments,
  };
}

function sideOf({ members, variances }: PanelGroup): AngularSide {
  return { members, basis: panelBases(variances, panelBasis), inverses: inverseDeviations(variances) };
}

/** Adds to each pair what the constant φ(0), which the tables leave out, contributes for its row and its column. */
function addConstantParts(pairs: Float64Array, rows: Float64Array, cols: Float64Array): void {
  const isZero = (part: number) => part === 0;
  if (rows.every(isZero) && cols.every(isZero)) return;
  for (let i = 0, at = 0; i < rows.length; i++) {
    const own = rows[i] as number;
    for (let j = 0; j < cols.length; j++, at++) pairs[at] = (pairs[at] as number) + own + (cols[j] as number);
  }
}
