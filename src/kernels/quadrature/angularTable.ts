// How does E[f(u) f(v)] depend on the angle θ between u and v? Analytically on the whole of [0, π], kink or not, so short Chebyshev
// series in the angle hold it; their coefficients are tabulated over panels of both variances. Called by angularMethod.ts.
// In the correlation c = cos θ the same function has square-root singularities at ±1 that defeat any polynomial.
// [0, π] is halved, and each half stretched by τ = ε sinh(…) with τ the distance from its end 0 or π: steep functions at large
// variances turn within τ ≈ ε = 1/√variance there, which polynomials in θ itself would need hundreds of terms for.

import { AuditError } from '../../base/errors.ts';
import { plainText } from '../../base/plainText.ts';
import type { ExpectationSampler } from './expectationSampler.ts';
import { PANEL_TERMS, panelCoefficients } from './variancePanels.ts';

/** Series of E[f(u) f(v)] for one pair of panels. */
export interface AngularTable {
  /** For θ up to π/2, in the distance τ = θ. */
  readonly near: AngularSeries;
  /** For θ from π/2, in the distance τ = π − θ. */
  readonly far: AngularSeries;
  /** ε of the stretch. */
  readonly stretch: number;
  /** The largest absolute value that went into the table. */
  readonly size: number;
}

export interface AngularSeries {
  /** [PANEL_TERMS (row's variance), terms (Chebyshev polynomials in the stretched distance), PANEL_TERMS (column's variance)]. */
  readonly coefficients: Float64Array;
  /** For each term, how many coefficients of the column's variance are not negligible, whatever the row's; its length is `terms`. */
  readonly colTerms: Int32Array;
}

/** Coefficients below this, relative to the largest function value, count as zero. */
const NEGLIGIBLE = 3e-15;

/** The last coefficients must be below three times the sampler's accuracy to stop early, and below this at the most terms. */
const ACCEPTABLE = 1e-8;

const FEWEST_INTERVALS = 12;
const MOST_INTERVALS = 96;

/** The distance τ in [0, π/2] → the argument of the Chebyshev polynomials in [−1, 1]. */
export function stretchedPosition(tau: number, stretch: number): number {
  return (2 * Math.asinh(tau / stretch)) / Math.asinh(Math.PI / 2 / stretch) - 1;
}

/** d stretchedPosition / dτ. */
export function stretchedPositionByDistance(tau: number, stretch: number): number {
  return 2 / (Math.asinh(Math.PI / 2 / stretch) * Math.sqrt(tau * tau + stretch * stretch));
}

/**
 * Builds the table from samples of the expectation at 13 to 97 angles in either half.
 *
 * @throws AuditError `NOT_CONVERGED` when 97 angles do not determine a half to 1e-8
 */
export function buildAngularTable(name: string, sampler: ExpectationSampler): AngularTable {
  const size = largest(sampler.at(0));
  const half = (angleOf: (tau: number) => number) => buildSeries(name, sampler, size, (tau) => sampler.at(angleOf(tau)));
  return { near: half((tau) => tau), far: half((tau) => Math.PI - tau), stretch: sampler.stretch, size };
}

/** The same table with the roles of row and column exchanged. */
export function transposeAngularTable({ near, far, stretch, size }: AngularTable): AngularTable {
  return { near: transposeSeries(near, size), far: transposeSeries(far, size), stretch, size };
}

function buildSeries(
  name: string,
  { accuracy, largestVariance, stretch }: ExpectationSampler,
  size: number,
  samplesAt: (tau: number) => Float64Array,
): AngularSeries {
  const length = Math.asinh(Math.PI / 2 / stretch);
  const known = new Map<number, Float64Array>();
  const sampleNode = (node: number): Float64Array => {
    let samples = known.get(node);
    if (!samples) {
      samples = samplesAt(Math.min(Math.PI / 2, stretch * Math.sinh((length / 2) * (1 + node))));
      known.set(node, samples);
    }
    return samples;
  };
  for (let intervals = FEWEST_INTERVALS; ; intervals *= 2) {
    // Every second node of the finer grid is a node of the coarser one: cos(π 2j/2N) = cos(π j/N), bit for bit.
    const samples = Array.from({ length: intervals + 1 }, (_, j) => sampleNode(Math.cos((Math.PI * j) / intervals)));
    const series = chebyshevSeries(samples, intervals);
    const rest = Math.max(...series.slice(-3).map(largest)) / size;
    if (rest <= 3 * accuracy || (intervals === MOST_INTERVALS && rest <= ACCEPTABLE)) return tabulate(series, size);
    if (intervals === MOST_INTERVALS) {
      throw new AuditError(
        'NOT_CONVERGED',
        {
          expected: `the dual of the activation "${plainText(name, 60)}" to converge to ${ACCEPTABLE}`,
          got: `a relative error of about ${rest.toExponential(1)} at variances up to ${largestVariance}`,
          try: 'inputs of smaller norm (--normalize), a smaller weight variance, or an activation with a closed form such as erf',
        },
        { activation: name, variance: largestVariance, error: rest },
      );
    }
  }
}

/** Chebyshev coefficients from samples at the extrema of T_intervals: series[m] is [rows, cols]. */
function chebyshevSeries(samples: readonly Float64Array[], intervals: number): Float64Array[] {
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

/** Drops negligible terms and turns values at the panels' nodes into series in both variances. */
function tabulate(series: readonly Float64Array[], size: number): AngularSeries {
  let terms = series.length;
  while (terms > 1 && largest(series[terms - 1] as Float64Array) <= NEGLIGIBLE * size) terms--;
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
  return angularSeries(coefficients, size);
}

function transposeSeries({ coefficients, colTerms }: AngularSeries, size: number): AngularSeries {
  const terms = colTerms.length;
  const out = new Float64Array(coefficients.length);
  for (let a = 0; a < PANEL_TERMS; a++) {
    for (let m = 0; m < terms; m++) {
      for (let b = 0; b < PANEL_TERMS; b++) {
        out[(b * terms + m) * PANEL_TERMS + a] = coefficients[(a * terms + m) * PANEL_TERMS + b] as number;
      }
    }
  }
  return angularSeries(out, size);
}

function angularSeries(coefficients: Float64Array, size: number): AngularSeries {
  const terms = coefficients.length / PANEL_TERMS ** 2;
  const colTerms = new Int32Array(terms);
  for (let i = 0; i < coefficients.length; i++) {
    if (Math.abs(coefficients[i] as number) <= NEGLIGIBLE * size) continue;
    const m = Math.floor(i / PANEL_TERMS) % terms;
    colTerms[m] = Math.max(colTerms[m] as number, (i % PANEL_TERMS) + 1);
  }
  return { coefficients, colTerms };
}

function largest(values: Float64Array): number {
  return values.reduce((size, v) => Math.max(size, Math.abs(v)), 0);
}
