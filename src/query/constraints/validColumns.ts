// Which values may a column of a valid row take, which is nearest to a number, and which are tried from another? One category, a whole number within
// the range of the data, or any number within it. Called by discrete.ts.

import { standardized, type ValueRange } from './valueRange.ts';

/** A column that varies. Rows are d standardized values. */
export interface ValidColumn {
  /** Writes the nearest valid value, or the category with the largest share, into a row. O(1), or O(g). */
  round(row: Float64Array): void;
  /** Writes another value of the column into a copy of a valid row, for each that a local search tries from there. */
  moved(row: Float64Array): Float64Array[];
}

/** Between steps of a column: from 1 to the width of the range in few moves. */
const GROWTH = 4;
/** Steps of a column of any numbers, in standard deviations. */
const REAL_STEPS = [1 / 64, 1 / 8, 1];

/** The columns of a row, of which all places vary. */
export function validColumns(range: ValueRange, varies: Uint8Array): ValidColumn[] {
  const grouped = new Uint8Array(varies.length);
  for (const { start, length } of range.categories) grouped.fill(1, start, start + length);
  const single = Array.from(varies.keys()).filter(
    (j) => varies[j] && !grouped[j] && (range.least[j] as number) < (range.largest[j] as number),
  );
  return [
    ...range.categories.filter(({ start }) => varies[start]).map(({ start, length }) => categoryColumn(range, start, length)),
    ...single.map((j) => numericColumn(range, j)),
  ];
}

function categoryColumn({ mean, scale }: ValueRange, start: number, length: number): ValidColumn {
  const at = (raw: number, k: number) => standardized(raw, mean[start + k] as number, scale[start + k] as number);
  const share = (row: Float64Array, k: number) =>
    (row[start + k] as number) * (scale[start + k] as number) + (mean[start + k] as number);
  const categories = Array.from({ length }, (_, k) => k);
  const write = (row: Float64Array, category: number) => {
    for (const k of categories) row[start + k] = at(k === category ? 1 : 0, k);
    return row;
  };
  const largest = (row: Float64Array) => categories.reduce((best, k) => (share(row, k) > share(row, best) ? k : best), 0);
  return {
    round: (row) => void write(row, largest(row)),
    moved(row) {
      const own = largest(row);
      return categories.filter((k) => k !== own).map((k) => write(row.slice(), k));
    },
  };
}

function numericColumn(range: ValueRange, j: number): ValidColumn {
  const [mean, scale, least, largest] = [range.mean[j], range.scale[j], range.least[j], range.largest[j]] as [
    number,
    number,
    number,
    number,
  ];
  const isWhole = range.whole[j] === 1;
  const steps = isWhole ? geometric(largest - least) : REAL_STEPS.map((step) => step * scale);
  const rawOf = (row: Float64Array) => {
    const raw = (row[j] as number) * scale + mean;
    return Math.min(Math.max(isWhole ? Math.round(raw) : raw, least), largest);
  };
  const write = (row: Float64Array, raw: number) => {
    row[j] = standardized(raw, mean, scale);
    return row;
  };
  return {
    round: (row) => void write(row, rawOf(row)),
    moved(row) {
      const own = rawOf(row);
      const others = [least, largest, ...steps.flatMap((step) => [own - step, own + step])];
      const within = others.filter((raw) => raw !== own && raw >= least && raw <= largest);
      return [...new Set(within)].map((raw) => write(row.slice(), raw));
    },
  };
}

/** 1, 4, 16, … up to the width. */
function geometric(width: number): number[] {
  const steps: number[] = [];
  for (let step = 1; step < width; step *= GROWTH) steps.push(step);
  return steps;
}
