// Is anything left that may be asked? One row of the room outside of all exclusions, to which the search can always go. Called by domain.ts.

import { createRandom } from '../../base/random.ts';
import type { Exclusion } from './exclusion.ts';
import type { Room } from './room.ts';

/** A row of the room outside of all exclusions. */
export type Refuge = Float64Array;

/** Corners drawn at random where several regions are excluded and those far from each of them lie within others. */
const DRAWN = 64;

/**
 * The refuge that lies furthest outside, or undefined where none is found. Around a single ball there is none then; with a cone or several regions
 * only a thorough search, which would take time exponential in d, could say so. O(d) for each exclusion, mostly.
 *
 * @param reach what stands for infinity where values are not bounded
 */
export function findRefuge(room: Room, exclusions: readonly Exclusion[], reach: number): Refuge | undefined {
  // A row of zeros lies at the tip of every cone and asks nothing.
  const depthOf = (row: Float64Array) => Math.max(...exclusions.map((one) => (one.size(row) > 0 ? one.depth(row) : Infinity)));
  const random = createRandom(0);
  const drawn = (): Float64Array => {
    const slope = Float64Array.from({ length: room.dimensions }, () => random.normal());
    return room.corner((j, value) => (slope[j] as number) * value, reach);
  };
  let best: Refuge | undefined;
  let least = 0;
  const consider = (row: Float64Array) => {
    const depth = depthOf(row);
    if (depth <= least) [best, least] = [row, depth];
  };
  for (const exclusion of exclusions) consider(exclusion.farthest(room, reach));
  for (let i = 0; i < DRAWN && exclusions.length > 1 && best === undefined; i++) consider(drawn());
  return best;
}
