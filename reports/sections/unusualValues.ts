// Which values of a table row tell a person who it is? The most unusual ones, by how far they lie from the mean in standard deviations;
// a category counts by how rare it is, on the same scale. Called by exhibits.ts.

import type { AuditResult } from '../../src/audit/result.ts';
import type { RecordCard } from '../blocks.ts';
import { formatNumber } from '../format.ts';
import { shownName } from './words.ts';

type NamedValue = NonNullable<RecordCard['values']>[number];

/** What fits on a card. */
const SHOWN_VALUES = 8;
const NAME_LENGTH = 32;

/**
 * Up to eight named values of one record, most unusual first where the result holds the statistics of each column (feature
 * standardization), otherwise in the order of the input.
 *
 * @param values the record in the input's units, one place per number and per category of a one-hot column
 */
export function unusualValues(result: AuditResult, values: readonly number[]): readonly NamedValue[] {
  const { columns, dimensions } = result.dataset;
  const cells =
    columns === null
      ? Array.from({ length: Math.min(dimensions, values.length) }, (_, i) => numericCell(result, `value ${i}`, values, i))
      : columns.map((column) =>
          column.kind === 'numeric'
            ? numericCell(result, column.name, values, column.start)
            : categoryCell(result, column.name, column.categories, values, column.start),
        );
  return cells
    .toSorted((a, b) => b.distance - a.distance)
    .slice(0, SHOWN_VALUES)
    .map(({ name, value }) => ({ name: shownName(name, NAME_LENGTH), value }));
}

/** How the values on the cards were chosen. */
export function valuesNote(result: AuditResult): string {
  const total = result.dataset.columns?.length ?? result.dataset.dimensions;
  const which =
    total > SHOWN_VALUES ? `${SHOWN_VALUES} of ${formatNumber(total, 'integer')} values are shown` : 'All values are shown';
  return result.preprocessing.normalize === 'feature'
    ? `${which}, the most unusual first (farthest from the mean in standard deviations; rarest category).`
    : `${which}, in the order of the input.`;
}

interface Cell extends NamedValue {
  /** |value − mean|/standard deviation; 0 where the result does not hold them, which keeps the order of the input. */
  readonly distance: number;
}

function numericCell(result: AuditResult, name: string, values: readonly number[], at: number): Cell {
  const value = values[at];
  if (value === undefined) return { name, value: formatNumber(value), distance: 0 };
  const text = formatNumber(value, Number.isInteger(value) ? 'integer' : 'number');
  return { name, value: text, distance: distanceFromMean(result, value, at) };
}

function categoryCell(
  result: AuditResult,
  name: string,
  categories: readonly string[],
  values: readonly number[],
  start: number,
): Cell {
  const held = values.slice(start, start + categories.length);
  const chosen = held.indexOf(1);
  const category = categories[chosen];
  if (category === undefined) return { name, value: 'none', distance: 0 };
  return { name, value: shownName(category, NAME_LENGTH), distance: distanceFromMean(result, 1, start + chosen) };
}

function distanceFromMean(result: AuditResult, value: number, at: number): number {
  const { normalize, mean, scale } = result.preprocessing;
  const m = mean[at];
  const s = scale[at];
  return normalize === 'feature' && m !== undefined && s !== undefined && s > 0 ? Math.abs(value - m) / s : 0;
}
