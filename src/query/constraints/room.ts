// Which rows may be asked, what is excluded around records left aside? A convex set: an interval for each place, a single value where a feature is
// fixed, and in tables a simplex for each one-hot column. Called by domain.ts.

import { confineToSimplex, distanceFromSimplex, projectOntoSimplex, type Simplex } from './simplex.ts';
import { type CategoryPlaces, standardized, type ValueRange } from './valueRange.ts';

/** Rows are d standardized values. */
export interface Room {
  /** d. */
  readonly dimensions: number;
  /** Moves a row, in place, to the nearest one in the room. O(d). */
  project(row: Float64Array): void;
  /** The nearest direction, in place, along which a row of the room can move: the projection onto its tangent cone. O(d). */
  confine(row: Float64Array, direction: Float64Array): void;
  /** Largest distance by which one of the conditions is violated; 0 in the room. */
  distance(row: Float64Array): number;
  /**
   * The row of the room with the largest Σ score(place, value), for scores that are convex in the value. O(d).
   *
   * @param reach what stands for infinity where a place is not bounded
   */
  corner(score: (place: number, value: number) => number, reach: number): Float64Array;
}

/** Share of an interval's width within which its end counts as reached: rounding, where a row was moved out of what is excluded. */
const REACHED = 1e-10;

/**
 * @param low least value of each place, −Infinity for none
 * @param groups one-hot columns whose places are shares that add up to 1; `low` and `high` are not looked at there
 */
export function createRoom(range: ValueRange, low: Float64Array, high: Float64Array, groups: readonly CategoryPlaces[]): Room {
  const simplexes = groups.map(({ start, length }): Simplex => {
    const scale = range.scale.subarray(start, start + length);
    return { start, scale, low: scale.map((by, k) => standardized(0, range.mean[start + k] as number, by)) };
  });
  const [least, largest] = [low.slice(), high.slice()];
  for (const { start, length } of groups) {
    least.fill(-Infinity, start, start + length);
    largest.fill(Infinity, start, start + length);
  }
  const slack = least.map((bound, j) => {
    const width = (largest[j] as number) - bound;
    return Number.isFinite(width) ? REACHED * width : 0;
  });

  return {
    dimensions: low.length,
    project(row) {
      for (let j = 0; j < row.length; j++) {
        const [a, b, value] = [least[j] as number, largest[j] as number, row[j] as number];
        if (value < a) row[j] = a;
        else if (value > b) row[j] = b;
      }
      for (const simplex of simplexes) projectOntoSimplex(simplex, row);
    },
    confine(row, direction) {
      for (let j = 0; j < row.length; j++) {
        const [value, step, near] = [row[j] as number, direction[j] as number, slack[j] as number];
        const leaves = (step < 0 && value - near <= (least[j] as number)) || (step > 0 && value + near >= (largest[j] as number));
        if (leaves) direction[j] = 0;
      }
      for (const simplex of simplexes) confineToSimplex(simplex, row, direction);
    },
    distance(row) {
      let worst = 0;
      for (let j = 0; j < row.length; j++) {
        worst = Math.max(worst, (least[j] as number) - (row[j] as number), (row[j] as number) - (largest[j] as number));
      }
      for (const simplex of simplexes) worst = Math.max(worst, distanceFromSimplex(simplex, row));
      return worst;
    },
    corner(score, reach) {
      const row = new Float64Array(low.length);
      for (let j = 0; j < row.length; j++) {
        const [a, b] = [Math.max(low[j] as number, -reach), Math.min(high[j] as number, reach)];
        row[j] = score(j, b) > score(j, a) ? b : a;
      }
      for (const simplex of simplexes) bestVertex(simplex, score, row);
      return row;
    },
  };
}

/** Sets the group of a row to the single category with the best score. */
function bestVertex({ start, scale, low }: Simplex, score: (place: number, value: number) => number, row: Float64Array): void {
  let best = 0;
  let most = -Infinity;
  for (let k = 0; k < low.length; k++) {
    const off = low[k] as number;
    row[start + k] = off;
    const gain = score(start + k, off + 1 / (scale[k] as number)) - score(start + k, off);
    if (gain > most) [best, most] = [k, gain];
  }
  row[start + best] = (low[best] as number) + 1 / (scale[best] as number);
}
