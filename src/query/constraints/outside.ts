// How does a row of the room leave what is excluded, and which way can it move there? The nearest allowed row where (1) of exclusion.ts finds one,
// otherwise an allowed row on the way to one that is known from the start. Called by domain.ts.

import { crossing } from './crossing.ts';
import type { Exclusion } from './exclusion.ts';
import type { Refuge } from './refuge.ts';
import type { Room } from './room.ts';
import { innerProduct, lengthOf } from './rows.ts';

/** Largest t of (1): what differs from the record by rounding alone must not grow to a direction. */
const MOST_STRETCH = 2 ** 20;
/** Shares of the way to the refuge from a row that (1) leads nowhere, such as the record itself, to one that it may lead out from. */
const NUDGES = [2 ** -7, 2 ** -14];
/** Excluded regions left one after the other, where there are several, before the way to the refuge is taken. */
const MOST_ROUNDS = 50;
/** Error of the depth at the end: rounding, mostly that of the place of a cone's ball. */
const ROUNDING = 4e-14;
/** Depth from which a row counts as inside: a row moved out is not moved again. */
const INSIDE = 1e-12;
/** Depth within which a boundary counts as reached: a short step along it leads no further away. */
const REACHED = 1e-8;
/** Of a weight; a normal that the room hardly lets be followed needs a large one. */
const MOST_DOUBLINGS = 60;

/** The nearest allowed row, or another one; in place. One exclusion: O(d) outside of it, about ten times O(d) out of a ball, 100 out of a cone. */
export function projectOutside(
  room: Room,
  exclusions: readonly Exclusion[],
  refuge: Refuge | undefined,
  row: Float64Array,
): void {
  const given = row.slice();
  room.project(row);
  if (refuge === undefined) return;
  const inside = () => exclusions.find((exclusion) => exclusion.depth(row) > INSIDE);
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const exclusion = inside();
    if (exclusion === undefined) return;
    const nudged = (share: number) => row.map((value, j) => value + share * ((refuge[j] as number) - value));
    const starts = [() => given, ...NUDGES.map((share) => () => nudged(share))];
    if (!starts.some((start) => leave(room, exclusion, start(), row))) break;
    given.set(row);
  }
  walkToRefuge(exclusions, refuge, row);
}

/** Writes the nearest row outside to `row`, and says whether (1) has one. */
function leave(room: Room, exclusion: Exclusion, given: Float64Array, row: Float64Array): boolean {
  const trial = new Float64Array(row.length);
  const depthAt = (t: number) => {
    exclusion.stretched(room, given, t, trial);
    return exclusion.depth(trial);
  };
  let t = 1;
  if (depthAt(t) <= 0) return false;
  while (t < MOST_STRETCH) {
    if (depthAt(2 * t) <= 0) {
      depthAt(crossing(depthAt, t, 2 * t, ROUNDING));
      row.set(trial);
      return true;
    }
    t *= 2;
  }
  return false;
}

/** Moves a row towards the refuge until it is outside. */
function walkToRefuge(exclusions: readonly Exclusion[], refuge: Refuge, row: Float64Array): void {
  const from = row.slice();
  const place = (share: number) => {
    for (let j = 0; j < row.length; j++) row[j] = (from[j] as number) + share * ((refuge[j] as number) - (from[j] as number));
  };
  let share = 0;
  for (const exclusion of exclusions) {
    const depthAt = (x: number) => {
      place(x);
      return exclusion.depth(row);
    };
    if (depthAt(0) > 0) share = Math.max(share, crossing(depthAt, 0, 1, ROUNDING));
  }
  place(share);
  if (exclusions.some((exclusion) => exclusion.depth(row) > INSIDE)) row.set(refuge);
}

/**
 * The nearest direction, in place, that leads neither out of the room nor into what is excluded: P(g + Σ ν n), with P the projection onto directions
 * that stay in the room, n the outward normals of boundaries reached, and ν ≥ 0 such that none is crossed, found in turn (Hildreth 1957).
 * Outside of all boundaries O(d), at one of them about ten times O(d).
 */
export function confineOutside(room: Room, exclusions: readonly Exclusion[], row: Float64Array, direction: Float64Array): void {
  const normals = exclusions.filter((one) => one.depth(row) > -REACHED).map((one) => one.outward(row));
  const given = direction.slice();
  const weights = new Float64Array(normals.length);
  const place = () => {
    direction.set(given);
    for (const [i, normal] of normals.entries()) {
      for (let j = 0; j < normal.length; j++)
        direction[j] = (direction[j] as number) + (weights[i] as number) * (normal[j] as number);
    }
    room.confine(row, direction);
  };
  place();
  const tolerance = ROUNDING * lengthOf(given);
  const rounds = normals.length > 1 ? MOST_ROUNDS : normals.length;
  for (let round = 0; round < rounds; round++) {
    const before = weights.slice();
    for (const [i, normal] of normals.entries()) {
      /** How fast the direction enters what is excluded. */
      const crossed = (weight: number) => {
        weights[i] = weight;
        place();
        return -innerProduct(normal, direction);
      };
      const least = crossed(0);
      if (least <= tolerance) continue;
      // A weight lessens what crosses by no more than itself, and by just that where no bound is felt.
      let most = least;
      for (let doubling = 0; doubling < MOST_DOUBLINGS && crossed(most) > tolerance; doubling++) most *= 2;
      crossed(crossing(crossed, most === least ? 0 : most / 2, most, tolerance));
    }
    if (weights.every((weight, i) => Math.abs(weight - (before[i] as number)) <= tolerance)) return;
  }
}
