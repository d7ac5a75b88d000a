import { describe, expect, test } from '@jest/globals';
import { createCanvas } from '@napi-rs/canvas';
import { chartConfiguration, type FigureConfiguration, figureHeight } from '../../../reports/figures/chartConfiguration.ts';
import type { Figure } from '../../../reports/figures/figure.ts';
import { paperTheme } from '../../../reports/figures/palette.ts';
import {
  agreementScatter,
  aucHistogram,
  HOSTILE_NAMES,
  klHistogram,
  noiseCurve,
  rocLogLog,
  sampleFigures,
  tenClassBoxes,
  twoClassBoxes,
} from '../../support/sampleFigures.ts';

const theme = paperTheme('serif', 14);

/** The parts of a scale the tests look at; Chart.js types them as functions, numbers or deep partials. */
interface Scale {
  readonly type: string;
  readonly min: number;
  readonly max: number;
  readonly reverse: boolean;
  readonly title: { text(context: { chart: ChartLike }): readonly string[] };
  readonly ticks: { callback(this: { chart: ChartLike }, value: unknown, index: number): string };
  afterBuildTicks(scale: { ticks: { value: number }[] }): void;
}

/** What the words of a chart are fitted to. */
function chartOf(width: number, height: number, hidden: readonly number[] = []) {
  const isDatasetVisible = (i: number) => !hidden.includes(i);
  return { width, height, isDatasetVisible, ctx: createCanvas(1, 1).getContext('2d') };
}

type ChartLike = ReturnType<typeof chartOf>;

/** The size of a picture. */
const PICTURE = chartOf(760, 425);

function scaleOf(configuration: FigureConfiguration, side: 'x' | 'y'): Scale {
  return configuration.options?.scales?.[side] as unknown as Scale;
}

function titleOf(configuration: FigureConfiguration, side: 'x' | 'y', chart = PICTURE): readonly string[] {
  return scaleOf(configuration, side).title.text({ chart });
}

function legendOf(configuration: FigureConfiguration, chart = PICTURE) {
  return configuration.options?.plugins?.legend?.labels?.generateLabels?.(chart as never) ?? [];
}

function ticksOf(scale: Scale, chart = PICTURE): [number, string][] {
  const built: { ticks: { value: number }[] } = { ticks: [] };
  scale.afterBuildTicks(built);
  return built.ticks.map(({ value }, i) => [value, scale.ticks.callback.call({ chart }, value, i)]);
}

describe('chartConfiguration', () => {
  test('draws ROC curves on two logarithmic axes with decade ticks in percent', () => {
    const configuration = chartConfiguration(rocLogLog, theme);
    const x = scaleOf(configuration, 'x');
    expect(x).toMatchObject({ type: 'logarithmic', min: 1e-5, max: 1, reverse: false });
    expect(titleOf(configuration, 'x')).toEqual(['False-positive rate']);
    expect(ticksOf(x)).toEqual([
      [1e-5, '0.001%'],
      [1e-4, '0.01%'],
      [1e-3, '0.1%'],
      [1e-2, '1%'],
      [1e-1, '10%'],
      [1, '100%'],
    ]);
    expect(configuration.options).toMatchObject({
      animation: false,
      responsive: false,
      devicePixelRatio: 1,
      plugins: { legend: { display: true, position: 'bottom' } },
    });
  });

  test('leaves out the points of a line that have no place on a logarithmic axis', () => {
    const [most] = chartConfiguration(rocLogLog, theme).data.datasets;
    const points = rocLogLog.series[0]?.kind === 'line' ? rocLogLog.series[0].points : [];
    expect(points[0]).toEqual([0, 0]);
    expect(most?.data).toHaveLength(points.length - 1);
    expect(most?.data[0]).toEqual({ x: points[1]?.[0], y: points[1]?.[1] });
  });

  test('keeps such points of a scatter, invisible, so that point labels stay in step, and the axis says how many', () => {
    const configuration = chartConfiguration(agreementScatter, theme);
    const data = configuration.data.datasets[0]?.data ?? [];
    expect(data).toHaveLength(2001);
    expect(data[2000]).toEqual({ x: Number.NaN, y: Number.NaN });
    expect(titleOf(configuration, 'x')).toEqual(['KL divergence (nats) · 1 point at 0 not shown']);
  });

  test('ends the axis of a histogram on its outermost edges and puts the tooltip in the middle of each bar', () => {
    const configuration = chartConfiguration(klHistogram, theme);
    const x = scaleOf(configuration, 'x');
    expect(x.min).toBeCloseTo(1e-5, 15);
    expect(x.max).toBeCloseTo(10, 10);
    const bars = configuration.data.datasets[0]?.data ?? [];
    expect(bars).toHaveLength(40);
    // Bins are 0.15 decades wide.
    expect(Math.log10(bars[0]?.x as number)).toBeCloseTo(-4.925, 10);
    expect(scaleOf(configuration, 'y').min).toBe(0);
  });

  test('starts a logarithmic axis of counts below one, so that a single record can be seen', () => {
    const single: Figure = { ...aucHistogram, y: { label: 'Records', scale: 'log', format: 'integer' } };
    expect(scaleOf(chartConfiguration(single, theme), 'y').min).toBeLessThan(0.7);
  });

  test('shows from zero to one record when a histogram is empty', () => {
    const series = klHistogram.series.map((one) => (one.kind === 'bars' ? { ...one, counts: one.counts.map(() => 0) } : one));
    const y = scaleOf(chartConfiguration({ ...klHistogram, series }, theme), 'y');
    expect([y.min, y.max]).toEqual([0, 1]);
  });

  test('lays boxes on their side: classes as rows from the top, values along the bottom', () => {
    const configuration = chartConfiguration(twoClassBoxes, theme);
    expect(scaleOf(configuration, 'x').type).toBe('logarithmic');
    const y = scaleOf(configuration, 'y');
    expect(y).toMatchObject({ type: 'linear', min: -0.5, max: 1.5, reverse: true });
    expect([titleOf(configuration, 'x'), titleOf(configuration, 'y')]).toEqual([['KL divergence (nats)'], ['Class']]);
    expect(ticksOf(y)).toEqual([
      [0, 'airplane'],
      [1, 'automobile'],
    ]);
    expect(configuration.data.datasets[0]?.data).toEqual([
      { x: 0.02, y: 0 },
      { x: 0.04, y: 1 },
    ]);
  });

  test('writes hostile class names as short plain text', () => {
    const labels = ticksOf(scaleOf(chartConfiguration(tenClassBoxes, theme), 'y')).map(([, label]) => label);
    expect(labels).toHaveLength(HOSTILE_NAMES.length);
    for (const label of labels) expect(label.length).toBeLessThanOrEqual(30);
    expect(labels[6]).toBe('\\u001b[31mred\\u001b[0m');
    expect(labels[8]).toBe('\\u202egnp.exe');
  });

  test('names only some rows when there are more classes than lines of text', () => {
    const categories = Array.from({ length: 200 }, (_, i) => `class ${i}`);
    const many: Figure = {
      ...twoClassBoxes,
      series: [
        { kind: 'boxes', name: 'all', role: 'primary', categories, boxes: categories.map(() => [1, 2, 3, 4, 5] as const) },
      ],
    };
    const labels = ticksOf(scaleOf(chartConfiguration(many, theme), 'y'));
    expect(labels).toHaveLength(50);
    expect(labels[1]).toEqual([4, 'class 4']);
  });

  test('has a legend only for more than one series, and shows dashes in it', () => {
    expect(chartConfiguration(noiseCurve, theme).options?.plugins?.legend?.display).toBe(false);
    const entries = legendOf(chartConfiguration(rocLogLog, theme), chartOf(760, 425, [1]));
    expect(entries.map((entry) => entry.text)).toEqual([
      'most exposed (record 482)',
      'upper decile (record 1,203)',
      'median (record 77)',
      'least exposed (record 9)',
      'guessing',
    ]);
    expect(new Set(entries.map((entry) => String(entry.lineDash))).size).toBe(5);
    expect(entries.map((entry) => entry.hidden)).toEqual([false, true, false, false, false]);
  });

  test('breaks titles that are longer than their axes, and cuts names that no line can hold', () => {
    const curve = chartConfiguration(noiseCurve, theme);
    const whole = 'Leave-one-out log predictive density (nats per record and class)';
    expect(titleOf(curve, 'y', chartOf(760, 2000))).toEqual([whole]);
    const lines = titleOf(curve, 'y', chartOf(300, 250));
    expect(lines.length).toBeGreaterThan(1);
    expect(lines.join(' ')).toBe(whole);

    const bracketed: Figure = { ...noiseCurve, y: { ...noiseCurve.y, label: 'True-positive rate (members recognised)' } };
    const wrapped = titleOf(chartConfiguration(bracketed, theme), 'y', chartOf(300, 320));
    expect(wrapped).toEqual(['True-positive rate', '(members recognised)']);

    const roc = chartConfiguration(rocLogLog, theme);
    expect(legendOf(roc, chartOf(200, 300))[0]?.text).toMatch(/^most .*…$/);
    const rows = ticksOf(scaleOf(chartConfiguration(twoClassBoxes, theme), 'y'), chartOf(220, 200)).map(([, label]) => label);
    for (const row of rows) expect(row).toMatch(/^a[a-z]+…$/);
  });

  test('keeps room above the chart for each row of words of vertical lines', () => {
    const top = (figure: Figure): number => {
      const padding = chartConfiguration(figure, theme).options?.layout?.padding as { top: number } | undefined;
      return padding?.top ?? 0;
    };
    const none = top({ ...klHistogram, referenceLines: [] });
    const one = top({ ...klHistogram, referenceLines: [{ axis: 'x', value: 1, label: '1 nat' }] });
    // Median and mean stand so near each other that their words need two rows.
    expect(top(klHistogram) - one).toBeCloseTo(one - none, 10);
    expect(one).toBeGreaterThan(none);
  });

  test('is pure: the same figure gives the same data and leaves the figure as it was', () => {
    for (const figure of sampleFigures) {
      const before = JSON.stringify(figure);
      expect(JSON.stringify(chartConfiguration(figure, theme))).toBe(JSON.stringify(chartConfiguration(figure, theme)));
      expect(JSON.stringify(figure)).toBe(before);
    }
  });

  test('sizes lines by the type size, so that charts look alike on paper and in pictures', () => {
    const width = (size: number) => {
      return legendOf(chartConfiguration(rocLogLog, paperTheme('serif', size)))[0]?.lineWidth as number;
    };
    expect(width(28) / width(14)).toBeCloseTo(2, 12);
  });
});

describe('figureHeight', () => {
  test('is a fixed share of the width for most figures', () => {
    expect(figureHeight(rocLogLog, 1000, 14)).toBe(560);
  });

  test('grows with the number of rows of boxes, up to a bound', () => {
    expect(figureHeight(tenClassBoxes, 760, 14)).toBeGreaterThan(figureHeight(twoClassBoxes, 760, 14));
    const categories = Array.from({ length: 1000 }, (_, i) => String(i));
    const many: Figure = { ...twoClassBoxes, series: [{ kind: 'boxes', name: '', role: 'primary', categories, boxes: [] }] };
    expect(figureHeight(many, 760, 14)).toBe(874);
  });
});
