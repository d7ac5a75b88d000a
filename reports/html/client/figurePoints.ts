// Which numbers does a chart show? Its points as a table, for readers who want the figures or cannot see the picture.
// Pure; called by figureTools.ts when the reader opens the table.

import type { Figure, Series } from '../../figures/figure.ts';
import { formatNumber } from '../../format.ts';

export interface PointTable {
  readonly columns: readonly { readonly title: string; readonly align: 'left' | 'right' }[];
  /** The points of each series; the title is absent where there is only one. */
  readonly groups: readonly { readonly title?: string; readonly rows: readonly (readonly string[])[] }[];
  /** Rows in all groups, and points in the figure, which may be more. */
  readonly shown: number;
  readonly total: number;
}

/** One row per point, bar or box, in the order of the series, at most `limit` in all. */
export function figurePoints(figure: Figure, limit: number): PointTable {
  const has = (kind: Series['kind']) => figure.series.some((series) => series.kind === kind);
  const withLabels = figure.series.some((series) => series.kind === 'scatter' && series.pointLabels !== undefined);
  const left = (title: string) => ({ title, align: 'left' as const });
  const right = (title: string) => ({ title, align: 'right' as const });
  const columns = [
    ...(withLabels ? [left('Point')] : []),
    ...(has('boxes') ? [left(figure.x.label)] : [right(has('bars') ? `${figure.x.label}, from` : figure.x.label)]),
    ...(has('bars') ? [right('to')] : []),
    ...(has('boxes') ? BOX_COLUMNS.map(right) : [right(figure.y.label)]),
    ...figure.series.flatMap((series) => (series.kind === 'heat' ? [right(series.value.label)] : [])),
  ];

  let shown = 0;
  let total = 0;
  const groups = figure.series.map((series) => {
    const points = seriesPoints(series, figure, has('bars'));
    const padded = (cells: readonly string[]) => [...cells, ...(has('heat') && series.kind !== 'heat' ? [''] : [])];
    const rows = points.slice(0, limit - shown).map(({ label, cells }) => [...(withLabels ? [label] : []), ...padded(cells)]);
    shown += rows.length;
    total += points.length;
    return { ...(figure.series.length > 1 ? { title: series.name } : {}), rows };
  });
  return { columns, groups, shown, total };
}

const BOX_COLUMNS = ['Low', 'Lower quartile', 'Median', 'Upper quartile', 'High'];

interface PointRow {
  /** The point's own name; empty where it has none. */
  readonly label: string;
  readonly cells: readonly string[];
}

/** @param withEnd whether the table has a column for the end of a bar, which other points leave empty */
function seriesPoints(series: Series, figure: Figure, withEnd: boolean): readonly PointRow[] {
  const x = (value: number | undefined) => formatNumber(value, figure.x.format);
  const y = (value: number | undefined) => formatNumber(value, figure.y.format);
  switch (series.kind) {
    case 'line':
      return series.points.map(([px, py]) => ({ label: '', cells: [x(px), ...(withEnd ? [''] : []), y(py)] }));
    case 'scatter':
      return series.points.map(([px, py], i) => ({
        label: series.pointLabels?.[i] ?? '',
        cells: [x(px), ...(withEnd ? [''] : []), y(py)],
      }));
    case 'bars':
      return series.counts.map((count, i) => ({ label: '', cells: [x(series.edges[i]), x(series.edges[i + 1]), y(count)] }));
    case 'boxes':
      return series.boxes.map((box, i) => ({ label: '', cells: [series.categories[i] ?? '', ...box.map(y)] }));
    case 'heat':
      return series.values.map((value, i) => ({
        label: '',
        cells: [
          x(series.columns[i % series.columns.length]),
          y(series.rows[Math.floor(i / series.columns.length)]),
          formatNumber(value, series.value.format),
        ],
      }));
  }
}
