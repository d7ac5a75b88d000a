// How much do the answers to m queries tell about g differing records, and which way does it rise? In terms of the change F and the posterior
// covariance Σ of the answers; queryGradient.ts takes it from there to the queries. Called by evaluateQueries.ts.
// Searches maximize φ, an increasing function of the objective whose slopes are of order one however small or large the leakage is.
// With M = FᵀΣ⁻¹F [g, g] and E = Σ⁻¹F, dM = dFᵀE + Eᵀdf − Eᵀ dΣ E, so for S = ∂φ/∂M:   ∂φ/∂F = 2 E S,   ∂φ/∂Σ = −E S Eᵀ.

import { EigenvalueDecomposition, Matrix as MlMatrix } from 'ml-matrix';
import { multiply, transpose } from '../gp/gaussianProcess.ts';
import { type Matrix, matrix } from '../linalg/matrix.ts';
import { klWithoutWith } from '../lood/divergences.ts';
import { gaussianPair, type Mode } from '../lood/gaussianPair.ts';
import { pairOfRatio } from '../lood/pairs.ts';
import { exactAuc } from '../membership/auc.ts';
import { groupAucSlope } from './groupAuc.ts';
import type { Target } from './target.ts';

/** Names that `--objective` takes. */
export const OBJECTIVES = ['kl', 'mean-distance', 'auc'] as const;
export type Objective = (typeof OBJECTIVES)[number];

export interface Slopes {
  /** φ. */
  readonly value: number;
  /** ∂φ/∂F, [m, g]. */
  readonly byFactor: Matrix;
  /** ∂φ/∂Σ, [m, m], symmetric; undefined where Σ has no say in it. */
  readonly byCovariance: Matrix | undefined;
}

/**
 * Share of each answer's variance that is added to it as noise when several queries are asked together, and the least of it in units of the
 * variance's rounding: two queries that have met would otherwise leave Σ singular, and rounding would read as leakage. Noise lowers the leakage, by
 * about this share unless queries nearly coincide; what is reported is computed without it.
 */
const ANSWER_NOISE = { share: 1e-9, roundings: 16 };

/**
 * φ and its slopes:
 *   kl             ln u for one record (KL is an increasing function of u), ln KL for a group
 *   auc            ln u for one record, ln(−ln(2(1 − AUC))) for a group
 *   mean-distance  ln of ½ · mean of (Fβ)²
 *
 * @param factor F, [m, g]
 * @param covariance Σ, [m, m]
 * @param rounding estimated rounding error of each variance, [m]
 * @returns undefined where φ is not finite: a variance that is not positive, or no leakage at all. O(m³ + m²g + g³)
 */
export function slopesAt(
  objective: Objective,
  target: Target,
  factor: Matrix,
  covariance: Matrix,
  rounding: Float64Array,
): Slopes | undefined {
  const slopes =
    objective === 'mean-distance'
      ? meanDistanceSlopes(target, factor)
      : ratioSlopes(objective, target, factor, withNoise(covariance, rounding));
  return slopes !== undefined && Number.isFinite(slopes.value) ? slopes : undefined;
}

/** The objective itself at φ: nats, target units squared, or an area. O(1). */
export function objectiveAt(objective: Objective, { ownPair, records }: Target, value: number): number {
  if (objective === 'mean-distance') return Math.exp(value);
  if (records.length > 1) return objective === 'kl' ? Math.exp(value) : 1 - Math.exp(-Math.exp(value)) / 2;
  const [mode] = ownPair.modes as readonly [Mode];
  // δ²/u is the same for all queries.
  const shiftPerRatio = mode.varianceRatio > 0 ? mode.shiftSquared / mode.varianceRatio : 0;
  const u = Math.exp(value);
  const pair = gaussianPair(u, u * shiftPerRatio, ownPair.outputs);
  return objective === 'kl' ? klWithoutWith(pair) : exactAuc(pair);
}

function meanDistanceSlopes({ weights, weightProducts }: Target, factor: Matrix): Slopes {
  const squares = multiply(factor, weights).data.reduce((sum, value) => sum + value * value, 0);
  const byFactor = multiply(factor, weightProducts);
  for (let i = 0; i < byFactor.data.length; i++) byFactor.data[i] = (2 * (byFactor.data[i] as number)) / squares;
  return { value: Math.log(squares / (2 * factor.rows * weights.cols)), byFactor, byCovariance: undefined };
}

function ratioSlopes(objective: 'kl' | 'auc', target: Target, factor: Matrix, covariance: Matrix): Slopes | undefined {
  const solved = solvePositive(covariance, factor);
  if (solved === undefined) return undefined;
  const { value, slope } = ratioSlope(objective, target, multiply(transpose(factor), solved));
  const half = multiply(solved, slope);
  return {
    value,
    byFactor: scaled(half, 2),
    byCovariance: scaled(multiply(half, transpose(solved)), -1),
  };
}

/** φ and S = ∂φ/∂M. */
export interface RatioSlope {
  readonly value: number;
  readonly slope: Matrix;
}

/** φ of `kl` or `auc` and its slope in M = FᵀΣ⁻¹F, [g, g]. O(g³). */
export function ratioSlope(objective: 'kl' | 'auc', target: Target, ratio: Matrix): RatioSlope {
  return ratio.rows === 1 ? logRatio(ratio.data[0] as number) : groupSlope(objective, target, ratio);
}

function logRatio(u: number): RatioSlope {
  return { value: Math.log(u), slope: matrix(1, 1, Float64Array.of(1 / u)) };
}

/** KL = ½[C(tr M − ln|I + M|) + tr(βᵀMβ)], so ∂KL/∂M = ½[C(I − (I + M)⁻¹) + ββᵀ]. */
function groupSlope(objective: 'kl' | 'auc', { weights, weightProducts }: Target, ratio: Matrix): RatioSlope {
  if (objective === 'auc') return groupAucSlope(ratio, weights);
  const g = ratio.rows;
  const dense = new MlMatrix(Array.from({ length: g }, (_, i) => Array.from(ratio.data.subarray(i * g, (i + 1) * g))));
  const { realEigenvalues, eigenvectorMatrix: vectors } = new EigenvalueDecomposition(dense, { assumeSymmetric: true });
  // I − (I + M)⁻¹ has the eigenvalues u/(1 + u).
  const shares = MlMatrix.diag(realEigenvalues.map((u) => Math.max(0, u) / (1 + Math.max(0, u))));
  const growth = vectors.mmul(shares).mmul(vectors.transpose()).to1DArray();
  const kl = klWithoutWith(pairOfRatio(ratio, weights));
  const slope = weightProducts.data.map((product, i) => (weights.cols * (growth[i] as number) + product) / (2 * kl));
  return { value: Math.log(kl), slope: matrix(g, g, slope) };
}

/** Σ with the noise of answers that are given together. */
function withNoise(covariance: Matrix, rounding: Float64Array): Matrix {
  const m = covariance.rows;
  if (m < 2) return covariance;
  const { share, roundings } = ANSWER_NOISE;
  const out = matrix(m, m, covariance.data.slice());
  rounding.forEach((error, i) => {
    const variance = out.data[i * (m + 1)] as number;
    out.data[i * (m + 1)] = variance + Math.max(share * variance, roundings * error);
  });
  return out;
}

/** Σ⁻¹F by a Cholesky factor; undefined where a pivot is not positive. */
function solvePositive(covariance: Matrix, f: Matrix): Matrix | undefined {
  const m = covariance.rows;
  const root = covariance.data.slice();
  const out = matrix(m, f.cols, f.data.slice());
  for (let i = 0; i < m; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = root[i * m + j] as number;
      for (let k = 0; k < j; k++) sum -= (root[i * m + k] as number) * (root[j * m + k] as number);
      if (i > j) root[i * m + j] = sum / (root[j * (m + 1)] as number);
      else if (sum > 0) root[i * (m + 1)] = Math.sqrt(sum);
      else return undefined;
    }
  }
  const at = (i: number, c: number) => i * f.cols + c;
  for (let c = 0; c < f.cols; c++) {
    for (let i = 0; i < m; i++) {
      let sum = out.data[at(i, c)] as number;
      for (let k = 0; k < i; k++) sum -= (root[i * m + k] as number) * (out.data[at(k, c)] as number);
      out.data[at(i, c)] = sum / (root[i * (m + 1)] as number);
    }
    for (let i = m - 1; i >= 0; i--) {
      let sum = out.data[at(i, c)] as number;
      for (let k = i + 1; k < m; k++) sum -= (root[k * m + i] as number) * (out.data[at(k, c)] as number);
      out.data[at(i, c)] = sum / (root[i * (m + 1)] as number);
    }
  }
  return out;
}

function scaled(m: Matrix, by: number): Matrix {
  return matrix(
    m.rows,
    m.cols,
    m.data.map((value) => by * value),
  );
}
