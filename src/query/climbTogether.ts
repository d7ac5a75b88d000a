// How do hundreds of climbs share every matrix product? All of them yield the points they want to know about, the points are evaluated as one batch,
// and each climb goes on from what it is told. Called by searchQueries.ts and by the attacks of src/reconstruction.

import { throwIfCancelled } from '../base/errors.ts';
import { type RunOptions, yieldToEventLoop } from '../base/progress.ts';
import type { Boundary } from './constraints/boundary.ts';
import type { Domain } from './constraints/domain.ts';
import type { Evaluation } from './evaluateQueries.ts';
import { adam } from './optimizers/adam.ts';
import { boundaryFirst } from './optimizers/boundaryFirst.ts';
import { inTurns } from './optimizers/inTurns.ts';
import { type Climb, type ClimbEnd, createClimb, type Optimizer, type OptimizerName } from './optimizers/optimizer.ts';

export interface ClimbPlan {
  /** Climbs of one group look for the same thing. */
  readonly group: number;
  readonly start: Float64Array;
  readonly domain: Domain;
  /** Of what is excluded, where lbfgs is to look there first. */
  readonly boundary?: Boundary | undefined;
}

export interface ClimbTogetherOptions {
  readonly optimizer: OptimizerName;
  /** Queries in a point: 1 by default. */
  readonly queries?: number | undefined;
  readonly maxIterations: number;
  /** Climbs under way at once. */
  readonly capacity: number;
  /**
   * Whether climbs end early that at their present rate would not reach the best of their group. Only where the rate says so: Adam gains nothing for
   * many iterations while its steps are still too large, and several queries that have met stay so for long before they part.
   */
  readonly giveUp?: boolean | undefined;
  /** Which points on the way are kept: none (default), those after 0, 1, 2, 4, … iterations, or all. */
  readonly keepSteps?: KeptSteps | undefined;
}

export type KeptSteps = 'none' | 'some' | 'all';

export interface FinishedClimb {
  /** hopeless: given up; failed: the function is not finite at the start. */
  readonly status: ClimbEnd['status'] | 'hopeless';
  readonly reason?: string;
  /** −Infinity for a climb that failed. */
  readonly value: number;
  readonly point: Float64Array;
  readonly gradientNorm: number;
  readonly iterations: number;
  /** Points asked about. */
  readonly evaluations: number;
  /** Values at the start and after each iteration. */
  readonly trace: readonly number[];
  /** The points that were to be kept. */
  readonly steps: readonly Step[];
}

export interface Step {
  readonly iteration: number;
  readonly point: Float64Array;
}

/** A point that the climb of this index asks about. */
export interface Request {
  readonly climb: number;
  readonly point: Float64Array;
}

interface Active {
  readonly index: number;
  readonly group: number;
  readonly climb: Climb;
  readonly optimizer: Optimizer;
  asked: readonly Float64Array[];
  end: FinishedClimb['status'] | undefined;
  reason: string | undefined;
  evaluations: number;
  readonly steps: Step[];
}

/** Iterations over which the rate of gain is measured, and after which a climb may be given up. */
const RATE_WINDOW = 5;
const FIRST_DOUBT = 12;
/** Difference in ln(objective) up to which two climbs have come to the same. */
const AS_GOOD = 1e-6;

/**
 * Climbs from every start, in the order given, as progress of the stage `search`. Results do not depend on time.
 *
 * @param evaluate values and gradients at points, any number of them
 * @throws AuditError CANCELLED, or what `evaluate` throws
 */
export async function climbTogether(
  plans: readonly ClimbPlan[],
  evaluate: (requests: readonly Request[]) => Promise<readonly Evaluation[]>,
  options: ClimbTogetherOptions,
  run: RunOptions = {},
): Promise<FinishedClimb[]> {
  const all = plans.map((plan, index) => activeOf(plan, index, options));
  const waiting = all.slice();
  let active: Active[] = [];
  const report = () => run.onProgress?.({ stage: 'search', done: all.filter(({ end }) => end).length, total: all.length });
  report();
  for (;;) {
    throwIfCancelled(run.signal);
    active.push(...waiting.splice(0, options.capacity - active.length));
    if (active.length === 0) return all.map(finishedOf);
    const told = await evaluate(active.flatMap(({ index, asked }) => asked.map((point) => ({ climb: index, point }))));
    let at = 0;
    for (const one of active) {
      const { length } = one.asked;
      advance(one, told.slice(at, at + length), options);
      at += length;
    }
    if (options.giveUp) giveUpHopeless(active, all, options.maxIterations);
    active = active.filter(({ end }) => end === undefined);
    report();
    await yieldToEventLoop();
  }
}

function activeOf(plan: ClimbPlan, index: number, options: ClimbTogetherOptions): Active {
  const { group } = plan;
  const climb = createClimb(plan.start.slice());
  const optimizer = optimizerOf(plan, climb, options);
  const steps = (options.keepSteps ?? 'none') === 'none' ? [] : [{ iteration: 0, point: plan.start }];
  // The first point; an optimizer always asks for one.
  const asked = optimizer.next([]).value as readonly Float64Array[];
  return { index, group, climb, optimizer, asked, end: undefined, reason: undefined, evaluations: 0, steps };
}

function optimizerOf(
  { domain, boundary }: ClimbPlan,
  climb: Climb,
  { optimizer, queries = 1, maxIterations }: ClimbTogetherOptions,
): Optimizer {
  const options = { domain, maxIterations };
  if (optimizer === 'adam') return adam(climb, options);
  return boundary === undefined ? inTurns(climb, options, queries) : boundaryFirst(climb, options, boundary);
}

function advance(one: Active, told: readonly Evaluation[], { keepSteps = 'none' }: ClimbTogetherOptions): void {
  const before = one.climb.trace.length;
  one.evaluations += told.length;
  const next = one.optimizer.next(told);
  const iteration = one.climb.iterationsBefore + one.climb.trace.length - 1;
  const isKept = keepSteps === 'all' || (keepSteps === 'some' && (iteration & (iteration - 1)) === 0);
  // Climbs on a boundary are told of all at once, when they are over.
  if (isKept && iteration > 0 && one.climb.trace.length === before + 1) one.steps.push({ iteration, point: one.climb.point });
  if (!next.done) {
    one.asked = next.value;
    return;
  }
  one.end = next.value.status;
  if (next.value.status === 'failed') one.reason = next.value.reason;
}

/** Ends climbs that at their present rate would not reach the best of their group, were the rate to last for all iterations left. */
function giveUpHopeless(active: readonly Active[], all: readonly Active[], maxIterations: number): void {
  const best = new Map<number, number>();
  for (const { group, climb } of all) best.set(group, Math.max(best.get(group) ?? Number.NEGATIVE_INFINITY, climb.value));
  for (const one of active) {
    const { trace, value, iterationsBefore } = one.climb;
    const iterations = trace.length - 1;
    if (one.end !== undefined || iterations < FIRST_DOUBT) continue;
    const rate = (value - (trace[iterations - RATE_WINDOW] as number)) / RATE_WINDOW;
    if (value + rate * (maxIterations - iterationsBefore - iterations) < (best.get(one.group) as number) - AS_GOOD)
      one.end = 'hopeless';
  }
}

function finishedOf({ climb, end, reason, evaluations, steps }: Active): FinishedClimb {
  const { point, value, gradientNorm, trace, iterationsBefore } = climb;
  return {
    status: end as FinishedClimb['status'],
    ...(reason !== undefined && { reason }),
    value,
    point,
    gradientNorm,
    iterations: iterationsBefore + Math.max(0, trace.length - 1),
    evaluations,
    trace,
    steps,
  };
}
