// What do the searches about some groups of records come to? Climbs from all their starts together, or the best rows of a pool, and what each tells.
// Called by runSearches.ts.

import type { RunOptions } from '../../base/progress.ts';
import { isScaleFree } from '../../kernels/scaleFree.ts';
import { type Matrix, rowOf } from '../../linalg/matrix.ts';
import type { KeptSteps } from '../../query/climbTogether.ts';
import { type QueryEvaluator, type Question, queryEvaluator } from '../../query/evaluateQueries.ts';
import { answerPool, choosePoolRows } from '../../query/poolSearch.ts';
import { type FinishedStart, type SearchOutcome, type SearchPlan, searchQueries } from '../../query/searchQueries.ts';
import { prepareTargets, type Targets } from '../../query/target.ts';
import type { FittedSubject } from '../fitSubject.ts';
import { type Found, foundOf } from './found.ts';
import type { SearchSettings } from './options.ts';
import type { Planner } from './plans.ts';
import { rescaled } from './queryScale.ts';
import { isReasonable } from './searchInputs.ts';

/**
 * Searches about the groups.
 *
 * @throws AuditError CANCELLED, NUMERICAL_FAILURE when all starts of a search fail
 */
export async function searchWave(
  fitted: FittedSubject,
  groups: readonly (readonly number[])[],
  settings: SearchSettings,
  planner: Planner,
  keepSteps: KeptSteps,
  run: RunOptions,
): Promise<Found[]> {
  const { gp, identities } = fitted;
  const targets = await prepareTargets(gp, identities, groups, { signal: run.signal });
  const evaluator = queryEvaluator(gp, targets, run);
  const outcomes =
    planner.pool === null
      ? await searchFree(fitted, evaluator, targets, settings, planner, keepSteps, run)
      : await searchPool(fitted, planner.pool.rows, targets, settings, planner, run);
  return foundOf(fitted, evaluator, planner, settings.objective, outcomes);
}

/** From all starts, apart from those whose values no kernel can take. */
async function searchFree(
  { gp, spec }: FittedSubject,
  evaluator: QueryEvaluator,
  targets: Targets,
  settings: SearchSettings,
  planner: Planner,
  keepSteps: KeptSteps,
  run: RunOptions,
): Promise<SearchOutcome[]> {
  const plans = targets.list.map((target) => planner.plan(target, targets));
  const possible = plans.map((plan): SearchPlan => ({ ...plan, starts: plan.starts.filter(({ point }) => isReasonable(point)) }));
  const rescaledEnds = async (ends: readonly Question[]) => {
    const told = await evaluator.leakages(ends);
    return ends.map(({ queries }, i) => rescaled(gp, { ...planner, isBounded: false }, queries, told[i]));
  };
  const isRescaled = planner.isDiscrete && planner.queries === 1 && isScaleFree(spec);
  const options = { ...settings, keepSteps, ...(isRescaled && { rescaled: rescaledEnds }) };
  const outcomes = await searchQueries(evaluator, possible, options, run);
  return outcomes.map((outcome, i) => withUnreasonable(outcome, plans[i] as SearchPlan));
}

/** The outcome with the starts that were not tried, as failed, in their places. */
function withUnreasonable({ target, starts, best }: SearchOutcome, plan: SearchPlan): SearchOutcome {
  const tried = starts[best] as FinishedStart;
  const left = starts.slice();
  const all = plan.starts.map(
    (start): FinishedStart => (isReasonable(start.point) ? (left.shift() as FinishedStart) : tooFar(start)),
  );
  return { target, starts: all, best: all.indexOf(tried) };
}

function tooFar({ from, point }: SearchPlan['starts'][number]): FinishedStart {
  return {
    from,
    status: 'failed',
    reason: 'its values are larger than a kernel can take',
    value: Number.NEGATIVE_INFINITY,
    point,
    gradientNorm: Number.POSITIVE_INFINITY,
    iterations: 0,
    evaluations: 0,
    trace: [],
    steps: [],
  };
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
    const allowed = planner.allowedRows(target);
    const { rows, value } = await choosePoolRows(gp, answers, objective, target, planner.queries, allowed, run);
    const start: FinishedStart = {
      from: `${rows.length === 1 ? 'row' : 'rows'} ${rows.join(', ')} of the pool`,
      status: 'converged',
      value,
      point: Float64Array.from(rows.flatMap((row) => Array.from(rowOf(pool, row)))),
      gradientNorm: 0,
      iterations: 0,
      evaluations: 0,
      trace: [value],
      steps: [],
    };
    outcomes.push({ target, starts: [start], best: 0 });
  }
  return outcomes;
}
