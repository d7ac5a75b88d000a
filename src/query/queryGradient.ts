// Which way must each query move for φ to rise? From the slopes of φ in F and Σ (objective.ts) by the chain rule, for a whole batch in one product
// with the training inputs. Called by evaluateQueries.ts.
// With C = k(Q, X), F = C H and Σ = K_QQ − C P Cᵀ:   ∂φ/∂C = (∂φ/∂F) Hᵀ − 2 (∂φ/∂Σ) C P,   ∂φ/∂K_QQ = ∂φ/∂Σ,
// and a kernel of t has ∇_q k(q, x) = ∂k/∂t x + 2 ∂k/∂‖q‖² q for t = q·x, or 2 ∂k/∂t (q − x) for t = ‖q − x‖².

import type { RunOptions } from '../base/progress.ts';
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
  const isDistance = gp.kernel.pairwise?.statistic === 'squaredDistance';
  const { weighted, own } = weightedDerivatives(answers, targets, questions, slopes, isDistance);
  const products = await gp.engine.transposedProduct(weighted, gp.inputs, run);
  return questions.map(({ queries }, b) => {
    const slope = slopes[b];
    if (slope === undefined) return undefined;
    const gradient = new Float64Array(m * d);
    for (let i = 0, at = 0; i < m; i++) {
      const row = b * m + i;
      const ownFactor = 2 * (own[row] as number);
      const productFactor = isDistance ? -2 : 1;
      for (let c = 0; c < d; c++, at++) {
        gradient[at] = productFactor * (products.data[row * d + c] as number) + ownFactor * (queries[at] as number);
      }
    }
    addPriorGradient(gp, matrix(m, d, queries), slope, gradient);
    return gradient;
  });
}

interface WeightedDerivatives {
  /** ∂φ/∂C ∘ ∂k/∂t, transposed: [n, B·m], in shared memory. */
  readonly weighted: Matrix;
  /** What multiplies 2q: Σ_x ∂φ/∂C ∂k/∂‖q‖², or Σ_x ∂φ/∂C ∂k/∂t for a kernel of distances. */
  readonly own: Float64Array;
}

function weightedDerivatives(
  { cross, predictor }: Answers,
  { influence }: Targets,
  questions: readonly Question[],
  slopes: readonly (Slopes | undefined)[],
  isDistance: boolean,
): WeightedDerivatives {
  const { rows: n, cols } = cross.values;
  const m = cols / questions.length;
  const weighted = matrix(n, cols, sharedArray(n * cols));
  const own = new Float64Array(cols);
  const byPair = cross.byPair.data;
  const byNorm = cross.byQueryNorm.data;
  for (let j = 0; j < n; j++) {
    for (let b = 0; b < questions.length; b++) {
      const slope = slopes[b];
      if (slope === undefined) continue;
      const { column, records } = (questions[b] as Question).target;
      const { byFactor, byCovariance } = slope;
      const start = j * cols + b * m;
      for (let i = 0; i < m; i++) {
        let weight = 0;
        for (let g = 0; g < records.length; g++) {
          weight +=
            (byFactor.data[i * records.length + g] as number) * (influence.data[j * influence.cols + column + g] as number);
        }
        if (byCovariance !== undefined) {
          for (let k = 0; k < m; k++) {
            weight -= 2 * (byCovariance.data[i * m + k] as number) * (predictor.data[start + k] as number);
          }
        }
        const pull = weight * (byPair[start + i] as number);
        weighted.data[start + i] = pull;
        own[b * m + i] = (own[b * m + i] as number) + (isDistance ? pull : weight * (byNorm[start + i] as number));
      }
    }
  }
  return { weighted, own };
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
