// Which questions tell most about each of the chosen records? Searches in waves, each of which is kept when it is finished. Called by findQueries.ts
// and reconstructRecords.ts.

import { AuditError } from '../../base/errors.ts';
import type { RunOptions } from '../../base/progress.ts';
import { type Matrix, rowOf, rowSquaredNorms } from '../../linalg/matrix.ts';
import { type Evaluation, type Leakage, type QueryEvaluator, queryEvaluator } from '../../query/evaluateQueries.ts';
import { type Objective, objectiveAt } from '../../query/objective.ts';
import { inner, norm } from '../../query/optimizers/optimizer.ts';
import { answerPool, choosePoolRows } from '../../query/poolSearch.ts';
import { type FinishedStart, type SearchOutcome, searchQueries } from '../../query/searchQueries.ts';
import { prepareTargets, type Target, type Targets } from '../../query/target.ts';
import type { FittedSubject } from '../fitSubject.ts';
import { openCheckpoint } from './checkpoint.ts';
import type { SearchSettings } from './options.ts';
import type { Planner } from './plans.ts';
import { calibratedScale, shrinkInto } from './queryScale.ts';

/** A start with what it came to. */
export interface FoundStart extends Omit<FinishedStart, 'point' | 'steps' | 'trace'> {
  /** Null for a start that failed. */
  readonly kl: number | null;
  readonly point: Float64Array | null;
}

/** The outcome of one search. */
export interface Found {
  /** Positions of the differing records. */
  readonly positions: readonly number[];
  /** The best point, m·d standardized values, at the scale at which it is reported. */
  readonly point: Float64Array;
  readonly leakage: Pick<Leakage, 'kl' | 'meanDistance' | 'auc' | 'variance'> & { readonly varianceRatio: number };
  readonly ownKl: number;
  readonly ownMeanDistance: number;
  readonly gradientNorm: number;
  readonly gradientNormAtRecord: number | null;
  readonly starts: readonly FoundStart[];
  readonly best: number;
  /** The objective at the best start and after each of its iterations. */
  readonly trace: readonly number[];
  readonly steps: FinishedStart['steps'];
}

/** Starts of one wave: enough for full batches, few enough that an interruption loses little. */
const WAVE_STARTS = 256;

/**
 * Searches about each group. Waves are independent of each other, so that a run that was interrupted ends with the same numbers.
 *
 * @throws AuditError CANCELLED, NUMERICAL_FAILURE when all starts of a search fail
 */
export async function runSearches(
  fitted: FittedSubject,
  groups: readonly (readonly number[])[],
  settings: SearchSettings,
  planner: Planner,
  checkpointPath: string | undefined,
  run: RunOptions,
): Promise<Found[]> {
  const checkpoint = await openCheckpoint<Found[]>(checkpointPath, [fitted.settings, fitted.dataset.sha256, groups, planner.key]);
  const size = Math.max(1, Math.floor(WAVE_STARTS / planner.starts));
  const found: Found[] = checkpoint.finished.flat();
  while (found.length < groups.length) {
    const wave = groups.slice(found.length, found.length + size);
    const done = found.length;
    const part = await searchWave(fitted, wave, settings, planner, partOf(run, done, wave.length, groups.length));
    found.push(...part);
    await checkpoint.add(part);
  }
  await checkpoint.remove();
  return found;
}

async function searchWave(
  fitted: FittedSubject,
  groups: readonly (readonly number[])[],
  settings: SearchSettings,
  planner: Planner,
  run: RunOptions,
): Promise<Found[]> {
  const { gp, identities } = fitted;
  const targets = await prepareTargets(gp, identities, groups, { signal: run.signal });
  const evaluator = queryEvaluator(gp, targets, run);
  const outcomes =
    planner.pool === null
      ? await searchQueries(
          evaluator,
          targets.list.map((target) => planner.plan(target, targets)),
          { ...settings, keepSteps: 'some' },
          run,
        )
      : await searchPool(fitted, planner.pool.rows, targets, settings, planner, run);
  const found: Found[] = [];
  for (const outcome of outcomes) found.push(await foundOf(fitted, evaluator, targets, settings, planner, outcome));
  return found;
}

async function searchPool(
  { gp }: FittedSubject,
  pool: Matrix,
  targets: Targets,
  { objective }: SearchSettings,
  planner: Planner,
  run: RunOptions,
): Promise<SearchOutcome[]> {
  const answers = await answerPool(gp, targets, pool, planner.queries > 1, run);
  const outcomes: SearchOutcome[] = [];
  for (const target of targets.list) {
    const { rows, value } = await choosePoolRows(
      gp,
      answers,
      objective,
      target,
      planner.queries,
      planner.allowedRows(target),
      run,
    );
    const point = Float64Array.from(rows.flatMap((row) => Array.from(rowOf(pool, row))));
    const from = `${rows.length === 1 ? 'row' : 'rows'} ${rows.join(', ')} of the pool`;
    const start = {
      from,
      status: 'converged',
      value,
      point,
      gradientNorm: 0,
      iterations: 0,
      evaluations: 0,
      trace: [value],
      steps: [],
    } as const;
    outcomes.push({ target, starts: [start], best: 0 });
  }
  return outcomes;
}

/** What a search came to, at the scale at which its query is reported. */
async function foundOf(
  fitted: FittedSubject,
  evaluator: QueryEvaluator,
  targets: Targets,
  settings: SearchSettings,
  planner: Planner,
  { target, starts, best }: SearchOutcome,
): Promise<Found> {
  const top = starts[best] as FinishedStart;
  if (top.status === 'failed') throw allFailed(target, top.reason ?? '');
  const going = starts.filter(({ status }) => status !== 'failed');
  const leakages = await evaluator.leakages(going.map(({ point }) => ({ target, queries: point })));
  const leakageOf = (start: FinishedStart) => leakages[going.indexOf(start)];
  const point = planner.isScaleFree ? rescaled(fitted, planner, top.point, leakageOf(top)) : top.point;
  const [leakage] = await evaluator.leakages([{ target, queries: point }]);
  if (leakage === undefined) throw allFailed(target, 'rounding hides what the model answers to its best query');
  const { kl, meanDistance, auc, variance, pair } = leakage;
  return {
    positions: target.records,
    point,
    leakage: { kl, meanDistance, auc, variance, varianceRatio: pair.modes[0]?.varianceRatio ?? 0 },
    ownKl: target.ownKl,
    ownMeanDistance: target.ownMeanDistance,
    gradientNorm: top.gradientNorm,
    gradientNormAtRecord: await gradientNormAtRecord(fitted, evaluator, targets, planner, settings.objective, target),
    starts: starts.map((start): FoundStart => {
      const { point: end, steps: _, trace: __, ...rest } = start;
      return { ...rest, kl: leakageOf(start)?.kl ?? null, point: start.status === 'failed' ? null : end };
    }),
    best,
    trace: top.trace.map((value) => objectiveAt(settings.objective, target, value)),
    steps: top.steps,
  };
}

/** ‖∇φ‖·‖query‖ at the own queries, without what the domain forbids; null where they may not be asked, or are not as many as the queries. */
async function gradientNormAtRecord(
  { gp }: FittedSubject,
  evaluator: QueryEvaluator,
  targets: Targets,
  planner: Planner,
  objective: Objective,
  target: Target,
): Promise<number | null> {
  if (planner.pool !== null || planner.exclude !== null || planner.queries !== target.records.length) return null;
  const queries = Float64Array.from(target.records.flatMap((s) => Array.from(rowOf(gp.inputs, s))));
  const [evaluation] = await evaluator.gradients(objective, [{ target, queries }]);
  const gradient = (evaluation as Evaluation).gradient.slice();
  planner.plan(target, targets).domain.confine(queries, gradient);
  return norm(gradient) * (norm(queries) || 1);
}

function rescaled(
  { gp }: FittedSubject,
  { range, queries }: Planner,
  point: Float64Array,
  leakage: Leakage | undefined,
): Float64Array {
  // Of several queries none need be a multiple of a record: they get the size of one.
  const factor =
    leakage !== undefined && queries === 1
      ? calibratedScale(leakage, gp.noiseVariance)
      : Math.sqrt((typicalSquaredNorm(gp.inputs) * queries) / inner(point, point));
  const scaled = point.map((value) => factor * value);
  const shrink = shrinkInto(range, scaled);
  return shrink < 1 ? scaled.map((value) => shrink * value) : scaled;
}

function typicalSquaredNorm(inputs: Matrix): number {
  const norms = rowSquaredNorms(inputs).sort();
  return norms[Math.floor(norms.length / 2)] as number;
}

function allFailed({ records }: Target, reason: string): AuditError {
  return new AuditError(
    'NUMERICAL_FAILURE',
    {
      expected: `a start from which the search about position ${records.join(', ')} can go on`,
      got: `none: ${reason}`,
      try: 'other --init, more --starts, or a larger --noise-variance',
    },
    { positions: records },
  );
}

/** Progress of a part as that of the whole. */
function partOf({ onProgress, signal }: RunOptions, before: number, own: number, all: number): RunOptions {
  return {
    signal,
    onProgress({ stage, done, total }) {
      onProgress?.({ stage, done: Math.round(1000 * (before + (own * done) / total)), total: 1000 * all });
    },
  };
}
