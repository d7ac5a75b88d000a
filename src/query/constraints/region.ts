// Which rows may be asked, from the options of a command? The convex part, what is excluded from it, and one row that is left; sets that leave
// nothing are refused here. Called by domain.ts and discrete.ts.

import { AuditError } from '../../base/errors.ts';
import { createExclusion, type ExcludedShape, type Exclusion } from './exclusion.ts';
import { findRefuge, type Refuge } from './refuge.ts';
import { createRoom, type Room } from './room.ts';
import { lengthOf } from './rows.ts';
import type { ValueRange } from './valueRange.ts';

/** Names that `--values` takes: any numbers; within the range of the data; and in tables whole numbers and one category of each column. */
export const QUERY_VALUES = ['any', 'range', 'valid'] as const;
export type QueryValues = (typeof QUERY_VALUES)[number];

export interface DomainOptions {
  readonly values: QueryValues;
  readonly vary?: Vary | undefined;
  readonly exclude?: Exclude | undefined;
}

/** The only places that vary, and the standardized row, [d], whose values the others keep. */
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

export interface Region {
  readonly room: Room;
  readonly exclusions: readonly Exclusion[];
  /** Undefined where nothing is excluded. */
  readonly refuge: Refuge | undefined;
  /** 1 for each place that is not fixed. */
  readonly varies: Uint8Array;
}

/** Norms of records within which a refuge is looked for where values are not bounded. */
const FAR = 100;

/** @throws AuditError OPTION_INVALID where nothing could be asked. O(d), and for cones up to some hundred times that */
export function createRegion(range: ValueRange, options: DomainOptions): Region {
  const varies = variesOf(range, options.vary);
  const room = roomFor(range, varies, options);
  const exclusions = exclusionsOf(options.exclude);
  const refuge = options.exclude?.records.length ? refugeFrom(room, exclusions, options.exclude, options.vary) : undefined;
  return { room, exclusions, refuge, varies };
}

function variesOf({ low }: ValueRange, vary: Vary | undefined): Uint8Array {
  const d = low.length;
  if (vary === undefined) return new Uint8Array(d).fill(1);
  const varies = new Uint8Array(d);
  for (const place of Array.from(vary.places)) {
    if (!(Number.isInteger(place) && place >= 0 && place < d)) {
      throw new AuditError('OPTION_INVALID', {
        expected: `features that vary to be among the places 0 to ${d - 1}`,
        got: `${place}`,
        try: `places below ${d}`,
      });
    }
    varies[place] = 1;
  }
  return varies;
}

function roomFor(range: ValueRange, varies: Uint8Array, { values, vary }: DomainOptions): Room {
  const d = range.low.length;
  const low = values === 'any' ? new Float64Array(d).fill(-Infinity) : range.low.slice();
  const high = values === 'any' ? new Float64Array(d).fill(Infinity) : range.high.slice();
  if (vary !== undefined) for (let j = 0; j < d; j++) if (!varies[j]) low[j] = high[j] = vary.row[j] as number;
  const groups = values === 'valid' ? range.categories.filter((group) => variesWhole(group, varies)) : [];
  if (groups.every(({ length }) => length < 2) && low.every((bound, j) => bound === high[j])) {
    throw new AuditError('OPTION_INVALID', {
      expected: 'queries with at least one feature that varies',
      got: 'none: every feature is fixed, or the same in all of the data',
      try: 'letting other features vary, or --values any',
    });
  }
  return createRoom(range, low, high, groups);
}

/** Whether a one-hot column varies. */
function variesWhole({ start, length }: { start: number; length: number }, varies: Uint8Array): boolean {
  const count = varies.subarray(start, start + length).reduce((sum, v) => sum + v, 0);
  if (count === 0 || count === length) return count > 0;
  throw new AuditError('OPTION_INVALID', {
    expected: `all ${length} places of a column of categories to vary or none`,
    got: `${count} of the places ${start} to ${start + length - 1}`,
    try: 'naming the column, or --values range',
  });
}

/** The excluded regions, one for each record. @throws AuditError OPTION_INVALID for a radius out of range, or a record of norm 0 */
export function exclusionsOf(exclude: Exclude | undefined): readonly Exclusion[] {
  if (exclude === undefined) return [];
  const { shape, radius, records } = exclude;
  if (!(radius > 0 && radius < (shape === 'cone' ? 1 : Infinity))) {
    throw new AuditError('OPTION_INVALID', {
      expected: `the radius of what is excluded, relative to the record, to be above 0${shape === 'cone' ? ' and below 1' : ''}`,
      got: `${radius}`,
      try: '--exclude-radius 0.1',
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

function refugeFrom(room: Room, exclusions: readonly Exclusion[], exclude: Exclude, vary: Vary | undefined): Refuge {
  const { shape, radius, records } = exclude;
  const longest = Math.max(...records.map(lengthOf), vary ? lengthOf(vary.row) : 0);
  const refuge = findRefuge(room, exclusions, FAR * (1 + radius) * longest);
  if (refuge !== undefined) return refuge;
  const region = `the ${shape}${records.length > 1 ? 's' : ''} of radius ${radius}`;
  throw new AuditError('OPTION_INVALID', {
    expected: `queries to be left outside of ${region} around the record${records.length > 1 ? 's' : ''}`,
    got: `none${vary ? ' among those with only some features varied' : ''}`,
    try: `a smaller --exclude-radius${vary ? ', or letting more features vary' : ''}`,
  });
}
