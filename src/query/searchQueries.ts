// Which questions tell most about each target? Climbs from several starts for each, and for tables the best valid row around the best of them.
// Called by the pipelines in src/audit.

import type { RunOptions } from '../base/progress.ts';
import { type ClimbPlan, climbTogether, type FinishedClimb, type KeptSteps } from './climbTogether.ts';
import type { Boundary } from './constraints/boundary.ts';
import type { DiscreteDomain } from './constraints/discrete.ts';
import type { Domain } from './constraints/domain.ts';
import { BATCH, type QueryEvaluator } from './evaluateQueries.ts';
import type { Objective } from './objective.ts';
import type { OptimizerName } from './optimizers/optimizer.ts';
import type { Target } from './target.ts';
import { climbValidRows } from './validRows.ts';

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
  const queries = (climbs[0]?.start.length ?? 1) / evaluator.dimensions;
  const finished = await climbTogether(
    climbs,
    (requests) =>
      evaluator.gradients(
        options.objective,
        requests.map(({ climb, point }) => ({
          target: (plans[(climbs[climb] as ClimbPlan).group] as SearchPlan).target,
          queries: point,
        })),
      ),
    { ...options, capacity: Math.max(1, Math.floor(BATCH / queries)) },
    run,
  );
  const outcomes: SearchOutcome[] = [];
  for (const [group, plan] of plans.entries()) {
    const own = finished.filter((_, i) => climbs[i]?.group === group);
    outcomes.push(await withValidRow(evaluator, outcomeOf(plan, own), plan, options, run));
  }
  return outcomes;
}

function outcomeOf({ target, starts }: SearchPlan, climbs: readonly FinishedClimb[]): SearchOutcome {
  const finished = climbs.map((climb, s): FinishedStart => ({ ...climb, from: (starts[s] as Start).from }));
  const best = finished.reduce((top, { value }, i) => (value > (finished[top] as FinishedStart).value ? i : top), 0);
  return { target, starts: finished, best };
}

/** The outcome with its best start moved to the best valid row around it. */
async function withValidRow(
  evaluator: QueryEvaluator,
  outcome: SearchOutcome,
  { target, discrete }: SearchPlan,
  { objective }: SearchOptions,
  run: RunOptions,
): Promise<SearchOutcome> {
  const best = outcome.starts[outcome.best] as FinishedStart;
  if (discrete === undefined || best.status === 'failed') return outcome;
  const { point, value } = await climbValidRows(evaluator, objective, target, discrete, best.point, run);
  const starts = outcome.starts.map((start, i) => (i === outcome.best ? { ...start, point, value } : start));
  return { ...outcome, starts };
}
