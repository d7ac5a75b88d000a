// Where do the entries of angular tables come from? From Hermite series where those converge at all, else from double integrals
// whose fineness is tried out first. Called by angularMethod.ts.

import { AuditError } from '../../base/errors.ts';
import { plainText } from '../../base/plainText.ts';
import type { HermiteExpansion } from './hermiteExpansion.ts';
import { type SectorRule, sectorQuadrature } from './sectorQuadrature.ts';
import { PANEL_TERMS, panelLimit, panelNodes } from './variancePanels.ts';

/** E[f(u) f(v)] at the variances of two panels' nodes. */
export interface ExpectationSampler {
  /** At the angle θ in [0, π]; [PANEL_TERMS, PANEL_TERMS], rows first. */
  readonly at: (theta: number) => Float64Array;
  /** The error aimed at, relative to the largest expectation. */
  readonly accuracy: number;
  /** The angle within which the expectation may turn near 0 and π: the width of a step of f seen from the smaller of the variances. */
  readonly stretch: number;
  /** For messages. */
  readonly largestVariance: number;
}

/** First panels of `sectorQuadrature`, coarse to fine, and the angles at which they are tried (the ends are the hardest). */
const FIRST_PANELS = [6, 3, 1.5] as const;
const TRIAL_ANGLES = [0, 0.7, Math.PI] as const;

const NODES_PER_PANEL = 16;

/** Rules of 16 and 22 nodes per panel must agree to the sampler's accuracy, relative, or at the finest panels to this. */
const FINER_NODES = 22;
const ACCEPTABLE = 1e-8;

/**
 * Above this variance, which inputs that were not standardized reach, f is a step or a kink seen from afar: nodes and angles multiply,
 * and a table of full accuracy would take minutes. There the accuracy aimed at is 1e-9, else 1e-12.
 */
const LARGE_VARIANCE = 256;

/** @throws AuditError `NOT_CONVERGED` if f is too rough for the finest double integral */
export function expectationSampler(
  name: string,
  f: (x: number) => number,
  expansion: HermiteExpansion,
  rowPanel: number,
  colPanel: number,
): ExpectationSampler {
  const largestVariance = panelLimit(Math.max(rowPanel, colPanel));
  const common = {
    accuracy: largestVariance <= LARGE_VARIANCE ? 1e-12 : 1e-9,
    stretch: 1 / Math.sqrt(panelLimit(Math.min(rowPanel, colPanel))),
    largestVariance,
  };
  const rowOrder = expansion.orderOf(rowPanel);
  const colOrder = expansion.orderOf(colPanel);
  if (rowOrder !== undefined && colOrder !== undefined) {
    // Both sides to the larger order: a tail that is negligible for one panel is not when multiplied by the other's coefficients.
    const order = Math.max(rowOrder, colOrder);
    const rows = expansion.nodeCoefficients(rowPanel, order);
    const cols = expansion.nodeCoefficients(colPanel, order);
    return { at: (theta) => hermiteSamples(rows, cols, Math.cos(theta)), ...common };
  }
  const ps = panelNodes(rowPanel);
  const qs = panelNodes(colPanel);
  const rule = neededRule(name, (theta, trial) => sectorQuadrature(f, ps, qs, theta, trial), common);
  return { at: (theta) => sectorQuadrature(f, ps, qs, theta, rule), ...common };
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

/** The coarsest rule that one with more nodes confirms. */
function neededRule(
  name: string,
  samples: (theta: number, rule: SectorRule) => Float64Array,
  { accuracy, largestVariance }: Omit<ExpectationSampler, 'at'>,
): SectorRule {
  // By Cauchy–Schwarz no expectation exceeds the largest of those at angle 0.
  const size = largest(samples(0, { firstPanel: FIRST_PANELS[0], nodesPerPanel: NODES_PER_PANEL }));
  let difference = 0;
  for (const firstPanel of FIRST_PANELS) {
    difference = 0;
    for (const theta of TRIAL_ANGLES) {
      const coarse = samples(theta, { firstPanel, nodesPerPanel: NODES_PER_PANEL });
      const fine = samples(theta, { firstPanel, nodesPerPanel: FINER_NODES });
      difference = Math.max(difference, largest(coarse.map((v, i) => v - (fine[i] as number))) / size);
    }
    if (difference <= accuracy) return { firstPanel, nodesPerPanel: NODES_PER_PANEL };
  }
  if (difference <= ACCEPTABLE) return { firstPanel: FIRST_PANELS.at(-1) as number, nodesPerPanel: NODES_PER_PANEL };
  throw new AuditError(
    'NOT_CONVERGED',
    {
      expected: `the activation "${plainText(name, 60)}" to be smooth on each side of zero, on a scale of about 1`,
      got: `double integrals that still change by ${difference.toExponential(1)}, relative, at variances up to ${largestVariance}`,
      try: 'a smooth version of the function, or inputs of smaller norm (--normalize)',
    },
    { activation: name, variance: largestVariance, difference },
  );
}

function largest(values: Float64Array): number {
  return values.reduce((size, v) => Math.max(size, Math.abs(v)), 0);
}
