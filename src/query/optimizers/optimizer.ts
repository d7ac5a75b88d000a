// How does one start climb? An optimizer is a generator: it yields the points it wants to know about, is sent back their values and gradients, and
// returns when it is done. So hundreds of them advance in step, all their points evaluated as one batch (searchQueries.ts).

import type { Domain } from '../constraints/domain.ts';
import type { Evaluation } from '../evaluateQueries.ts';

/** Names that `--optimizer` takes. */
export const OPTIMIZERS = ['lbfgs', 'adam'] as const;
export type OptimizerName = (typeof OPTIMIZERS)[number];

/** Where a climb stands; the driver reads it between rounds. */
export interface Climb {
  /** The best point so far, m·d values. */
  point: Float64Array;
  /** φ there. */
  value: number;
  /** ‖∇φ‖ · ‖point‖ there, without what the domain forbids: the change of ln(objective) for a relative change of the query. */
  gradientNorm: number;
  /** φ at the start and after each iteration. */
  readonly trace: number[];
  /** Iterations before those of the trace: at points that may not be asked, or that lead elsewhere. */
  iterationsBefore: number;
}

export type ClimbEnd =
  | { readonly status: 'converged' | 'iteration-limit' }
  | { readonly status: 'failed'; readonly reason: string };

export type Optimizer = Generator<readonly Float64Array[], ClimbEnd, readonly Evaluation[]>;

export interface ClimbOptions {
  readonly domain: Domain;
  readonly maxIterations: number;
}

export function createClimb(start: Float64Array): Climb {
  return {
    point: start,
    value: Number.NEGATIVE_INFINITY,
    gradientNorm: Number.POSITIVE_INFINITY,
    trace: [],
    iterationsBefore: 0,
  };
}

/** Evaluates one point. */
export function* ask(point: Float64Array): Generator<readonly Float64Array[], Evaluation, readonly Evaluation[]> {
  const [evaluation] = yield [point];
  return evaluation as Evaluation;
}

/** The gradient without what the domain forbids at the point. */
export function confinedGradient({ domain }: ClimbOptions, point: Float64Array, gradient: Float64Array): Float64Array {
  const confined = gradient.slice();
  domain.confine(point, confined);
  return confined;
}

export function inner(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number);
  return sum;
}

export const norm = (a: Float64Array): number => Math.sqrt(inner(a, a));

/** point + step · direction, moved into the domain. */
export function stepFrom(domain: Domain, point: Float64Array, step: number, direction: Float64Array): Float64Array {
  const trial = new Float64Array(point.length);
  for (let i = 0; i < point.length; i++) trial[i] = (point[i] as number) + step * (direction[i] as number);
  domain.project(trial);
  return trial;
}

export const START_FAILED =
  'the objective is not finite at the start: the model’s answers there are certain up to rounding, or say nothing about the record';
