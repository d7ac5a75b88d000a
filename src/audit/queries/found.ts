// What do finished searches tell? Their best queries at the scale at which they are reported, and what each start came to. Called by searchWave.ts.

import { AuditError } from '../../base/errors.ts';
import { rowOf } from '../../linalg/matrix.ts';
import type { Leakage, QueryEvaluator } from '../../query/evaluateQueries.ts';
import { type Objective, objectiveAt } from '../../query/objective.ts';
import { norm } from '../../query/optimizers/optimizer.ts';
import type { FinishedStart, SearchOutcome } from '../../query/searchQueries.ts';
import type { Target } from '../../query/target.ts';
import { cosine } from '../../reconstruction/metrics.ts';
import type { FittedSubject } from '../fitSubject.ts';
import type { Planner } from './plans.ts';
import { rescaled } from './queryScale.ts';

/** A start with what it came to. */
export interface FoundStart {
  readonly from: string;
  readonly status: FinishedStart['status'];
  readonly reason?: string | undefined;
  /** φ of objective.ts. */
  readonly value: number;
  readonly iterations: number;
  readonly evaluations: number;
  /** Null for a start that failed. */
  readonly kl: number | null;
  /** Of the query most like a record, of a group the smallest over its records; null for a start that failed. */
  readonly cosineToRecord: number | null;
}

/** The outcome of one search. */
export interface Found {
  /** Positions of the differing records. */
  readonly positions: readonly number[];
  /** The best point, m·d standardized values, at the scale at which it is reported. */
  readonly point: Float64Array;
  readonly leakage: Pick<Leakage, 'kl' | 'meanDistance' | 'auc'>;
  readonly ownKl: number;
  readonly ownMeanDistance: number;
  readonly gradientNorm: number;
  readonly gradientNormAtRecord: number | null;
  readonly starts: readonly FoundStart[];
  readonly best: number;
  /** The objective at the best start and after each of its iterations. */
  readonly trace: readonly number[];
  /** Points on the way of the best start, where they are wanted. */
  readonly steps: FinishedStart['steps'];
}

/**
 * What the searches came to. Questions about all of them are asked together: three for each search and one for each start, each 4n² + 2n·d flops.
 *
 * @throws AuditError NUMERICAL_FAILURE where a search has no start that did not fail
 */
export async function foundOf(
  fitted: FittedSubject,
  evaluator: QueryEvaluator,
  planner: Planner,
  objective: Objective,
  outcomes: readonly SearchOutcome[],
): Promise<Found[]> {
  const best = outcomes.map(({ target, starts, best: index }) => {
    const top = starts[index] as FinishedStart;
    if (top.status === 'failed') throw allFailed(fitted, planner, target, top.reason ?? '');
    return top;
  });
  const atStarts = await leakagesAtStarts(evaluator, outcomes);
  const points = best.map((top) =>
    planner.isScaleFree ? rescaled(fitted.gp, planner, top.point, atStarts.get(top)) : top.point,
  );
  const atPoints = await evaluator.leakages(outcomes.map(({ target }, i) => ({ target, queries: points[i] as Float64Array })));
  const normsAtRecords = await gradientNormsAtRecords(
    fitted,
    evaluator,
    planner,
    objective,
    outcomes.map(({ target }) => target),
  );
  return outcomes.map(({ target, starts, best: index }, i): Found => {
    const leakage = atPoints[i];
    if (leakage === undefined)
      throw allFailed(fitted, planner, target, 'rounding hides what the model answers to its best query');
    const { kl, meanDistance, auc } = leakage;
    const { gradientNorm, trace, steps } = best[i] as FinishedStart;
    return {
      positions: target.records,
      point: points[i] as Float64Array,
      leakage: { kl, meanDistance, auc },
      ownKl: target.ownKl,
      ownMeanDistance: target.ownMeanDistance,
      gradientNorm,
      gradientNormAtRecord: normsAtRecords[i] ?? null,
      starts: starts.map((start) => foundStart(fitted, target, start, atStarts.get(start))),
      best: index,
      trace: trace.map((value) => objectiveAt(objective, target, value)),
      steps,
    };
  });
}

function foundStart(fitted: FittedSubject, { records }: Target, start: FinishedStart, leakage: Leakage | undefined): FoundStart {
  const { from, status, reason, value, iterations, evaluations, point } = start;
  return {
    from,
    status,
    ...(reason !== undefined && { reason }),
    value,
    iterations,
    evaluations,
    kl: leakage?.kl ?? null,
    cosineToRecord: status === 'failed' ? null : cosineToRecords(fitted, point, records),
  };
}

async function leakagesAtStarts(
  evaluator: QueryEvaluator,
  outcomes: readonly SearchOutcome[],
): Promise<Map<FinishedStart, Leakage | undefined>> {
  const going = outcomes.flatMap(({ target, starts }) =>
    starts.filter(({ status }) => status !== 'failed').map((start) => ({ target, start })),
  );
  const told = await evaluator.leakages(going.map(({ target, start }) => ({ target, queries: start.point })));
  return new Map(going.map(({ start }, i) => [start, told[i]]));
}

/** The cosine of each record and the query most like it, the smallest over the records. */
export function cosineToRecords({ gp }: FittedSubject, point: Float64Array, positions: readonly number[]): number {
  const d = gp.inputs.cols;
  const queries = Array.from({ length: point.length / d }, (_, i) => point.subarray(i * d, (i + 1) * d));
  return Math.min(...positions.map((s) => Math.max(...queries.map((query) => cosine(query, rowOf(gp.inputs, s))))));
}

/** ‖∇φ‖·‖query‖ at the own queries, without what the domain forbids; null where they may not be asked, are not as many as the queries, or tell nothing. */
async function gradientNormsAtRecords(
  { gp }: FittedSubject,
  evaluator: QueryEvaluator,
  planner: Planner,
  objective: Objective,
  targets: readonly Target[],
): Promise<(number | null)[]> {
  if (!planner.mayAskRecord || planner.queries !== targets[0]?.records.length) return [];
  const questions = targets.map((target) => ({
    target,
    queries: Float64Array.from(target.records.flatMap((s) => Array.from(rowOf(gp.inputs, s)))),
  }));
  const evaluations = await evaluator.gradients(objective, questions);
  return questions.map(({ target, queries }, i) => {
    const evaluation = evaluations[i];
    if (evaluation === undefined || !Number.isFinite(evaluation.value)) return null;
    const gradient = evaluation.gradient.slice();
    planner.domain(target).confine(queries, gradient);
    return norm(gradient) * (norm(queries) || 1);
  });
}

function allFailed({ prepared }: FittedSubject, { exclude }: Planner, { records }: Target, reason: string): AuditError {
  const rows = records.map((s) => prepared.rows[s] as number);
  const named = rows.length > 5 ? `${rows.slice(0, 5).join(', ')} and others` : rows.join(', ');
  return new AuditError(
    'NUMERICAL_FAILURE',
    {
      expected: `a start from which the search about ${rows.length === 1 ? 'record' : 'records'} ${named} can go on`,
      got: `none: ${reason}`,
      try: `${exclude === null ? '' : 'a smaller --exclude-radius, '}other --init, more --starts, or a larger --noise-variance`,
    },
    { records: rows },
  );
}
