// What do questions to the model tell, and how should they be changed to tell more? For many questions at once, each about its own record or
// group. Called by the search, the pool, landscapes and reconstruction.

import type { RunOptions } from '../base/progress.ts';
import type { GaussianProcess } from '../gp/gaussianProcess.ts';
import { multiply } from '../gp/gaussianProcess.ts';
import type { PairSide } from '../gp/tileFinisher.ts';
import { rowSquaredNorms } from '../linalg/matrix.ts';
import { inSharedMemory } from '../linalg/tiles.ts';
import { klWithoutWith } from '../lood/divergences.ts';
import type { GaussianPair } from '../lood/gaussianPair.ts';
import { roundedQueryPair } from '../lood/pairs.ts';
import { exactAuc } from '../membership/auc.ts';
import { type Answer, type Answers, answersTo, type Question } from './answers.ts';
import { type Objective, slopesAt } from './objective.ts';
import { queryGradients } from './queryGradient.ts';
import type { Targets } from './target.ts';

export type { Question };

/** φ of objective.ts and its gradient, m·d values. */
export interface Evaluation {
  /** −Infinity where it cannot be computed. */
  readonly value: number;
  readonly gradient: Float64Array;
}

/** LOOD at the queries of one question. */
export interface Leakage {
  readonly pair: GaussianPair;
  /** KL(without ‖ with), nats. */
  readonly kl: number;
  /** Target units squared. */
  readonly meanDistance: number;
  readonly auc: number;
  /** v_with at the first query, target units squared. */
  readonly variance: number;
  /** Estimated relative error of the variances, by rounding. */
  readonly relativeRounding: number;
}

export interface QueryEvaluator {
  /** d. */
  readonly dimensions: number;
  /** φ and gradients; questions all have as many queries. 4n²·Bm + 4n·d·Bm flops. */
  gradients(objective: Objective, questions: readonly Question[]): Promise<Evaluation[]>;
  /** φ alone. 4n²·Bm + 2n·d·Bm flops. */
  values(objective: Objective, questions: readonly Question[]): Promise<number[]>;
  /** What each question tells, to full precision; undefined where rounding hides the answers. 4n²·Bm + 2n·d·Bm flops. */
  leakages(questions: readonly Question[]): Promise<(Leakage | undefined)[]>;
}

/** Queries that are evaluated together at most: enough for the products to run at full speed, few enough for the caches. */
export const BATCH = 64;

/** Variances known to fewer than this many units of their rounding have no slope worth following; of many queries, to fewer than this many for each. */
const RESOLVED = 16;
const RESOLVED_OF_EACH = 4;

/** @param targets what questions may be about */
export function queryEvaluator(gp: GaussianProcess, targets: Targets, run: RunOptions = {}): QueryEvaluator {
  const shared: GaussianProcess = { ...gp, inputs: inSharedMemory(gp.inputs) };
  const side: PairSide = { inputs: shared.inputs, norms: rowSquaredNorms(shared.inputs) };
  const quiet: RunOptions = { signal: run.signal };
  const answers = (questions: readonly Question[]) => answersTo(shared, side, targets, questions, quiet);
  const none = (question: Question) => new Float64Array(question.queries.length);

  const slopesOf = (objective: Objective, { list }: Answers, batch: readonly Question[]) =>
    list.map((answer, b) =>
      isResolved(answer)
        ? slopesAt(objective, (batch[b] as Question).target, answer.factor, answer.covariance, answer.rounding)
        : undefined,
    );

  return {
    dimensions: gp.inputs.cols,
    values: (objective, questions) =>
      inBatches(gp, questions, async (batch) =>
        slopesOf(objective, await answers(batch), batch).map((slopes) => slopes?.value ?? Number.NEGATIVE_INFINITY),
      ),
    gradients: (objective, questions) =>
      inBatches(gp, questions, async (batch) => {
        const answered = await answers(batch);
        const slopes = slopesOf(objective, answered, batch);
        const gradients = await queryGradients(shared, targets, batch, answered, slopes, quiet);
        return batch.map((question, b) => {
          const gradient = gradients[b];
          const isUsable = gradient?.every(Number.isFinite) === true;
          return isUsable
            ? { value: slopes[b]?.value as number, gradient }
            : { value: Number.NEGATIVE_INFINITY, gradient: none(question) };
        });
      }),
    leakages: (questions) =>
      inBatches(gp, questions, async (batch) => {
        const { list } = await answers(batch);
        return list.map((answer, b) => leakageOf(answer, batch[b] as Question));
      }),
  };
}

async function inBatches<Result>(
  gp: GaussianProcess,
  questions: readonly Question[],
  evaluate: (batch: readonly Question[]) => Promise<Result[]>,
): Promise<Result[]> {
  const m = (questions[0]?.queries.length ?? 0) / gp.inputs.cols;
  const size = Math.max(1, Math.floor(BATCH / m));
  const out: Result[] = [];
  for (let i = 0; i < questions.length; i += size) out.push(...(await evaluate(questions.slice(i, i + size))));
  return out;
}

function isResolved({ covariance, rounding }: Answer): boolean {
  const m = covariance.cols;
  const least = Math.max(RESOLVED, RESOLVED_OF_EACH * m);
  return rounding.every((error, i) => (covariance.data[i * (m + 1)] as number) > least * error);
}

function leakageOf({ factor, covariance, rounding }: Answer, { target }: Question): Leakage | undefined {
  if (!isResolved({ factor, covariance, rounding })) return undefined;
  const { pair, relativeRounding } = roundedQueryPair({
    withRecords: { covariance, rounding },
    change: { factor, weights: target.weights },
  });
  const shift = multiply(factor, target.weights).data;
  return {
    pair,
    kl: klWithoutWith(pair),
    meanDistance: shift.reduce((sum, value) => sum + value * value, 0) / (2 * shift.length),
    auc: exactAuc(pair),
    variance: covariance.data[0] as number,
    relativeRounding,
  };
}
