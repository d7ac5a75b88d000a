// Which way must each query move for φ to rise? From the slopes of φ in F and Σ (objective.ts) by the chain rule, for a whole batch in one product
// with the training inputs. Called by evaluateQueries.ts.
// With C = k(Q, X), F = C H and Σ = K_QQ − C P Cᵀ:   ∂φ/∂C = (∂φ/∂F) Hᵀ − 2 (∂φ/∂Σ) C P,   ∂φ/∂K_QQ = ∂φ/∂Σ.

import type { RunOptions } from '../base/progress.ts';
import { crossGradients } from '../gp/crossGradients.ts';
import type { GaussianProcess } from '../gp/gaussianProcess.ts';
import { type Matrix, matrix } from '../linalg/matrix.ts';
import { sharedArray } from '../linalg/tiles.ts';
import type { Answers, Question } from './answers.ts';
import type { Slopes } from './objective.ts';
import type { Targets } from './target.ts';

/**
 * ∇φ for each question, m·d values; undefined where its slopes are. 2n·d·Bm flops, and O(n·Bm(m + g)).
 *
 * @param slopes of each question's φ
 */
export async function queryGradients(
  gp: GaussianProcess,
  targets: Targets,
  questions: readonly Question[],
  answers: Answers,
  slopes: readonly (Slopes | undefined)[],
  run: RunOptions,
): Promise<(Float64Array | undefined)[]> {
  const d = gp.inputs.cols;
  const m = answers.queries.rows / questions.length;
  const weights = covarianceWeights(answers, targets, questions, slopes);
  const gradients = await crossGradients(gp.engine, gp.kernel, answers.queries, gp.inputs, answers.cross, weights, run);
  return questions.map(({ queries }, b) => {
    const slope = slopes[b];
    if (slope === undefined) return undefined;
    const gradient = gradients.data.slice(b * m * d, (b + 1) * m * d);
    addPriorGradient(gp, matrix(m, d, queries), slope, gradient);
    return gradient;
  });
}

/** ∂φ/∂C of every question, transposed: [n, B·m], in shared memory. */
function covarianceWeights(
  { predictor }: Answers,
  { influence }: Targets,
  questions: readonly Question[],
  slopes: readonly (Slopes | undefined)[],
): Matrix {
  const { rows: n, cols } = predictor;
  const m = cols / questions.length;
  const weights = matrix(n, cols, sharedArray(n * cols));
  for (let j = 0; j < n; j++) {
    for (let b = 0; b < questions.length; b++) {
      const slope = slopes[b];
      if (slope === undefined) continue;
      const { column, records } = (questions[b] as Question).target;
      const { byFactor, byCovariance } = slope;
      const start = j * cols + b * m;
      const from = j * influence.cols + column;
      for (let i = 0, at = 0; i < m; i++) {
        let weight = 0;
        for (let g = 0; g < records.length; g++, at++) {
          weight += (byFactor.data[at] as number) * (influence.data[from + g] as number);
        }
        if (byCovariance !== undefined) {
          for (let k = 0; k < m; k++) {
            weight -= 2 * (byCovariance.data[i * m + k] as number) * (predictor.data[start + k] as number);
          }
        }
        weights.data[start + i] = weight;
      }
    }
  }
  return weights;
}

/** Σ_ab (∂φ/∂Σ)_ab ∇ k(q_a, q_b): each pair of different queries counts twice, a query with itself once. */
function addPriorGradient({ kernel }: GaussianProcess, queries: Matrix, { byCovariance }: Slopes, gradient: Float64Array): void {
  if (byCovariance === undefined) return;
  const { rows: m, cols: d } = queries;
  const diagonal = kernel.diagonalGradient(queries);
  for (let i = 0, at = 0; i < m; i++) {
    const weight = byCovariance.data[i * (m + 1)] as number;
    for (let c = 0; c < d; c++, at++) gradient[at] = (gradient[at] as number) + weight * (diagonal.data[at] as number);
  }
  if (m === 1) return;
  const weights = matrix(
    m,
    m,
    byCovariance.data.map((value, at) => (at % (m + 1) === 0 ? 0 : 2 * value)),
  );
  const pairs = kernel.crossGradient(queries, queries, weights);
  for (let at = 0; at < gradient.length; at++) gradient[at] = (gradient[at] as number) + (pairs.data[at] as number);
}
