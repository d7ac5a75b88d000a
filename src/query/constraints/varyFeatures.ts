// Which places of an input does `--vary` mean? Columns of a table by name, with all places of their categories, or places by number where the data
// have no names. Called by the pipelines of queries.

import { AuditError } from '../../base/errors.ts';
import { assertKnownName } from '../../base/names.ts';
import { plainText } from '../../base/plainText.ts';
import type { Dataset, TableColumn } from '../../data/dataset.ts';

export interface VariedFeatures {
  /** As the result lists them: names of columns, or places such as `0-99`. */
  readonly features: readonly string[];
  /** Ascending. */
  readonly places: Int32Array;
}

/**
 * @param words names or places, one each or several with commas between: `age,income`, `0-99,200`. A name may itself hold commas.
 * @throws AuditError NAME_UNKNOWN for another column, naming the nearest; OPTION_INVALID for other places, or none
 */
export function varyFeatures(words: readonly string[], dataset: Pick<Dataset, 'columns' | 'dimensions'>): VariedFeatures {
  const parts = words.flatMap((word) => word.split(','));
  if (parts.every((part) => part.trim() === '')) {
    throw new AuditError('OPTION_INVALID', {
      expected: 'features to vary',
      got: 'none',
      try: dataset.columns ? `--vary ${plainText(dataset.columns[0]?.name ?? '', 40)}` : '--vary 0-9',
    });
  }
  const chosen = dataset.columns ? columnsOf(parts, dataset.columns) : placesOf(parts, dataset.dimensions);
  const places = [...new Set(chosen.flatMap((one) => one.places))].sort((a, b) => a - b);
  return { features: chosen.map(({ feature }) => feature), places: Int32Array.from(places) };
}

interface Chosen {
  readonly feature: string;
  readonly places: readonly number[];
}

/** Columns of the names that the parts make up: at each part the name of the most parts, since names may hold commas. */
function columnsOf(parts: readonly string[], columns: readonly TableColumn[]): Chosen[] {
  const names = columns.map(({ name }) => name);
  const chosen: Chosen[] = [];
  for (let i = 0; i < parts.length; ) {
    let end = parts.length;
    while (end > i + 1 && !names.includes(nameOf(parts, i, end))) end--;
    const feature = assertKnownName('column to vary', nameOf(parts, i, end), names);
    const places = columns.filter(({ name }) => name === feature).flatMap(placesOfColumn);
    chosen.push({ feature, places });
    i = end;
  }
  return chosen;
}

/** Names of a table have no space around them. */
function nameOf(parts: readonly string[], start: number, end: number): string {
  return parts.slice(start, end).join(',').trim();
}

function placesOfColumn(column: TableColumn): number[] {
  return numbers(column.start, column.start + (column.kind === 'numeric' ? 1 : column.categories.length) - 1);
}

function placesOf(parts: readonly string[], dimensions: number): Chosen[] {
  return parts.map((part) => {
    const feature = part.trim();
    const [, from, to] = /^(\d{1,9})(?:-(\d{1,9}))?$/.exec(feature) ?? [];
    const [first, last] = [Number(from), Number(to ?? from)];
    if (first <= last && last < dimensions) return { feature, places: numbers(first, last) };
    throw new AuditError('OPTION_INVALID', {
      expected: `places to vary from 0 to ${dimensions - 1}, since the data have no columns with names`,
      got: `"${plainText(feature, 60)}"`,
      try: dimensions > 10 ? '--vary 0-9' : '--vary 0',
    });
  });
}

function numbers(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, i) => first + i);
}
