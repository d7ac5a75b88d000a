// Which questions tell most about each target? Climbs from several starts for each, and for tables the best valid row around the end of each.
// Called by the pipelines in src/audit.

import type { RunOptions } from '../base/progress.ts';
import { type BestRow, bestRows, type ClimbNumbers, isNarrow, worthClimbing } from './bestRows.ts';
import { type ClimbPlan, climbTogether, type FinishedClimb, type KeptSteps } from './climbTogether.ts';
import type { Boundary } from './constraints/boundary.ts';
import type { DiscreteDomain } from './constraints/discrete.ts';
import type { Domain } from './constraints/domain.ts';
import { BATCH, type QueryEvaluator, type Question } from './evaluateQueries.ts';
import type { Objective } from './objective.ts';
import type { OptimizerName } from './optimizers/optimizer.ts';
import type { Target } from './target.ts';
import type { RowClimb } from './validRows.ts';

export interface Start {
  /** Where it comes from, for the result: `uniform`, `record 17`. */
  readonly from: string;
  /** m·d values. */
  readonly point: Float64Array;
}

export interface SearchPlan {
  readonly target: Target;
  readonly starts: readonly Start[];
  readonly domain: Domain;
  readonly boundary?: Boundary | undefined;
  /** Where only some points of the domain are valid rows. */
  readonly discrete?: DiscreteDomain | undefined;
}

export interface SearchOptions {
  readonly objective: Objective;
  readonly optimizer: OptimizerName;
  readonly maxIterations: number;
  readonly keepSteps?: KeptSteps | undefined;
  /**
   * Ends of climbs over tables at another scale, where a kernel does not see it: a climb ends at any multiple of the best query, near most of which
   * there is no valid row.
   */
  readonly rescaled?: ((ends: readonly Question[]) => Promise<readonly Float64Array[]>) | undefined;
}

export interface FinishedStart extends FinishedClimb {
  readonly from: string;
}

export interface SearchOutcome {
  readonly target: Target;
  /** φ of objective.ts as their values. */
  readonly starts: readonly FinishedStart[];
  /** Index of the best start. */
  readonly best: number;
}

/**
 * Climbs from every start of every plan. About 15 iterations each for images; an iteration costs one evaluation or a little more.
 * Plans are independent of each other but for rounding, and results do not depend on time.
 *
 * @throws AuditError CANCELLED, NUMERICAL_FAILURE of the evaluation; a start at which the objective is not finite only ends as `failed`
 */
export async function searchQueries(
  evaluator: QueryEvaluator,
  plans: readonly SearchPlan[],
  options: SearchOptions,
  run: RunOptions = {},
): Promise<SearchOutcome[]> {
  const climbs = plans.flatMap(({ starts, domain, boundary }, group) =>
    starts.map(({ point }): ClimbPlan => ({ group, start: point, domain, boundary })),
  );
  const targetOf = (climb: number) => (plans[(climbs[climb] as ClimbPlan).group] as SearchPlan).target;
  const finished = await climb(evaluator, climbs, targetOf, options, run);
  const valid = await withValidRows(evaluator, plans, climbs, finished, options, run);
  return plans.map(({ target, starts }, group): SearchOutcome => {
    const own = valid.filter((_, i) => climbs[i]?.group === group);
    const best = own.reduce((top, { value }, i) => (value > (own[top] as FinishedClimb).value ? i : top), 0);
    return { target, starts: own.map((one, s): FinishedStart => ({ ...one, from: (starts[s] as Start).from })), best };
  });
}

function climb(
  evaluator: QueryEvaluator,
  climbs: readonly ClimbPlan[],
  targetOf: (climb: number) => Target,
  options: SearchOptions,
  run: RunOptions,
): Promise<FinishedClimb[]> {
  const queries = (climbs[0]?.start.length ?? 1) / evaluator.dimensions;
  return climbTogether(
    climbs,
    (requests) =>
      evaluator.gradients(
        options.objective,
        requests.map(({ climb: index, point }) => ({ target: targetOf(index), queries: point })),
      ),
    {
      ...options,
      queries,
      capacity: Math.max(1, Math.floor(BATCH / queries)),
      giveUp: options.optimizer === 'lbfgs' && queries === 1,
    },
    run,
  );
}

/**
 * The climbs over tables, each moved to the best valid row around its end or, in narrow tables, its start, which is the better one where the end lies far
 * from any. Climbs of one target that round to the same row go on as one; those that were given up over real numbers take part, since what is best among valid rows
 * need not have been best there.
 */
async function withValidRows(
  evaluator: QueryEvaluator,
  plans: readonly SearchPlan[],
  climbs: readonly ClimbPlan[],
  finished: readonly FinishedClimb[],
  options: SearchOptions,
  run: RunOptions,
): Promise<readonly FinishedClimb[]> {
  const rows = plans.map(() => new Map<string, RowClimb>());
  const rescaled = await rescaledEnds(plans, climbs, finished, options);
  const keys = finished.map(({ point, status }, i): string[] => {
    const { group, start } = climbs[i] as ClimbPlan;
    const { target, discrete } = plans[group] as SearchPlan;
    if (discrete === undefined || status === 'failed') return [];
    const end = discrete.roundToValid(point);
    const near = [...(isNarrow({ discrete }, end) ? [start] : []), ...(rescaled.has(i) ? [rescaled.get(i) as Float64Array] : [])];
    return [end, ...near.map((one) => discrete.roundToValid(one))].map((from) => {
      const key = from.join();
      (rows[group] as Map<string, RowClimb>).set(key, { target, discrete, from });
      return key;
    });
  });
  if (rows.every(({ size }) => size === 0)) return finished;
  const quiet: RunOptions = { signal: run.signal };
  const climbNumbers: ClimbNumbers = (some, targetOf) =>
    climb(evaluator, some, targetOf, { ...options, optimizer: 'lbfgs', keepSteps: 'none' }, quiet);
  const climbed: RowClimb[] = [];
  const others: BestRow[] = [];
  for (const own of rows) {
    const worth = await worthClimbing(evaluator, options.objective, [...own.values()]);
    climbed.push(...worth.climbed);
    others.push(...worth.others);
  }
  const moved = await bestRows(evaluator, options.objective, climbed, climbNumbers, quiet);
  const byStart = new Map<Float64Array, BestRow>([
    ...climbed.map(({ from }, i): [Float64Array, BestRow] => [from, moved[i] as BestRow]),
    ...others.map((row): [Float64Array, BestRow] => [row.from, row]),
  ]);
  return finished.map((one, i): FinishedClimb => {
    const ofGroup = rows[climbs[i]?.group as number];
    const own = (keys[i] as string[]).map((key) => byStart.get(ofGroup?.get(key)?.from as Float64Array) as BestRow);
    if (own.length === 0) return one;
    const { point, value, gradientNorm, isBest } = own.reduce((best, row) => (row.value > best.value ? row : best));
    const evaluations = own.reduce((sum, row) => sum + row.evaluations, one.evaluations);
    const status = one.status === 'hopeless' && isBest ? 'converged' : one.status;
    return { ...one, status, point, value, gradientNorm, evaluations };
  });
}

/** By climb. */
async function rescaledEnds(
  plans: readonly SearchPlan[],
  climbs: readonly ClimbPlan[],
  finished: readonly FinishedClimb[],
  { rescaled }: SearchOptions,
): Promise<ReadonlyMap<number, Float64Array>> {
  if (rescaled === undefined) return new Map();
  const ended = finished.flatMap(({ status }, i) => {
    const plan = plans[climbs[i]?.group as number] as SearchPlan;
    return plan.discrete === undefined || status === 'failed' ? [] : [{ i, target: plan.target }];
  });
  const points = await rescaled(ended.map(({ i, target }) => ({ target, queries: (finished[i] as FinishedClimb).point })));
  return new Map(ended.map(({ i }, k) => [i, points[k] as Float64Array]));
}
