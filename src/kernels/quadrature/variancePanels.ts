// How do expectations depend on the variance p of their input, and how is that tabulated? Smoothly in log p, so they are stored as
// Chebyshev series on panels of two octaves of p. Called by every table of this folder.
// The panels stand at fixed places, whatever data or tile asks for them: a pair of inputs gets the same kernel value in any tile.

import { type Matrix, matrix } from '../../linalg/matrix.ts';

/** Octaves (factors of two) of variance that one panel covers. */
const PANEL_OCTAVES = 2;

/**
 * Terms of the series. Expectations of activations that are analytic on both sides of zero are analytic in log p in the strip
 * |Im log p| < π, which bounds the error on two octaves by about 9^−16 = 5e-16 relative; oscillating ones need the rest.
 */
export const PANEL_TERMS = 16;

/** Variances below this (zero vectors without bias) are read as this: φ is then its value at 0 to within the rounding error. */
const SMALLEST_VARIANCE = 2 ** -1000;

const HALF_WIDTH = PANEL_OCTAVES / 2;

/** Index of the panel that holds variance p. */
export function panelIndexOf(p: number): number {
  return Math.floor(Math.log2(Math.max(p, SMALLEST_VARIANCE)) / PANEL_OCTAVES);
}

/** The largest variance of a panel. */
export function panelLimit(index: number): number {
  return 2 ** ((index + 1) * PANEL_OCTAVES);
}

/** The `PANEL_TERMS` variances at which a panel's series is determined, descending. */
export function panelNodes(index: number): Float64Array {
  return Float64Array.from(
    { length: PANEL_TERMS },
    (_, node) => 2 ** (index * PANEL_OCTAVES + HALF_WIDTH * (1 + Math.cos((Math.PI * (node + 0.5)) / PANEL_TERMS))),
  );
}

/** Coefficients of the series through `values` (one per node of a panel). */
export function panelCoefficients(values: ArrayLike<number>): Float64Array {
  const out = new Float64Array(PANEL_TERMS);
  for (let term = 0; term < PANEL_TERMS; term++) {
    let sum = 0;
    for (let node = 0; node < PANEL_TERMS; node++) {
      sum += (values[node] as number) * Math.cos((Math.PI * term * (node + 0.5)) / PANEL_TERMS);
    }
    out[term] = (sum * (term === 0 ? 1 : 2)) / PANEL_TERMS;
  }
  return out;
}

/** The basis functions, or their derivatives, at each variance; [variances, PANEL_TERMS]. */
export function panelBases(variances: Float64Array, basisOf: (p: number, out: Float64Array, at: number) => void): Matrix {
  const out = matrix(variances.length, PANEL_TERMS);
  variances.forEach((p, n) => {
    basisOf(p, out.data, n * PANEL_TERMS);
  });
  return out;
}

/** The basis functions at variance p, written to `out` from `at`: the value of a series is its dot product with them. */
export function panelBasis(p: number, out: Float64Array, at: number): void {
  const x = panelPosition(p);
  out[at] = 1;
  out[at + 1] = x;
  for (let term = 2; term < PANEL_TERMS; term++) {
    out[at + term] = 2 * x * (out[at + term - 1] as number) - (out[at + term - 2] as number);
  }
}

/** The derivatives of the basis functions with respect to p. */
export function panelBasisByVariance(p: number, out: Float64Array, at: number): void {
  const x = panelPosition(p);
  const scale = 1 / (HALF_WIDTH * Math.LN2 * Math.max(p, SMALLEST_VARIANCE));
  // T′_n = n U_{n−1} with U the Chebyshev polynomials of the second kind.
  let previous = 0;
  let second = 1;
  out[at] = 0;
  for (let term = 1; term < PANEL_TERMS; term++) {
    out[at + term] = scale * term * second;
    const next = 2 * x * second - previous;
    previous = second;
    second = next;
  }
}

/** Position of log p in its panel, −1 … 1. */
function panelPosition(p: number): number {
  const log = Math.log2(Math.max(p, SMALLEST_VARIANCE));
  return (log - panelIndexOf(p) * PANEL_OCTAVES) / HALF_WIDTH - 1;
}
