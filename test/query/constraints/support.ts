// What domains are tested on: ranges written by hand, points drawn within them, and comparisons of a projected point with very many others.

import { expect } from '@jest/globals';
import fc from 'fast-check';
import type { Random } from '../../../src/base/random.ts';
import { createRandom } from '../../../src/base/random.ts';
import type { Domain } from '../../../src/query/constraints/domain.ts';
import type { CategoryPlaces, ValueRange } from '../../../src/query/constraints/valueRange.ts';

/** A range from 0 to 1 in raw values where nothing else is said. */
export function rangeOf(options: {
  readonly mean: readonly number[];
  readonly scale: readonly number[];
  readonly least?: readonly number[];
  readonly largest?: readonly number[];
  readonly whole?: readonly number[];
  readonly categories?: readonly CategoryPlaces[];
}): ValueRange {
  const [mean, scale] = [Float64Array.from(options.mean), Float64Array.from(options.scale)];
  const least = Float64Array.from(options.least ?? mean.map(() => 0));
  const largest = Float64Array.from(options.largest ?? mean.map(() => 1));
  const standardize = (value: number, j: number) => (value - (mean[j] as number)) / (scale[j] as number) + 0;
  return {
    mean,
    scale,
    least,
    largest,
    low: least.map(standardize),
    high: largest.map(standardize),
    whole: Uint8Array.from(options.whole ?? mean.map(() => 0)),
    categories: options.categories ?? [],
  };
}

/** d places from −1 to 1 in units of `width`. */
export const cube = (d: number, width = 1): ValueRange =>
  rangeOf({
    mean: Array<number>(d).fill(0),
    scale: Array<number>(d).fill(1),
    least: Array<number>(d).fill(-width),
    largest: Array<number>(d).fill(width),
  });

export const seeds = fc.integer({ min: 1, max: 2 ** 31 - 1 });

export function normals(count: number, random: Random, spread = 1): Float64Array {
  return Float64Array.from({ length: count }, () => spread * random.normal());
}

export const minus = (a: Float64Array, b: Float64Array): Float64Array => a.map((value, j) => value - (b[j] as number));
export const plus = (a: Float64Array, b: Float64Array, by = 1): Float64Array =>
  a.map((value, j) => value + by * (b[j] as number));
export const inner = (a: Float64Array, b: Float64Array): number => a.reduce((sum, value, j) => sum + value * (b[j] as number), 0);
export const norm = (a: Float64Array): number => Math.sqrt(inner(a, a));

export function projected(domain: Domain, point: Float64Array): Float64Array {
  const moved = point.slice();
  domain.project(moved);
  return moved;
}

export function confined(domain: Domain, point: Float64Array, direction: Float64Array): Float64Array {
  const moved = direction.slice();
  domain.confine(point, moved);
  return moved;
}

/** How far beyond an end rounding may leave a point. */
export const FEASIBLE = 1e-12;

/** The projection lies in the domain, is its own projection, and no allowed point among thousands, near or far, is closer to the given one. */
export function expectNearest(
  domain: Domain,
  given: Float64Array,
  isAllowed: (point: Float64Array) => boolean,
  seed: number,
): void {
  const found = expectFeasible(domain, given);
  const distance = norm(minus(found, given));
  const random = createRandom(seed);
  let nearest = Number.POSITIVE_INFINITY;
  for (let i = 0; i < 4000; i++) {
    const spread = 4 ** -(i % 12);
    const other = plus(i % 2 ? found : given, normals(given.length, random, spread));
    if (isAllowed(other)) nearest = Math.min(nearest, norm(minus(other, given)));
  }
  expect(nearest).toBeLessThan(Number.POSITIVE_INFINITY);
  // The boundary of what is excluded is taken a little further out than asked for.
  expect(nearest).toBeGreaterThan(distance - 1e-7);
}

/** The projection, which lies in the domain and stays where it is when projected again. */
export function expectFeasible(domain: Domain, given: Float64Array): Float64Array {
  const found = projected(domain, given);
  expect(domain.contains(found, FEASIBLE)).toBe(true);
  expect(norm(minus(projected(domain, found), found))).toBeLessThan(FEASIBLE);
  return found;
}

/** How much of a direction's slope a short step may lose to curved boundaries and to bounds that it meets on its way. */
const STEP = 1e-5;

/**
 * The confined direction g₀ is the projection of g onto directions that stay inside: g·g₀ = ‖g₀‖², a short step along it stays in the domain to
 * second order, and no other short step within the domain ascends faster for its length.
 */
export function expectConfined(domain: Domain, point: Float64Array, gradient: Float64Array, seed: number): void {
  const along = confined(domain, point, gradient);
  const size = norm(gradient);
  expect(Math.abs(inner(gradient, along) - inner(along, along))).toBeLessThan(1e-9 * size ** 2);
  // The shorter step meets no bound that the longer one may meet on its way.
  const lost = [STEP, STEP / 100].map((length) => {
    const moved = plus(point, along, length / (size || 1));
    return norm(minus(projected(domain, moved), moved)) / length ** 2;
  });
  expect(Math.min(...lost)).toBeLessThan(100);
  const step = STEP / (size || 1);
  const random = createRandom(seed);
  let steepest = 0;
  for (let i = 0; i < 200; i++) {
    const tangent = i % 2 ? gradient : along;
    const drawn = plus(point, plus(tangent, normals(point.length, random, size * 2 ** -(i % 8))), step);
    const way = minus(projected(domain, drawn), point);
    if (norm(way) > 0.1 * STEP) steepest = Math.max(steepest, inner(gradient, way) / norm(way));
  }
  expect(steepest).toBeLessThan(norm(along) + 1e-3 * size);
}
