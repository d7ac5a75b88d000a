// Which row of a room stands at a wide angle to a record, so that a cone around the record does not hold all that may be asked? Called by exclusion.ts.

import type { Room } from './room.ts';
import { innerProduct, lengthOf } from './rows.ts';

/** Weights of the length of a row against its part along the axis, from which searches start. */
const WEIGHTS = Array.from({ length: 24 }, (_, i) => 4 ** (i - 12));
const MOST_ROUNDS = 20;

/**
 * A corner of the room with a small cosine c(q) = q·axis/‖q‖. Corners of the largest Σ q² − w q·axis, for several w, are improved by repeated
 * linearization: κ‖q‖ − q·axis is convex for κ = c(q) ≥ 0, so that the corner furthest along its slope has a smaller cosine. Once the cosine is not
 * positive no cone holds the row. 24 · 20 · O(d) at most, most often O(d). The smallest cosine of all would take time exponential in d.
 *
 * @param axis a unit vector
 */
export function widestAngle(room: Room, axis: Float64Array, reach: number): Float64Array {
  // A row of zeros has no direction.
  const cosineOf = (row: Float64Array) => (lengthOf(row) > 0 ? innerProduct(row, axis) / lengthOf(row) : 1);
  let best = room.corner((j, value) => -(axis[j] as number) * value, reach);
  for (const weight of WEIGHTS) {
    if (cosineOf(best) <= 0) break;
    let row = room.corner((j, value) => (value / reach) ** 2 - (weight * (axis[j] as number) * value) / reach, reach);
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
