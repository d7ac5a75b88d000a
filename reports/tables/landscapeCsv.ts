// How does the leakage around a record reach other tools? landscape.csv, one row per point of each line, and landscape-plane.csv, one row per
// point of the plane. Names and order of the columns are a promise to outside scripts. Called by csvFiles.ts.

import type { Landscape } from '../../src/audit/queryResult.ts';
import { type CsvColumn, csvText } from './csv.ts';

type Line = Landscape['lines'][number];
type Plane = NonNullable<Landscape['plane']>;

interface Measures {
  readonly kl: number;
  readonly meanDistance: number;
  readonly auc: number;
}

const MEASURES: readonly CsvColumn<Measures>[] = [
  ['kl', ({ kl }) => kl],
  ['mean_distance', ({ meanDistance }) => meanDistance],
  ['auc', ({ auc }) => auc],
];

/** Line after line, points in the order of the result. */
export function landscapeCsv(lines: readonly Line[]): string {
  const rows = lines.flatMap(({ direction, points }) => points.map((point) => ({ direction, ...point })));
  return csvText([['direction', ({ direction }) => direction], ['offset', ({ offset }) => offset], ...MEASURES], rows);
}

/** Row-major as in the result: the offset along the first direction runs fastest. */
export function planeCsv({ offsets, kl, meanDistance, auc }: Plane): string {
  const rows = offsets.flatMap((second, row) =>
    offsets.map((first, column) => {
      const at = row * offsets.length + column;
      return {
        first,
        second,
        kl: kl[at] as number,
        meanDistance: meanDistance[at] as number,
        auc: auc[at] as number,
      };
    }),
  );
  return csvText([['offset_1', ({ first }) => first], ['offset_2', ({ second }) => second], ...MEASURES], rows);
}
