// What climbs are tested on: functions whose tops are known, and a driver that answers an optimizer's questions about one of them.

import { Matrix as MlMatrix, solve } from 'ml-matrix';
import { type Random, sampleWithoutReplacement } from '../../../src/base/random.ts';
import type { Domain } from '../../../src/query/constraints/domain.ts';
import type { Evaluation } from '../../../src/query/evaluateQueries.ts';
import {
  type Climb,
  type ClimbEnd,
  type ClimbOptions,
  createClimb,
  type Optimizer,
} from '../../../src/query/optimizers/optimizer.ts';
import { inner, minus, norm, normals } from '../constraints/support.ts';

export type Hill = (point: Float64Array) => Evaluation;

export const EVERYWHERE: Domain = { project() {}, confine() {}, contains: () => true };

export const NOWHERE: Evaluation = { value: Number.NEGATIVE_INFINITY, gradient: new Float64Array(8) };

/** −½ c Σ w_j (x_j/size − top_j)². */
export function bowl(top: readonly number[], { size = 1, height = 1, weights = top.map(() => 1) } = {}): Hill {
  return (point) => {
    const gaps = point.map((value, j) => value / size - (top[j] as number));
    return {
      value: -0.5 * height * gaps.reduce((sum, gap, j) => sum + (weights[j] as number) * gap * gap, 0),
      gradient: gaps.map((gap, j) => (-height * (weights[j] as number) * gap) / size),
    };
  };
}

/** −‖w ∘ (x − top)‖: as steep at the top as anywhere. */
export function cone(top: readonly number[], weights: readonly number[] = top.map(() => 1)): Hill {
  return (point) => {
    const gaps = point.map((value, j) => (weights[j] as number) * (value - (top[j] as number)));
    const distance = norm(gaps);
    return { value: -distance, gradient: gaps.map((gap, j) => (distance > 0 ? (-gap * (weights[j] as number)) / distance : 0)) };
  };
}

/** −[100 (y − x²)² + (1 − x)²] (Rosenbrock 1960): a curved ridge up to (1, 1). */
export const rosenbrock: Hill = ([x = 0, y = 0]) => ({
  value: -(100 * (y - x * x) ** 2 + (1 - x) ** 2),
  gradient: Float64Array.of(400 * x * (y - x * x) + 2 * (1 - x), -200 * (y - x * x)),
});

/** ln of the squared cosine with a direction: a function that does not see the scale, alike at q and −q. */
export const towards =
  (axis: Float64Array): Hill =>
  (point) => {
    const [along, square] = [inner(point, axis), inner(point, point)];
    return {
      value: Math.log((along * along) / (square * inner(axis, axis))),
      gradient: point.map((value, j) => (2 * (axis[j] as number)) / along - (2 * value) / square),
    };
  };

/** bᵀx − ½ xᵀAx. */
export interface Quadratic {
  readonly a: readonly Float64Array[];
  readonly b: Float64Array;
}

export const hillOf =
  ({ a, b }: Quadratic): Hill =>
  (point) => ({
    value: inner(b, point) - 0.5 * a.reduce((sum, row, i) => sum + (point[i] as number) * inner(row, point), 0),
    gradient: b.map((value, i) => value - inner(a[i] as Float64Array, point)),
  });

/** A positive definite A whose curvatures differ by about the factor `spread`, and a b that leads out of the box mostly. */
export function randomQuadratic(d: number, spread: number, random: Random): Quadratic {
  const scales = sampleWithoutReplacement([...Array(d).keys()], d, random).map((k) => spread ** (k / (2 * d)));
  const roots = scales.map((scale) => normals(d, random, scale));
  const a = roots.map((row, i) => Float64Array.from(roots, (other, j) => inner(row, other) + (i === j ? 0.1 : 0)));
  return { a, b: normals(d, random, 4) };
}

/** The largest value over −1 ≤ x ≤ 1, by trying every set of places that stand at an end: 3^d linear systems. */
export function boxTop(quadratic: Quadratic): { readonly point: Float64Array; readonly value: number } {
  const { a, b } = quadratic;
  const d = b.length;
  let best = { point: new Float64Array(d), value: Number.NEGATIVE_INFINITY };
  for (let code = 0; code < 3 ** d; code++) {
    const point = b.map((_, j) => [-1, 1, 0][Math.floor(code / 3 ** j) % 3] as number);
    const free = [...point.keys()].filter((j) => point[j] === 0);
    if (free.length > 0) {
      const rows = free.map((i) => free.map((j) => a[i]?.[j] as number));
      const right = free.map((i) => (b[i] as number) - inner(a[i] as Float64Array, point));
      const solved = solve(new MlMatrix(rows), MlMatrix.columnVector(right)).to1DArray();
      free.forEach((j, k) => {
        point[j] = solved[k] as number;
      });
    }
    const { value } = hillOf(quadratic)(point);
    if (value > best.value && point.every((x) => Math.abs(x) <= 1)) best = { point, value };
  }
  return best;
}

export interface FinishedRun extends Climb {
  readonly end: ClimbEnd;
  /** Every point asked about. */
  readonly asked: readonly Float64Array[];
}

/** Runs an optimizer to its end. */
export function run(
  optimizer: (climb: Climb, options: ClimbOptions) => Optimizer,
  hill: Hill,
  start: ArrayLike<number>,
  { domain = EVERYWHERE, maxIterations = 200 }: Partial<ClimbOptions> = {},
): FinishedRun {
  const climb = createClimb(Float64Array.from(start));
  const asked: Float64Array[] = [];
  const steps = optimizer(climb, { domain, maxIterations });
  let next = steps.next([]);
  while (!next.done) {
    asked.push(...next.value.map((point) => point.slice()));
    next = steps.next(next.value.map(hill));
  }
  return { ...climb, end: next.value, asked };
}

/** Each value is at least the one before. */
export const isRising = (trace: readonly number[]): boolean =>
  trace.every((value, i) => i === 0 || value >= (trace[i - 1] as number));

export const distance = (a: Float64Array, b: ArrayLike<number>): number => norm(minus(a, Float64Array.from(b)));
