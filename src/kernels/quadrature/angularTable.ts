// How does E[f(u) f(v)] depend on the angle θ between u and v and on their variances? Analytically on the whole of [0, π], kink or not,
// so Chebyshev series in the angle hold it; their coefficients are tabulated over panels of both variances.
// Called by quadratureDual.ts. In the correlation c = cos θ the same function has square-root singularities at ±1 that defeat polynomials.
// [0, π] is halved, and each half stretched by the logarithm of 1 + τ/ε with τ the distance from its end 0 or π: steep functions at
// large variances turn within τ ≈ ε = 1/√variance there, which polynomials in θ itself would need hundreds of terms for.

import { notConverged } from './activationFunction.ts';
import { type AngularSeries, inBothVariances, lastTerms, type Parity, parityOf, separateVariances } from './angularSeries.ts';
import { type HalfNormalRule, halfNormalRule } from './halfNormalRule.ts';
import { type PairExpectations, pairExpectations } from './pairExpectations.ts';
import { panelLimit, panelNodes } from './variancePanels.ts';

/** Series of E[f(u) f(v)] for one pair of panels. */
export interface AngularTable {
  /** For θ up to π/2, in the distance τ = θ. */
  readonly near: AngularSeries;
  /** For θ from π/2, in the distance τ = π − θ. */
  readonly far: AngularSeries;
  /** 1 or −1 where `far` is `near` times that, as for functions that are even or odd; else 0. */
  readonly parity: Parity;
  readonly stretch: Stretch;
}

/** How angles are stretched near 0 and π. */
export interface Stretch {
  /** ε */
  readonly width: number;
  /** 2 / log(1 + π/(2ε)) */
  readonly scale: number;
}

/** The error aimed at and the largest accepted, relative to the largest expectation in the table. */
const ACCURACY = 1e-12;
const ACCEPTABLE = 1e-8;

/** Coefficients below this, relative likewise, count as zero: a few hundred of them stay within the accuracy. */
const NEGLIGIBLE = 1e-13;

/** Rules for the expectations, from coarse to fine steps; each is checked by the next one. */
const RULES = [0.28, 0.2, 0.14, 0.1, 0.07, 0.05].map(halfNormalRule);

/** Angles at which rules are tried: the ends of the range and one between. */
const TRIAL_ANGLES = [0, 0.7, Math.PI / 2] as const;

/** Numbers of intervals between the angles sampled. The angles of one number are among those of the next. */
const INTERVALS = [16, 32, 64] as const;

/** The stretch for panels of which the smaller variances are at most `variance`. */
export function stretchAt(variance: number): Stretch {
  const width = Math.min(2, 1 / Math.sqrt(variance));
  return { width, scale: 2 / Math.log(1 + Math.PI / 2 / width) };
}

/** The distance τ in [0, π/2] → the argument of the Chebyshev polynomials in [−1, 1]. */
export function positionOf(tau: number, { width, scale }: Stretch): number {
  return scale * Math.log(1 + tau / width) - 1;
}

/** d positionOf / dτ. */
export function positionByDistance(tau: number, { width, scale }: Stretch): number {
  return scale / (tau + width);
}

/** The inverse of `positionOf`. */
export function distanceAt(position: number, { width, scale }: Stretch): number {
  return Math.min(Math.PI / 2, width * Math.expm1((1 + position) / scale));
}

/**
 * The table of E[f(u) f(v)] for variances in two panels.
 *
 * @param name of the activation, for messages
 * @throws AuditError `NOT_CONVERGED` where quadrature does not settle to 1e-8
 */
export function buildAngularTable(name: string, f: (x: number) => number, rowPanel: number, colPanel: number): AngularTable {
  const largestVariance = panelLimit(Math.max(rowPanel, colPanel));
  const stretch = stretchAt(panelLimit(Math.min(rowPanel, colPanel)));
  const rule = neededRule(name, f, rowPanel, colPanel);
  const rows = panelNodes(rowPanel);
  const cols = rowPanel === colPanel ? rows : panelNodes(colPanel);
  return fitAngularTable(name, (tau) => pairExpectations(f, rows, cols, tau, rule), stretch, largestVariance);
}

/** The coarsest rule that the next one confirms at the ends of both panels. */
function neededRule(name: string, f: (x: number) => number, rowPanel: number, colPanel: number): HalfNormalRule {
  const endsOf = (panel: number) => Float64Array.of(panelLimit(panel - 1), panelLimit(panel));
  const [rows, cols] = [endsOf(rowPanel), endsOf(colPanel)];
  const expectations = (rule: HalfNormalRule) =>
    Float64Array.from(
      TRIAL_ANGLES.flatMap((theta) => {
        const { near, far } = pairExpectations(f, rows, cols, theta, rule);
        return [...near, ...far];
      }),
    );
  let [rule, ...finer] = RULES as [HalfNormalRule, ...HalfNormalRule[]];
  let found = expectations(rule);
  let error = 0;
  for (const next of finer) {
    const confirmed = expectations(next);
    const size = largest(confirmed);
    const difference = largest(found.map((v, i) => v - (confirmed[i] as number)));
    if (difference <= ACCURACY * size) return rule;
    error = difference / size;
    rule = next;
    found = confirmed;
  }
  if (error <= ACCEPTABLE) return rule;
  throw notConverged(name, error, panelLimit(Math.max(rowPanel, colPanel)));
}

/**
 * The table whose entries at the angle τ and at π − τ are given by `sample`, each [PANEL_TERMS, PANEL_TERMS] for the panels' nodes.
 *
 * @throws AuditError `NOT_CONVERGED` when 65 angles or the nodes of the panels do not determine it to 1e-8
 */
export function fitAngularTable(
  name: string,
  sample: (tau: number) => PairExpectations,
  stretch: Stretch,
  largestVariance: number,
): AngularTable {
  const known = new Map<number, PairExpectations>();
  const sampleAt = (position: number): PairExpectations => {
    const found = known.get(position) ?? sample(distanceAt(position, stretch));
    known.set(position, found);
    return found;
  };
  let error = 0;
  for (const intervals of INTERVALS) {
    // cos(π 2j/2N) = cos(π j/N), bit for bit: every second sample is known from the round before.
    const samples = Array.from({ length: intervals + 1 }, (_, j) => sampleAt(Math.cos((Math.PI * j) / intervals)));
    const halves = [samples.map((s) => s.near), samples.map((s) => s.far)].map(chebyshevSeries);
    const size = Math.max(...samples.map((s) => largest(s.near)));
    const rest = Math.max(...halves.flatMap((series) => series.slice(-3).map(largest)));
    error = rest / size;
    const isLast = intervals === INTERVALS.at(-1);
    if (!(rest <= 3 * ACCURACY * size || (isLast && rest <= ACCEPTABLE * size))) continue;
    const [near, far] = halves.map((series) => series.map(inBothVariances)) as [Float64Array[], Float64Array[]];
    const varianceRest = Math.max(...[...near, ...far].map(lastTerms));
    error = varianceRest / size;
    if (!(varianceRest <= ACCEPTABLE * size)) break;
    const halvesInVariances = {
      near: separateVariances(near, NEGLIGIBLE * size),
      far: separateVariances(far, NEGLIGIBLE * size),
    };
    return { ...halvesInVariances, parity: parityOf(near, far), stretch };
  }
  throw notConverged(name, error, largestVariance);
}

/** The same table with the roles of row and column exchanged. */
export function transposeAngularTable({ near, far, parity, stretch }: AngularTable): AngularTable {
  const transposed = ({ ranks, rowFactors, colFactors }: AngularSeries) => ({
    ranks,
    rowFactors: colFactors,
    colFactors: rowFactors,
  });
  return { near: transposed(near), far: transposed(far), parity, stretch };
}

/** Chebyshev coefficients from samples at the extrema cos(π j/N), j = 0 … N, of the polynomial T_N; each is as long as a sample. */
function chebyshevSeries(samples: readonly Float64Array[]): Float64Array[] {
  const intervals = samples.length - 1;
  const isEnd = (j: number) => j === 0 || j === intervals;
  return samples.map((_, m) => {
    const out = new Float64Array(samples[0]?.length ?? 0);
    samples.forEach((sample, j) => {
      const factor = (2 * (isEnd(j) ? 0.5 : 1) * (isEnd(m) ? 0.5 : 1) * Math.cos((Math.PI * j * m) / intervals)) / intervals;
      for (let i = 0; i < out.length; i++) out[i] = (out[i] as number) + factor * (sample[i] as number);
    });
    return out;
  });
}

function largest(values: Float64Array): number {
  return values.reduce((size, v) => Math.max(size, Math.abs(v)), 0);
}
