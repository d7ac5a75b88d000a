// Which questions tell most about each target? Many climbs at once, from several starts for each target: all of them yield a point, the points are
// evaluated as one batch, and each climb goes on from what it learns. Called by the pipelines in src/audit.

import { throwIfCancelled } from '../base/errors.ts';
import { type RunOptions, yieldToEventLoop } from '../base/progress.ts';
import type { DiscreteDomain } from './constraints/discrete.ts';
import type { Domain } from './constraints/domain.ts';
import { BATCH, type QueryEvaluator } from './evaluateQueries.ts';
import type { Objective } from './objective.ts';
import { adam } from './optimizers/adam.ts';
import { lbfgs } from './optimizers/lbfgs.ts';
import { type Climb, type ClimbEnd, createClimb, type Optimizer, type OptimizerName } from './optimizers/optimizer.ts';
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
  /** Where only some points of the domain are valid rows. */
  readonly discrete?: DiscreteDomain | undefined;
}

export interface SearchOptions {
  readonly objective: Objective;
  readonly optimizer: OptimizerName;
  readonly maxIterations: number;
  /** Whether points on the way are kept. */
  readonly keepSteps?: boolean;
}

export interface FinishedStart {
  readonly from: string;
  readonly status: ClimbEnd['status'] | 'hopeless';
  readonly reason?: string;
  /** φ; −Infinity for a start that failed. */
  readonly value: number;
  readonly point: Float64Array;
  readonly gradientNorm: number;
  readonly iterations: number;
  /** φ at the start and after each iteration. */
  readonly trace: readonly number[];
  /** The start and the points after 1, 2, 4, … iterations. */
  readonly steps: readonly Step[];
}

export interface Step {
  readonly iteration: number;
  readonly point: Float64Array;
}

export interface SearchOutcome {
  readonly target: Target;
  readonly starts: readonly FinishedStart[];
  /** Index of the best start. */
  readonly best: number;
}

/** A climb under way. */
interface Active {
  readonly plan: number;
  readonly start: number;
  readonly climb: Climb;
  readonly optimizer: Optimizer;
  asked: readonly Float64Array[];
  end: FinishedStart['status'] | undefined;
  reason?: string;
  readonly steps: Step[];
}

/** Iterations over which the rate of gain is measured, and after which a start may be given up. */
const RATE_WINDOW = 5;
const FIRST_DOUBT = 12;

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
  const waiting = plans.flatMap((plan, p) => plan.starts.map((_, s) => activeOf(plan, p, s, options)));
  const all = waiting.slice();
  const queries = (plans[0]?.starts[0]?.point.length ?? 1) / evaluator.dimensions;
  const capacity = Math.max(1, Math.floor(BATCH / queries));
  let active: Active[] = [];
  const report = () => run.onProgress?.({ stage: 'search', done: all.filter(({ end }) => end).length, total: all.length });
  report();
  for (;;) {
    throwIfCancelled(run.signal);
    while (active.length < capacity && waiting.length > 0) active.push(waiting.shift() as Active);
    if (active.length === 0) break;
    const questions = active.flatMap(({ plan, asked }) =>
      asked.map((point) => ({ target: (plans[plan] as SearchPlan).target, queries: point })),
    );
    const evaluations = await evaluator.gradients(options.objective, questions);
    let at = 0;
    for (const one of active) {
      const told = evaluations.slice(at, at + one.asked.length);
      at += one.asked.length;
      const before = one.climb.trace.length;
      const next = one.optimizer.next(told);
      if (options.keepSteps && one.climb.trace.length > before) keepStep(one);
      if (next.done) finish(one, next.value);
      else one.asked = next.value;
    }
    giveUpHopeless(active, all, options.maxIterations);
    active = active.filter(({ end }) => end === undefined);
    report();
    await yieldToEventLoop();
  }
  const outcomes = plans.map((plan, p) =>
    outcomeOf(
      plan,
      all.filter((one) => one.plan === p),
    ),
  );
  return Promise.all(outcomes.map((outcome, p) => withValidRows(evaluator, outcome, plans[p] as SearchPlan, options, run)));
}

function activeOf(
  { starts, domain }: SearchPlan,
  plan: number,
  start: number,
  { optimizer, maxIterations }: SearchOptions,
): Active {
  const climb = createClimb((starts[start] as Start).point.slice());
  const generator = (optimizer === 'lbfgs' ? lbfgs : adam)(climb, { domain, maxIterations });
  // The first point; an optimizer always asks for one.
  const asked = generator.next([]).value as readonly Float64Array[];
  return { plan, start, climb, optimizer: generator, asked, end: undefined, steps: [] };
}

function finish(one: Active, end: ClimbEnd): void {
  one.end = end.status;
  if (end.status === 'failed') one.reason = end.reason;
}

function keepStep({ climb, steps }: Active): void {
  const iteration = climb.trace.length - 1;
  if ((iteration & (iteration - 1)) === 0) steps.push({ iteration, point: climb.point });
}

/** Ends climbs that at their present rate would not reach the best one for their target, were the rate to last for all iterations left. */
function giveUpHopeless(active: readonly Active[], all: readonly Active[], maxIterations: number): void {
  const best = new Map<number, number>();
  for (const { plan, climb } of all) best.set(plan, Math.max(best.get(plan) ?? Number.NEGATIVE_INFINITY, climb.value));
  for (const one of active) {
    const { trace, value } = one.climb;
    const iterations = trace.length - 1;
    if (one.end !== undefined || iterations < FIRST_DOUBT) continue;
    const rate = (value - (trace[iterations - RATE_WINDOW] as number)) / RATE_WINDOW;
    if (value + rate * (maxIterations - iterations) < (best.get(one.plan) as number)) one.end = 'hopeless';
  }
}

function outcomeOf({ target, starts }: SearchPlan, climbs: readonly Active[]): SearchOutcome {
  const finished = climbs.map((one): FinishedStart => {
    const { point, value, gradientNorm, trace } = one.climb;
    return {
      from: (starts[one.start] as Start).from,
      status: one.end as FinishedStart['status'],
      ...(one.reason !== undefined && { reason: one.reason }),
      value,
      point,
      gradientNorm,
      iterations: Math.max(0, trace.length - 1),
      trace,
      steps: one.steps,
    };
  });
  return { target, starts: finished, best: bestOf(finished) };
}

function bestOf(starts: readonly FinishedStart[]): number {
  return starts.reduce((best, { value }, i) => (value > (starts[best] as FinishedStart).value ? i : best), 0);
}

/** The outcome with its best start moved to the best valid row around it. */
async function withValidRows(
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
