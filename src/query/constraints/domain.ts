// What may an attacker ask? Points are m queries of d standardized values, one after the other, and a domain says which of them are allowed:
// within the range of the data, with some features fixed, outside what is excluded around records. Called by the search and by its callers.

import { AuditError } from '../../base/errors.ts';
import { createRoom, type Room } from './room.ts';
import type { ValueRange } from './valueRange.ts';

export interface Domain {
  /** Moves a point, in place, to the nearest one that may be asked. */
  project(point: Float64Array): void;
  /**
   * The part of a direction, in place, along which a point of the domain can move without leaving it, to first order: the nearest such direction.
   * A confined gradient g₀ of g has g·g₀ = ‖g₀‖², so that it ascends unless it is zero.
   */
  confine(point: Float64Array, direction: Float64Array): void;
  /** Whether a point may be asked, up to this distance in standardized values. */
  contains(point: Float64Array, tolerance: number): boolean;
}

/** Names that `--values` takes: any numbers; within the range of the data; and in tables whole numbers and one category of each column. */
export const QUERY_VALUES = ['any', 'range', 'valid'] as const;
export type QueryValues = (typeof QUERY_VALUES)[number];

export interface DomainOptions {
  readonly values: QueryValues;
  /** The only places that vary, with the row [d] whose values the others keep. */
  readonly vary?: Vary | undefined;
}

export interface Vary {
  readonly places: ArrayLike<number>;
  readonly row: Float64Array;
}

/**
 * A domain. Of `valid` points the domain holds the continuous ones: whole numbers may take any value of their range and categories are shares
 * that add up to 1; discrete.ts goes on from there.
 *
 * @throws AuditError OPTION_INVALID where nothing could be asked
 */
export function createDomain(range: ValueRange, options: DomainOptions): Domain {
  const room = roomFor(range, options);
  const d = range.low.length;
  const rows = (point: Float64Array) => Array.from({ length: point.length / d }, (_, i) => point.subarray(i * d, (i + 1) * d));
  return {
    project(point) {
      for (const row of rows(point)) room.project(row);
    },
    confine(point, direction) {
      const directions = rows(direction);
      for (const [i, row] of rows(point).entries()) room.confine(row, directions[i] as Float64Array);
    },
    contains: (point, tolerance) => rows(point).every((row) => room.distance(row) <= tolerance),
  };
}

/** The convex part. @throws AuditError OPTION_INVALID */
function roomFor(range: ValueRange, { values, vary }: DomainOptions): Room {
  const d = range.low.length;
  const low = values === 'any' ? new Float64Array(d).fill(-Infinity) : range.low.slice();
  const high = values === 'any' ? new Float64Array(d).fill(Infinity) : range.high.slice();
  let groups = values === 'valid' ? range.categories : [];
  if (vary !== undefined) {
    const varies = new Uint8Array(d);
    for (const place of Array.from(vary.places)) {
      if (!(Number.isInteger(place) && place >= 0 && place < d)) throw unknownPlace(place, d);
      varies[place] = 1;
    }
    groups = groups.filter((group) => variesWhole(group, varies));
    for (let j = 0; j < d; j++) if (!varies[j]) low[j] = high[j] = vary.row[j] as number;
  }
  if (groups.every(({ length }) => length < 2) && low.every((bound, j) => bound === high[j])) throw nothingVaries();
  return createRoom(range, low, high, groups);
}

/** Whether a one-hot column varies. @throws AuditError OPTION_INVALID where only some of its places do */
function variesWhole({ start, length }: { start: number; length: number }, varies: Uint8Array): boolean {
  const count = varies.subarray(start, start + length).reduce((sum, v) => sum + v, 0);
  if (count === 0 || count === length) return count > 0;
  throw new AuditError('OPTION_INVALID', {
    expected: `all ${length} places of a column of categories to vary or none`,
    got: `${count} of the places ${start} to ${start + length - 1}`,
    try: 'naming the column',
  });
}

function unknownPlace(place: number, dimensions: number): AuditError {
  return new AuditError('OPTION_INVALID', {
    expected: `features that vary to be among the places 0 to ${dimensions - 1}`,
    got: `${place}`,
    try: `fewer than ${dimensions}`,
  });
}

function nothingVaries(): AuditError {
  return new AuditError('OPTION_INVALID', {
    expected: 'queries with at least one feature that varies',
    got: 'none: every feature is fixed, or the same in all of the data',
    try: 'letting other features vary, or --values any',
  });
}
