import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { binCount, evenBins, logHistogram } from '../../../reports/sections/histogram.ts';

describe('logHistogram', () => {
  test('has edges that are even in decades', () => {
    const { edges, counts } = logHistogram([1, 10, 100, 1000], 3);
    expect(edges.map((edge) => Math.round(Math.log10(edge) * 1e9) / 1e9)).toEqual([0, 1, 2, 3]);
    expect(counts).toEqual([1, 1, 2]);
  });

  test('gives values that are all equal one decade around them', () => {
    const { edges, counts } = logHistogram([5, 5, 5], 2);
    expect(edges[0]).toBeCloseTo(5 / Math.sqrt(10), 12);
    expect(counts.reduce((a, b) => a + b)).toBe(3);
  });

  test('refuses zero, which a logarithmic axis cannot show', () => {
    expect(() => logHistogram([1, 0])).toThrow('a logarithmic histogram got the value 0');
  });

  test('counts every value once, over the whole range of float64', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 1e-300, max: 1e300, noNaN: true }), { minLength: 1, maxLength: 60 }), (values) => {
        const { edges, counts } = logHistogram(values);
        expect(counts.reduce((a, b) => a + b)).toBe(values.length);
        expect(edges).toHaveLength(counts.length + 1);
        expect(edges.every((edge, i) => Number.isFinite(edge) && (i === 0 || edge > (edges[i - 1] as number)))).toBe(true);
      }),
    );
  });
});

describe('evenBins', () => {
  test('puts a value on an edge into the bin above it, and the last edge into the last bin', () => {
    expect(evenBins([0, 0.5, 1], 0, 1, 2).counts).toEqual([1, 2]);
  });
});

describe('binCount', () => {
  test('is the square root of the number of values, between 5 and 40', () => {
    expect([1, 25, 100, 300, 1e6].map(binCount)).toEqual([5, 5, 10, 18, 40]);
  });
});
