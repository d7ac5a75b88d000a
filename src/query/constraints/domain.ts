// What may an attacker ask? Points are m queries of d standardized values, one after the other, and a domain says which of them are allowed:
// within the range of the data, with some features fixed, outside what is excluded around records. Called by the search and by its callers.

import { AuditError } from '../../base/errors.ts';
import { createExclusion, type ExcludedShape, type Exclusion } from './exclusion.ts';
import { confineOutside, projectOutside } from './outside.ts';
import { findRefuge, type Refuge } from './refuge.ts';
import { createRoom, type Room } from './room.ts';
import { lengthOf } from './rows.ts';
import type { ValueRange } from './valueRange.ts';

export interface Domain {
  /**
   * Moves a point, in place, to the nearest one that may be asked; to another one where several regions are excluded, or where the direction away
   * from the middle of an excluded one leads out of the room.
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

/** Names that `--values` takes: any numbers; within the range of the data; and in tables whole numbers and one category of each column. */
export const QUERY_VALUES = ['any', 'range', 'valid'] as const;
export type QueryValues = (typeof QUERY_VALUES)[number];

export interface DomainOptions {
  readonly values: QueryValues;
  /** The only places that vary, with the row [d] whose values the others keep. */
  readonly vary?: Vary | undefined;
  readonly exclude?: Exclude | undefined;
}

export interface Vary {
  readonly places: ArrayLike<number>;
  readonly row: Float64Array;
}

/** What no query may come near: ‖q − x‖ < radius·‖x‖, or the cone of all multiples of this ball. */
export interface Exclude {
  readonly shape: ExcludedShape;
  /** Below 1 for a cone, whose half-angle is arcsin(radius). */
  readonly radius: number;
  /** Each x, d standardized values. */
  readonly records: readonly Float64Array[];
}

/** Norms of records within which a refuge is looked for where values are not bounded. */
const FAR = 100;

/**
 * A domain. Of `valid` points the domain holds the continuous ones: whole numbers may take any value of their range and categories are shares
 * that add up to 1; discrete.ts goes on from there.
 *
 * @throws AuditError OPTION_INVALID where nothing could be asked
 */
export function createDomain(range: ValueRange, options: DomainOptions): Domain {
  const room = roomFor(range, options);
  const exclusions = exclusionsOf(options.exclude);
  const refuge = exclusions.length > 0 ? refugeFrom(room, exclusions, options) : new Float64Array(0);
  const d = room.dimensions;
  const rows = (point: Float64Array) => Array.from({ length: point.length / d }, (_, i) => point.subarray(i * d, (i + 1) * d));
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

/** The regions that are excluded. @throws AuditError OPTION_INVALID */
export function exclusionsOf(exclude: Exclude | undefined): readonly Exclusion[] {
  if (exclude === undefined) return [];
  const { shape, radius, records } = exclude;
  if (!(radius > 0 && radius < (shape === 'cone' ? 1 : Infinity))) {
    throw new AuditError('OPTION_INVALID', {
      expected: `the radius of what is excluded, relative to the record, to be above 0${shape === 'cone' ? ' and below 1' : ''}`,
      got: `${radius}`,
      try: '0.1',
    });
  }
  if (records.some((record) => !(lengthOf(record) > 0))) {
    throw new AuditError('OPTION_INVALID', {
      expected: 'a record that differs from the mean of the data, to exclude what lies within a share of its norm',
      got: 'a norm of 0',
      try: 'excluding nothing, or another record',
    });
  }
  return records.map((record) => createExclusion(shape, record, radius));
}

/** Whether a row is no deeper in what was asked to be excluded than the tolerance. */
export function isOutside(exclusion: Exclusion, row: Float64Array, tolerance: number): boolean {
  return (exclusion.depth(row) - 2 * exclusion.margin) * exclusion.size(row) <= tolerance;
}

/** @throws AuditError OPTION_INVALID where nothing is found outside */
function refugeFrom(room: Room, exclusions: readonly Exclusion[], { exclude, vary }: DomainOptions): Refuge {
  const { shape, radius, records } = exclude as Exclude;
  const longest = Math.max(...records.map(lengthOf), vary ? lengthOf(vary.row) : 0);
  const refuge = findRefuge(room, exclusions, FAR * (1 + radius) * longest);
  if (refuge !== undefined) return refuge;
  const region = `the ${shape}${records.length > 1 ? 's' : ''} of radius ${radius}`;
  throw new AuditError('OPTION_INVALID', {
    expected: `queries to be left outside of ${region} around the record${records.length > 1 ? 's' : ''}`,
    got: `none${vary ? ' among those with only some features varied' : ''}`,
    try: 'a smaller radius, or letting more vary',
  });
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
