import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Axis } from '../../../reports/figures/figure.ts';
import { canStandOn, resolveAxis } from '../../../reports/figures/ticks.ts';

const linear: Axis = { label: 'x', scale: 'linear', format: 'number' };
const log: Axis = { label: 'x', scale: 'log', format: 'number' };

describe('a linear axis', () => {
  test('ends on ticks of 1, 2 or 5 times a power of ten', () => {
    expect(resolveAxis(linear, [0.03, 0.97])).toMatchObject({
      min: 0,
      max: 1,
      ticks: [0, 0.2, 0.4, 0.6, 0.8, 1],
      labels: ['0', '0.2', '0.4', '0.6', '0.8', '1.0'],
    });
    expect(resolveAxis(linear, [-1.03, -0.31]).ticks).toEqual([-1.2, -1, -0.8, -0.6, -0.4, -0.2]);
    expect(resolveAxis(linear, [0, 262]).ticks).toEqual([0, 50, 100, 150, 200, 250, 300]);
  });

  test('keeps its own limits, with ticks only between them', () => {
    expect(resolveAxis({ ...linear, min: 0.5, max: 1, format: 'percent' }, [0.7])).toMatchObject({
      min: 0.5,
      max: 1,
      labels: ['50%', '60%', '70%', '80%', '90%', '100%'],
    });
  });

  test('ends exactly at the data when it is tight', () => {
    const axis = resolveAxis(linear, [0.07, 0.93], true);
    expect([axis.min, axis.max]).toEqual([0.07, 0.93]);
    expect(axis.ticks).toEqual([0.2, 0.4, 0.6, 0.8]);
  });

  test('has whole ticks for whole numbers', () => {
    expect(resolveAxis({ ...linear, format: 'integer' }, [0, 2]).ticks).toEqual([0, 1, 2]);
  });

  test('writes negative numbers with a minus sign, thousands with commas and tiny numbers as powers of ten', () => {
    expect(resolveAxis(linear, [-1.2, -0.2]).labels[0]).toBe('−1.2');
    expect(resolveAxis(linear, [0, 1_200_000]).labels).toContain('1,200,000');
    expect(resolveAxis(linear, [0, 3e-9]).labels).toContain('1×10⁻⁹');
    expect(resolveAxis({ ...linear, format: 'percent' }, [0, 0.001]).labels).toContain('0.02%');
  });

  test('has room around a single value, and something to show without any', () => {
    expect(resolveAxis(linear, [5])).toMatchObject({ min: 2, max: 8 });
    expect(resolveAxis(linear, [0])).toMatchObject({ min: -1, max: 1 });
    expect(resolveAxis(linear, [])).toMatchObject({ min: 0, max: 1 });
    expect(resolveAxis(linear, [Number.NaN, Number.POSITIVE_INFINITY])).toMatchObject({ min: 0, max: 1 });
  });
});

describe('a logarithmic axis', () => {
  test('has ticks at decades only', () => {
    expect(resolveAxis({ ...log, min: 1e-5, max: 1, format: 'percent' }, [])).toMatchObject({
      ticks: [1e-5, 1e-4, 1e-3, 1e-2, 1e-1, 1],
      labels: ['0.001%', '0.01%', '0.1%', '1%', '10%', '100%'],
    });
  });

  test('writes powers of ten where plain decimals would grow long', () => {
    expect(resolveAxis(log, [1e-4, 10]).labels).toEqual(['0.0001', '0.001', '0.01', '0.1', '1', '10']);
    expect(resolveAxis(log, [1e-5, 10]).labels).toEqual(['10⁻⁵', '10⁻⁴', '10⁻³', '10⁻²', '10⁻¹', '1', '10']);
    expect(resolveAxis({ ...log, format: 'scientific' }, [1e-2, 1e2]).labels).toEqual(['10⁻²', '10⁻¹', '1', '10', '10²']);
    expect(resolveAxis({ ...log, format: 'integer' }, [1, 1000]).labels).toEqual(['1', '10', '100', '1,000']);
  });

  test('skips decades over a long span, counting from the top', () => {
    const { ticks } = resolveAxis(log, [1e-12, 1e2]);
    expect(ticks).toEqual([1e-12, 1e-10, 1e-8, 1e-6, 1e-4, 1e-2, 1, 1e2]);
  });

  test('has finer ticks when it would have fewer than three', () => {
    expect(resolveAxis(log, [0.2, 20]).ticks).toEqual([0.3, 1, 3, 10]);
    expect(resolveAxis(log, [0.2, 20]).labels).toEqual(['0.3', '1', '3', '10']);
    expect(resolveAxis(log, [2e-6, 2e-5]).labels).toEqual(['2×10⁻⁶', '5×10⁻⁶', '10⁻⁵', '2×10⁻⁵']);
    expect(resolveAxis(log, [0.12, 0.9]).ticks).toEqual([0.2, 0.5]);
    expect(resolveAxis(log, [3, 3.1]).ticks.length).toBeGreaterThanOrEqual(2);
  });

  test('reaches a little beyond the data, or exactly to it when it is tight', () => {
    const axis = resolveAxis(log, [1e-3, 1]);
    expect(Math.log10(axis.min)).toBeCloseTo(-3.12, 10);
    expect(Math.log10(axis.max)).toBeCloseTo(0.12, 10);
    expect(resolveAxis(log, [1e-3, 1], true)).toMatchObject({ min: 1e-3, max: 1 });
  });

  test('leaves out what has no place on it', () => {
    expect(canStandOn(log, 0)).toBe(false);
    expect(canStandOn(linear, 0)).toBe(true);
    expect(canStandOn(linear, Number.NaN)).toBe(false);
    expect(resolveAxis(log, [0, -1, 0.01, 1])).toEqual(resolveAxis(log, [0.01, 1]));
  });

  test('survives single, extreme and missing values', () => {
    expect(Math.log10(resolveAxis(log, [5]).max / 5)).toBeCloseTo(0.5, 10);
    const extreme = resolveAxis(log, [1e-305, 1e300]);
    expect(extreme.min).toBeGreaterThan(0);
    expect(extreme.max).toBeLessThan(Number.POSITIVE_INFINITY);
    expect(resolveAxis(log, [])).toMatchObject({ scale: 'log', ticks: [0.1, 0.3, 1] });
  });
});

test.each([linear, log])('values that differ by rounding alone are one value on a $scale axis', (axis) => {
  const one = resolveAxis(axis, [9.94830902994]);
  const two = resolveAxis(axis, [9.94830902994, 9.94830902994 * (1 + 4 * Number.EPSILON)]);
  expect(two.max / two.min).toBeGreaterThan(2);
  expect(two.labels).toEqual(one.labels);
});

test('every axis has between two and nine ticks, ascending, inside its limits, with different labels', () => {
  const value = fc.double({ min: 1e-9, max: 1e9, noNaN: true });
  fc.assert(
    fc.property(value, value, fc.constantFrom('linear', 'log'), fc.boolean(), (a, b, scale, isTight) => {
      fc.pre(Math.abs(a - b) > 1e-3 * Math.max(a, b));
      const axis = resolveAxis({ label: '', scale, format: 'number' }, [a, b], isTight);
      expect(axis.min).toBeLessThanOrEqual(Math.min(a, b));
      expect(axis.max).toBeGreaterThanOrEqual(Math.max(a, b));
      expect(axis.ticks.length).toBeGreaterThanOrEqual(2);
      expect(axis.ticks.length).toBeLessThanOrEqual(9);
      axis.ticks.forEach((tick, i) => {
        // A tick within a billionth of a step of a limit counts as standing on it.
        const slack = 1e-9 * (axis.max - axis.min);
        expect(tick).toBeGreaterThanOrEqual(axis.min - slack);
        expect(tick).toBeLessThanOrEqual(axis.max + slack);
        if (i > 0) expect(tick).toBeGreaterThan(axis.ticks[i - 1] as number);
      });
      expect(new Set(axis.labels).size).toBe(axis.labels.length);
    }),
  );
});
