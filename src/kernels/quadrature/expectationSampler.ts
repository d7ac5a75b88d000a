// Where do the entries of angular tables come from? From Hermite series where those converge at all, else from double integrals
// whose fineness is tried out first. Called by angularMethod.ts.

import { AuditError } from '../../base/errors.ts';
import { plainText } from '../../base/plainText.ts';
import type { HermiteExpansion } from './hermiteExpansion.ts';
import { sectorQuadrature } from './sectorQuadrature.ts';
import { PANEL_TERMS, panelLimit, panelNodes } from './variancePanels.ts';

/** E[f(u) f(v)] at the variances of two panels' nodes. */
export interface ExpectationSampler {
  /** At the angle θ in [0, π]; [PANEL_TERMS, PANEL_TERMS], rows first. */
  readonly at: (theta: number) => Float64Array;
  /** For messages. */
  readonly largestVariance: number;
}

/** Widths of the first panel of `sectorQuadrature`, coarse to fine, and an angle at which they are compared. */
const FINENESS = [6, 4, 2.5, 1.5, 1] as const;
const TRIAL_ANGLE = 0.7;

/** Two successive widths must agree to the first of these, relative, or at the finest to the second. */
const AGREEMENT = 1e-12;
const ACCEPTABLE = 1e-9;

/** @throws AuditError `NOT_CONVERGED` if f is too rough for the finest double integral */
export function expectationSampler(
  name: string,
  f: (x: number) => number,
  expansion: HermiteExpansion,
  rowPanel: number,
  colPanel: number,
): ExpectationSampler {
  const largestVariance = panelLimit(Math.max(rowPanel, colPanel));
  const rowOrder = expansion.orderOf(rowPanel);
  const colOrder = expansion.orderOf(colPanel);
  if (rowOrder !== undefined && colOrder !== undefined) {
    // Both sides to the larger order: a tail that is negligible for one panel is not when multiplied by the other's coefficients.
    const order = Math.max(rowOrder, colOrder);
    const rows = expansion.nodeCoefficients(rowPanel, order);
    const cols = expansion.nodeCoefficients(colPanel, order);
    return { at: (theta) => hermiteSamples(rows, cols, Math.cos(theta)), largestVariance };
  }
  const ps = panelNodes(rowPanel);
  const qs = panelNodes(colPanel);
  const firstPanel = neededFineness(name, (width) => sectorQuadrature(f, ps, qs, TRIAL_ANGLE, width), largestVariance);
  return { at: (theta) => sectorQuadrature(f, ps, qs, theta, firstPanel), largestVariance };
}

/** Σ_j a_j(row) b_j(col) c^j for every pair of nodes. O(order · PANEL_TERMS²). */
function hermiteSamples(rows: readonly Float64Array[], cols: readonly Float64Array[], c: number): Float64Array {
  const out = new Float64Array(PANEL_TERMS * PANEL_TERMS);
  const damped = new Float64Array(rows[0]?.length ?? 0);
  rows.forEach((a, i) => {
    for (let m = 0, power = 1; m < damped.length; m++, power *= c) damped[m] = power * (a[m] as number);
    cols.forEach((b, j) => {
      let sum = 0;
      for (let m = 0; m < damped.length; m++) sum += (damped[m] as number) * (b[m] as number);
      out[i * PANEL_TERMS + j] = sum;
    });
  });
  return out;
}

/** The widest first panel whose results the next finer one confirms. */
function neededFineness(name: string, samples: (firstPanel: number) => Float64Array, largestVariance: number): number {
  let coarse = samples(FINENESS[0]);
  let difference = 0;
  for (let level = 1; level < FINENESS.length; level++) {
    const fine = samples(FINENESS[level] as number);
    const size = fine.reduce((largest, v) => Math.max(largest, Math.abs(v)), 0);
    difference = fine.reduce((largest, v, i) => Math.max(largest, Math.abs(v - (coarse[i] as number))), 0) / size;
    if (difference <= AGREEMENT) return FINENESS[level - 1] as number;
    coarse = fine;
  }
  if (difference <= ACCEPTABLE) return FINENESS.at(-1) as number;
  throw new AuditError(
    'NOT_CONVERGED',
    {
      expected: `the activation "${plainText(name, 60)}" to be smooth on each side of zero`,
      got: `double integrals that still change by ${difference.toExponential(1)}, relative, at variances up to ${largestVariance}`,
      try: 'a smooth version of the function, or inputs of smaller norm (--normalize)',
    },
    { activation: name, variance: largestVariance, difference },
  );
}
