// What around a record may not be asked, and how is a query moved out of it? A ball ‖q − x‖ < r‖x‖; or, where the kernel does not see the scale of
// a query, the cone of all multiples of that ball, whose half-angle is arcsin r. Called by domain.ts.
//
// The nearest row y to z, of a convex room and outside a ball of centre x, minimizes ‖y − z‖² − λ‖y − x‖² over the room for some λ in [0, 1), so that
//   y = P(t z − (t − 1) x),    t = 1/(1 − λ) ≥ 1,    P the projection onto the room,                                        (1)
// and its distance from x rises with t. Outside a cone, with a = q·x/‖x‖, it minimizes ‖y − z‖² + λ(a(y)² − cos² ‖y‖²), which is (1) for the ball of
// the cone that touches it at y: centre s x, s = a(y)/(‖x‖ cos²). Given t, the right-hand side of that equation falls as s rises. Where such a t
// exists, y is therefore the nearest point, although what lies outside is not convex.

import { assertNever } from '../../base/errors.ts';
import { crossing } from './crossing.ts';
import type { Room } from './room.ts';
import { distanceBetween, innerProduct, lengthOf } from './rows.ts';
import { widestAngle } from './widestAngle.ts';

/** Names of the shapes. */
export type ExcludedShape = 'ball' | 'cone';

/** One excluded region. Its boundary is taken a little further out than asked for, so that rounding leaves no point of the domain inside. */
export interface Exclusion {
  /** How deep a row lies inside, in units of `size`; negative outside. Along a line it is positive on one stretch at most. O(d). */
  depth(row: Float64Array): number;
  /** ‖x‖ for a ball, ‖row‖ for a cone. */
  size(row: Float64Array): number;
  /** By how much the boundary lies further out, in the units of `depth`. */
  readonly margin: number;
  /** The unit vector by which the depth falls fastest. O(d). */
  outward(row: Float64Array): Float64Array;
  /** (1), written to `out`. O(d) for a ball, some times O(d) for a cone. */
  stretched(room: Room, row: Float64Array, t: number, out: Float64Array): void;
  /** A row of the room far from the region: for a ball the farthest there is, for a cone one of the largest angle that is found. */
  farthest(room: Room, reach: number): Float64Array;
}

/** Margin relative to the radius, and to the record, whose values round. */
const MARGIN = { radius: 1e-9, record: 1e-13 };
/** Relative error of the place of a cone's ball. */
const ROUNDING = 1e-14;

export function createExclusion(shape: ExcludedShape, record: Float64Array, radius: number): Exclusion {
  const margin = MARGIN.radius * radius + MARGIN.record;
  switch (shape) {
    case 'ball':
      return createBall(record, radius + 2 * margin, margin);
    case 'cone':
      // Never beyond a half-space.
      return createCone(record, Math.min(radius + 2 * margin, (1 + radius) / 2), margin);
    default:
      return assertNever(shape);
  }
}

function createBall(record: Float64Array, radius: number, margin: number): Exclusion {
  const size = lengthOf(record);
  return {
    margin,
    size: () => size,
    depth: (row) => radius - distanceBetween(row, record) / size,
    outward(row) {
      const distance = distanceBetween(row, record) || 1;
      return row.map((value, j) => (value - (record[j] as number)) / distance);
    },
    stretched(room, row, t, out) {
      for (let j = 0; j < out.length; j++) out[j] = (record[j] as number) + t * ((row[j] as number) - (record[j] as number));
      room.project(out);
    },
    farthest: (room, reach) => room.corner((j, value) => (value - (record[j] as number)) ** 2, reach),
  };
}

function createCone(record: Float64Array, sine: number, margin: number): Exclusion {
  const axis = record.map((value) => value / lengthOf(record));
  const cosine = Math.sqrt((1 - sine) * (1 + sine));
  const along = (row: Float64Array) => innerProduct(row, axis);
  /** Distance from the axis, without the cancellation of ‖row‖² − a². */
  const across = (row: Float64Array, a: number) =>
    Math.sqrt(row.reduce((sum, value, j) => sum + (value - a * (axis[j] as number)) ** 2, 0));
  return {
    margin,
    size: lengthOf,
    depth(row) {
      const a = along(row);
      return (a * sine - across(row, a) * cosine) / (lengthOf(row) || 1);
    },
    outward(row) {
      const a = along(row);
      const b = across(row, a) || 1;
      return row.map((value, j) => (cosine * (value - a * (axis[j] as number))) / b - sine * (axis[j] as number));
    },
    stretched(room, row, t, out) {
      const place = (s: number) => {
        for (let j = 0; j < out.length; j++) out[j] = t * (row[j] as number) - (t - 1) * s * (axis[j] as number);
        room.project(out);
        return along(out) / cosine ** 2;
      };
      // Without bounds s would be this; the one sought lies between a guess and what follows from it.
      const guess = (t * along(row)) / (cosine ** 2 + t - 1);
      const next = place(guess);
      const found =
        Math.abs(next - guess) <= ROUNDING * Math.abs(next)
          ? guess
          : crossing((s) => Math.sign(next - guess) * (place(s) - s), guess, next, ROUNDING * Math.abs(next));
      place(found);
    },
    farthest: (room, reach) => widestAngle(room, axis, reach),
  };
}
