// How does a start climb in about fifteen iterations? Limited-memory BFGS (Nocedal 1980) on the part of the space that the domain leaves free, with
// projected steps and the bisection for the weak Wolfe conditions of Lewis and Overton (2013), which also copes with the cusps that some kernels
// have at records. Called by searchQueries.ts.

import type { Evaluation } from '../evaluateQueries.ts';
import {
  ask,
  type Climb,
  type ClimbOptions,
  confinedGradient,
  inner,
  norm,
  type Optimizer,
  START_FAILED,
  stepFrom,
} from './optimizer.ts';

/** Pairs of steps and gradient changes kept; more gained nothing on images. */
const MEMORY = 10;
/** Gradient norm at which a climb has arrived: ln(objective) is then within about its square of the top. */
const ARRIVED = 1e-7;
/** Gain in ln(objective) that is no more than rounding. */
const NO_GAIN = 1e-13;
/** Gain over so many iterations below which going on is not worth it: a relative 1e-8 of the objective. */
const STALL_GAIN = 1e-8;
const STALL_WINDOW = 10;
/** Relative length of the first step. */
const FIRST_STEP = 0.1;
/** Share of the predicted gain that a step must bring, and share of the slope that may be left after it. */
const ENOUGH_GAIN = 1e-4;
const ENOUGH_FLATTENING = 0.9;
const MOST_TRIALS = 25;
/** Cosine of step and change below which a pair has no curvature to tell. */
const FLAT = 1e-12;

interface Pair {
  readonly step: Float64Array;
  /** Change of −∇φ, without what the domain forbids. */
  readonly change: Float64Array;
  /** 1/(step·change). */
  readonly curvature: number;
}

export function* lbfgs(climb: Climb, options: ClimbOptions): Optimizer {
  const { domain, maxIterations } = options;
  let point = climb.point;
  domain.project(point);
  const first = yield* ask(point);
  if (!Number.isFinite(first.value)) return { status: 'failed', reason: START_FAILED };
  let value = first.value;
  let gradient = first.gradient;
  let slope = confinedGradient(options, point, gradient);
  let pairs: Pair[] = [];
  const note = () => Object.assign(climb, { point, value, gradientNorm: norm(slope) * (norm(point) || 1) });
  climb.trace.push(value);
  note();

  for (let iteration = 0; iteration < maxIterations; iteration++) {
    if (climb.gradientNorm <= ARRIVED) return { status: 'converged' };
    let direction = twoLoops(slope, isSame(slope, gradient) ? pairs : restrictedPairs(options, point, pairs));
    domain.confine(point, direction);
    if (!(inner(direction, slope) > 0)) {
      pairs = [];
      direction = slope.slice();
    }
    const found = yield* lineSearch(options, point, value, slope, direction, pairs.length === 0);
    if (found === undefined) {
      if (pairs.length === 0) return { status: 'converged' };
      // Curvature learnt elsewhere misleads here: once more along the gradient.
      pairs = [];
      continue;
    }
    const step = difference(found.point, point);
    const nextSlope = confinedGradient(options, found.point, found.gradient);
    const change = difference(slope, nextSlope);
    const product = inner(step, change);
    if (product > FLAT * norm(step) * norm(change)) {
      pairs = [...pairs.slice(-(MEMORY - 1)), { step, change, curvature: 1 / product }];
    }
    const gain = found.value - value;
    ({ point, value, gradient } = found);
    slope = nextSlope;
    climb.trace.push(value);
    note();
    if (gain <= NO_GAIN || isStalled(climb.trace)) return { status: 'converged' };
  }
  return { status: climb.gradientNorm <= ARRIVED ? 'converged' : 'iteration-limit' };
}

/** Whether the last iterations together gained next to nothing, as along bounds that are taken and left in turn. */
function isStalled(trace: readonly number[]): boolean {
  const before = trace[trace.length - 1 - STALL_WINDOW];
  return before !== undefined && (trace.at(-1) as number) - before < STALL_GAIN;
}

/** What the pairs say of the directions that are free at the point; those that say nothing are left out. */
function restrictedPairs({ domain }: ClimbOptions, point: Float64Array, pairs: readonly Pair[]): Pair[] {
  return pairs.flatMap((pair) => {
    const [step, change] = [pair.step.slice(), pair.change.slice()];
    domain.confine(point, step);
    domain.confine(point, change);
    const product = inner(step, change);
    return product > FLAT * norm(step) * norm(change) ? [{ step, change, curvature: 1 / product }] : [];
  });
}

function isSame(a: Float64Array, b: Float64Array): boolean {
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

/** The quasi-Newton direction: slope times the inverse of the curvature that the pairs have seen (Nocedal and Wright 2006, algorithm 7.4). */
function twoLoops(slope: Float64Array, pairs: readonly Pair[]): Float64Array {
  const direction = slope.slice();
  const shares = new Float64Array(pairs.length);
  for (let k = pairs.length - 1; k >= 0; k--) {
    const { step, change, curvature } = pairs[k] as Pair;
    shares[k] = curvature * inner(step, direction);
    addScaled(direction, -(shares[k] as number), change);
  }
  const last = pairs.at(-1);
  if (last !== undefined) {
    const scale = 1 / (last.curvature * inner(last.change, last.change));
    for (let i = 0; i < direction.length; i++) direction[i] = scale * (direction[i] as number);
  }
  for (let k = 0; k < pairs.length; k++) {
    const { step, change, curvature } = pairs[k] as Pair;
    addScaled(direction, (shares[k] as number) - curvature * inner(change, direction), step);
  }
  return direction;
}

interface Found {
  readonly point: Float64Array;
  readonly value: number;
  readonly gradient: Float64Array;
}

/** A point along the direction that gains enough and leaves the slope flat enough, or the best one that gains; undefined when none does. */
function* lineSearch(
  { domain }: ClimbOptions,
  point: Float64Array,
  value: number,
  slope: Float64Array,
  direction: Float64Array,
  isFirst: boolean,
): Generator<readonly Float64Array[], Found | undefined, readonly Evaluation[]> {
  const rise = inner(direction, slope);
  let step = isFirst ? (FIRST_STEP * (norm(point) || 1)) / norm(direction) : 1;
  let [low, high] = [0, Number.POSITIVE_INFINITY];
  let best: Found | undefined;
  for (let trial = 0; trial < MOST_TRIALS; trial++) {
    const at = stepFrom(domain, point, step, direction);
    const { value: there, gradient } = yield* ask(at);
    const moved = difference(at, point);
    const predicted = inner(moved, slope);
    const gains = there >= value + ENOUGH_GAIN * predicted && there > value;
    if (gains && (best === undefined || there > best.value)) best = { point: at, value: there, gradient };
    if (!gains) high = step;
    else if (inner(moved, gradient) > ENOUGH_FLATTENING * predicted && !wasProjected(moved, step, direction)) low = step;
    else break;
    if (best !== undefined && trial > 4) break;
    // Nothing that float64 can show is left to gain.
    if (best === undefined && step * rise <= NO_GAIN) break;
    if (high === Number.POSITIVE_INFINITY) step = 2 * low;
    else if (low > 0) step = (low + high) / 2;
    else step = shorter(step, there - value, rise);
  }
  return best;
}

/** The top of the parabola through the value and slope at 0 and the gain at `step`, kept between a tenth and a half of it. */
function shorter(step: number, gain: number, rise: number): number {
  const top = Number.isFinite(gain) ? (rise * step * step) / (2 * (rise * step - gain)) : 0;
  return Math.min(0.5 * step, Math.max(0.1 * step, top));
}

function wasProjected(moved: Float64Array, step: number, direction: Float64Array): boolean {
  let difference = 0;
  for (let i = 0; i < moved.length; i++) difference += ((moved[i] as number) - step * (direction[i] as number)) ** 2;
  return difference > 1e-16 * inner(moved, moved);
}

function difference(a: Float64Array, b: Float64Array): Float64Array {
  const out = new Float64Array(a.length);
  for (let i = 0; i < a.length; i++) out[i] = (a[i] as number) - (b[i] as number);
  return out;
}

function addScaled(to: Float64Array, scale: number, from: Float64Array): void {
  for (let i = 0; i < to.length; i++) to[i] = (to[i] as number) + scale * (from[i] as number);
}
