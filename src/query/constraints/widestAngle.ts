// Which row of a room stands at a wide angle to a record, so that a cone around the record does not hold all that may be asked? Called by exclusion.ts.

import { createRandom } from '../../base/random.ts';
import type { Room } from './room.ts';
import { innerProduct, lengthOf } from './rows.ts';

type Score = (place: number, value: number) => number;

/** Weights of the length of a row against its part along the axis, from which searches start. */
const WEIGHTS = Array.from({ length: 96 }, (_, i) => 2 ** ((i - 48) / 2));
/** Starts in random directions. */
const DRAWN = 64;
const MOST_ROUNDS = 20;

/**
 * A corner of the room with a small cosine c(q) = q·axis/‖q‖. From corners of the largest Σ q² − w q·axis for several w, and from random ones, it is
 * improved by repeated linearization: κ‖q‖ − q·axis is convex for κ = c(q) ≥ 0, so that the corner furthest along its slope has a smaller cosine.
 * Once the cosine is not positive no cone holds the row. Mostly O(d), and 160 · 20 · O(d) at most; the smallest cosine of all would take time
 * exponential in d.
 *
 * @param axis a unit vector
 */
export function widestAngle(room: Room, axis: Float64Array, reach: number): Float64Array {
  // A row of zeros has no direction.
  const cosineOf = (row: Float64Array) => (lengthOf(row) > 0 ? innerProduct(row, axis) / lengthOf(row) : 1);
  let best = room.corner((j, value) => -(axis[j] as number) * value, reach);
  for (const score of startsFrom(axis, reach)) {
    if (cosineOf(best) <= 0) break;
    let row = room.corner(score, reach);
    for (let round = 0; round < MOST_ROUNDS; round++) {
      const kappa = cosineOf(row);
      if (kappa < cosineOf(best)) best = row;
      if (kappa <= 0) break;
      const length = lengthOf(row) || 1;
      const slope = row.map((value, j) => (kappa * value) / length - (axis[j] as number));
      const next = room.corner((j, value) => (slope[j] as number) * value, reach);
      if (!(cosineOf(next) < kappa)) break;
      row = next;
    }
  }
  return best;
}

function* startsFrom(axis: Float64Array, reach: number): Generator<Score> {
  for (const weight of WEIGHTS) {
    yield (j, value) => (value / reach) ** 2 - (weight * (axis[j] as number) * value) / reach;
  }
  const random = createRandom(0);
  for (let i = 0; i < DRAWN; i++) {
    const slope = axis.map(() => random.normal());
    yield (j, value) => (slope[j] as number) * value;
  }
}
