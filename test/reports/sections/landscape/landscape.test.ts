// What the sections on a landscape say, and the widths and peaks they are read from.

import { describe, expect, test } from '@jest/globals';
import { landscapeLines } from '../../../../reports/sections/landscape/lines.ts';
import { landscapePlane } from '../../../../reports/sections/landscape/plane.ts';
import { halfWidth, isPeak, type Line, largestKl, narrowest, widthsText } from '../../../../reports/sections/landscape/shape.ts';
import { landscapeVerdict } from '../../../../reports/sections/landscape/verdict.ts';
import { searchWay } from '../../../../reports/sections/landscape/way.ts';
import type { Landscape, QueryResult } from '../../../../src/audit/queryResult.ts';
import { sampleQueryResult } from '../../../support/sampleQueryResult.ts';
import { blockIn, figureIn, wordsOf } from '../readBlocks.ts';

const result = sampleQueryResult({ command: 'landscape', directions: 5 });
const landscape = result.landscape as Landscape;
const withLandscape = (change: Partial<Landscape>): QueryResult => ({ ...result, landscape: { ...landscape, ...change } });
const line = (points: readonly (readonly [number, number])[]): Line => ({
  direction: 'ones',
  description: 'd',
  points: points.map(([offset, kl]) => ({ offset, kl, meanDistance: kl, auc: 0.5 })),
});

describe('half-widths', () => {
  test('lie where half is left, between points by linear interpolation, on each side', () => {
    const slope = line([
      [-4, 0],
      [0, 8],
      [1, 6],
      [3, 2],
    ]);
    expect([halfWidth(slope, 8, -1), halfWidth(slope, 8, 1)]).toEqual([2, 2]);
    expect(narrowest(slope, 8)).toBe(2);
  });

  test('are none where more than half is left at the end, or nothing was asked on that side', () => {
    const flat = line([
      [0, 8],
      [5, 7],
    ]);
    expect([halfWidth(flat, 8, 1), halfWidth(flat, 8, -1), narrowest(flat, 8)]).toEqual([undefined, undefined, undefined]);
    expect(widthsText({ ...landscape, span: 5, klAtRecord: 8 }, flat)).toBe('more than 5 either way');
  });

  test('of the sample are those it was made with', () => {
    const nearest = landscape.lines.find(({ direction }) => direction === 'nearest') as Line;
    expect(narrowest(nearest, landscape.klAtRecord)).toBeCloseTo(22, 0);
  });
});

describe('the peak', () => {
  test('is the record, unless a line or the plane rises above it by more than rounding', () => {
    expect(isPeak(landscape)).toBe(true);
    expect(isPeak({ ...landscape, klAtRecord: landscape.klAtRecord * (1 - 1e-9) })).toBe(true);
    expect(isPeak({ ...landscape, klAtRecord: landscape.klAtRecord * 0.9 })).toBe(false);
    const plane = { ...landscape.plane!, kl: landscape.plane!.kl.map((kl, i) => (i === 3 ? 9 : kl)) };
    expect(largestKl({ ...landscape, plane })).toBe(9);
  });
});

describe('the verdict', () => {
  test('says whether the record is the peak, and how wide it is', () => {
    const { text } = blockIn(landscapeVerdict.build(result), 'text');
    expect(text).toMatch(
      /^Record 17 is the most telling question about itself: along 4 directions, a plane of 625 questions and the way of a search nothing leaks more than the 0\.159 nats/,
    );
    expect(text).toContain(
      'changes by 22.0 (towards the nearest record), 41.0 (a random direction) and 60 (all values by the same amount), as a root mean square and in units of the input.',
    );
    expect(text).toContain('Along 1 other direction more than half is left at the end.');
  });

  test('calls a higher place numerical trouble', () => {
    const words = wordsOf(landscapeVerdict.build(withLandscape({ klAtRecord: 0.1 })));
    expect(words).toContain('more than the 0.1 nats at record 17 itself, which the theory rules out');
    expect(words).toContain('[danger] The record is not the peak');
  });

  test('gives no widths and no advice where nothing leaks', () => {
    const words = wordsOf(landscapeVerdict.build(sampleQueryResult({ command: 'landscape', leakage: 'none' })));
    expect(words).toContain('Record 17 leaves no trace');
    expect(words).not.toMatch(/half-width|Regularise/);
  });

  test('has the unit of features where each has its own', () => {
    const words = wordsOf(landscapeVerdict.build(sampleQueryResult({ command: 'landscape', data: 'table', classes: 2 })));
    expect(words).toContain(', as a root mean square and in standard deviations.');
  });
});

describe('the lines', () => {
  test('are drawn from end to end, without the way of a search, against the record', () => {
    const figure = figureIn(landscapeLines.build(result), 'kl-along-directions');
    expect(figure.series).toHaveLength(4);
    expect([figure.x.min, figure.x.max]).toEqual([-60, 60]);
    expect(figure.referenceLines).toEqual([
      { axis: 'y', value: landscape.klAtRecord, label: 'at the record: the most there can be' },
    ]);
    expect(figureIn(landscapeLines.build(result), 'mean-distance-along-directions').title).toBe(
      'The mean distance rises beyond the record, to 0.0248 from 0.0127 there',
    );
  });

  test('are none where only the way of a search was asked for', () => {
    const lines = landscape.lines.filter(({ direction }) => direction === 'search');
    expect(wordsOf(landscapeLines.build(withLandscape({ lines })))).toBe(
      'No straight direction was asked for: 0 lines are drawn.',
    );
  });
});

describe('the plane', () => {
  test('is a heat map of each measure with the record on it', () => {
    const blocks = landscapePlane.build(result);
    const figure = figureIn(blocks, 'kl-plane');
    expect(figure.title).toBe('On the plane the KL divergence is largest at the record');
    expect(figure.series.map(({ kind, name }) => [kind, name])).toEqual([
      ['heat', 'KL divergence'],
      ['scatter', 'record 17'],
    ]);
    expect(figure.x.label).toBe('Towards the nearest record (RMS change of a value, input units)');
    expect(figureIn(blocks, 'mean-distance-plane').series[0]).toMatchObject({
      kind: 'heat',
      values: landscape.plane?.meanDistance,
    });
  });

  test('marks the largest value where it lies away from the record', () => {
    const plane = { ...landscape.plane!, meanDistance: landscape.plane!.meanDistance.map((_, i) => (i === 0 ? 5 : 1)) };
    const figure = figureIn(landscapePlane.build(withLandscape({ plane })), 'mean-distance-plane');
    expect(figure.title).toBe('On the plane the mean distance is largest away from the record, at offsets −60 and −60');
    expect(figure.series[2]).toMatchObject({ kind: 'scatter', points: [[-60, -60]] });
  });
});

describe('the way of a search', () => {
  test('says whether it found the record', () => {
    expect(blockIn(searchWay.build(result), 'text').text).toMatch(
      /^From a distance of 95 .* came to 0 in 9 iterations, and from .* to 0\.159 nats, 100% of what the record tells .*: it found the record/,
    );
    const lines = [{ ...(landscape.lines.find(({ direction }) => direction === 'search') as Line) }];
    lines[0]!.points = lines[0]!.points.slice(0, 4);
    expect(blockIn(searchWay.build(withLandscape({ lines })), 'text').text).toContain('it ended where nothing better is near');
  });

  test('has no figure where nothing leaks', () => {
    const none = sampleQueryResult({ command: 'landscape', directions: 5, leakage: 'none' });
    expect(searchWay.build(none).map(({ kind }) => kind)).toEqual(['text']);
  });
});
