// What may an attacker ask? Points are m queries of d standardized values, one after the other, and a domain says which of them are allowed:
// within the range of the data, with some features fixed, outside what is excluded around records. Called by the search and by its callers.

import type { Exclusion } from './exclusion.ts';
import { confineOutside, projectOutside } from './outside.ts';
import { createRegion, type DomainOptions } from './region.ts';
import { queriesOf } from './rows.ts';
import type { ValueRange } from './valueRange.ts';

export { type DomainOptions, type Exclude, QUERY_VALUES, type QueryValues, type Vary } from './region.ts';

export interface Domain {
  /**
   * Moves a point, in place, to the nearest one that may be asked; to another one where several regions are excluded, or where the way out of an
   * excluded one leads beyond the range of the data.
   */
  project(point: Float64Array): void;
  /**
   * The part of a direction, in place, along which a point of the domain can move without leaving it, to first order: the nearest such direction.
   * A confined gradient g₀ of g has g·g₀ = ‖g₀‖², so that it ascends unless it is zero.
   */
  confine(point: Float64Array, direction: Float64Array): void;
  /** Whether a point may be asked, up to this distance in standardized values. */
  contains(point: Float64Array, tolerance: number): boolean;
}

/**
 * A domain. Of `valid` points it holds the continuous ones: whole numbers may take any value of their range, and categories are shares that add up
 * to 1; discrete.ts goes on from there.
 *
 * The nearest point of range, fixed features and shares is exact, and so is that outside one excluded region wherever (1) of exclusion.ts has a
 * solution. O(m d); at the boundary of an excluded ball about ten times that, of a cone a hundred times.
 *
 * @throws AuditError OPTION_INVALID where nothing could be asked
 */
export function createDomain(range: ValueRange, options: DomainOptions): Domain {
  const { room, exclusions, refuge } = createRegion(range, options);
  const rows = (point: Float64Array) => queriesOf(point, room.dimensions);
  return {
    project(point) {
      for (const row of rows(point)) projectOutside(room, exclusions, refuge, row);
    },
    confine(point, direction) {
      const directions = rows(direction);
      for (const [i, row] of rows(point).entries()) confineOutside(room, exclusions, row, directions[i] as Float64Array);
    },
    contains: (point, tolerance) =>
      rows(point).every((row) => room.distance(row) <= tolerance && exclusions.every((one) => isOutside(one, row, tolerance))),
  };
}

/** Whether a row is no deeper in what was asked to be excluded than the tolerance. */
export function isOutside(exclusion: Exclusion, row: Float64Array, tolerance: number): boolean {
  return (exclusion.depth(row) - 2 * exclusion.margin) * exclusion.size(row) <= tolerance;
}
