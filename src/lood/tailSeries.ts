// How does a contour integral change with its threshold? Its Taylor series, from the points of one path: with it a threshold that is known to
// 1% needs no second integral. Section 7 of docs/mathematics.md; made by contour.ts, used by localTail.ts and lossQuantile.ts.

/**
 * J(t + h) = exp(log − rate·h) Σ_j terms_j (−h)^j/j!, with c the crossing of the path, rate = c − o, and the integrals (1/2πi) ∫ … (s − c)^j ds,
 * scaled by exp(−log), for terms.
 */
export interface TailSeries {
  readonly log: number;
  readonly rate: number;
  readonly terms: Terms;
}

export type Terms = readonly [number, number, number, number, number, number];

/**
 * Shares of the sum that the last two terms may have. They fall roughly like the powers 4 and 5 of one number, of which the power 6, which is
 * left out, is then below 1e-14.
 */
const MOST_FOURTH = 5e-10;
const MOST_FIFTH = 2e-12;
/** From a level that is 10% off, 1e-2, 1e-4, 1e-8 and 1e-16 remain. */
const NEWTON_STEPS = 4;

/** J(t + h). */
export function seriesAt({ log, rate, terms }: TailSeries, h: number): number {
  return Math.exp(log - rate * h) * sumOf(terms, h);
}

/** J′(t) and J″(t). */
export function seriesSlope({ log, rate, terms }: TailSeries): number {
  return -Math.exp(log) * (terms[1] + rate * terms[0]);
}

export function seriesCurvature({ log, rate, terms }: TailSeries): number {
  return Math.exp(log) * (terms[2] + rate * (2 * terms[1] + rate * terms[0]));
}

/** h with J(t + h) = level, which has the sign of J, by Newton's method on ln J; NaN where the series does not reach so far. */
export function solveSeries({ log, rate, terms }: TailSeries, level: number): number {
  let h = 0;
  for (let step = 0; step < NEWTON_STEPS; step++) {
    const sum = sumOf(terms, h);
    h -= (log - rate * h + Math.log(sum / level)) / (slopeOf(terms, h) / sum - rate);
  }
  return reaches(terms, h) ? h : Number.NaN;
}

/** Σ_j terms_j (−h)^j/j!. */
function sumOf(a: Terms, h: number): number {
  return a[0] - h * (a[1] - (h / 2) * (a[2] - (h / 3) * (a[3] - (h / 4) * (a[4] - (h / 5) * a[5]))));
}

function slopeOf(a: Terms, h: number): number {
  return -a[1] + h * (a[2] - (h / 2) * (a[3] - (h / 3) * (a[4] - (h / 4) * a[5])));
}

function reaches(a: Terms, h: number): boolean {
  const fourth = (a[4] / 24) * h * h * h * h;
  const fifth = (a[5] / 120) * h * h * h * h * h;
  return Math.abs(fourth) <= MOST_FOURTH * Math.abs(a[0]) && Math.abs(fifth) <= MOST_FIFTH * Math.abs(a[0]);
}
