// Duals of activations with a closed form, one pair at a time in plain TypeScript: a second route to what the vector unit computes for whole
// strips. Formulas and conventions at cusps are those that src/kernels/activations/ documents; duals.test.ts holds both routes to quadrature.

import type { LayerwiseDual, PairDerivatives } from '../../src/kernels/activations/activationDual.ts';
import { coincidenceTolerance } from '../../src/kernels/activations/arcCosine.ts';
import { createActivation } from '../../src/kernels/activations/createActivation.ts';
import type { ClosedFormActivation } from '../../src/kernels/kernel.ts';

/** F, D, ∂F/∂p, ∂D/∂k and ∂D/∂p. */
type PairDual = (k: number, p: number, q: number) => readonly [number, number, number, number, number];

const { abs, asin, atan, exp, expm1, PI, sign, sqrt } = Math;

/** x for x > 0 and a·x below. */
function piecewiseLinear(a: number, tolerance: number): PairDual {
  const [odd, even] = [(1 + a) ** 2 / 4, (1 - a) ** 2 / 4];
  return (k, p, q) => {
    const inverses = [p > 0 ? 1 / sqrt(p) : 0, q > 0 ? 1 / sqrt(q) : 0] as const;
    const deficit = 1 - abs(k * inverses[0] * inverses[1]);
    const u = deficit > tolerance ? deficit : 0;
    const angle = 2 * asin(sqrt(u / 2));
    const sine = sqrt(u * (2 - u));
    const slopeByPair = u > 0 ? (((2 / PI) * even) / sine) * inverses[0] * inverses[1] : 0;
    return [
      odd * k + even * abs(k) + (2 / PI) * even * sqrt(p) * sqrt(q) * (sine - angle * (1 - u)),
      odd + sign(k) * even * (1 - (2 / PI) * angle),
      (even / PI) * sqrt(q) * inverses[0] * sine,
      slopeByPair,
      -0.5 * k * inverses[0] ** 2 * slopeByPair,
    ];
  };
}

function erf(tolerance: number): PairDual {
  return (pair, p, q) => {
    const [k, determinant] = readPair(pair, p, q, tolerance);
    const root = sqrt(1 + 2 * (p + q) + 4 * determinant);
    const slope = 4 / (PI * root);
    return [
      (2 / PI) * atan((2 * k) / root),
      slope,
      (-slope * k) / (1 + 2 * p),
      (4 * slope * k) / root ** 2,
      (-slope * (1 + 2 * q)) / root ** 2,
    ];
  };
}

function gelu(tolerance: number): PairDual {
  return (pair, p, q) => {
    const [k, determinant] = readPair(pair, p, q, tolerance);
    const [P, Q] = [1 + p, 1 + q];
    const delta2 = 1 + p + q + determinant;
    const delta = sqrt(delta2);
    const angle = atan(k / delta);
    const conditional = (q + determinant) / P;
    return [
      k / 4 + (k ** 2 / (P * Q * delta) + (p * q * delta) / (P * Q) + k * angle) / (2 * PI),
      1 / 4 + (angle + (k / delta) * (1 / delta2 + 1 / P + 1 / Q)) / (2 * PI),
      (conditional * (1 + 1 / P) - (k / P) ** 2 * (1 + P / delta2)) / (4 * PI * delta),
      (1 / delta + (P + Q + 1) / delta ** 3 + (3 * k ** 2) / delta ** 5) / (2 * PI),
      (-k / (4 * PI * delta)) * (1 / P + 2 / P ** 2 + (Q / delta2) * (1 / P + 1 / Q + 3 / delta2)),
    ];
  };
}

function sin(tolerance: number): PairDual {
  return (pair, p, q) => {
    const [k] = readPair(pair, p, q, tolerance);
    const half = 0.5 * exp(-0.5 * (sqrt(p) - sqrt(q)) ** 2 - (sqrt(p) * sqrt(q) - abs(k)));
    const lessOne = expm1(-2 * abs(k));
    const value = -half * lessOne * sign(k);
    const slope = half * (2 + lessOne);
    return [value, slope, -value / 2, value, -slope / 2];
  };
}

/** k, read as ±√(pq) where rounding alone may keep it from that, and pq − k². */
function readPair(k: number, p: number, q: number, tolerance: number): readonly [number, number] {
  const bound = sqrt(p) * sqrt(q);
  const size = abs(k) >= (1 - tolerance) * bound ? bound : abs(k);
  return [k < 0 ? -size : size, (bound - size) * (bound + size)];
}

const DUALS: Record<ClosedFormActivation, (negativeSlope: number, tolerance: number) => PairDual> = {
  relu: (_slope, tolerance) => piecewiseLinear(0, tolerance),
  'leaky-relu': piecewiseLinear,
  abs: (_slope, tolerance) => piecewiseLinear(-1, tolerance),
  identity: (_slope, tolerance) => piecewiseLinear(1, tolerance),
  erf: (_slope, tolerance) => erf(tolerance),
  gelu: (_slope, tolerance) => gelu(tolerance),
  sin: (_slope, tolerance) => sin(tolerance),
};

export const CLOSED_FORMS = Object.keys(DUALS) as readonly ClosedFormActivation[];

/** The dual as layers/ takes it; expectations over single inputs are the library's. */
export function scalarDual(name: ClosedFormActivation, dimensions: number, negativeSlope = 0.01): LayerwiseDual {
  const { secondMoments, moments } = createActivation(name, { dimensions, negativeSlope });
  const dual = DUALS[name](negativeSlope, coincidenceTolerance(dimensions));
  const fill = (pairs: Float64Array, rows: Float64Array, cols: Float64Array, out: Partial<PairDerivatives>): void => {
    const { slope, byRow, slopePartials } = out;
    for (let at = 0; at < pairs.length; at++) {
      const [p, q] = [rows[Math.floor(at / cols.length)] as number, cols[at % cols.length] as number];
      const [value, ...partials] = dual(pairs[at] as number, p, q);
      pairs[at] = value;
      if (slope) slope[at] = partials[0];
      if (byRow) byRow[at] = partials[1];
      if (slopePartials) [slopePartials.byPair[at], slopePartials.byRow[at]] = [partials[2], partials[3]];
    }
  };
  return {
    value: (pairs, rows, cols) => fill(pairs, rows, cols, {}),
    valueAndSlope: (pairs, rows, cols, slope) => fill(pairs, rows, cols, { slope }),
    derivatives: fill,
    secondMoments,
    moments,
  };
}
