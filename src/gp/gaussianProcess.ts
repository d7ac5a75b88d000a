// What does the model look like after training on all records? A Gaussian process factored once; every question of this library,
// also about models trained without some records, is answered from this factorization (leaveOut.ts).

import { AuditError } from '../base/errors.ts';
import type { RunOptions } from '../base/progress.ts';
import type { Kernel } from '../kernels/kernel.ts';
import type { Engine, InverseFactor } from '../linalg/engine.ts';
import { dot, type Matrix, matrix, rowOf, rowSquaredNorms, selectRows } from '../linalg/matrix.ts';
import { elementAt, type TiledLower } from '../linalg/tiles.ts';
import { crossCovariances } from './crossCovariances.ts';
import { gramMatrix } from './gramMatrix.ts';

/** A Gaussian process on the training set D′. Outputs (columns of the targets) are independent with a common kernel. */
export interface GaussianProcess {
  /** What answers questions that cost n×n work; it may have been closed, and then starts its threads anew. */
  readonly engine: Engine;
  readonly kernel: Kernel;
  /** X, [n, d]. */
  readonly inputs: Matrix;
  /** Y, [n, C]. */
  readonly targets: Matrix;
  /** σ², the same for every record and for every training set compared. */
  readonly noiseVariance: number;
  /** (K + σ²I)⁻¹ = P in factored form. */
  readonly factor: InverseFactor;
  /** α = P Y, [n, C]. */
  readonly weights: Matrix;
  /** tr K, the sum of the prior variances of the records: with σ² it bounds the condition number of K + σ²I. */
  readonly priorTrace: number;
}

/**
 * Factors K + σ²I once. (2/3)n³ + n²d flops.
 *
 * @param noiseVariance σ² > 0
 * @throws AuditError OPTION_INVALID, SHAPE_MISMATCH, NOT_POSITIVE_DEFINITE
 */
export async function fitGaussianProcess(
  engine: Engine,
  kernel: Kernel,
  inputs: Matrix,
  targets: Matrix,
  noiseVariance: number,
  run?: RunOptions,
): Promise<GaussianProcess> {
  const gram = await gramMatrix(engine, kernel, inputs, run);
  return fitToGram(engine, kernel, inputs, targets, gram, noiseVariance, run);
}

/** As fitGaussianProcess, from a Gram matrix whose storage the result takes over. */
export async function fitToGram(
  engine: Engine,
  kernel: Kernel,
  inputs: Matrix,
  targets: Matrix,
  gram: TiledLower,
  noiseVariance: number,
  run?: RunOptions,
): Promise<GaussianProcess> {
  assertNoiseVariance(noiseVariance);
  if (targets.rows !== inputs.rows) {
    throw new AuditError('SHAPE_MISMATCH', {
      expected: `as many targets as inputs (${inputs.rows})`,
      got: `${targets.rows}`,
      try: 'checking that both come from the same rows',
    });
  }
  const priorTrace = traceOf(gram);
  const factor = await engine.factor(gram, noiseVariance, run);
  const weights = await factor.solve(targets, { signal: run?.signal });
  return { engine, kernel, inputs, targets, noiseVariance, factor, weights, priorTrace };
}

/** tr K. */
export function traceOf(gram: TiledLower): number {
  let sum = 0;
  for (let i = 0; i < gram.size; i++) sum += elementAt(gram, i, i);
  return sum;
}

export function assertNoiseVariance(noiseVariance: number): void {
  if (noiseVariance > 0 && Number.isFinite(noiseVariance)) return;
  throw new AuditError('OPTION_INVALID', {
    expected: 'a noise variance above zero',
    got: `${noiseVariance}`,
    try: '--noise-variance 0.1, or --noise-variance auto',
  });
}

/** Posterior of the latent function (no σ² added). */
export interface Posterior {
  /** [m, C]. */
  readonly mean: Matrix;
  /** [m, m], shared by all outputs. */
  readonly covariance: Matrix;
  /** Estimated rounding error of each variance, [m]: what is left of a difference of larger numbers. */
  readonly rounding: Float64Array;
}

/** Prior covariances of the latent function at m queries. */
export interface QueryCovariances {
  /** k(Q, X), [m, n]. */
  readonly cross: Matrix;
  /** k(Q, Q), [m, m]. */
  readonly prior: Matrix;
}

/**
 * Covariances of arbitrary queries [m, d]; not for a precomputed kernel, which knows only its records. O(mnd).
 *
 * @throws AuditError SHAPE_MISMATCH, NUMERICAL_FAILURE, CANCELLED
 */
export async function covariancesOf(gp: GaussianProcess, queries: Matrix, run?: RunOptions): Promise<QueryCovariances> {
  const cross = await crossCovariances(gp.engine, gp.kernel, queries, gp.inputs, run);
  return { cross, prior: gp.kernel.gram(queries) };
}

/**
 * Covariances of training records asked as queries, for every kernel; of a precomputed Gram matrix the same means of mirror images that
 * gramMatrix takes. O(mnd).
 *
 * @throws AuditError RECORDS_INVALID for a position that is not below n
 */
export async function covariancesOfRecords(
  gp: GaussianProcess,
  positions: readonly number[],
  run?: RunOptions,
): Promise<QueryCovariances> {
  const n = gp.inputs.rows;
  const wrong = positions.find((position) => !Number.isInteger(position) || position < 0 || position >= n);
  if (wrong !== undefined) {
    throw new AuditError('RECORDS_INVALID', {
      expected: `positions of records from 0 to ${n - 1}`,
      got: `${wrong}`,
      try: 'asking for existing records',
    });
  }
  if (gp.kernel.pairwise !== undefined) return covariancesOf(gp, selectRows(gp.inputs, positions), run);
  const { data } = gp.inputs;
  const cross = matrix(positions.length, n);
  positions.forEach((s, i) => {
    for (let j = 0; j < n; j++) cross.data[i * n + j] = ((data[s * n + j] as number) + (data[j * n + s] as number)) / 2;
  });
  return { cross, prior: transpose(selectRows(transpose(cross), positions)) };
}

/** Posterior: mean C α, covariance K_QQ − C P Cᵀ with C = k(Q, X). O(n²m). @throws AuditError CANCELLED */
export async function posterior(gp: GaussianProcess, queries: QueryCovariances, run?: RunOptions): Promise<Posterior> {
  const whitened = await gp.factor.applyLower(transpose(queries.cross), run);
  return posteriorFrom(gp, queries, { whitened, predictor: await gp.factor.applyTransposed(whitened, run) });
}

/** The products with n×n matrices that a posterior needs, one column for each query. */
export interface SolvedQueries {
  /** W Cᵀ, [n, m]. */
  readonly whitened: Matrix;
  /** P Cᵀ, [n, m]: the weights of the targets in the predictions. */
  readonly predictor: Matrix;
}

/** The posterior from its products with n×n matrices. O(nm² + nmC). */
export function posteriorFrom(gp: GaussianProcess, { cross, prior }: QueryCovariances, solved: SolvedQueries): Posterior {
  // The factor is that of A + E with |E| of about machine epsilon · |A|, which moves c P c by (Pc)ᵀ E (Pc).
  const perturbation = gp.priorTrace + gp.factor.size * gp.noiseVariance;
  const rounding = rowSquaredNorms(transpose(solved.predictor)).map(
    (squared, i) => Number.EPSILON * ((prior.data[i * (prior.cols + 1)] as number) + perturbation * squared),
  );
  return { mean: multiply(cross, gp.weights), covariance: subtractOuter(prior, solved.whitened), rounding };
}

/** A·B for the small matrices of this folder; O(rows·inner·cols). */
export function multiply(a: Matrix, b: Matrix): Matrix {
  const out = matrix(a.rows, b.cols);
  for (let i = 0; i < a.rows; i++) {
    const to = rowOf(out, i);
    for (let k = 0; k < a.cols; k++) {
      const factor = a.data[i * a.cols + k] as number;
      for (let j = 0, at = k * b.cols; j < b.cols; j++, at++) to[j] = (to[j] as number) + factor * (b.data[at] as number);
    }
  }
  return out;
}

export function transpose(a: Matrix): Matrix {
  const out = matrix(a.cols, a.rows);
  for (let i = 0; i < a.rows; i++) for (let j = 0; j < a.cols; j++) out.data[j * a.rows + i] = a.data[i * a.cols + j] as number;
  return out;
}

/** prior − VᵀV, exactly symmetric. */
function subtractOuter(prior: Matrix, v: Matrix): Matrix {
  const m = prior.rows;
  const out = matrix(m, m);
  const vt = transpose(v);
  for (let i = 0; i < m; i++) {
    const vi = rowOf(vt, i);
    for (let j = 0; j <= i; j++) {
      const value = (prior.data[i * m + j] as number) - dot(vi, rowOf(vt, j));
      out.data[i * m + j] = value;
      out.data[j * m + i] = value;
    }
  }
  return out;
}
