import { describe, expect, test } from '@jest/globals';
import type { Figure, Series } from '../../../../reports/figures/figure.ts';
import { figurePoints } from '../../../../reports/html/client/figurePoints.ts';

function figure(...series: Series[]): Figure {
  return {
    id: 'f',
    title: 'F',
    altText: '',
    x: { label: 'rate', scale: 'linear', format: 'percent' },
    y: { label: 'records', scale: 'linear', format: 'integer' },
    series,
  };
}

const line: Series = {
  kind: 'line',
  name: 'a line',
  role: 'primary',
  points: [
    [0.1, 1],
    [0.2, 2000],
  ],
};
const bars: Series = { kind: 'bars', name: 'bars', role: 'primary', edges: [0, 0.5, 1], counts: [3, 4] };

describe('figurePoints', () => {
  test('lists the points of one series in the formats of the axes', () => {
    expect(figurePoints(figure(line), 10)).toEqual({
      columns: [
        { title: 'rate', align: 'right' },
        { title: 'records', align: 'right' },
      ],
      groups: [
        {
          rows: [
            ['10.0%', '1'],
            ['20.0%', '2,000'],
          ],
        },
      ],
      shown: 2,
      total: 2,
    });
  });

  test('names points and series where they have names', () => {
    const scatter: Series = { kind: 'scatter', name: 'dots', role: 'secondary', points: [[0.5, 1]], pointLabels: ['record 17'] };
    const { columns, groups } = figurePoints(figure(scatter, line), 10);
    expect(columns.map((column) => column.title)).toEqual(['Point', 'rate', 'records']);
    expect(groups[0]).toEqual({ title: 'dots', rows: [['record 17', '50.0%', '1']] });
    expect(groups[1]?.rows[0]).toEqual(['', '10.0%', '1']);
  });

  test('gives bars their two edges, and points among them an empty one', () => {
    const { columns, groups } = figurePoints(figure(bars, line), 10);
    expect(columns.map((column) => column.title)).toEqual(['rate, from', 'to', 'records']);
    expect(groups.map((group) => group.rows[0])).toEqual([
      ['0%', '50.0%', '3'],
      ['10.0%', '', '1'],
    ]);
  });

  test('gives boxes their category and five numbers', () => {
    const boxes: Series = { kind: 'boxes', name: 'b', role: 'primary', categories: ['cat'], boxes: [[1, 2, 3, 4, 5]] };
    const { columns, groups } = figurePoints(figure(boxes), 10);
    expect(columns).toHaveLength(6);
    expect(groups[0]?.rows).toEqual([['cat', '1', '2', '3', '4', '5']]);
  });

  test('stops at the limit, counting over all series', () => {
    const { groups, shown, total } = figurePoints(figure(line, bars), 3);
    expect(groups.map((group) => group.rows.length)).toEqual([2, 1]);
    expect([shown, total]).toEqual([3, 4]);
  });

  test('lists the cells of a plane row after row, and leaves their value empty for what lies on it', () => {
    const heat: Series = {
      kind: 'heat',
      name: 'plane',
      value: { label: 'KL (nats)', scale: 'linear', format: 'number' },
      columns: [0.1, 0.2],
      rows: [1, 2],
      values: [0.5, 0.25, 0, 1],
    };
    const { columns, groups, total } = figurePoints(figure(heat, line), 5);
    expect(columns.map(({ title }) => title)).toEqual(['rate', 'records', 'KL (nats)']);
    expect(groups).toEqual([
      {
        title: 'plane',
        rows: [
          ['10.0%', '1', '0.5'],
          ['20.0%', '1', '0.25'],
          ['10.0%', '2', '0'],
          ['20.0%', '2', '1'],
        ],
      },
      { title: 'a line', rows: [['10.0%', '1', '']] },
    ]);
    expect(total).toBe(6);
  });
});
