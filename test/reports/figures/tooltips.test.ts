import { expect, test } from '@jest/globals';
import { chartConfiguration } from '../../../reports/figures/chartConfiguration.ts';
import type { Figure } from '../../../reports/figures/figure.ts';
import { paperTheme } from '../../../reports/figures/palette.ts';
import { tooltipLines, tooltipTitle } from '../../../reports/figures/tooltips.ts';
import { agreementScatter, klHistogram, klPlane, rocLogLog, tenClassBoxes, twoClassBoxes } from '../../support/sampleFigures.ts';

const nowhere = { x: null, y: null };

test('a point of a curve is named by its curve and its axes', () => {
  expect(tooltipTitle(rocLogLog, 0, 5)).toBe('most exposed (record 482)');
  expect(tooltipLines(rocLogLog, 0, 5, { x: 0.001, y: 0.5623 })).toEqual([
    'False-positive rate: 0.10%',
    'True-positive rate: 56.2%',
  ]);
});

test('a dot is named by its own label', () => {
  expect(tooltipTitle(agreementScatter, 0, 17)).toBe('record 17');
  expect(tooltipLines(agreementScatter, 0, 17, { x: 0.0123456, y: 2.5e-7 })).toEqual([
    'KL divergence (nats): 0.0123',
    'Mean distance (target units²): 2.50×10⁻⁷',
  ]);
});

test('a cell of a plane is named by its value, and says where it lies', () => {
  expect(tooltipTitle(klPlane, 0, 12 * 25 + 12)).toBe('KL divergence (nats): 0.83');
  expect(tooltipLines(klPlane, 0, 0, { x: -60, y: -60 })).toEqual([
    'Offset towards the nearest record (input units): −60',
    'Offset along a random direction (input units): −60',
  ]);
});

test('a bar is named by its edges', () => {
  expect(tooltipTitle(klHistogram, 0, 39)).toBe('7.08 to 10');
  expect(tooltipLines(klHistogram, 0, 18, nowhere)).toEqual(['records: 260']);
});

test('a box tells its five numbers', () => {
  expect(tooltipTitle(twoClassBoxes, 0, 1)).toBe('automobile');
  expect(tooltipLines(twoClassBoxes, 0, 1, nowhere)).toEqual([
    'records: median 0.04',
    'middle half 0.012 to 0.1',
    'whiskers 0.0008 to 1.4',
  ]);
});

test('an interval drawn as a box is named as one', () => {
  const figure: Figure = {
    ...twoClassBoxes,
    series: [
      {
        kind: 'boxes',
        name: 'AUC',
        role: 'primary',
        meaning: 'interval',
        categories: ['a'],
        boxes: [[0.25, 0.5, 0.5, 0.5, 0.75]],
      },
    ],
  };
  expect(tooltipLines(figure, 0, 0, { x: null, y: null })).toEqual(['AUC: 0.5', 'interval 0.25 to 0.75']);
});

test('hostile names are plain text, and an unknown series is silent', () => {
  expect(tooltipTitle(tenClassBoxes, 0, 6)).toBe('\\u001b[31mred\\u001b[0m');
  expect(tooltipTitle(tenClassBoxes, 9, 0)).toBe('');
  expect(tooltipLines(tenClassBoxes, 9, 0, nowhere)).toEqual([]);
});

test('the chart hands what is pointed at to these words', () => {
  const figure: Figure = rocLogLog;
  const callbacks = chartConfiguration(figure, paperTheme('serif', 12)).options?.plugins?.tooltip?.callbacks;
  const item = { datasetIndex: 1, dataIndex: 3, parsed: { x: 0.01, y: 0.3 } } as never;
  expect(callbacks?.title?.call({} as never, [item, item])).toEqual(['upper decile (record 1,203)']);
  expect(callbacks?.label?.call({} as never, item)).toEqual(['False-positive rate: 1.0%', 'True-positive rate: 30.0%']);
});
