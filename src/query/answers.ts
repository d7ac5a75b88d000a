// What does the model answer to a batch of queries, and how much of each answer is due to the records in question? One product with the training
// inputs and two with the factored inverse, whatever the number of records. Called by evaluateQueries.ts.

import type { RunOptions } from '../base/progress.ts';
import { type CrossDerivatives, crossDerivatives } from '../gp/crossDerivatives.ts';
import type { GaussianProcess } from '../gp/gaussianProcess.ts';
import type { PairSide } from '../gp/tileFinisher.ts';
import { type Matrix, matrix } from '../linalg/matrix.ts';
import type { Target, Targets } from './target.ts';

/** m queries asked together, about one target. */
export interface Question {
  readonly target: Target;
  /** m·d values, query by query, in the kernel's inputs. */
  readonly queries: Float64Array;
}

/** The answers to a question, as objective.ts and lood/pairs.ts take them. */
export interface Answer {
  /** F, [m, g]. */
  readonly factor: Matrix;
  /** Σ with the records, [m, m]. */
  readonly covariance: Matrix;
  /** Estimated rounding error of each variance, [m]. */
  readonly rounding: Float64Array;
}

/** The answers to a batch, and what their derivatives are made of. */
export interface Answers {
  /** All queries, [B·m, d]. */
  readonly queries: Matrix;
  readonly cross: CrossDerivatives;
  /** P k(X, Q), [n, B·m]. */
  readonly predictor: Matrix;
  readonly list: readonly Answer[];
}

/**
 * Answers to B questions of m queries each. 4n²·Bm flops for the inverse, 2n·d·Bm for the covariances, and O(n·Bm(m + g)).
 *
 * @param inputs the training inputs with their squared norms
 * @throws AuditError SHAPE_MISMATCH, NUMERICAL_FAILURE, CANCELLED
 */
export async function answersTo(
  gp: GaussianProcess,
  inputs: PairSide,
  targets: Targets,
  questions: readonly Question[],
  run: RunOptions,
): Promise<Answers> {
  const d = gp.inputs.cols;
  const m = (questions[0] as Question).queries.length / d;
  const queries = matrix(questions.length * m, d);
  questions.forEach((question, b) => {
    queries.data.set(question.queries, b * m * d);
  });
  const cross = await crossDerivatives(gp.engine, gp.kernel, queries, inputs, run);
  const whitened = await gp.factor.applyLower(cross.values, run);
  const predictor = await gp.factor.applyTransposed(whitened, run);

  const factors = changes(cross.values, targets.influence, questions, m);
  const squares = columnSquares(predictor);
  const explained = blockProducts(whitened, m);
  // As posteriorFrom: the factor is that of A + E with |E| of about machine epsilon · |A|.
  const perturbation = gp.priorTrace + gp.factor.size * gp.noiseVariance;
  const list = questions.map((question, b): Answer => {
    const covariance = gp.kernel.gram(matrix(m, d, question.queries));
    const rounding = new Float64Array(m);
    for (let i = 0; i < m; i++) {
      const prior = covariance.data[i * (m + 1)] as number;
      rounding[i] = Number.EPSILON * (prior + perturbation * (squares[b * m + i] as number));
    }
    const from = explained.subarray(b * m * m, (b + 1) * m * m);
    for (let i = 0; i < covariance.data.length; i++) covariance.data[i] = (covariance.data[i] as number) - (from[i] as number);
    return { factor: factors[b] as Matrix, covariance, rounding };
  });
  return { queries, cross, predictor, list };
}

/** F = k(Q, X) H for each question. Row after row of both, so that memory is read in order. */
function changes(values: Matrix, influence: Matrix, questions: readonly Question[], m: number): Matrix[] {
  const factors = questions.map(({ target }) => matrix(m, target.records.length));
  const { rows: n, cols } = values;
  for (let j = 0; j < n; j++) {
    for (let b = 0; b < questions.length; b++) {
      const { column, records } = (questions[b] as Question).target;
      const { data } = factors[b] as Matrix;
      const from = j * influence.cols + column;
      for (let i = 0, at = 0; i < m; i++) {
        const k = values.data[j * cols + b * m + i] as number;
        for (let g = 0; g < records.length; g++, at++) data[at] = (data[at] as number) + k * (influence.data[from + g] as number);
      }
    }
  }
  return factors;
}

/** Sums of squares of the columns. */
function columnSquares({ rows, cols, data }: Matrix): Float64Array {
  const sums = new Float64Array(cols);
  for (let j = 0, at = 0; j < rows; j++) {
    for (let i = 0; i < cols; i++, at++) sums[i] = (sums[i] as number) + (data[at] as number) ** 2;
  }
  return sums;
}

/** VᵀV for each m columns of V that belong together, [B, m, m]. */
function blockProducts({ rows, cols, data }: Matrix, m: number): Float64Array {
  const out = new Float64Array(cols * m);
  for (let j = 0; j < rows; j++) {
    const start = j * cols;
    for (let block = 0, at = 0; block < cols; block += m) {
      for (let a = 0; a < m; a++) {
        const left = data[start + block + a] as number;
        for (let b = 0; b < m; b++, at++) out[at] = (out[at] as number) + left * (data[start + block + b] as number);
      }
    }
  }
  return out;
}
