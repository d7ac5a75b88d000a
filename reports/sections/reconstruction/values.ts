// What do rebuilt records of a table look like? True and rebuilt values beside each other, a table for each record. Called by gallery.ts.

import type { QueryResult, Reconstruction } from '../../../src/audit/queryResult.ts';
import type { Block, Cell } from '../../blocks.ts';
import { formatNumber } from '../../format.ts';
import { className, cosine, count, number, percent, shownName } from '../words.ts';

type Shown = Reconstruction['gallery'][number];

/** Records and values that a reader looks at. */
const SHOWN = { records: 5, values: 16 };
const NAME_LENGTH = 40;

export function valueTables(result: QueryResult, reconstruction: Reconstruction): readonly Block[] {
  return reconstruction.gallery.slice(0, SHOWN.records).map((shown) => valueTable(result, reconstruction, shown));
}

function valueTable(result: QueryResult, { records }: Reconstruction, shown: Shown): Block {
  const measured = records.find(({ record }) => record === shown.record);
  const rows = rowsOf(result, shown);
  const more = rows.length > SHOWN.values ? ` The first ${SHOWN.values} of ${count(rows.length, 'value')} are shown.` : '';
  const measures =
    measured === undefined
      ? ''
      : `, class ${className(result, measured.classIndex)}: cosine ${cosine(measured.cosine)}, relative error ${number(measured.relativeL2)}`;
  return {
    kind: 'table',
    caption: `Record ${shown.record}${measures}.${more}`,
    columns: [
      { title: 'Value', align: 'left' },
      { title: 'True', align: 'right' },
      { title: 'Start', align: 'right' },
      { title: 'Rebuilt', align: 'right' },
      { title: 'Off by (standard deviations)', align: 'right', format: 'number' },
    ],
    rows: rows.slice(0, SHOWN.values),
  };
}

function rowsOf(result: QueryResult, shown: Shown): readonly Cell[][] {
  const { columns, dimensions } = result.dataset;
  const { truth, start, reconstruction } = shown;
  const numeric = (name: string, at: number): Cell[] => [
    name,
    ...[truth, start, reconstruction].map((values) => valueText(values[at])),
    deviations(result, shown, at),
  ];
  if (columns === null) {
    return Array.from({ length: Math.min(dimensions, truth.length) }, (_, i) => numeric(`value ${i}`, i));
  }
  return columns.map((column) => {
    const name = shownName(column.name, NAME_LENGTH);
    if (column.kind === 'numeric') return numeric(name, column.start);
    const { categories, start: first } = column;
    return [name, ...[truth, start, reconstruction].map((values) => categoryText(categories, values, first)), null];
  });
}

function valueText(value: number | undefined): string {
  return formatNumber(value, value !== undefined && Number.isInteger(value) ? 'integer' : 'number');
}

/** The category with the largest share, with the share where it is not all: a rebuilt row need not be valid. */
function categoryText(categories: readonly string[], values: readonly number[], start: number): string {
  const shares = values.slice(start, start + categories.length);
  const largest = Math.max(...shares);
  const category = categories[shares.indexOf(largest)];
  if (category === undefined) return formatNumber(null);
  const name = shownName(category, NAME_LENGTH);
  const isValid = largest === 1 && shares.every((share) => share === 0 || share === 1);
  return isValid ? name : `${name} (${percent(largest)})`;
}

/** |rebuilt − true| in standard deviations of the feature; null where the result does not hold them. */
function deviations({ preprocessing }: QueryResult, { truth, reconstruction }: Shown, at: number): number | null {
  const { normalize, scale } = preprocessing;
  const [x, r] = [truth[at], reconstruction[at]];
  const size = normalize === 'feature' ? scale[at] : scale[0];
  return x === undefined || r === undefined || size === undefined || normalize === 'none' || !(size > 0)
    ? null
    : Math.abs(r - x) / size;
}
