import { describe, expect, test } from '@jest/globals';
import type { Chart, Plugin } from 'chart.js';
import { barsPlugin, boxesPlugin } from '../../../reports/figures/bars.ts';
import { linePlugin, scatterPlugin } from '../../../reports/figures/marks.ts';
import { DASHES, paperTheme } from '../../../reports/figures/palette.ts';
import { REFERENCE_ROW, referenceLinesPlugin, wordRows } from '../../../reports/figures/referenceLines.ts';
import { resolveAxis } from '../../../reports/figures/ticks.ts';

const theme = paperTheme('serif', 14);

interface Call {
  readonly method: string;
  readonly arguments: readonly unknown[];
}

/** A chart of 100 × 100 pixels with simple scales whose context only takes notes. */
function sheet(options: { logX?: boolean; isVisible?: boolean; data?: readonly { x: number; y: number }[] } = {}): {
  chart: Chart;
  calls: Call[];
} {
  const calls: Call[] = [];
  const ctx = new Proxy({} as Record<string, unknown>, {
    get: (_, method) =>
      method === 'measureText'
        ? (text: string) => ({ width: 6 * text.length })
        : (...args: unknown[]) => calls.push({ method: String(method), arguments: args }),
    set: (_, property, value) => {
      calls.push({ method: `${String(property)} =`, arguments: [value] });
      return true;
    },
  });
  const x = {
    type: options.logX ? 'logarithmic' : 'linear',
    min: options.logX ? 1e-2 : 0,
    max: 1,
    getPixelForValue: (value: number) => (options.logX ? 50 * (Math.log10(value) + 2) : 100 * value),
  };
  const y = { type: 'linear', min: 0, max: 10, getPixelForValue: (value: number) => 100 - 10 * value };
  const chartArea = { left: 0, right: 100, top: 0, bottom: 100, width: 100, height: 100 };
  const data = { datasets: [{ data: options.data ?? [] }] };
  const chart = { ctx, data, scales: { x, y }, chartArea, isDatasetVisible: () => options.isVisible ?? true };
  return { chart: chart as unknown as Chart, calls };
}

function draw(plugin: Plugin, chart: Chart): void {
  plugin.beforeDatasetsDraw?.(chart, { cancelable: true }, {});
}

const named = (calls: readonly Call[], method: string) =>
  calls.filter((call) => call.method === method).map((call) => call.arguments);

describe('histogram bars', () => {
  const bars = { kind: 'bars', name: 'n', role: 'primary', edges: [0.01, 0.1, 1], counts: [4, 0] } as const;

  test('end on their edges on a logarithmic axis, but for half a hairline of gap', () => {
    const { chart, calls } = sheet({ logX: true });
    draw(barsPlugin(bars, 0, 1, theme), chart);
    const [rectangle, ...others] = named(calls, 'fillRect');
    expect(others).toEqual([]);
    const [left, top, width, height] = rectangle as number[];
    expect([left, top, width, height]).toEqual([expect.closeTo(0.5), 60, expect.closeTo(49), 40]);
  });

  test('of a second series are an outline from first edge to last', () => {
    const { chart, calls } = sheet({ logX: true });
    draw(barsPlugin(bars, 1, 2, theme), chart);
    expect(named(calls, 'fillRect')).toEqual([]);
    expect([...named(calls, 'moveTo'), ...named(calls, 'lineTo')]).toEqual([
      [0, 100],
      [0, 60],
      [50, 60],
      [50, 100],
      [100, 100],
      [100, 100],
    ]);
  });

  test('vanish with their legend entry', () => {
    const { chart, calls } = sheet({ isVisible: false });
    draw(barsPlugin(bars, 0, 1, theme), chart);
    expect(calls).toEqual([]);
  });
});

test('a line goes through every point in the dash of its role', () => {
  const { chart, calls } = sheet();
  const points = [0.1, 0.1001, 0.1002, 0.5].map((x) => ({ x, y: 10 * x }));
  draw(linePlugin({ kind: 'line', name: '', role: 'tertiary', points: [] }, points, 0, theme), chart);
  expect(named(calls, 'lineTo')).toHaveLength(4);
  const [dash] = named(calls, 'setLineDash')[0] as [number[]];
  expect(dash.map((length) => length / 2.2)).toEqual(DASHES.tertiary.map((length) => expect.closeTo(length)));
});

test('a scatter draws one marker per point that has a place', () => {
  const points = [
    { x: 0.2, y: 5 },
    { x: Number.NaN, y: Number.NaN },
    { x: 0.4, y: 6 },
  ];
  for (const [role, method] of [
    ['primary', 'stroke'],
    ['secondary', 'fill'],
    ['tertiary', 'fillRect'],
    ['quaternary', 'fill'],
    ['reference', 'stroke'],
  ] as const) {
    const { chart, calls } = sheet();
    draw(scatterPlugin({ kind: 'scatter', name: '', role, points: [] }, points, 0, theme), chart);
    expect(named(calls, method)).toHaveLength(2);
  }
});

test('a scatter with intervals draws a bar with two ends through each point that has a place, down to the edge of the chart at most', () => {
  const { chart, calls } = sheet();
  const series = {
    kind: 'scatter',
    name: 'n',
    role: 'quaternary',
    points: [
      [0.5, 4],
      [0.7, 5],
    ],
    intervals: [
      [2, 6],
      [-3, 8],
    ],
  } as const;
  const places = [
    { x: 0.5, y: 4 },
    { x: Number.NaN, y: Number.NaN },
  ];
  draw(scatterPlugin(series, places, 0, theme), chart);
  const lines = named(calls, 'lineTo').map(([x, y]) => [x, y]);
  // The bar, then its two ends; what follows is the marker. The second point has no place.
  expect(lines[0]).toEqual([50, 40]);
  expect(named(calls, 'moveTo')[0]).toEqual([50, 80]);
  expect(lines.slice(1, 3).map(([, y]) => y)).toEqual([80, 40]);
  const below = sheet();
  draw(scatterPlugin({ ...series, points: [[0.7, 5]], intervals: [[-3, 8]] }, [{ x: 0.7, y: 5 }], 0, theme), below.chart);
  expect(named(below.calls, 'moveTo')[0]).toEqual([70, 100]);
  expect(named(below.calls, 'lineTo')[0]).toEqual([70, 20]);
});

test('a box spans the quartiles, and a value without a place on the axis stands at its lower end', () => {
  const { chart, calls } = sheet({ logX: true });
  const boxes = { kind: 'boxes', name: '', role: 'primary', categories: ['a'], boxes: [[0, 0.01, 0.1, 1, 1]] } as const;
  draw(boxesPlugin(boxes, 0, 0, 1, theme), chart);
  const [[left, , width]] = named(calls, 'rect').slice(1) as [number[]];
  expect([left, width]).toEqual([0, 100]);
  expect(named(calls, 'moveTo')[0]).toEqual([0, 100]);
  const numbers = calls.flatMap((call) => call.arguments).filter((value) => typeof value === 'number');
  expect(numbers.every(Number.isFinite)).toBe(true);
});

describe('reference lines', () => {
  test('cross the chart at their value, with the word above a vertical and over a horizontal one', () => {
    const { chart, calls } = sheet();
    const lines = [
      { axis: 'x', value: 0.25, label: 'abc' },
      { axis: 'y', value: 5, label: 'de' },
    ] as const;
    const plugin = referenceLinesPlugin(lines, [0, -1], [], theme);
    draw(plugin, chart);
    expect(named(calls, 'moveTo')).toEqual([
      [25, 0],
      [0, 50],
    ]);
    plugin.afterDatasetsDraw?.(chart, {}, {}, false as never);
    const [above, over] = named(calls, 'fillText') as [string, number, number][];
    expect(above?.[0]).toBe('abc');
    expect(above?.[1]).toBeCloseTo(25 - 9);
    expect(above?.[2]).toBeLessThan(0);
    expect(over?.[0]).toBe('de');
    expect(over?.[2]).toBeLessThan(50);
  });

  test('have their word where it covers the least of the data', () => {
    const word = (data: readonly { x: number; y: number }[], kind: 'line' | 'scatter') => {
      const { chart, calls } = sheet({ data });
      const series = [{ kind, name: '', role: 'primary', points: [] }] as const;
      const plugin = referenceLinesPlugin([{ axis: 'y', value: 5, label: 'word' }], [-1], series, theme);
      plugin.afterDatasetsDraw?.(chart, {}, {}, false as never);
      const [[, x, y]] = named(calls, 'fillText') as [[string, number, number]];
      return [x > 50 ? 'right' : 'left', y < 50 ? 'over' : 'under'];
    };
    expect(word([], 'scatter')).toEqual(['right', 'over']);
    expect(word([{ x: 0.85, y: 5.5 }], 'scatter')).toEqual(['left', 'over']);
    const corners = [
      { x: 0.15, y: 5.5 },
      { x: 0.85, y: 5.5 },
    ];
    expect(word(corners, 'scatter')).toEqual(['right', 'under']);
    // A curve covers what lies between its points.
    const ends = [
      { x: 0, y: 5.5 },
      { x: 1, y: 5.5 },
    ];
    expect(word(ends, 'scatter')).toEqual(['right', 'over']);
    expect(word(ends, 'line')).toEqual(['right', 'under']);
  });

  test('outside the axes are left out', () => {
    const { chart, calls } = sheet();
    const plugin = referenceLinesPlugin([{ axis: 'x', value: 7, label: 'far' }], [0], [], theme);
    draw(plugin, chart);
    plugin.afterDatasetsDraw?.(chart, {}, {}, false as never);
    expect([...named(calls, 'moveTo'), ...named(calls, 'fillText')]).toEqual([]);
  });

  test('share a row of words as long as the words do not meet', () => {
    const axis = resolveAxis({ label: '', scale: 'linear', format: 'number', min: 0, max: 1 }, []);
    const at = (value: number) => ({ axis: 'x', value, label: 'ten letter' }) as const;
    expect(wordRows([at(0.2), at(0.6)], axis)).toEqual([0, 0]);
    expect(wordRows([at(0.2), at(0.25), at(0.3)], axis)).toEqual([0, 1, 2]);
    expect(wordRows([{ axis: 'y', value: 0.5, label: 'y' }], axis)).toEqual([-1]);
    expect(REFERENCE_ROW).toBeGreaterThan(1);
  });
});
