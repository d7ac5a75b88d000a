import { describe, expect, test } from '@jest/globals';
import { createCanvas } from '@napi-rs/canvas';
import type { Chart } from 'chart.js';
import { chartConfiguration, figureHeight } from '../../../reports/figures/chartConfiguration.ts';
import { COLOUR_STOPS } from '../../../reports/figures/colourScale.ts';
import type { Figure } from '../../../reports/figures/figure.ts';
import { barRoom, type Heat, heatEnds, heatOf, heatPadding } from '../../../reports/figures/heat.ts';
import { paperTheme } from '../../../reports/figures/palette.ts';
import { HOSTILE_NAMES, klPlane } from '../../support/sampleFigures.ts';

const theme = paperTheme('serif', 14);
const chartOf = (width: number, height: number) =>
  ({ width, height, ctx: createCanvas(1, 1).getContext('2d'), isDatasetVisible: () => true }) as unknown as Chart;

const plane = (heat: Partial<Heat> = {}, more: Partial<Figure> = {}): Figure => ({
  ...klPlane,
  series: [
    {
      kind: 'heat',
      name: 'KL',
      value: { label: 'KL (nats)', scale: 'linear', format: 'number' },
      columns: [0, 1, 2],
      rows: [-10, 10],
      values: [0, 1, 2, 3, 4, 5],
      ...heat,
    },
  ],
  ...more,
});
const scaleOf = (figure: Figure, side: 'x' | 'y') =>
  chartConfiguration(figure, theme).options?.scales?.[side] as unknown as {
    min: number;
    max: number;
    reverse: boolean;
    offset: boolean;
  };

describe('a plane', () => {
  test('ends half a cell beyond its outermost middles, with nothing around it', () => {
    expect(heatEnds([0, 1, 2])).toEqual([-0.5, 2.5]);
    expect(scaleOf(plane(), 'x')).toMatchObject({ min: -0.5, max: 2.5, offset: false, reverse: false });
    expect(scaleOf(plane(), 'y')).toMatchObject({ min: -20, max: 20, offset: false, reverse: false });
  });

  test('has one cell for each value, row after row, from the darkest colour to the lightest', () => {
    const [dataset] = chartConfiguration(plane(), theme).data.datasets;
    expect(dataset?.data).toEqual([-10, 10].flatMap((y) => [0, 1, 2].map((x) => ({ x, y }))));
    const colours = (dataset as unknown as { backgroundColor: string[] }).backgroundColor;
    expect(colours).toEqual([0, 2, 4, 6, 8, 10].map((i) => COLOUR_STOPS[i]));
  });

  test('has colours from the least value of its axis on, so that small differences do not look large', () => {
    const values = [4, 4.1, 4.2, 4.3, 4.4, 4.5];
    const figure = plane({ values, value: { label: 'KL (nats)', scale: 'linear', format: 'number', min: 0 } });
    const [dataset] = chartConfiguration(figure, theme).data.datasets;
    const colours = (dataset as unknown as { backgroundColor: string[] }).backgroundColor;
    expect(colours[0]).not.toBe(COLOUR_STOPS[0]);
    expect(colours[5]).toBe(COLOUR_STOPS[10]);
  });

  test('of equal values, zero among them, still has an axis and colours', () => {
    for (const value of [0, 3]) {
      const [dataset] = chartConfiguration(plane({ values: Array(6).fill(value) }), theme).data.datasets;
      const colours = new Set((dataset as unknown as { backgroundColor: string[] }).backgroundColor);
      expect(colours.size).toBe(1);
      expect([...colours][0]).toMatch(/^#[0-9a-f]{6}$/);
    }
  });

  test('has no entry in the legend, which lists what lies on it', () => {
    const configuration = chartConfiguration(klPlane, theme);
    const entries = configuration.options?.plugins?.legend?.labels?.generateLabels?.(chartOf(600, 500) as never) ?? [];
    expect(entries.map(({ text, datasetIndex }) => [text, datasetIndex])).toEqual([
      ['record 17', 1],
      ['half of its leakage', 2],
    ]);
    expect(chartConfiguration(plane(), theme).options?.plugins?.legend?.display).toBe(false);
  });

  test('is drawn before the lines and markers that lie on it, and the bar beside it', () => {
    const plugins = chartConfiguration(klPlane, theme).plugins ?? [];
    const hooks = Object.fromEntries(plugins.map((plugin) => [plugin.id, Object.keys(plugin)]));
    expect(hooks['colour-bar']).toContain('beforeDatasetsDraw');
    expect(hooks['scatter-1']).toContain('afterDatasetsDraw');
    expect(hooks['line-2']).toContain('afterDatasetsDraw');
  });

  test('is square in the middle of a wide chart, and as wide as it can be in a narrow one', () => {
    const heat = heatOf(klPlane) as Heat;
    const bar = barRoom(heat, chartOf(900, 440), theme);
    const wide = heatPadding(heat, chartOf(900, 440), theme);
    expect(wide.right - wide.left).toBeCloseTo(bar, 10);
    expect(wide.left).toBeGreaterThan(100);
    expect(heatPadding(heat, chartOf(310, 400), theme).left).toBe(0);
    // Two of them fit on a sheet; on a phone the words around take the same room as ever.
    expect(figureHeight(klPlane, 900, 14)).toBe(594);
    expect(figureHeight(klPlane, 310, 12)).toBe(344);
  });

  test('leaves more room for longer numbers and titles', () => {
    const room = (label: string, values: readonly number[]) =>
      barRoom(heatOf(plane({ values, value: { label, scale: 'linear', format: 'number' } })) as Heat, chartOf(600, 300), theme);
    expect(room('KL', [0, 1e-7, 0, 0, 0, 2e-7])).toBeGreaterThan(room('KL', [0, 1, 0, 0, 0, 2]));
    expect(room('word '.repeat(20), [0, 1, 0, 0, 0, 2])).toBeGreaterThan(room('KL', [0, 1, 0, 0, 0, 2]));
  });

  test('bears hostile names as plain text', () => {
    for (const name of HOSTILE_NAMES) {
      const figure = plane({ name, value: { label: name, scale: 'linear', format: 'number' } });
      const [dataset] = chartConfiguration(figure, theme).data.datasets;
      expect(dataset?.label).not.toMatch(/\p{Cc}|\p{Cf}/u);
    }
  });
});
