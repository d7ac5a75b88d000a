// Which rows of a table can be asked, where numbers are whole and each column has one category? From any point to a valid one near it, and from a
// valid one to all that differ in one column. Called by validRows.ts, for tables.

import { AuditError } from '../../base/errors.ts';
import { createDomain, type Domain, isOutside } from './domain.ts';
import { createRegion, type DomainOptions } from './region.ts';
import { distanceBetween, queriesOf } from './rows.ts';
import { validColumns } from './validColumns.ts';
import type { ValueRange } from './valueRange.ts';

/** Points are m queries of d standardized values, one after the other. */
export interface DiscreteDomain {
  /** A valid point near a point: each column rounded, then, inside of what is excluded, the nearest way out by changes of single columns. */
  roundToValid(point: Float64Array): Float64Array;
  /**
   * The valid points outside of what is excluded that differ from a valid point in one column of one query: every other category; of whole numbers
   * those at a distance of 1, 4, 16, … and both ends of the range; of other numbers those at 1/64, 1/8 and 1 standard deviation, and both ends.
   */
  neighbours(point: Float64Array): Float64Array[];
  /** What may be asked around a valid point with its categories and whole numbers as they are; undefined where no column of other numbers varies. */
  around(point: Float64Array): Domain | undefined;
}

/** Changes of single columns on the way out of what is excluded; each goes as far as one can. */
const MOST_CHANGES = 1000;

/**
 * The valid points of the domain with these options, whatever `values` is.
 *
 * @throws AuditError OPTION_INVALID where nothing could be asked
 */
export function createDiscreteDomain(range: ValueRange, options: DomainOptions): DiscreteDomain {
  const region = createRegion(range, { ...options, values: 'valid' });
  const columns = validColumns(range, region.varies);
  const d = region.room.dimensions;
  const isAllowed = (row: Float64Array) => region.exclusions.every((one) => isOutside(one, row, 0));
  const others = (row: Float64Array) => columns.flatMap((column) => column.moved(row));

  /** Moves a valid row, in place, to one outside: that nearest to `near` among those that differ in one column, while none does the least deep. */
  function leaveExcluded(row: Float64Array, near: Float64Array): void {
    const depthOf = (one: Float64Array) => Math.max(...region.exclusions.map((exclusion) => exclusion.depth(one)));
    for (let change = 0; change < MOST_CHANGES && !isAllowed(row); change++) {
      const moved = others(row);
      const allowed = moved.filter(isAllowed);
      const next = allowed.length > 0 ? least(allowed, (one) => distanceBetween(one, near)) : least([row, ...moved], depthOf);
      if (next === row) break;
      row.set(next);
    }
    if (isAllowed(row)) return;
    // Ends of ranges and single categories: a valid row.
    row.set(region.refuge as Float64Array);
    for (const column of columns) column.round(row);
  }

  return {
    roundToValid(point) {
      const valid = point.slice();
      for (const row of queriesOf(valid, d)) {
        region.room.project(row);
        const near = row.slice();
        for (const column of columns) column.round(row);
        leaveExcluded(row, near);
      }
      return valid;
    },
    neighbours: (point) =>
      queriesOf(point, d).flatMap((query, i) =>
        others(query)
          .filter(isAllowed)
          .map((row) => {
            const other = point.slice();
            other.set(row, i * d);
            return other;
          }),
      ),
    around: (point) => domainAround(range, options, point),
  };
}

function domainAround(range: ValueRange, { vary, exclude }: DomainOptions, point: Float64Array): Domain | undefined {
  const varies = vary === undefined ? undefined : new Set(Array.from(vary.places));
  const places = placesOfNumbers(range).filter((j) => varies?.has(j) ?? true);
  if (places.length === 0) return undefined;
  const d = range.low.length;
  const domains = queriesOf(point.slice(), d).map((row) => {
    try {
      return createDomain(range, { values: 'range', vary: { places, row }, ...(exclude !== undefined && { exclude }) });
    } catch (cause) {
      // No way around what is excluded is known from here: the row stays as it is.
      if (cause instanceof AuditError && cause.code === 'OPTION_INVALID') return staying(row);
      throw cause;
    }
  });
  const each = (at: Float64Array) => queriesOf(at, d).map((row, i) => [domains[i] as Domain, row] as const);
  return {
    project(at) {
      for (const [domain, row] of each(at)) domain.project(row);
    },
    confine(at, direction) {
      const directions = queriesOf(direction, d);
      for (const [i, [domain, row]] of each(at).entries()) domain.confine(row, directions[i] as Float64Array);
    },
    contains: (at, tolerance) => each(at).every(([domain, row]) => domain.contains(row, tolerance)),
  };
}

/** Places that take any numbers, of different values in the data. */
function placesOfNumbers({ whole, least, largest, categories }: ValueRange): number[] {
  const isCategory = new Uint8Array(whole.length);
  for (const { start, length } of categories) isCategory.fill(1, start, start + length);
  return Array.from(whole.keys()).filter((j) => !whole[j] && !isCategory[j] && (least[j] as number) < (largest[j] as number));
}

function staying(row: Float64Array): Domain {
  return {
    project: (at) => void at.set(row),
    confine: (_, direction) => void direction.fill(0),
    contains: (at, tolerance) => at.every((value, j) => Math.abs(value - (row[j] as number)) <= tolerance),
  };
}

/** The row with the smallest measure. */
function least(rows: readonly Float64Array[], measure: (row: Float64Array) => number): Float64Array {
  const measures = rows.map(measure);
  const best = measures.reduce((at, value, i) => (value < (measures[at] as number) ? i : at), 0);
  return rows[best] as Float64Array;
}
