import { describe, expect, test } from '@jest/globals';
import { seriesAt, seriesCurvature, seriesSlope, solveSeries, type TailSeries } from '../../src/lood/tailSeries.ts';
import { expectEachClose } from '../support/matchers.ts';
import { EXACT } from '../support/tolerances.ts';

/** J(t + h) = exp(−2 − 3h)(cos h + sin 2h / 10) up to h⁵. */
const series: TailSeries = { log: -2, rate: 3, terms: [1, -0.2, -1, 0.8, 1, -3.2] };
const exact = (h: number) => Math.exp(-2 - 3 * h) * (Math.cos(h) + Math.sin(2 * h) / 10);

describe('a Taylor series', () => {
  test('is the function it belongs to, up to the sixth power', () => {
    for (const h of [-0.02, 0, 0.01]) expectEachClose([seriesAt(series, h)], [exact(h)], EXACT + h ** 6);
  });

  test('has the slope and curvature of its function', () => {
    const h = 1e-3;
    const [before, here, after] = [-h, 0, h].map((x) => seriesAt(series, x)) as [number, number, number];
    // Central differences: truncation h², rounding ε/h².
    expectEachClose(
      [seriesSlope(series), seriesCurvature(series)],
      [(after - before) / (2 * h), (after - 2 * here + before) / h ** 2],
      1e-5,
    );
  });

  test('leads to the level, from 10% above or below', () => {
    // Without a fourth and a fifth term it reaches any distance.
    const flat: TailSeries = { log: 0.3, rate: 2, terms: [1, 0.1, -0.2, 0, 0, 0] };
    for (const share of [0.9, 0.999, 1, 1.05, 1.1]) {
      const level = share * seriesAt(flat, 0);
      expectEachClose([seriesAt(flat, solveSeries(flat, level))], [level], EXACT);
    }
    expect(solveSeries(flat, seriesAt(flat, 0))).toBeCloseTo(0, 15);
  });

  test('leads to the level also where it is negative', () => {
    const negative: TailSeries = { log: 0, rate: -2, terms: [-0.3, 0.01, 0.02, 0, 0, 0] };
    const h = solveSeries(negative, -0.31);
    expectEachClose([seriesAt(negative, h)], [-0.31], EXACT);
  });

  test('does not claim a level that lies beyond its reach', () => {
    // A step h changes ln J by about 3.2h; the fourth term is h⁴/24, the fifth 3.2h⁵/120.
    const step = (h: number) => solveSeries(series, exact(h));
    expectEachClose([step(0.009)], [0.009], 1e-13);
    expect(step(0.02)).toBeNaN();
    // Where one of the two terms happens to vanish the other one tells.
    const even: TailSeries = { ...series, terms: [1, -0.2, -1, 0.8, 1, 0] };
    expect(solveSeries(even, seriesAt(even, 0.009))).toBeCloseTo(0.009, 13);
    expect(solveSeries(even, seriesAt(even, 0.012))).toBeNaN();
    const odd: TailSeries = { ...series, terms: [1, -0.2, -1, 0.8, 0, -3.2] };
    expect(solveSeries(odd, seriesAt(odd, 0.005))).toBeCloseTo(0.005, 13);
    expect(solveSeries(odd, seriesAt(odd, 0.012))).toBeNaN();
    expect(solveSeries(series, -1)).toBeNaN();
  });
});
