// How does E[f(u) f(v)] depend on the angle θ between u and v? Analytically on the whole of [0, π], kink or not, so a short
// Chebyshev series in θ holds it; its coefficients are tabulated over panels of both variances. Called by angularDual.ts.
// In the correlation c = cos θ the same function has square-root singularities at ±1 that defeat any polynomial.

import { AuditError } from '../../base/errors.ts';
import { plainText } from '../../base/plainText.ts';
import type { ExpectationSampler } from './expectationSampler.ts';
import { PANEL_TERMS, panelCoefficients } from './variancePanels.ts';

/** Series of E[f(u) f(v)] for one pair of panels. */
export interface AngularTable {
  /** Number of Chebyshev polynomials T_m(2θ/π − 1). */
  readonly terms: number;
  /** [PANEL_TERMS (row's variance), terms, PANEL_TERMS (column's variance)]. */
  readonly coefficients: Float64Array;
  /** For each of the `terms`, how many coefficients of the column's variance are not negligible, whatever the row's. */
  readonly colTerms: Int32Array;
  /** The largest absolute value that went into the table. */
  readonly size: number;
}

/** Coefficients below this, relative to the largest function value, count as zero. */
const NEGLIGIBLE = 3e-15;

/** The last coefficients must be below the first of these to stop early, and below the second at the most terms. */
const CONVERGED = 3e-12;
const ACCEPTABLE = 1e-8;

const FEWEST_INTERVALS = 16;
const MOST_INTERVALS = 256;

/**
 * Builds the table from samples of the expectation; 17 to 257 angles.
 *
 * @throws AuditError `NOT_CONVERGED` when 257 angles do not determine the function to 1e-8
 */
export function buildAngularTable(name: string, sampler: ExpectationSampler): AngularTable {
  const known = new Map<number, Float64Array>();
  let size = 0;
  const samplesAt = (angle: number): Float64Array => {
    let samples = known.get(angle);
    if (!samples) {
      samples = sampler.at(angle);
      for (const sample of samples) size = Math.max(size, Math.abs(sample));
      known.set(angle, samples);
    }
    return samples;
  };
  for (let intervals = FEWEST_INTERVALS; ; intervals *= 2) {
    // Every second node of the finer grid is a node of the coarser one: cos(π 2j/2N) = cos(π j/N), bit for bit.
    const samples = Array.from({ length: intervals + 1 }, (_, j) =>
      samplesAt((Math.PI / 2) * (1 + Math.cos((Math.PI * j) / intervals))),
    );
    const series = angleSeries(samples, intervals);
    const rest = Math.max(largest(series, intervals - 2), largest(series, intervals - 1), largest(series, intervals)) / size;
    if (rest <= CONVERGED || (intervals === MOST_INTERVALS && rest <= ACCEPTABLE)) return tabulate(series, size);
    if (intervals === MOST_INTERVALS) {
      throw new AuditError(
        'NOT_CONVERGED',
        {
          expected: `the dual of the activation "${plainText(name, 60)}" to converge to ${ACCEPTABLE}`,
          got: `a relative error of about ${rest.toExponential(1)} at variances up to ${sampler.largestVariance}`,
          try: 'inputs of smaller norm (--normalize), a smaller weight variance, or an activation with a closed form such as erf',
        },
        { activation: name, variance: sampler.largestVariance, error: rest },
      );
    }
  }
}

/** The same table with the roles of row and column exchanged. */
export function transposeAngularTable({ terms, coefficients, size }: AngularTable): AngularTable {
  const out = new Float64Array(coefficients.length);
  for (let a = 0; a < PANEL_TERMS; a++) {
    for (let m = 0; m < terms; m++) {
      for (let b = 0; b < PANEL_TERMS; b++) {
        out[(b * terms + m) * PANEL_TERMS + a] = coefficients[(a * terms + m) * PANEL_TERMS + b] as number;
      }
    }
  }
  return angularTable(terms, out, size);
}

/** Chebyshev coefficients in θ from samples at the extrema of T_intervals: series[m] is [ps, qs]. */
function angleSeries(samples: readonly Float64Array[], intervals: number): Float64Array[] {
  const length = samples[0]?.length ?? 0;
  return Array.from({ length: intervals + 1 }, (_, m) => {
    const out = new Float64Array(length);
    for (let j = 0; j <= intervals; j++) {
      const half = (j === 0 || j === intervals ? 0.5 : 1) * (m === 0 || m === intervals ? 0.5 : 1);
      const factor = (2 * half * Math.cos((Math.PI * j * m) / intervals)) / intervals;
      const sample = samples[j] as Float64Array;
      for (let i = 0; i < length; i++) out[i] = (out[i] as number) + factor * (sample[i] as number);
    }
    return out;
  });
}

function largest(series: readonly Float64Array[], m: number): number {
  return (series[m] as Float64Array).reduce((size, c) => Math.max(size, Math.abs(c)), 0);
}

/** Drops negligible terms and turns values at the panels' nodes into series in both variances. */
function tabulate(series: readonly Float64Array[], size: number): AngularTable {
  let terms = series.length;
  while (terms > 1 && largest(series, terms - 1) <= NEGLIGIBLE * size) terms--;
  const coefficients = new Float64Array(PANEL_TERMS * terms * PANEL_TERMS);
  for (let m = 0; m < terms; m++) {
    const values = series[m] as Float64Array;
    const byCol = Array.from({ length: PANEL_TERMS }, (_, a) =>
      panelCoefficients(values.subarray(a * PANEL_TERMS, (a + 1) * PANEL_TERMS)),
    );
    for (let b = 0; b < PANEL_TERMS; b++) {
      const byRow = panelCoefficients(byCol.map((row) => row[b] as number));
      for (let a = 0; a < PANEL_TERMS; a++) coefficients[(a * terms + m) * PANEL_TERMS + b] = byRow[a] as number;
    }
  }
  return angularTable(terms, coefficients, size);
}

function angularTable(terms: number, coefficients: Float64Array, size: number): AngularTable {
  const colTerms = new Int32Array(terms);
  for (let i = 0; i < coefficients.length; i++) {
    if (Math.abs(coefficients[i] as number) <= NEGLIGIBLE * size) continue;
    const m = Math.floor(i / PANEL_TERMS) % terms;
    colTerms[m] = Math.max(colTerms[m] as number, (i % PANEL_TERMS) + 1);
  }
  return { terms, coefficients, colTerms, size };
}
